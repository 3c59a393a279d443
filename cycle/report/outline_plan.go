package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// weeksAbreast is how many weeks of a plan stand side by side. The weeks of a
// longer cycle make further tables, so that each fits on paper.
const weeksAbreast = 12

// plan is the weekly plan as a grid, one column a week, with the notes below.
func (o outliner) plan(l cycle.List) []Block {
	actions := o.c.Actions()
	if len(actions) == 0 {
		return nil
	}
	weeks := LastWeek(o.c)
	var out []Block
	for first := 1; first <= weeks; first += weeksAbreast {
		last := min(first+weeksAbreast-1, weeks)
		label := l.Label
		if weeks > weeksAbreast {
			label = fmt.Sprintf("%s, weeks %d to %d", l.Label, first, last)
		}
		out = append(out, Block{Label: label, Table: grid(actions, first, last)})
	}
	var notes []Entry
	for _, a := range actions {
		if e := notesOf(a); len(e.Values) > 0 {
			notes = append(notes, e)
		}
	}
	return append(out, blockOf(Block{Label: "Notes", Entries: notes})...)
}

// LastWeek is the last week that the plan of a cycle has something to say about:
// that of the cycle, or a later one in which something is planned or marked.
func LastWeek(c *cycle.Cycle) int {
	last := c.WeeksPlanned()
	for _, a := range c.Actions() {
		for _, w := range a.Weeks {
			last = max(last, w)
		}
		for w := range a.Status {
			last = max(last, w)
		}
	}
	return min(last, cycle.MaxWeeks)
}

func grid(actions []cycle.Action, first, last int) *Table {
	t := &Table{Head: []string{"What", "Who"}, Kinds: []ColumnKind{Words, Words}, Legend: "✓ done   ✗ missed   ○ planned"}
	for w := first; w <= last; w++ {
		t.Head, t.Kinds = append(t.Head, strconv.Itoa(w)), append(t.Kinds, Marks)
	}
	for _, a := range actions {
		row := []string{orUnnamed(a.What), strings.Join(cycle.Names(a.Names), ", ")}
		for w := first; w <= last; w++ {
			row = append(row, cell(a, w))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func cell(a cycle.Action, week int) string {
	switch {
	case a.Status[week] == cycle.StatusDone:
		return "✓"
	case a.Status[week] == cycle.StatusMissed:
		return "✗"
	case slices.Contains(a.Weeks, week):
		return "○"
	}
	return ""
}

func notesOf(a cycle.Action) Entry {
	e := Entry{Name: orUnnamed(a.What), Kind: "Action"}
	if a.Note != "" {
		e.Values = append(e.Values, Block{Label: "Note", Text: a.Note})
	}
	for w := 1; w <= cycle.MaxWeeks; w++ {
		if note := a.Notes[w]; note != "" {
			e.Values = append(e.Values, Block{Label: "Week " + strconv.Itoa(w), Text: note})
		}
	}
	return e
}
