package cycle

// doSteps gives Do: who does what when, what is counted, and what happened.
func doSteps() []Step {
	return []Step{weeklyPlanStep(), measuresStep(), diaryStep()}
}

func weeklyPlanStep() Step {
	return Step{
		Key: "plan", Label: "Weekly plan", Phase: Do,
		Prompt: "write who does what in week 1.",
		Help: "Each row is one thing to do, with names and weeks. " +
			"While you are doing it, mark each week as done or missed: both are worth knowing.",
		Parts: []Part{listPart(List{
			Key: "actions", Label: "Actions", One: "action", Weight: 1, Want: 2,
			Prompt: "What has to be done, by whom, in which weeks?",
			Help: "Take each activity and list the steps it needs, getting ready and counting included. " +
				"Short rows with one or two names get done.",
			Empty: "No actions yet. Who does what in week 1? Press a.",
			Fields: []Field{
				{
					Key: "what", Label: "What", Kind: Line, Weight: 1,
					Prompt: "What has to be done?",
					Help: "One piece of work that somebody can finish or do each week. " +
						"Begin with a word for doing.",
					Strong: "Greet every student at the door, 7:40 to 7:55",
					Weak:   "Attendance",
					Why:    "It is a topic: nobody knows what to do on Monday.",
				},
				{
					Key: "names", Label: "Who", Kind: Line, Weight: 1,
					Prompt: "Who does it? Put a ; between names.",
					Help: "The people who will do it, by name, with a semicolon between names. " +
						"Ask them before you write them down.",
					Strong: "Ana Ruiz; Sok Chan",
					Weak:   "All staff",
					Why:    "When it is everybody's work, it is often nobody's.",
				},
				{
					Key: "weeks", Label: "Weeks", Kind: Weeks, Weight: 1,
					Prompt: "In which weeks?",
					Help: "The numbers of the weeks in which it is planned, such as 1-3, 5, or the word all. " +
						"Week 1 begins on the start date.",
				},
				{
					Key: "status", Label: "Done or missed", Kind: ByWeek,
					Prompt: "What became of it, week by week?",
					Help: "Mark a week when it is over. " +
						"A missed week is no failure: it helps you to read the chart later.",
					Options: []Option{
						{"done", "Done", "It was carried out that week."},
						{"missed", "Missed", "It was planned for that week and did not happen."},
					},
				},
				{
					Key: "note", Label: "Note", Kind: Text,
					Prompt: "Anything to remember about this action?",
					Help: "What to bring, whom to ask, what to watch for. " +
						"Leave out students' names.",
					Strong: "Ask Mr. Diaz for the list of bus numbers before week 2.",
					Weak:   "Important!",
					Why:    "In three weeks nobody will know what it meant.",
				},
				{
					Key: "notes", Label: "Notes by week", Kind: ByWeek,
					Prompt: "What should be remembered about this week?",
					Help: "A few words about one week: why it was missed, or what was done another way. " +
						"Leave out students' names.",
				},
			},
		})},
	}
}

func measuresStep() Step {
	return Step{
		Key: "measures", Label: "Measures", Phase: Do,
		Prompt: "choose one or two numbers you can collect every week.",
		Help: "A few numbers, taken often, show whether the change helps while you can still adjust it. " +
			"Counting should take minutes, and be part of the work you do anyway.",
		Parts: []Part{listPart(List{
			Key: "measures", Label: "Measures", One: "measure", Weight: 1, Want: 2,
			Prompt: "What will you count to see whether it works?",
			Help: "Start with one measure of the result and one of what you do. " +
				"When you can, add one for what might get worse.",
			Empty:  "No measures yet. What could you count every week? Press a.",
			Fields: append(measureFields(), chartFields()...),
		})},
	}
}

func measureFields() []Field {
	return []Field{
		{
			Key: "name", Label: "Name", Kind: Line, Weight: 1,
			Prompt: "What do you count or measure?",
			Help: "A short name that stands above the chart. " +
				"Say what is counted, and leave the goal out.",
			Strong: "Late arrivals in grade 7",
			Weak:   "Success",
			Why:    "It does not say what anybody would count.",
		},
		{
			Key: "kind", Label: "Kind", Kind: Choice, Weight: 1,
			Prompt: "Which question does it answer?",
			Help: "Each kind answers another question about your change. " +
				"One outcome, one process and one balance measure make a good set.",
			Options: []Option{
				{"outcome", "Outcome", "Did it work? It follows the number in your goal."},
				{"driver", "Driver", "Is it working? It moves early, before the outcome does."},
				{"process", "Process", "How is it working? It shows whether you do what you planned."},
				{"balance", "Balance", "Is something else getting worse? It watches what you do not want to harm."},
			},
		},
		{
			Key: "unit", Label: "Unit", Kind: Line, Weight: 1,
			Prompt: "In which unit?",
			Help: "What one unit of the number stands for, and over what time. " +
				"Write % when it is a share of a whole.",
			Strong: "students a day",
			Weak:   "number",
			Why:    "Five of what, and in what time?",
		},
		{
			Key: "definition", Label: "How we count it", Kind: Text, Weight: 1,
			Prompt: "How exactly do you count it, so that two people agree?",
			Help: "Say what counts and what does not, where and when you look, and where you write it down. " +
				"A colleague who reads this should get the same number as you.",
			Strong: "Every grade 7 student who enters first period after the 7:55 bell stops, with or without a pass, " +
				"as marked on the door sheet. Students absent all day are left out.",
			Weak: "We count who is late.",
			Why:  "One person counts a student with a pass and another does not: the number moves without any change.",
		},
		{
			Key: "owner", Label: "Who collects it", Kind: Line, Weight: 1,
			Prompt: "Who collects the number?",
			Help: "One person, by name, who sees to it that the number comes in. " +
				"Others can help to count.",
		},
		{
			Key: "rhythm", Label: "How often", Kind: Line, Weight: 1,
			Prompt: "How often do you collect it?",
			Help: "More often is better: ten points or more can show a signal. " +
				"Choose a rhythm you can keep up in a busy week.",
			Options: []Option{
				{"daily", "Every day", "About thirty points in a cycle of six weeks."},
				{"twice a week", "Twice a week", "About twelve points in a cycle of six weeks."},
				{"weekly", "Every week", "About six points in a cycle of six weeks."},
				{"every two weeks", "Every two weeks", "About three points, too few to tell a signal from chance in one cycle."},
			},
		},
		{
			Key: "direction", Label: "Better is", Kind: Choice, Weight: 1,
			Prompt: "Which way is better?",
			Help: "It tells the chart which change is good news. " +
				"For a balance measure, choose the way that is good for your school.",
			Options: []Option{
				{"up", "Higher", "A higher number is better."},
				{"down", "Lower", "A lower number is better."},
			},
		},
		{
			Key: "baseline", Label: "Baseline", Kind: Number,
			Prompt: "What was the number before you changed anything?",
			Help: "The number at Point A, counted the same way. " +
				"If you do not know it, count for a week before you begin.",
		},
		{
			Key: "goal", Label: "Goal", Kind: Number,
			Prompt: "Which number do you want to reach?",
			Help: "The number at Point B, in the same unit. " +
				"It is drawn as a line on the chart.",
		},
	}
}

func diaryStep() Step {
	return Step{
		Key: "diary", Label: "Diary", Phase: Do,
		Prompt: "write two sentences about what happened this week.",
		Help: "What was done, what was done another way, and what surprised you. " +
			"Two sentences a week are enough, and they explain the chart later.",
		Parts: []Part{listPart(List{
			Key: "diary", Label: "Diary", One: "entry", Weight: 1, Want: 1,
			Prompt: "What happened this week?",
			Help: "Write it the same week, while you still know. " +
				"Leave out students' names.",
			Empty: "No entries yet. What happened this week? Press a.",
			Fields: []Field{
				{
					Key: "week", Label: "Week", Kind: Count, Weight: 1,
					Prompt: "Which week is this about?",
					Help: "The number of the week, counted from the start date. " +
						"There is one entry a week: add to it as the week goes on.",
				},
				{
					Key: "text", Label: "What happened", Kind: Text, Weight: 1,
					Prompt: "What was done, what was different, what surprised you?",
					Help: "Say what you did and did not do as planned, and what people said. " +
						"Surprises are the best part: write them down even if they seem small.",
					Strong: "We greeted on four of five days; on Thursday both of us were called to a meeting. " +
						"Three students asked where we were.",
					Weak: "Went well.",
					Why:  "It does not say what was done, so later you cannot explain the numbers.",
				},
			},
		})},
	}
}
