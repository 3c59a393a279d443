package cycle

// planSteps gives the first half of Plan: who we are, what we looked at, the
// problem, and why it happens.
func planSteps() []Step {
	return []Step{aboutStep(), evidenceStep(), problemStep(), fishboneStep()}
}

func aboutStep() Step {
	return Step{
		Key: "about", Label: "About", Phase: Plan,
		Prompt: "name your team and the day the cycle starts.",
		Help: "One team, one problem, one small test, about six weeks. " +
			"Everything here can be changed later.",
		Parts: []Part{
			fieldPart(Field{
				Key: "title", Label: "Title", Kind: Line, Weight: 1,
				Prompt: "What do you call this cycle?",
				Help: "A few words your team would use in the hallway. " +
					"It is how you find the cycle again, and it heads every report.",
				Strong: "Late to first period",
				Weak:   "Cycle 1",
				Why:    "A number does not tell anybody what the cycle is about.",
			}),
			fieldPart(Field{
				Key: "school", Label: "School", Kind: Line, Weight: 1,
				Prompt: "Which school is this for?",
				Help: "Write the name as people in the district know it. " +
					"It stands on the report and lets your coach find you.",
			}),
			fieldPart(Field{
				Key: "team", Label: "Team", Kind: Line, Weight: 1,
				Prompt: "Who is on the team? Put a ; between names.",
				Help: "Everybody who meets about this cycle, with a semicolon between names. " +
					"Three to six people work well, and a teacher close to the problem should be one of them.",
				Strong: "Ana Ruiz; Sok Chan; D. Moreau",
				Weak:   "The leadership team",
				Why:    "Nobody can tell whom to ask or who is doing what.",
			}),
			fieldPart(Field{
				Key: "start", Label: "Start date", Kind: Date, Weight: 1,
				Prompt: "On which day does week 1 begin?",
				Help: "The first day you try something, most often a Monday. " +
					"The weeks of the plan and the charts are counted from this day.",
			}),
			fieldPart(Field{
				Key: "weeks", Label: "Weeks", Kind: Count, Weight: 1,
				Prompt: "How many weeks will you try it? Six is usual.",
				Help: "Six weeks is long enough to see something and short enough to change course. " +
					"Shorter is fine for a first try.",
			}),
			fieldPart(Field{
				Key: "network", Label: "Network", Kind: Line,
				Prompt: "Which network is your school in, if any?",
				Help: "The group of schools that the district supports together. " +
					"Leave it empty if you are not sure.",
			}),
			fieldPart(Field{
				Key: "sharing", Label: "Who can read it", Kind: Choice,
				Prompt: "Who may read this cycle?",
				Help: "Until you choose, only your team can read it. " +
					"You can change this at any time.",
				Options: []Option{
					{"team", "Our team only", "Nobody outside your team can read it."},
					{"coach", "Team and coach", "Your coach can read it and leave comments."},
					{"district", "District and schools", "Your coach, the district and teams at other schools can read it and learn from it."},
				},
			}),
			fieldPart(Field{
				Key: "team_phase", Label: "Phase", Kind: Choice,
				Prompt: "Where would you say you are?",
				Help: "Leave it empty and the phase follows from what you have filled in. " +
					"Choose one when your team sees it differently: your word counts.",
				Options: []Option{
					{string(Plan), "Plan", "You are choosing the problem, the goal and what to try."},
					{string(Do), "Do", "You are trying it and collecting numbers."},
					{string(Study), "Study", "You are reading the numbers together."},
					{string(Act), "Act", "You are deciding what comes next."},
					{string(Done), "Done", "The cycle is finished."},
				},
			}),
			fieldPart(Field{
				Key: "previous", Label: "Cycle before", Kind: Line, Internal: true,
				Prompt: "Which cycle does this one continue?",
				Help: "The cycle whose decision opened this one. " +
					"It is filled in for you.",
			}),
			fieldPart(Field{
				Key: "archived", Label: "Put away", Kind: YesNo, Internal: true,
				Prompt: "Put this cycle away?",
				Help: "A cycle that is put away leaves the list of cycles. " +
					"It is kept, and you can bring it back.",
			}),
		},
	}
}

func evidenceStep() Step {
	return Step{
		Key: "evidence", Label: "Evidence & strengths", Phase: Plan,
		Prompt: "note what you looked at, what it showed, and what works well.",
		Help: "Look at more than one kind of evidence before you name a problem: numbers, visits, and people's own words. " +
			"Then write down what already works, because you will build on it.",
		Parts: []Part{
			listPart(List{
				Key: "evidence", Label: "Evidence", One: "piece of evidence", Weight: 1, Want: 2,
				Prompt: "What did you look at, and what did it show?",
				Help: "Two or three different kinds are better than ten of one kind. " +
					"Write about groups, never about a student by name.",
				Empty: "No evidence yet. What have you seen, heard or read? Press a.",
				Fields: []Field{
					{
						Key: "source", Label: "Source", Kind: Line, Weight: 1,
						Prompt: "Where does this evidence come from?",
						Help: "Choose one of the usual sources, or write your own. " +
							"Different sources show different sides of the same problem.",
						Options: []Option{
							{"interviews", "Empathy interviews", "Talks in which students, families or staff tell how it is for them."},
							{"hals", "HALS school survey", "What students, teachers and families answered in the school-quality survey."},
							{"oa", "OA student outcomes", "The district's dashboard of grades, attendance and other student outcomes."},
							{"mcas", "MCAS", "Results of the state test."},
							{"diagnostic", "Diagnostic test", "A test given to find gaps during the year, such as i-Ready."},
							{"rounds", "Instructional rounds", "Visits to classrooms, also called learning walks."},
							{"student_work", "Student work", "A set of papers, projects or notebooks that you read together."},
							{"other", "Other", "Anything else you counted, saw, heard or read."},
						},
					},
					{
						Key: "consulted", Label: "We used it", Kind: YesNo,
						Prompt: "Did your team look at this?",
						Help: "Say yes when the team has looked at it together. " +
							"The rest of the list shows what you could still look at.",
					},
					{
						Key: "finding", Label: "What it showed", Kind: Text, Weight: 1,
						Prompt: "What did it show? Say it with a number or a quote.",
						Help: "One or two sentences about what you saw, before you explain it. " +
							"Add how many people or classes it comes from. Leave out students' names.",
						Strong: "In 6 of 8 classrooms, advisers were still taking attendance ten minutes into the first lesson.",
						Weak:   "Attendance is a mess.",
						Why:    "It is a judgment: it does not say what was seen, where, or how often.",
					},
					{
						Key: "link", Label: "Where it is", Kind: Line,
						Prompt: "Where can the team find it again?",
						Help: "A web address, a folder, or the name of a file. " +
							"Link only to pages that hold no student's name.",
					},
				},
			}),
			fieldPart(Field{
				Key: "strengths", Label: "Strengths", Kind: Text, Weight: 1,
				Prompt: "What already works here that you can build on?",
				Help: "Think of a place, a class or a person where this problem is smaller. " +
					"What do they do? Your first idea to try is often already in the building.",
				Strong: "Ms. Chan's advisory has almost nobody late: she stands at the door and says good morning to each student by name.",
				Weak:   "Our staff is dedicated.",
				Why:    "It is kind and true, but nobody could copy it tomorrow morning.",
			}),
		},
	}
}

func problemStep() Step {
	return Step{
		Key: "problem", Label: "Problem", Phase: Plan,
		Prompt: "say who does what — something a visitor could see or hear.",
		Help: "Name one thing that people in your school do today and that should change. " +
			"It should be something a visitor could see or hear, done by people you can work with. " +
			"It is not a program you lack, and not the fault of children or families.",
		Parts: []Part{
			fieldPart(Field{
				Key: "priority", Label: "Priority area", Kind: Text, Weight: 1,
				Prompt: "Which area of need does this belong to?",
				Help: "The bigger need behind your problem, in a sentence or two. " +
					"Your school's yearly plan may already name it.",
				Strong: "Grade 7 students lose the start of the school day, and with it the opening of first period.",
				Weak:   "Climate and culture.",
				Why:    "It is a heading: it does not say what students need.",
			}),
			fieldPart(Field{
				Key: "problem.who", Label: "Who", Kind: Line, Weight: 1,
				Prompt: "Whose actions should change?",
				Help: "Name the adults or the group you can work with in the coming weeks. " +
					"Be as exact as you can: which grade, which subject, which team.",
				Strong: "Grade 7 advisers",
				Weak:   "Families who do not care",
				Why:    "It blames people, and your team cannot work with them every day.",
			}),
			fieldPart(Field{
				Key: "problem.does", Label: "Does", Kind: Line, Weight: 1,
				Prompt: "What do they do now?",
				Help: "Begin with a word for doing, such as ask, take, send or wait. " +
					"Write what happens today, and not what is missing.",
				Strong: "take attendance",
				Weak:   "lack an engagement program",
				Why:    "A missing solution is not a problem: you cannot see a lack, only what people do.",
			}),
			fieldPart(Field{
				Key: "problem.what", Label: "What", Kind: Line, Weight: 1,
				Prompt: "To what, when or how do they do it?",
				Help: "Finish the sentence so that two visitors would agree whether they saw it. " +
					"Read the three parts aloud: they make one sentence.",
				Strong: "after the first lesson has begun",
				Weak:   "ineffectively",
				Why:    "Two visitors could disagree about it: it judges instead of telling what happens.",
			}),
		},
	}
}

func fishboneStep() Step {
	return Step{
		Key: "fishbone", Label: "Fishbone", Phase: Plan,
		Prompt: "ask why this happens, and put the first causes on the fishbone.",
		Help: "A fishbone sorts the causes of your problem: the problem is the head, each bone is a kind of cause. " +
			"Ask why, and why again, until you reach something your team can change. " +
			"Then mark the likely root causes.",
		Parts: []Part{
			listPart(List{
				Key: "bones", Label: "Bones", One: "bone", Weight: 1, Want: 3,
				Prompt: "Which kinds of causes could there be?",
				Help: "Each bone is a group of causes, such as routines, staff, families, belonging, transport or data. " +
					"Three to six bones are plenty.",
				Empty: "No bones yet. Where could causes lie: routines, staff, time? Press a.",
				Fields: []Field{{
					Key: "name", Label: "Bone", Kind: Line, Weight: 1,
					Prompt: "What is this group of causes called?",
					Help: "One or two words that your team understands. " +
						"Include at least one bone about what the adults in the school do.",
				}},
			}),
			listPart(List{
				Key: "causes", Label: "Causes", One: "cause", Weight: 1, Want: 4,
				Prompt: "Why does this happen?",
				Help: "Write every cause the team can think of, and judge them afterwards. " +
					"Use what your evidence showed, not only what you believe.",
				Empty: "No causes yet. Ask: why does this happen? Press a.",
				Fields: []Field{
					{
						Key: "bone", Label: "Bone", Kind: Ref, Ref: "bones",
						Prompt: "Which bone does it hang on?",
						Help: "Choose the group where it fits best. " +
							"You can move it later.",
					},
					{
						Key: "text", Label: "Cause", Kind: Line, Weight: 1,
						Prompt: "What is one reason this happens?",
						Help: "A few words for one thing that makes the problem happen. " +
							"Choose things you have seen, and things the school can change.",
						Strong: "nobody stands at the door by name",
						Weak:   "parents do not value school",
						Why:    "It guesses what others think, and leaves your team nothing to change.",
					},
					{
						Key: "root", Label: "Root cause", Kind: YesNo,
						Prompt: "Is this a likely root cause that you can act on?",
						Help: "A root cause is one that would make the problem smaller if it went away. " +
							"Mark one or two that your team can do something about.",
					},
					{
						Key: "votes", Label: "Votes", Kind: Count,
						Prompt: "How many votes did it get?",
						Help: "Give everybody two or three votes for the causes that matter most. " +
							"The count helps the team to choose the root causes.",
					},
				},
			}),
			listPart(List{
				Key: "whys", Label: "Whys", One: "why", Weight: 1, Want: 2,
				Prompt: "And why is that?",
				Help: "Take one cause and ask why it is so, then ask again about the answer. " +
					"After three to five whys you often reach something you can change.",
				Empty: "No whys yet. Take a cause and ask: why is that so? Press a.",
				Fields: []Field{
					{
						Key: "cause", Label: "Cause", Kind: Ref, Ref: "causes", Weight: 1,
						Prompt: "Which cause are you asking about?",
						Help: "The whys hang under their cause, one below the other. " +
							"Begin with the cause that got the most votes.",
					},
					{
						Key: "text", Label: "Why", Kind: Line, Weight: 1,
						Prompt: "Why is that so?",
						Help: "Answer in a few words, with what you know rather than what you suppose. " +
							"If you do not know, ask someone who is there every day.",
						Strong: "advisers come in with the bell, because their morning duty ends at 7:50",
						Weak:   "because it has always been like that",
						Why:    "It ends the asking: nothing in it could be changed.",
					},
				},
			}),
		},
	}
}
