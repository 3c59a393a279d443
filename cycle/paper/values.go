package paper

import (
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// weekCells reads a cell under one week, or under several that are merged: a mark,
// what became of it, or words about it.
func (f *filler) weekCells(action string, columns []column, texts []string) {
	text := strings.Join(texts, "\n")
	for _, c := range columns {
		if c.week > 0 {
			f.markWeek(action, c.week, text)
			text = "x" // the words stand in the first of them
		}
	}
}

// verdict reads the marks of a table that has one for what was done and one for
// what was missed.
func (f *filler) verdict(mark string) string {
	if !f.verdicts {
		return mark
	}
	switch strings.TrimSpace(mark) {
	case "✓", "✔":
		return "done"
	case "✗", "✘":
		return "missed"
	case "○":
		return "x"
	}
	return mark
}

// markWeek plans an action for a week, and notes what the cell says beside a mark.
func (f *filler) markWeek(action string, week int, text string) {
	if text = f.verdict(text); no(text) && !strings.ContainsAny(text, "nN") {
		f.form(text)
		return
	}
	if week > cycle.MaxWeeks {
		f.keep(text, "no cycle has a week "+strconv.Itoa(week))
		return
	}
	n := strconv.Itoa(week)
	p := cycle.Path{List: "actions", Item: action, Field: "weeks" + cycle.SetMark + n}
	f.c.Apply(cycle.Set(p, cycle.True))
	f.placed(cycle.Path{List: "actions", Item: action, Field: "weeks"}, "week "+n)
	if week > f.c.WeeksPlanned() {
		f.field("weeks", n)
	}
	switch low := strings.ToLower(strings.Trim(strings.TrimSpace(text), ".")); {
	case yes(text):
		f.form(text)
	case low == "done" || low == "missed":
		f.c.Apply(cycle.SetIn("actions", action, "status."+n, low))
		f.placed(cycle.Path{List: "actions", Item: action, Field: "status"}, "week "+n+": "+low)
	default:
		f.itemField("actions", action, "notes."+n, text)
	}
}

// putWeekNote writes a note about one week of an action.
func (f *filler) putWeekNote(text string) {
	if f.week < 1 || f.week > cycle.MaxWeeks {
		f.keep(text, "no cycle has a week "+strconv.Itoa(f.week))
		return
	}
	p := cycle.Path{List: "actions", Item: f.noteOn, Field: "notes." + strconv.Itoa(f.week)}
	if f.written[p] {
		f.keep(text, "a second note about week "+strconv.Itoa(f.week))
		return
	}
	f.write(p, text)
}

// actionWhen reads when an action is due, or what became of it. What is no week
// goes to the note.
func (f *filler) actionWhen(id, key, text string) {
	if key == "actions.weeks" {
		p := cycle.Path{List: "actions", Item: id, Field: "weeks"}
		if weeks, err := cycle.ParseWeeks(text, f.c.WeeksPlanned()); err == nil && len(weeks) > 0 {
			edits, _, err := f.c.Write(p, text, f.o.Today)
			if err == nil {
				f.c.Apply(edits...)
				f.placed(p, text)
				return
			}
		}
		if d, err := cycle.ParseDate(text, f.o.Today); err == nil && !f.c.Start().IsZero() {
			if n := d.Date.Sub(f.c.Start())/7 + 1; !d.Date.Before(f.c.Start()) && n <= f.c.WeeksPlanned() && f.written[cycle.Path{Field: "start"}] {
				f.markWeek(id, n, "x")
			}
		}
	}
	f.itemField("actions", id, "note", text)
}

// measureField writes into a measure. Words for its kind and its direction are
// brought to the ones that are kept.
func (f *filler) measureField(id, field, text string) {
	low := strings.ToLower(text)
	meant := ""
	switch field {
	case "kind":
		meant = oneOf(low, "outcome", "outcome", "driver", "driver", "process", "process", "balanc", "balance")
	case "direction":
		meant = oneOf(low, "increase", "up", "higher", "up", "more", "up", "↑", "up", "up", "up", "decrease", "down", "lower", "down", "fewer", "down", "less", "down", "↓", "down", "down", "down")
	}
	if meant == "" {
		f.itemField("measures", id, field, text)
		return
	}
	if plain(text) != meant && len(strings.Fields(text)) > 2 {
		f.keep(text, "read as "+meant)
	} else {
		f.form(text)
	}
	f.itemField("measures", id, field, meant)
}

// oneOf gives the one meaning among pairs of a word and its meaning whose words
// occur in s; none when two meanings do.
func oneOf(s string, pairs ...string) string {
	meant := ""
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(s, pairs[i]) {
			continue
		}
		if meant != "" && meant != pairs[i+1] {
			return ""
		}
		meant = pairs[i+1]
	}
	return meant
}
