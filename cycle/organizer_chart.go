package cycle

// The values of a measure's chart settings.
const (
	RulesAnhoej = "anhoej"
	RulesIHI    = "ihi"

	LimitsNone = "none"
)

// chartFields gives how the run chart of a measure is set up. The chart's own
// screen asks for it, so no form does.
func chartFields() []Field {
	return []Field{
		{
			Key: "rules", Label: "Rules of the chart", Kind: Choice, Internal: true,
			Prompt: "By which rules is the chart read?",
			Help: "Both sets of rules tell a signal from ordinary ups and downs. " +
				"Stay with one of them, so that you read all charts alike.",
			Options: []Option{
				{RulesAnhoej, "Anhøj", "A run that is very long, or a middle line that is crossed very seldom."},
				{RulesIHI, "IHI", "Six points in a row on one side, five in a row that rise or fall, or too few or many runs."},
			},
		},
		{
			Key: "freeze", Label: "End of the baseline", Kind: Date, Internal: true,
			Prompt: "Which day is the last of the baseline?",
			Help: "The middle line is taken from the numbers up to this day and then stays as it is. " +
				"Later numbers are compared with it.",
		},
		{
			Key: "change", Label: "Start of the change", Kind: Date, Internal: true,
			Prompt: "On which day did the change begin?",
			Help: "A line across the chart marks this day. " +
				"It helps to see what came before and what came after.",
		},
		{
			Key: "phases", Label: "Parts of the chart", Kind: Line, Internal: true,
			Prompt: "On which days does a new part of the chart begin?",
			Help: "Each part gets a middle line of its own. " +
				"Begin one only when the work itself has become another, and not because the numbers look different.",
		},
		{
			Key: "limits", Label: "Control limits", Kind: Choice, Internal: true,
			Prompt: "Which control limits does the chart show?",
			Help: "Most teams need none. " +
				"They show how far a number strays by chance, and ask for more points than a run chart does.",
			Options: []Option{
				{LimitsNone, "None", "A run chart with its middle line."},
				{"i", "I chart", "For single numbers; big jumps do not widen the limits."},
				{"i-unscreened", "I chart, all jumps", "For single numbers; every jump counts."},
				{"p", "P chart", "For a share, when you know out of how many."},
				{"pp", "P' chart", "For a share out of very many."},
				{"u", "U chart", "For how often something happens, when you know out of how many."},
				{"c", "C chart", "For how often something happens, always among as many."},
			},
		},
	}
}
