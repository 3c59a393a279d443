package ui

import (
	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A Screen fills the window.
type Screen interface {
	Update(msg tea.Msg) tea.Cmd
	// View draws exactly h lines of at most w columns.
	View(w, h int) string
	// Keys are the keys that work here now, the most useful first: the footer and
	// the help page are printed from them.
	Keys() []key.Binding
	// Typing reports whether letters go into a text; no letter is a key then.
	Typing() bool
	// Commit gives what is being typed to the session. The program calls it
	// before it leaves the screen and before it ends.
	Commit() tea.Cmd
}

// A Pane is the right side of the organizer: one step. It is a Screen that can
// be led to a place.
type Pane interface {
	Screen
	// Focus gives the pane the keyboard, at the path when it has one there.
	Focus(at cycle.Path) tea.Cmd
	// Blur takes the keyboard away; what was typed is committed.
	Blur() tea.Cmd
	// Wide reports whether the pane wants the whole width of w columns.
	Wide(w int) bool
}

// The messages by which a screen asks the root to go somewhere.
type (
	// OpenCycle opens the organizer on a cycle, at a step when Step is not empty.
	OpenCycle struct {
		Doc  string
		Step string
		At   cycle.Path
	}
	// MakeCycle makes a cycle and opens it where Make says; Said is told then. The
	// keys that are typed meanwhile wait for it.
	MakeCycle struct {
		Make func() (OpenCycle, error)
		Said string
	}
	// OpenScreen puts a screen on top.
	OpenScreen struct{ Screen Screen }
	// Back leaves the screen on top.
	Back struct{}
	// Quit ends the program once everything is saved.
	Quit struct{}
	// GoStep asks the organizer for another step.
	GoStep struct {
		Step string
		At   cycle.Path
	}
	// NextStep asks the organizer for the step Delta places on.
	NextStep struct{ Delta int }
	// LeavePane gives the keyboard back to the list of steps.
	LeavePane struct{}
	// Notice shows a sentence at the foot for a while. Of is the field that it is
	// about, if it is about one.
	Notice struct {
		Text string
		Bad  bool
		Of   cycle.Path
	}
	// Unsay takes a notice about the field away: it is not true any more.
	Unsay struct{ Of cycle.Path }
	// Copy puts a text on the clipboard and says so.
	Copy struct{ Text, What string }
	// Saved tells every screen that a document was written. Undid is set when it
	// went back: what stands in an open field is then to be read anew.
	Saved struct {
		Doc   string
		Undid bool
	}
)

// Send is the command that sends a message.
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Say is the command that shows a notice.
func Say(text string) tea.Cmd { return Send(Notice{Text: text}) }

// Complain is the command that shows a notice about something that failed.
func Complain(text string) tea.Cmd { return Send(Notice{Text: text, Bad: true}) }

// OpenConflicts asks for the screen on which values written apart are settled,
// at the path when it is not empty.
type OpenConflicts struct{ At cycle.Path }

// OpenHistory asks for the history of the open document, of one field when Key
// is not empty.
type OpenHistory struct{ Key string }

// OpenReview asks for the review of the open document.
type OpenReview struct{}

// OpenPresent asks for the open document as slides for a room.
type OpenPresent struct{}

// OpenChart asks for the run chart of a measure of the open document, full
// screen; an empty Measure is the one that the cycle is about.
type OpenChart struct{ Measure string }

// OpenSync asks for the screen on which a laptop joins the district's dashboard
// and is kept in step with it.
type OpenSync struct{}

// OpenNetwork asks for the cycles that other schools share.
type OpenNetwork struct{}
