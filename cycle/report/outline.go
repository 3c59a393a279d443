package report

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// outliner writes the outline of one cycle.
type outliner struct {
	c        *cycle.Cycle
	ramp     []*cycle.Cycle // the cycles up to this one, for the charts
	today    cycle.Day
	pictures bool // whether charts and diagrams are drawn
	withhold bool // whether numbers about small groups are withheld
}

// sections returns the sections of all steps in order.
func (o outliner) sections() []Section {
	sections := make([]Section, len(cycle.Steps))
	for i := range cycle.Steps {
		step := &cycle.Steps[i]
		s := &sections[i]
		s.Key, s.Phase, s.Title = step.Key, step.Phase, step.Label
		for j := 0; j < len(step.Parts); j++ {
			part := step.Parts[j]
			if g, n := groupAt(step.Parts[j:]); n > 0 {
				s.add(o.group(g, step.Parts[j:j+n])...)
				j += n - 1
				continue
			}
			if f := part.Field; f != nil && !f.Internal && o.c.Values[f.Key] != "" {
				s.add(Block{Label: f.Label, Text: o.words(*f, o.c.Values[f.Key])})
			}
			if l := part.List; l != nil && !l.Internal {
				s.add(o.list(*l)...)
			}
		}
		if sentence := o.c.Problem(); step.Key == "problem" && sentence != "" {
			s.add(Block{Label: "In one sentence", Text: sentence})
		}
	}
	return sections
}

// add puts blocks into the section. A label that says the same as its title goes.
func (s *Section) add(blocks ...Block) {
	for _, b := range blocks {
		if b.Label == s.Title && b.Text == "" {
			b.Label = ""
		}
		s.Blocks = append(s.Blocks, b)
	}
}

// A group is some fields of a step that stand side by side, as on the paper
// organizer: their keys begin alike.
type group struct {
	label   string
	columns []groupColumn
}

// A groupColumn takes the fields whose keys begin with its prefix.
type groupColumn struct{ head, prefix string }

var groups = []group{
	{"Problem of practice", []groupColumn{{"Who", "problem.who"}, {"Does", "problem.does"}, {"What", "problem.what"}}},
	{"From A to B", []groupColumn{{"Point A: now", "point_a."}, {"Point B: where we want to be", "point_b."}}},
}

// groupAt finds the group that begins with the first of the parts, and how many
// of them belong to it.
func groupAt(parts []cycle.Part) (g group, n int) {
	for _, g := range groups {
		n := 0
		for n < len(parts) && parts[n].Field != nil && g.column(parts[n].Field.Key) >= 0 {
			n++
		}
		if n > 0 {
			return g, n
		}
	}
	return group{}, 0
}

func (g group) column(key string) int {
	for i, c := range g.columns {
		if strings.HasPrefix(key, c.prefix) {
			return i
		}
	}
	return -1
}

// group shows fields side by side; none when all are empty.
func (o outliner) group(g group, parts []cycle.Part) []Block {
	b := Block{Label: g.label, Columns: make([]Column, len(g.columns))}
	written := false
	for i, c := range g.columns {
		b.Columns[i].Head = c.head
	}
	for _, part := range parts {
		f := part.Field
		value := o.c.Values[f.Key]
		if value == "" {
			continue
		}
		written = true
		at := &b.Columns[g.column(f.Key)]
		if len(at.Entries) == 0 {
			at.Entries = []Entry{{}}
		}
		label := "" // the head says it
		if _, rest, ok := strings.Cut(f.Label, ": "); ok {
			label = strings.ToUpper(rest[:1]) + rest[1:]
		}
		at.Entries[0].Values = append(at.Entries[0].Values, Block{Label: label, Text: o.words(*f, value)})
	}
	if !written {
		return nil
	}
	return []Block{b}
}

// list shows a list in the form that suits it.
func (o outliner) list(l cycle.List) []Block {
	switch l.Key {
	case "causes", "whys", "activities":
		return nil // they stand in the tree of the list above them
	case "bones":
		return append(o.fishbonePicture(), blockOf(Block{Label: "Causes", Tree: o.fishbone()})...)
	case "drivers":
		return append(o.driverPicture(), blockOf(Block{Label: "Drivers and activities", Tree: o.drivers()})...)
	case "actions":
		return o.plan(l)
	case "measures":
		return o.measures(l)
	case "points":
		return o.points()
	case "goal_checks":
		return o.answers(l)
	default:
		return blockOf(Block{Label: l.Label, Entries: o.entries(l, o.c.Lists[l.Key], "")})
	}
}

// blockOf gives the block, or none when it is empty.
func blockOf(b Block) []Block {
	if len(b.Tree) == 0 && len(b.Entries) == 0 && b.Table == nil {
		return nil
	}
	return []Block{b}
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

// entries shows items of a list one below the other: the item's own words, then
// its other fields without the one named.
func (o outliner) entries(l cycle.List, items []cycle.Item, without string) []Entry {
	var out []Entry
	for _, it := range items {
		if it.Blank() {
			continue
		}
		e, named := o.nameOf(l, it)
		for _, f := range l.Fields {
			value := o.c.At(cycle.Path{List: l.Key, Item: it.ID, Field: f.Key})
			if value == "" || f.Key == named || f.Key == without {
				continue
			}
			e.Values = append(e.Values, Block{Label: f.Label, Text: o.words(f, value)})
		}
		out = append(out, e)
	}
	return out
}

// nameOf gives an entry its name, and the key of the field that it comes from.
func (o outliner) nameOf(l cycle.List, it cycle.Item) (e Entry, key string) {
	switch week := it.Get("week"); {
	case l.Key == "diary" && week != "":
		return Entry{Name: "Week " + week, Kind: "Week"}, "week"
	case l.Key == "comments" && it.Get("text") != "":
		text, _ := l.Field("text")
		return Entry{Name: it.Get("text"), Kind: text.Label}, "text"
	}
	for _, f := range l.Fields {
		if value := it.Get(f.Key); value != "" && (f.Kind == cycle.Line || f.Kind == cycle.Text) {
			return Entry{Name: o.words(f, value), Kind: f.Label}, f.Key
		}
	}
	return Entry{}, ""
}

// answers shows a list of questions and answers as values.
func (o outliner) answers(l cycle.List) []Block {
	var out []Block
	answer, _ := l.Field("answer")
	for _, it := range o.c.Lists[l.Key] {
		if value := it.Get("answer"); value != "" {
			out = append(out, Block{Label: it.Name(l), Text: o.words(answer, value)})
		}
	}
	return out
}

func orUnnamed(s string) string {
	if s == "" {
		return "(no name yet)"
	}
	return s
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
