package cycle

// Phase is one of the four parts of a cycle, or Done.
type Phase string

// The phases in their order.
const (
	Plan  Phase = "plan"
	Do    Phase = "do"
	Study Phase = "study"
	Act   Phase = "act"
	Done  Phase = "done"
)

// Kind says what a field holds, and with it how it is typed, checked and shown.
type Kind int

// The kinds of fields. The value of every kind is kept as text; the comment
// says what that text looks like.
const (
	Line   Kind = iota // one line of text
	Text               // text with line breaks
	Choice             // the key of one of the field's Options
	Date               // 2026-10-05
	Number             // a decimal number, 21.5
	Count              // a whole number from 0 up
	YesNo              // "true" or ""
	Weeks              // a set of week numbers, 1 and up, "1, 2, 3"
	ByWeek             // one text or choice for each week, "1=done; 2=missed"
	Ref                // the id of an item in the list that Ref names
)

// An Option is one of the answers of a Choice field, or a suggestion for a Line
// field that takes other answers as well.
type Option struct {
	Key   string // as stored: "adapt"
	Label string // as shown: "Adapt"
	Help  string // one plain sentence, or empty
}

// A Field is one row of the organizer's table.
type Field struct {
	// Key names the field: "problem.who". In a list it is the part behind the
	// dot: "text" of causes.
	Key string
	// Label is what stands beside the field, two or three words.
	Label string
	// Prompt is one short line that asks for the value.
	Prompt string
	// Help says in two or three plain sentences what to write and why.
	Help string
	// Strong and Weak are one good and one weak example; Why says what makes the
	// weak one weak.
	Strong, Weak, Why string

	Kind    Kind
	Options []Option
	// Ref is the list whose items a Ref field names.
	Ref string
	// Weight counts the field in "what is still empty": 0 for fields that may
	// stay empty, 1 for those that a whole cycle has filled.
	Weight int
	// Internal fields are kept and synced but not asked for on any form.
	Internal bool
}

// A List is a part of the organizer that holds items of one shape.
type List struct {
	Key      string // "causes"
	Label    string // "Causes"
	One      string // one item in a sentence: "cause"
	Prompt   string // one short line that asks for the next item
	Help     string
	Empty    string // the sentence in the empty place, an invitation
	Fields   []Field
	Weight   int // as for a Field; 0 = may stay empty
	Want     int // how many items a whole cycle has, at least; 0 is taken as 1
	Internal bool
}

// A Part of a step is a field or a list: exactly one of them is set.
type Part struct {
	Field *Field
	List  *List
}

// A Step is one stop of the organizer.
type Step struct {
	Key    string // "problem"
	Label  string // "Problem"
	Phase  Phase
	Prompt string // the sentence after "Next:" while the step is empty
	Help   string // what the step is for, three plain sentences at most
	Parts  []Part
}
