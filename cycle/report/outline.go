package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A section is one step of the organizer in a document.
type section struct {
	step   *cycle.Step
	blocks []block
}

// A block is one part of a section: exactly one of text, tree, table and entries
// is filled.
type block struct {
	label   string
	text    string
	tree    []branch
	table   *table
	entries []entry
}

// A branch is a line of a tree with what hangs under it.
type branch struct {
	text  string
	under []branch
}

// A table has a head and rows of the same length. Columns of numbers stand to
// the right.
type table struct {
	head   []string
	number []bool
	rows   [][]string
	legend string
}

// An entry is an item of a list: its own words, and its other fields.
type entry struct {
	name   string
	values []block
}

// outliner writes the outline of one cycle.
type outliner struct {
	c     *cycle.Cycle
	today cycle.Day
}

// outline returns the sections of all steps in order; a step in which nothing is
// written has no blocks.
func outline(c *cycle.Cycle, today cycle.Day) []section {
	o := outliner{c, today}
	sections := make([]section, len(cycle.Steps))
	for i := range cycle.Steps {
		step := &cycle.Steps[i]
		sections[i].step = step
		for _, part := range step.Parts {
			if f := part.Field; f != nil && !f.Internal && c.Values[f.Key] != "" {
				sections[i].add(block{label: f.Label, text: o.words(*f, c.Values[f.Key])})
			}
			if l := part.List; l != nil && !l.Internal {
				sections[i].add(o.list(*l)...)
			}
		}
		if sentence := c.Problem(); step.Key == "problem" && sentence != "" {
			sections[i].add(block{label: "In one sentence", text: sentence})
		}
	}
	return sections
}

func (s *section) add(blocks ...block) { s.blocks = append(s.blocks, blocks...) }

// list shows a list in the form that suits it.
func (o outliner) list(l cycle.List) []block {
	switch l.Key {
	case "causes", "whys", "activities":
		return nil // they stand in the tree of the list above them
	case "bones":
		return blockOf(block{label: "Fishbone", tree: o.fishbone()})
	case "drivers":
		return blockOf(block{label: "Drivers and activities", tree: o.drivers()})
	case "actions":
		return o.plan(l)
	case "points":
		return o.points()
	case "goal_checks":
		return o.answers(l)
	default:
		return blockOf(block{label: l.Label, entries: o.entries(l)})
	}
}

// blockOf gives the block, or none when it is empty.
func blockOf(b block) []block {
	if len(b.tree) == 0 && len(b.entries) == 0 && b.table == nil {
		return nil
	}
	return []block{b}
}

// words gives a value in the form in which people read it.
func (o outliner) words(f cycle.Field, value string) string {
	if option, ok := f.Option(value); ok {
		return option.Label
	}
	switch f.Kind {
	case cycle.Line:
		if step, ok := cycle.StepOf(value); ok && f.Key == "step" {
			return step.Label
		}
	case cycle.Date:
		if d, ok := cycle.ParseDay(value); ok {
			return d.Words(o.today)
		}
	case cycle.YesNo:
		if value == cycle.True {
			return "yes"
		}
	case cycle.Ref:
		if l, ok := cycle.ListByKey(f.Ref); ok {
			if it, ok := o.c.Item(f.Ref, value); ok {
				return it.Name(l)
			}
		}
	}
	return value
}

// entries shows the items of a list one below the other: the item's own words,
// then its other fields.
func (o outliner) entries(l cycle.List) []entry {
	var out []entry
	for _, it := range o.c.Lists[l.Key] {
		if it.Blank() {
			continue
		}
		e, named := o.nameOf(l, it)
		for _, f := range l.Fields {
			value := o.c.At(cycle.Path{List: l.Key, Item: it.ID, Field: f.Key})
			if value == "" || f.Key == named {
				continue
			}
			e.values = append(e.values, block{label: f.Label, text: o.words(f, value)})
		}
		out = append(out, e)
	}
	return out
}

// nameOf gives an entry its name, and the key of the field that it comes from.
func (o outliner) nameOf(l cycle.List, it cycle.Item) (e entry, key string) {
	switch week := it.Get("week"); {
	case l.Key == "diary" && week != "":
		return entry{name: "Week " + week}, "week"
	case l.Key == "comments" && it.Get("text") != "":
		return entry{name: it.Get("text")}, "text"
	}
	for _, f := range l.Fields {
		if value := it.Get(f.Key); value != "" && (f.Kind == cycle.Line || f.Kind == cycle.Text) {
			return entry{name: o.words(f, value)}, f.Key
		}
	}
	return entry{}, ""
}

// answers shows a list of questions and answers as values.
func (o outliner) answers(l cycle.List) []block {
	var out []block
	answer, _ := l.Field("answer")
	for _, it := range o.c.Lists[l.Key] {
		if value := it.Get("answer"); value != "" {
			out = append(out, block{label: it.Name(l), text: o.words(answer, value)})
		}
	}
	return out
}

// fishbone is the tree of bones, the causes on them and the whys under those.
// Causes and whys whose parent is gone follow at the end.
func (o outliner) fishbone() []branch {
	var tree []branch
	for _, bone := range o.c.Lists["bones"] {
		tree = append(tree, branch{orUnnamed(bone.Get("name")), o.causes(o.c.Under("causes", "bone", bone.ID))})
	}
	if loose := o.c.Loose("causes", "bone", "bones"); len(loose) > 0 {
		tree = append(tree, branch{"On no bone", o.causes(loose)})
	}
	if loose := o.c.Loose("whys", "cause", "causes"); len(loose) > 0 {
		tree = append(tree, branch{"Whys of no cause", leaves(loose)})
	}
	return tree
}

func (o outliner) causes(items []cycle.Item) []branch {
	var out []branch
	for _, it := range items {
		var marks []string
		if it.Get("root") == cycle.True {
			marks = append(marks, "root cause")
		}
		if n, err := strconv.Atoi(it.Get("votes")); err == nil && n > 0 {
			marks = append(marks, count(n, "vote"))
		}
		text := orUnnamed(it.Get("text"))
		if len(marks) > 0 {
			text += " (" + strings.Join(marks, ", ") + ")"
		}
		out = append(out, branch{text, leaves(o.c.Under("whys", "cause", it.ID))})
	}
	return out
}

func (o outliner) drivers() []branch {
	list, _ := cycle.ListByKey("drivers")
	kind, _ := list.Field("kind")
	var tree []branch
	for _, it := range o.c.Lists["drivers"] {
		text := orUnnamed(it.Get("text"))
		if k := it.Get("kind"); k != "" {
			text += " (" + o.words(kind, k) + ")"
		}
		var under []branch
		if why := it.Get("rationale"); why != "" {
			under = append(under, branch{text: "Why this: " + why})
		}
		tree = append(tree, branch{text, append(under, leaves(o.c.Under("activities", "driver", it.ID))...)})
	}
	if loose := o.c.Loose("activities", "driver", "drivers"); len(loose) > 0 {
		tree = append(tree, branch{"Under no driver", leaves(loose)})
	}
	return tree
}

func leaves(items []cycle.Item) []branch {
	var out []branch
	for _, it := range items {
		out = append(out, branch{text: orUnnamed(it.Get("text"))})
	}
	return out
}

func orUnnamed(s string) string {
	if s == "" {
		return "(no name yet)"
	}
	return s
}

// plan is the weekly plan as a grid, one column a week, with the notes below.
func (o outliner) plan(l cycle.List) []block {
	actions := o.c.Actions()
	if len(actions) == 0 {
		return nil
	}
	weeks := o.c.WeeksPlanned()
	for _, a := range actions {
		for _, w := range a.Weeks {
			weeks = max(weeks, w)
		}
		for w := range a.Status {
			weeks = max(weeks, w)
		}
	}
	t := &table{head: []string{"What", "Who"}, number: make([]bool, 2+weeks), legend: "✓ done   ✗ missed   ○ planned"}
	for w := range weeks {
		t.head = append(t.head, strconv.Itoa(w+1))
	}
	var notes []entry
	for _, a := range actions {
		row := []string{orUnnamed(a.What), strings.Join(cycle.Names(a.Names), ", ")}
		for w := 1; w <= weeks; w++ {
			row = append(row, cell(a, w))
		}
		t.rows = append(t.rows, row)
		if e := notesOf(a); len(e.values) > 0 {
			notes = append(notes, e)
		}
	}
	return append([]block{{label: l.Label, table: t}}, blockOf(block{label: "Notes", entries: notes})...)
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

func notesOf(a cycle.Action) entry {
	e := entry{name: orUnnamed(a.What)}
	if a.Note != "" {
		e.values = append(e.values, block{label: "Note", text: a.Note})
	}
	for w := 1; w <= cycle.MaxWeeks; w++ {
		if note := a.Notes[w]; note != "" {
			e.values = append(e.values, block{label: "Week " + strconv.Itoa(w), text: note})
		}
	}
	return e
}

// points are one table a measure; points of a measure that is gone come last.
func (o outliner) points() []block {
	var out []block
	shown := 0
	for _, m := range o.c.Measures() {
		points := o.c.Points(m.ID)
		shown += len(points)
		label := orUnnamed(m.Name)
		if m.Unit != "" {
			label += " (" + m.Unit + ")"
		}
		out = append(out, blockOf(block{label: label, table: o.pointTable(points)})...)
	}
	if shown < len(o.c.Lists["points"]) {
		lost := slices.DeleteFunc(o.c.Points(""), func(p cycle.Point) bool {
			_, there := o.c.Measure(p.Measure)
			return there
		})
		out = append(out, blockOf(block{label: "Of no measure", table: o.pointTable(lost)})...)
	}
	return out
}

// pointTable leaves out the columns in which nothing is written.
func (o outliner) pointTable(points []cycle.Point) *table {
	if len(points) == 0 {
		return nil
	}
	t := &table{head: []string{"Date", "Value"}, number: []bool{false, true}}
	has := func(filled func(cycle.Point) bool, head string, number bool) bool {
		if !slices.ContainsFunc(points, filled) {
			return false
		}
		t.head, t.number = append(t.head, head), append(t.number, number)
		return true
	}
	n := has(func(p cycle.Point) bool { return p.N > 0 }, "Out of", true)
	group := has(func(p cycle.Point) bool { return p.Subgroup != "" }, "Group", false)
	note := has(func(p cycle.Point) bool { return p.Note != "" }, "Note", false)
	for _, p := range points {
		row := []string{p.Date.Words(o.today), p.Text}
		if n {
			row = append(row, strings.TrimPrefix(strconv.Itoa(p.N), "0"))
		}
		if group {
			row = append(row, p.Subgroup)
		}
		if note {
			row = append(row, p.Note)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// headline says in one line where the cycle stands.
func headline(c *cycle.Cycle, today cycle.Day) string {
	facts := c.Facts()
	full, of := c.Progress()
	words := []string{facts.Phase(today).Word(), facts.When(today), fmt.Sprintf("%d of %d steps filled", full, of)}
	if school := c.Values["school"]; school != "" {
		words = append([]string{school}, words...)
	}
	return strings.Join(words, " · ")
}

// Title is the cycle's title, or words for a cycle without one.
func Title(c *cycle.Cycle) string {
	if t := strings.TrimSpace(c.Values["title"]); t != "" {
		return t
	}
	return "Cycle without a title"
}

func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + one + "s"
}
