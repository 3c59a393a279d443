package cycle

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Document returns the cycle as a JSON object. A dotted key nests, a list is an
// array of objects each with its id; numbers, weeks and yes/no have their JSON
// types. Every field that forms ask for is there, empty ones too, so that a
// reader can count on the shape; internal ones are there when they are filled.
// What a newer version wrote and this one does not know stays in it as text.
func (c *Cycle) Document() map[string]any {
	doc := map[string]any{"id": c.ID, "kind": "cycle"}
	for row := range Fields() {
		if row.List == nil && (!row.Field.Internal || c.Values[row.Field.Key] != "") {
			nest(doc, row.Field.Key, row.Field.toJSON(c.Values[row.Field.Key]))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.Values)) {
		if _, known := FieldByKey(key); !known && c.Values[key] != "" {
			nest(doc, key, c.Values[key])
		}
	}
	for _, step := range Steps {
		for _, part := range step.Parts {
			if part.List != nil {
				doc[part.List.Key] = c.listJSON(*part.List)
			}
		}
	}
	for list, items := range c.Lists {
		if _, known := ListByKey(list); !known && len(items) > 0 {
			doc[list] = c.listJSON(List{Key: list})
		}
	}
	return doc
}

// nest puts v at a dotted key. A key that would need a value to be an object as
// well stays dotted.
func nest(doc map[string]any, key string, v any) {
	head, tail, dotted := strings.Cut(key, ".")
	if !dotted {
		doc[key] = v
		return
	}
	inner, ok := doc[head].(map[string]any)
	if !ok {
		if _, taken := doc[head]; taken {
			doc[key] = v
			return
		}
		inner = map[string]any{}
		doc[head] = inner
	}
	nest(inner, tail, v)
}

func (c *Cycle) listJSON(l List) []any {
	out := make([]any, 0, len(c.Lists[l.Key]))
	for _, it := range c.Lists[l.Key] {
		obj := map[string]any{"id": it.ID}
		for _, f := range l.Fields {
			if f.Internal && it.Values[f.Key] == "" {
				continue
			}
			switch f.Kind {
			case Weeks:
				obj[f.Key] = append([]int{}, it.WeekSet(f.Key)...)
			case ByWeek:
				byWeek := map[string]any{}
				for n, v := range it.WeekMap(f.Key) {
					byWeek[strconv.Itoa(n)] = v
				}
				obj[f.Key] = byWeek
			default:
				obj[f.Key] = f.toJSON(it.Values[f.Key])
			}
		}
		for key, v := range it.Values {
			if _, known := (Path{l.Key, it.ID, key}).Row(); !known && v != "" {
				obj[key] = v
			}
		}
		out = append(out, obj)
	}
	return out
}

func (f Field) toJSON(v string) any {
	switch f.Kind {
	case YesNo:
		return v == True
	case Number, Count:
		if v == "" {
			return nil
		}
		if isNumber(v) {
			return json.Number(v)
		}
	}
	return v
}

// isNumber reports whether the text is a number as JSON writes it. Text from
// elsewhere may be any.
func isNumber(v string) bool {
	return v != "" && (v[0] == '-' || v[0] >= '0' && v[0] <= '9') && strings.TrimSpace(v) == v && json.Valid([]byte(v))
}

// Phase, week and the like stand in a document for readers; they follow from
// the rest and are passed over when it is read back.
var derivedKeys = []string{
	"id", "kind", "phase", "week", "when", "filled", "steps", "updated", "updated_by", "conflicts",
	"next", "sentence", "changes", "format",
}

// ParseDocument reads a cycle from the JSON that Document gives, hand-written
// ones included. newID gives ids to items without one. Text is cleaned; values
// are checked as if they were typed.
//
// The error is a *SyntaxError with line and column.
func ParseDocument(data []byte, newID func() string) (*Cycle, error) {
	root, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	r := docReader{data: data, newID: newID}
	return r.read(root)
}

type docReader struct {
	data  []byte
	newID func() string
}

func (r docReader) read(root node) (*Cycle, error) {
	if root.members == nil {
		return nil, r.fail(root, "a cycle is a JSON object: it begins with {")
	}
	c := New("")
	for _, m := range root.members {
		if m.key == "id" {
			c.ID = Clean(m.value.text, false)
			continue
		}
		if slices.Contains(derivedKeys, m.key) {
			continue
		}
		if l, ok := ListByKey(m.key); ok || m.value.elements != nil {
			if !ok {
				l = List{Key: m.key}
			}
			if err := r.list(c, l, m.value); err != nil {
				return nil, err
			}
			continue
		}
		if err := r.field(c, m.key, m.value); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (r docReader) field(c *Cycle, key string, v node) error {
	if v.members != nil {
		for _, m := range v.members {
			if err := r.field(c, key+"."+m.key, m.value); err != nil {
				return err
			}
		}
		return nil
	}
	f, known := FieldByKey(key)
	if !known {
		f = Field{Key: key, Kind: Text}
	}
	value, err := r.scalar(f, v)
	if err != nil {
		return err
	}
	setValue(c.Values, key, value)
	return nil
}

func (r docReader) list(c *Cycle, l List, v node) error {
	if v.elements == nil {
		return r.fail(v, l.Key+" is a list: it begins with [")
	}
	for _, el := range v.elements {
		if el.members == nil {
			return r.fail(el, "an item of "+l.Key+" is an object: it begins with {")
		}
		it := Item{Values: map[string]string{}}
		for _, m := range el.members {
			if m.key == "id" {
				it.ID = Clean(m.value.text, false)
				continue
			}
			if err := r.itemField(it, l, m); err != nil {
				return err
			}
		}
		if it.ID == "" {
			id, ok := NaturalID(l.Key, it.Values)
			if !ok {
				id = r.newID()
			}
			it.ID = id
		}
		if c.index(l.Key, it.ID) >= 0 {
			return r.fail(el, "there are two items of "+l.Key+" with the id "+strconv.Quote(it.ID))
		}
		c.Lists[l.Key] = append(c.Lists[l.Key], it)
	}
	return nil
}

func (r docReader) itemField(it Item, l List, m member) error {
	f, known := l.Field(m.key)
	if !known {
		f = Field{Key: m.key, Kind: Text}
	}
	switch {
	case f.Kind == Weeks:
		for _, el := range m.value.elements {
			n, err := strconv.Atoi(el.text)
			if err != nil || n < 1 || n > MaxWeeks {
				return r.fail(el, "a week is a whole number from 1 to "+strconv.Itoa(MaxWeeks))
			}
			it.Values[f.Key+SetMark+strconv.Itoa(n)] = True
		}
	case f.Kind == ByWeek:
		for _, w := range m.value.members {
			n, err := strconv.Atoi(w.key)
			if err != nil || n < 1 || n > MaxWeeks {
				return r.fail(w.value, "a week is a whole number from 1 to "+strconv.Itoa(MaxWeeks))
			}
			kind := Field{Key: f.Key, Kind: Text}
			if len(f.Options) > 0 {
				kind.Kind, kind.Options = Choice, f.Options
			}
			value, err := r.scalar(kind, w.value)
			if err != nil {
				return err
			}
			setValue(it.Values, f.Key+"."+strconv.Itoa(n), value)
		}
	case m.value.text == Withheld && TellsOfGroup(Path{List: l.Key, Field: f.Key}):
		it.Values[f.Key] = Withheld
	default:
		value, err := r.scalar(f, m.value)
		if err != nil {
			return err
		}
		setValue(it.Values, f.Key, value)
	}
	return nil
}

func (r docReader) scalar(f Field, v node) (string, error) {
	if v.members != nil || v.elements != nil {
		return "", r.fail(v, f.Key+" takes one value, not a list or an object")
	}
	if err := CheckText(v.text); err != nil {
		return "", r.fail(v, f.Key+": "+err.Error())
	}
	text := Clean(v.text, f.Kind == Text)
	if f.Kind == Ref || f.Kind == Weeks || f.Kind == ByWeek {
		return text, nil
	}
	value, _, err := f.Parse(text, Day{})
	if err != nil {
		return "", r.fail(v, f.Key+": "+err.Error())
	}
	return value, nil
}

func (r docReader) fail(n node, msg string) error { return syntaxError(r.data, n.offset, msg) }
