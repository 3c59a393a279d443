package cycle

import (
	"fmt"
	"strings"
)

// A Path names one value of a cycle: a field ("problem.who"), or a field of an
// item of a list ("causes/ITEM.text"), or an item as a whole ("causes/ITEM").
type Path struct {
	List, Item, Field string
}

// String writes the path as people type it.
func (p Path) String() string {
	switch {
	case p.List == "":
		return p.Field
	case p.Field == "":
		return p.List + "/" + p.Item
	default:
		return p.List + "/" + p.Item + "." + p.Field
	}
}

// ParsePath reads a path. It does not ask whether the field exists. The error
// says how a path is written.
func ParsePath(s string) (Path, error) {
	s = strings.TrimSpace(s)
	slash := strings.IndexByte(s, '/')
	if slash < 0 {
		if s == "" {
			return Path{}, fmt.Errorf("no field named. Type one such as problem.who, or causes/ITEM.text")
		}
		return Path{Field: s}, nil
	}
	list, rest := s[:slash], s[slash+1:]
	item, field, _ := strings.Cut(rest, ".")
	if list == "" || item == "" {
		return Path{}, fmt.Errorf("%q names no item. Write LIST/ITEM.FIELD, such as causes/ITEM.text", s)
	}
	return Path{List: list, Item: item, Field: field}, nil
}

// Row returns the table's row that a path belongs to. Member fields of weeks
// ("status.3") belong to the field that they are part of.
func (p Path) Row() (Field, bool) {
	if p.List == "" {
		return FieldByKey(p.Field)
	}
	l, ok := ListByKey(p.List)
	if !ok {
		return Field{}, false
	}
	if f, ok := l.Field(p.Field); ok {
		return f, true
	}
	for _, f := range l.Fields {
		if f.holds(p.Field) {
			return f, true
		}
	}
	return Field{}, false
}

// holds reports whether the name is that of a member of the field: of one of its
// weeks.
func (f Field) holds(name string) bool {
	mark := map[Kind]string{Weeks: SetMark, ByWeek: "."}[f.Kind]
	_, ok := memberWeek(name, f.Key, mark)
	return mark != "" && ok
}

// Words names what stands at the path for a reader: "Problem: Who",
// "Causes: no call home". The text of an item is cut short.
func (c *Cycle) Words(p Path) string {
	step, _ := StepOf(p.key())
	if p.List == "" {
		f, ok := FieldByKey(p.Field)
		if !ok {
			return p.Field
		}
		return step.Label + ": " + f.Label
	}
	l, ok := ListByKey(p.List)
	if !ok {
		return p.String()
	}
	name := l.Label
	if it, ok := c.Item(p.List, p.Item); ok {
		if t := it.Name(l); t != "" {
			name += ": " + cut(t, 40)
		}
	}
	if f, ok := p.Row(); ok && len(l.Fields) > 1 && p.Field != "" {
		name += ", " + strings.ToLower(f.Label)
	}
	return name
}

func (p Path) key() string {
	if p.List == "" {
		return p.Field
	}
	return p.List
}

// Name is the item's own words in one line: its first field of text that is
// filled, those first that an item cannot do without. A comment goes by what it
// says and not by its step.
func (it Item) Name(l List) string {
	name := ""
	for _, f := range l.Fields {
		if f.Kind != Line && f.Kind != Text {
			continue
		}
		v := it.Values[f.Key]
		if o, ok := f.Option(v); ok {
			v = o.Label
		}
		line, _, _ := strings.Cut(strings.TrimSpace(v), "\n")
		if line != "" && f.Weight > 0 {
			return line
		}
		if name == "" {
			name = line
		}
	}
	return name
}

// cut shortens s to at most n runes, the last an ellipsis.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimSpace(string(r[:n-1])) + "…"
}
