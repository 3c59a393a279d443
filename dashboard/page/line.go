package page

import (
	"html/template"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A line is one cycle in a list.
type line struct {
	dashboard.Listed
	now time.Time
}

func (v *visit) line(l dashboard.Listed) line { return line{l, v.now} }

func (l line) today() cycle.Day { return cycle.DayOf(l.now) }

// Link is where the cycle is read.
func (l line) Link() string { return pathTo("schools", l.School.ID, "cycles", l.Doc.ID) }

// SchoolLink is where its school's cycles are.
func (l line) SchoolLink() string { return pathTo("schools", l.School.ID) }

// Name is its title.
func (l line) Name() string { return named(l.Title) }

// At is the phase that it is in.
func (l line) At() cycle.Phase { return l.Phase(l.today()) }

// When says where it is in time.
func (l line) When() string { return l.Facts.When(l.today()) }

// Stalls are the reasons to ask how it is going.
func (l line) Stalls() []dashboard.Stall { return l.Stalled(l.today(), l.Doc.Updated) }

// Changed says when it was last written in.
func (l line) Changed() string { return ago(l.Doc.Updated, l.now) }

// Small is the main measure's run chart; empty without numbers.
func (l line) Small() template.HTML { return smallChart(l.Chart) }

// Decided is the team's decision as the organizer calls it; empty without one.
func (l line) Decided() string {
	f, _ := cycle.FieldByKey("act.decision")
	if o, ok := f.Option(l.Decision); ok {
		return o.Label
	}
	return ""
}

// Started is the first day of the cycle.
func (l line) Started() string { return l.Facts.Start.Words(l.today()) }

// about reports whether all words of the query are in one of the texts.
func about(query string, texts ...string) bool {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return true
	}
	for _, t := range texts {
		t = strings.ToLower(t)
		found := true
		for _, w := range words {
			found = found && strings.Contains(t, w)
		}
		if found {
			return true
		}
	}
	return false
}
