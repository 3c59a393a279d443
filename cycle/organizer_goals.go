package cycle

// goalSteps gives the second half of Plan: where we want to get to, how, and
// what we think will happen.
func goalSteps() []Step {
	return []Step{goalsStep(), driversStep(), predictionStep()}
}

func goalsStep() Step {
	return Step{
		Key: "goals", Label: "Goals A to B", Phase: Plan,
		Prompt: "say where you are now and where you want to be.",
		Help: "Point A is where you are now. Point B is where you want to be when the cycle ends. " +
			"Say both in the same words, so that anybody can see how far it is from A to B.",
		Parts: append(append(pointAParts(), pointBParts()...), listPart(goalCheckList())),
	}
}

func pointAParts() []Part {
	return []Part{
		fieldPart(Field{
			Key: "point_a.what", Label: "Point A: what", Kind: Text, Weight: 1,
			Prompt: "What happens now that is not good enough?",
			Help: "Describe today in one or two sentences, so that two people would see and hear the same thing. " +
				"If a word could mean different things, say what you mean by it.",
			Strong: "Students come to first period after the 7:55 bell. Late means not in the room when the bell stops.",
			Weak:   "Students are not engaged in the morning.",
			Why:    "\"Engaged\" means something different to everybody, so nobody can tell when it changes.",
		}),
		fieldPart(Field{
			Key: "point_a.for_whom", Label: "Point A: for whom", Kind: Line, Weight: 1,
			Prompt: "For which students or adults is this so?",
			Help: "Name the group: a grade, some classes, a group of students, a team of teachers. " +
				"A small, clear group is best for a first try. Never name a student.",
			Strong: "All 180 students of grade 7",
			Weak:   "Our students",
			Why:    "It does not say who is counted, so the number cannot be checked.",
		}),
		fieldPart(Field{
			Key: "point_a.by_when", Label: "Point A: as of when", Kind: Date, Weight: 1,
			Prompt: "On which day was this so?",
			Help: "The day you last counted, or the last day of the weeks you looked at. " +
				"It should lie before the change begins.",
			Strong: "Friday, October 2",
			Weak:   "Some day last spring",
			Why:    "Too much may have changed since: count again just before you begin.",
		}),
		fieldPart(Field{
			Key: "point_a.how_much", Label: "Point A: how much", Kind: Line, Weight: 1,
			Prompt: "How many, or how often, is it now?",
			Help: "One number with its unit, counted the way you will count it again. " +
				"A rough count of one week is better than no number.",
			Strong: "31 students late a day, on average over two weeks",
			Weak:   "Too many",
			Why:    "Without a number you cannot see whether you came closer.",
		}),
	}
}

func pointBParts() []Part {
	return []Part{
		fieldPart(Field{
			Key: "point_b.what", Label: "Point B: what", Kind: Text, Weight: 1,
			Prompt: "What will people see or hear instead?",
			Help: "Describe the same thing as in Point A, the way it should be. " +
				"Write what will happen, not what you will do to get there.",
			Strong: "Students are in the room when the 7:55 bell stops.",
			Weak:   "A greeting program is in place.",
			Why:    "That is something you do. The goal is what becomes different for students.",
		}),
		fieldPart(Field{
			Key: "point_b.for_whom", Label: "Point B: for whom", Kind: Line, Weight: 1,
			Prompt: "For which students or adults should it be so?",
			Help: "Use the same group as in Point A, so that the two can be compared. " +
				"Think of who might be left behind. Never name a student.",
			Strong: "All 180 students of grade 7, and those who come by bus as much as the others",
			Weak:   "Everybody in the district",
			Why:    "It is another group than in Point A, and far too large for a few weeks.",
		}),
		fieldPart(Field{
			Key: "point_b.by_when", Label: "Point B: by when", Kind: Date, Weight: 1,
			Prompt: "On which day will you check whether you got there?",
			Help: "Most teams take the last day of the last week. " +
				"A day on the calendar keeps the try short.",
			Strong: "Friday, November 13",
			Weak:   "The end of next school year",
			Why:    "It is too far away: you could not learn and change course in time.",
		}),
		fieldPart(Field{
			Key: "point_b.how_much", Label: "Point B: how much", Kind: Line, Weight: 1,
			Prompt: "Which number do you want to reach?",
			Help: "The same unit as in Point A, and a step you could really reach in this cycle. " +
				"A third better is a brave goal for six weeks.",
			Strong: "20 students late a day",
			Weak:   "Nobody is ever late again",
			Why:    "No school gets there in six weeks, and a goal out of reach is soon dropped.",
		}),
	}
}

// goalCheckList asks its questions through the Help of the options of check: the
// labels are short names for lists and reports.
func goalCheckList() List {
	return List{
		Key: "goal_checks", Label: "Goal checks", One: "check",
		Prompt: "Read A and B aloud. Do they hold?",
		Help: "Four questions to ask each other when both points are written. " +
			"\"Not yet\" is a fine answer: it shows what to sharpen.",
		Empty: "No checks answered yet. Read A and B aloud and ask each other.",
		Fields: []Field{
			{
				Key: "check", Label: "Check", Kind: Line,
				Prompt: "Which question do you answer?",
				Help: "The four questions are always the same. " +
					"They find the weak spots that most first drafts have.",
				Options: []Option{
					{"undesirable", "What is wrong is said", "Does Point A say what is not good enough today?"},
					{"gap", "A to B is clear", "Can anybody see how far it is from A to B?"},
					{"feasible", "B can be reached", "Can you get to B by the end of this cycle?"},
					{"defined", "Words are clear", "Would two people who read it look for the same thing?"},
				},
			},
			{
				Key: "answer", Label: "Answer", Kind: Choice, Weight: 1,
				Prompt: "What does your team say?",
				Help: "Let everybody answer before you choose. " +
					"If one of you says \"not yet\", talk about why.",
				Options: []Option{
					{"yes", "Yes", "The team agrees that this holds."},
					{"not_yet", "Not yet", "This still needs work."},
				},
			},
		},
	}
}

func driversStep() Step {
	return Step{
		Key: "drivers", Label: "Drivers", Phase: Plan,
		Prompt: "name a driver — what must be different for this to change?",
		Help: "A driver is something that must be different for you to reach Point B. " +
			"Under each driver come the activities: the things you will try. " +
			"One driver and one activity are enough to start with.",
		Parts: []Part{
			listPart(List{
				Key: "drivers", Label: "Drivers", One: "driver", Weight: 1, Want: 1,
				Prompt: "What must be different for this to change?",
				Help: "Look at your root causes and turn them around. " +
					"Choose one or two: more than that cannot be told apart when you read the results.",
				Empty: "No drivers yet. What must be different for this to change? Press a.",
				Fields: []Field{
					{
						Key: "text", Label: "Driver", Kind: Line, Weight: 1,
						Prompt: "What must be different?",
						Help: "Write how it should be, as if it were already so. " +
							"It should answer one of your root causes.",
						Strong: "Every student is met by name at the door",
						Weak:   "Better school climate",
						Why:    "It is so wide that anything would fit under it.",
					},
					{
						Key: "kind", Label: "Kind", Kind: Choice,
						Prompt: "What kind of driver is it?",
						Help: "Each kind looks at the change from another side. " +
							"If all your drivers are of one kind, think about the others.",
						Options: []Option{
							{"system", "How we work", "A part of the school's routines, time or rules has to move."},
							{"motivation", "Wanting to", "People have to see why it is worth doing."},
							{"readiness", "Being able to", "People need the time, the skill or the things to do it."},
							{"research", "What studies suggest", "Others tried it, and it worked for them."},
						},
					},
					{
						Key: "rationale", Label: "Why this", Kind: Text,
						Prompt: "Why do you think this will help?",
						Help: "Say what makes you believe it: your evidence, other schools, something you read. " +
							"Later you will see whether you were right.",
						Strong: "In interviews, 9 of 12 students said that nobody notices when they come late. In Ms. Chan's room somebody does.",
						Weak:   "It is best practice.",
						Why:    "It does not say what links this driver to your own problem.",
					},
				},
			}),
			listPart(List{
				Key: "activities", Label: "Activities", One: "activity", Weight: 1, Want: 1,
				Prompt: "What will you try?",
				Help: "One change that you can begin soon, with the people and the time you have. " +
					"Try one thing at a time: then you know what made the difference.",
				Empty: "No activities yet. What could you try next week? Press a.",
				Fields: []Field{
					{
						Key: "driver", Label: "Driver", Kind: Ref, Ref: "drivers", Weight: 1,
						Prompt: "Which driver does it move?",
						Help: "Choose the driver that this activity belongs to. " +
							"If it fits none, ask whether you need it now.",
					},
					{
						Key: "text", Label: "Activity", Kind: Line, Weight: 1,
						Prompt: "What exactly will you do differently?",
						Help: "Say what people will do, when and where, so that a colleague could do it too. " +
							"Keep it small enough to start next week.",
						Strong: "Greet every student by name at the grade 7 door, 7:40 to 7:55, every day",
						Weak:   "Build relationships",
						Why:    "Two people would do two different things, and you would not know what worked.",
					},
				},
			}),
		},
	}
}

func predictionStep() Step {
	return Step{
		Key: "prediction", Label: "Prediction", Phase: Plan,
		Prompt: "write what you think will happen, before you begin.",
		Help: "A guess written down before you begin is what you learn from later. " +
			"It does not have to come true: a wrong guess often teaches more.",
		Parts: []Part{
			fieldPart(Field{
				Key: "prediction", Label: "Prediction", Kind: Text, Weight: 1,
				Prompt: "What do you think will happen, by when, and because of what?",
				Help: "Name the number you expect, the day, and the reason. " +
					"The word \"because\" says how you think it works, and that is what you test.",
				Strong: "Late arrivals in grade 7 will fall from 31 to 20 a day by November 13, because somebody greets each student by name.",
				Weak:   "Things will get better.",
				Why:    "It cannot turn out wrong, so you cannot learn from it.",
			}),
			fieldPart(Field{
				Key: "scope", Label: "Size of the test", Kind: Text, Weight: 1,
				Prompt: "How small is the first test: who, where, how many?",
				Help: "Start with a few people in one place. " +
					"If it goes wrong, little is lost; if it goes well, the next test can be bigger.",
				Strong: "Two teachers at the grade 7 door, every morning for two weeks.",
				Weak:   "The whole school, from Monday on.",
				Why:    "If something does not work, it does not work everywhere at once, and few want to try again.",
			}),
		},
	}
}
