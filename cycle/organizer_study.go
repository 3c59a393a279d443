package cycle

// studySteps gives Study and Act, and the step for support that serves all of
// them.
func studySteps() []Step {
	return []Step{dataStep(), learnStep(), nextStep(), supportStep()}
}

func dataStep() Step {
	return Step{
		Key: "data", Label: "Run charts", Phase: Study,
		Prompt: "enter the first numbers you collected.",
		Help: "Your numbers in the order of time, with a line at the middle value. " +
			"A few simple rules then tell a signal from ordinary ups and downs. " +
			"With fewer than ten points it is too early to say.",
		Parts: []Part{
			listPart(List{
				Key: "points", Label: "Data points", One: "data point", Weight: 1, Want: 3,
				Prompt: "Which number did you collect, and on which day?",
				Help: "One row for each time you counted. " +
					"Only numbers about groups belong here, never about one student.",
				Empty: "No numbers yet. What did you count first? Press a.",
				Fields: []Field{
					{
						Key: "measure", Label: "Measure", Kind: Ref, Ref: "measures", Weight: 1,
						Prompt: "Which measure is it for?",
						Help: "Choose one of your measures. " +
							"Each measure has its own chart.",
					},
					{
						Key: "date", Label: "Date", Kind: Date, Weight: 1,
						Prompt: "On which day was it counted?",
						Help: "The day the number is about, not the day you type it in. " +
							"For a whole week, take its last day.",
					},
					{
						Key: "value", Label: "Value", Kind: Number, Weight: 1,
						Prompt: "What was the number?",
						Help: "Just the number, in the unit of the measure. " +
							"If it was not counted, leave the row out instead of writing 0.",
					},
					{
						Key: "n", Label: "Out of how many", Kind: Count,
						Prompt: "How many people or classes does it come from?",
						Help: "How many were counted or asked in all. " +
							"It helps to read the number, and keeps numbers about very small groups from being shared.",
					},
					{
						Key: "subgroup", Label: "Student group", Kind: Line,
						Prompt: "Is it about one group only? Which?",
						Help: "Leave it empty for everybody together. " +
							"Write a group the same way every time, so that it gets one line on the chart.",
					},
					{
						Key: "note", Label: "Note", Kind: Line,
						Prompt: "Was anything special that day?",
						Help: "A few words that explain an odd number. " +
							"Leave out students' names.",
						Strong: "snow: buses 20 minutes late",
						Weak:   "strange",
						Why:    "It says that the number is odd, and not why.",
					},
					{
						Key: "excluded", Label: "Left out because", Kind: Line, Internal: true,
						Prompt: "Why does this number not count?",
						Help: "The point stays on the chart and is left out of the middle line and the rules. " +
							"Say why, so that nobody has to guess later.",
					},
				},
			}),
			listPart(List{
				Key: "annotations", Label: "Marks on the chart", One: "mark",
				Prompt: "What happened that the chart should show?",
				Help: "Mark the day the change began, and anything else that could move the numbers. " +
					"Then everybody who sees the chart can follow the story.",
				Empty: "No marks yet. On which day did the change begin? Press a.",
				Fields: []Field{
					{
						Key: "measure", Label: "Measure", Kind: Ref, Ref: "measures", Weight: 1,
						Prompt: "On which chart does it belong?",
						Help: "Choose the measure that it could have moved. " +
							"Mark it on each chart where it matters.",
					},
					{
						Key: "date", Label: "Date", Kind: Date, Weight: 1,
						Prompt: "On which day was it?",
						Help: "The day it began or happened. " +
							"The mark stands at this day on the chart.",
					},
					{
						Key: "text", Label: "What happened", Kind: Line, Weight: 1,
						Prompt: "What happened, in a few words?",
						Help: "Three or four words fit on the chart. " +
							"Say what happened, not what you think it did.",
						Strong: "greeting began",
						Weak:   "huge success",
						Why:    "It is a judgment: the chart should show that by itself.",
					},
				},
			}),
		},
	}
}

func learnStep() Step {
	return Step{
		Key: "learn", Label: "What we learn", Phase: Study,
		Prompt: "look at the chart together and write what it shows.",
		Help: "Look at the chart first and talk afterwards. " +
			"Say what happened, compare it with your prediction, and ask for whom it worked.",
		Parts: []Part{
			fieldPart(Field{
				Key: "study.results", Label: "Results", Kind: Text, Weight: 1,
				Prompt: "What happened to the numbers?",
				Help: "Say where the number began, where it is now, and whether the chart shows a signal. " +
					"Look at the balance measure as well.",
				Strong: "Late arrivals fell from 31 to 22 a day, with seven points in a row below the middle line. " +
					"Minutes of advisory lost stayed the same.",
				Weak: "It was very successful.",
				Why:  "It gives no number, so nobody else can see what you saw.",
			}),
			fieldPart(Field{
				Key: "study.variation", Label: "Ups and downs", Kind: Text, Weight: 1,
				Prompt: "How did the numbers differ from day to day and group to group?",
				Help: "Look for days, places or groups that were higher or lower than the rest. " +
					"What was different there is often what to try next.",
				Strong: "Mondays stayed near 30. Students on bus 12 were late as often as before; all others were late half as often.",
				Weak:   "The numbers went up and down.",
				Why:    "They always do. Say when, where and for whom.",
			}),
			fieldPart(Field{
				Key: "study.prediction", Label: "Against prediction", Kind: Text, Weight: 1,
				Prompt: "Did it turn out as you predicted, and for that reason?",
				Help: "Put your prediction next to what you saw: the number, the day, and the \"because\". " +
					"Where they differ is where you learn.",
				Strong: "We predicted 20 and reached 22. The reason seems right: 10 of 12 students said that somebody notices now.",
				Weak:   "We were right.",
				Why:    "It leaves out the number and the reason, and so hides what you could learn.",
			}),
			fieldPart(Field{
				Key: "study.learned", Label: "What we learned", Kind: Text, Weight: 1,
				Prompt: "What do you know now that you did not know before?",
				Help: "Something about your school, your students or your own work. " +
					"It should be useful to a team that did not take part.",
				Strong: "Being greeted helps students who walk. It cannot help those whose bus comes at 7:55.",
				Weak:   "Greeting students is important.",
				Why:    "You thought so before you began: say what is new.",
			}),
			fieldPart(Field{
				Key: "study.for_whom", Label: "For whom it worked", Kind: Text, Weight: 1,
				Prompt: "For whom did it work, and for whom did it not?",
				Help: "A good average can hide a group for whom nothing changed. " +
					"Name groups, never students, and ask them what they would need.",
				Strong: "It worked for students who walk or are driven. It did not work for the 40 students on buses 12 and 14.",
				Weak:   "It worked for everybody.",
				Why:    "It seldom does: it often means that nobody has looked at the groups.",
			}),
		},
	}
}

func nextStep() Step {
	return Step{
		Key: "next", Label: "What next", Phase: Act,
		Prompt: "decide together: repeat, adapt, replan or restart?",
		Help: "Choose what to do with what you learned. " +
			"Your choice opens the next cycle and brings along what is still good, so that nothing is typed twice.",
		Parts: []Part{
			fieldPart(Field{
				Key: "act.decision", Label: "Decision", Kind: Choice, Weight: 1,
				Prompt: "What will you do next?",
				Help: "Each choice keeps a different part of this cycle for the next one. " +
					"This cycle itself stays as it is.",
				Options: []Option{
					{"repeat", "Repeat", "Do the same once more to be sure: the whole plan and all measures are kept."},
					{"adapt", "Adapt", "Try something else for the same goal: problem, causes, goals and measures are kept, and you write new drivers and activities."},
					{"replan", "Replan", "Look deeper at the problem: your evidence and the problem are kept as a draft, and the rest starts new."},
					{"restart", "Restart", "Take up another problem: only your team is kept."},
				},
			}),
			fieldPart(Field{
				Key: "act.why", Label: "Why", Kind: Text, Weight: 1,
				Prompt: "What in your numbers makes you decide this?",
				Help: "Name the number or the finding behind your choice. " +
					"Somebody who was not in the room should be able to follow it.",
				Strong: "Adapt: 31 fell to 22, but not for the students on buses 12 and 14. We keep the goal and try breakfast on the bus.",
				Weak:   "The team felt good about it.",
				Why:    "It names no number and no finding, so nobody can follow the choice.",
			}),
		},
	}
}
