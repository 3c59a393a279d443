package page

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// A historyView is what was written in a cycle.
type historyView struct {
	cycleHead
	Entries []historyLine
	Pager   pager
}

// A historyLine is one thing that was written.
type historyLine struct {
	When, Who, Where, Did, Value, Before string
}

func (s *site) history(v *visit) (answer, error) {
	id := v.PathValue("id")
	found, err := s.dash.Cycle(v.Context(), v.caller(), id)
	if err != nil {
		return answer{}, err
	}
	entries, err := s.dash.History(v.Context(), v.caller(), id)
	if err != nil {
		return answer{}, err
	}
	view := historyView{cycleHead: v.head(found)}
	page, pager := paged(v, entries, 100)
	view.Pager = pager
	for _, e := range page {
		view.Entries = append(view.Entries, v.entry(found.Cycle, e))
	}
	return answer{page: "history", title: "History of " + view.Name, data: view}, nil
}

func (v *visit) entry(c *cycle.Cycle, e change.Entry) historyLine {
	l := historyLine{
		When: when(e.At.Time(), v.now), Who: oneLine(e.Author), Where: oneLine(c.Words(e.Path)),
		Value: short(shown(e.Path, e.Value)),
	}
	if l.Who == "" {
		l.Who = "someone"
	}
	for i, b := range e.Before {
		if i > 0 {
			l.Before += " / "
		}
		l.Before += short(shown(e.Path, b))
	}
	switch {
	case e.Do == change.DoAdd:
		l.Did = "added"
	case e.Do == change.DoDel:
		l.Did = "took out"
	case e.Value == "":
		l.Did = "emptied"
	case l.Before != "":
		l.Did = "changed"
	default:
		l.Did = "wrote"
	}
	if e.Undoes != "" {
		l.Did += " (undo)"
	}
	return l
}

// shown is a value as the organizer shows it: a choice by its label.
func shown(p cycle.Path, value string) string {
	if f, ok := p.Row(); ok {
		if o, ok := f.Option(value); ok {
			return o.Label
		}
		if f.Kind == cycle.YesNo && value == cycle.True {
			return "yes"
		}
	}
	return value
}

// short is a text in one line of limited length.
func short(s string) string {
	const most = 300
	s = oneLine(s)
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most-1])) + "…"
	}
	return s
}
