package cycle

func supportStep() Step {
	return Step{
		Key: "support", Label: "Support", Phase: Act,
		Prompt: "say what support you need, and when you will look at it again.",
		Help: "Ask for help, set days to look back, and read what others say about your work. " +
			"You can come here at any time in the cycle.",
		Parts: []Part{
			listPart(requestList()),
			listPart(checkpointList()),
			listPart(commentList()),
			fieldPart(progressField()),
		},
	}
}

func requestList() List {
	return List{
		Key: "requests", Label: "Support requests", One: "request",
		Prompt: "What do you need from the district?",
		Help: "A request goes to the district once you share the cycle with it. " +
			"You both see who takes care of it and what was promised.",
		Empty: "No requests yet. What would help that you cannot do yourselves? Press a.",
		Fields: []Field{
			{
				Key: "text", Label: "Request", Kind: Text, Weight: 1,
				Prompt: "What do you need, by when, and what for?",
				Help: "Ask for one thing that somebody can say yes or no to. " +
					"Say how it helps you to reach Point B.",
				Strong: "Bus 12 at the school by 7:45 from October 26 on, so that its 22 students can be in class on time.",
				Weak:   "More support.",
				Why:    "Nobody can promise it, because nobody knows what to do.",
			},
			{
				Key: "owner", Label: "Who takes care", Kind: Line,
				Prompt: "Who at the district takes care of it?",
				Help: "One person, by name. " +
					"Leave it empty until somebody has taken it on.",
			},
			{
				Key: "promised", Label: "Promised for", Kind: Date,
				Prompt: "By which day is it promised?",
				Help: "The day that was named by the person who takes care of it. " +
					"After that day the request shows up as late.",
			},
			{
				Key: "state", Label: "State", Kind: Choice,
				Prompt: "How far is it?",
				Help: "Both sides see the same state. " +
					"It changes when somebody answers.",
				Options: []Option{
					{"open", "Open", "Nobody has answered yet."},
					{"promised", "Promised", "Somebody said yes and named a day."},
					{"done", "Done", "The school has got what it asked for."},
					{"declined", "Declined", "It cannot be done, and the answer says why."},
				},
			},
			{
				Key: "answer", Label: "Answer", Kind: Text,
				Prompt: "What is the answer?",
				Help: "What will be done and when, or why it cannot be done. " +
					"A clear no is more useful than silence.",
				Strong: "Yes. From October 26 bus 12 leaves ten minutes earlier; families get a letter on the 19th.",
				Weak:   "We are looking into it.",
				Why:    "The school cannot plan with it: it names no day and nothing that will be done.",
			},
		},
	}
}

func checkpointList() List {
	return List{
		Key: "checkpoints", Label: "Check points", One: "check point",
		Prompt: "When will you stop and look?",
		Help: "A day on which the team looks at how it is going. " +
			"It shows up among the things to do when the day comes.",
		Empty: "No check points yet. When will you look at this together? Press a.",
		Fields: []Field{
			{
				Key: "date", Label: "Date", Kind: Date, Weight: 1,
				Prompt: "On which day?",
				Help: "Choose a day on which the team meets anyway. " +
					"The middle of the cycle is a good one.",
			},
			{
				Key: "text", Label: "What to look at", Kind: Text, Weight: 1,
				Prompt: "What will you look at?",
				Help: "One question that the team should be able to answer on that day. " +
					"Say what to bring.",
				Strong: "Three weeks of numbers: is the line below 27? Sok brings the door sheets.",
				Weak:   "Check in.",
				Why:    "Nobody knows what to bring, and so nothing gets looked at.",
			},
			{
				Key: "done", Label: "Done", Kind: YesNo,
				Prompt: "Have you looked at it?",
				Help: "Say yes when the team has looked at it together. " +
					"It then leaves the things to do.",
			},
		},
	}
}

func commentList() List {
	return List{
		Key: "comments", Label: "Comments", One: "comment",
		Prompt: "What do you want to tell the team?",
		Help: "A short word from a coach or a colleague. " +
			"Say what works, what could be better, or ask.",
		Empty: "No comments yet. What works, what could be better? Press a.",
		Fields: []Field{
			{
				Key: "step", Label: "Step", Kind: Line,
				Prompt: "Which step is it about?",
				Help: "The comment is shown beside that step. " +
					"Leave it empty for the whole cycle.",
			},
			{
				Key: "kind", Label: "Kind", Kind: Choice, Weight: 1,
				Prompt: "What kind of comment is it?",
				Help: "Teams hear best what works first. " +
					"A question leaves the thinking to them.",
				Options: []Option{
					{"plus", "Plus", "Something that works and should stay."},
					{"delta", "Delta", "Something that could be better."},
					{"question", "Question", "Something you would like to know."},
				},
			},
			{
				Key: "text", Label: "Comment", Kind: Text, Weight: 1,
				Prompt: "What do you want to say?",
				Help: "Point at one thing and say what you see in it. " +
					"Two sentences are easier to use than a page.",
				Strong: "Your prediction has a number and a because. How will you know that it is the greeting, and not the new bus?",
				Weak:   "Good job!",
				Why:    "It is friendly, but the team learns nothing to keep or to change.",
			},
			{
				Key: "author", Label: "From", Kind: Line,
				Prompt: "Who says it?",
				Help: "Your name, so that the team can ask you back. " +
					"It is filled in for you when it is known.",
			},
		},
	}
}

// progressField follows the ten steps of the IHI's assessment scale for
// improvement teams, in plainer words.
func progressField() Field {
	return Field{
		Key: "progress", Label: "Progress", Kind: Choice,
		Prompt: "How far has the team come?",
		Help: "A scale from half a point to five, used to see progress over several cycles. " +
			"It is a help for talking, not a grade: the team chooses.",
		Options: []Option{
			{"0.5", "0.5 Meaning to start", "There is a topic and the wish to work on it."},
			{"1", "1 Team formed", "There is a team, and it knows what it wants to improve."},
			{"1.5", "1.5 Planning begun", "The team has met, looked at evidence and begun to plan."},
			{"2", "2 Active, no change yet", "The team works and collects, and has tried no change so far."},
			{"2.5", "2.5 Changes tried", "A change has been tried, and the numbers have not moved yet."},
			{"3", "3 Modest improvement", "One measure has begun to move the right way."},
			{"3.5", "3.5 Improvement", "The outcome is better, and the chart shows it."},
			{"4", "4 Halfway or more", "At least half of the way from Point A to Point B is done."},
			{"4.5", "4.5 It lasts", "The goal is reached and has held for a while."},
			{"5", "5 Outstanding", "The goal is reached, it lasts, and others have begun to take it up."},
		},
	}
}
