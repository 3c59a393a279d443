package cycle

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// EditKind says what an Edit does.
type EditKind int

// The kinds of edits.
const (
	SetValue   EditKind = iota // write Value into the field at Path
	AddItem                    // put an empty item with the id Path.Item into Path.List
	RemoveItem                 // take the item out of the list
	MoveItem                   // put the item before the item Before
)

// An Edit is one thing that a person does to a cycle.
type Edit struct {
	Do    EditKind
	Path  Path
	Value string
	// Before is the item in front of which an added or moved item goes; empty
	// puts it last.
	Before string
}

// Set is the edit that writes a value at the path.
func Set(p Path, value string) Edit { return Edit{Do: SetValue, Path: p, Value: value} }

// SetField is the edit that writes a value into a field that is in no list.
func SetField(key, value string) Edit { return Set(Path{Field: key}, value) }

// SetIn is the edit that writes a value into a field of an item.
func SetIn(list, item, field, value string) Edit { return Set(Path{list, item, field}, value) }

// Add is the edit that puts a new item at the end of a list.
func Add(list, item string) Edit { return Edit{Do: AddItem, Path: Path{List: list, Item: item}} }

// Remove is the edit that takes an item out of its list.
func Remove(list, item string) Edit { return Edit{Do: RemoveItem, Path: Path{List: list, Item: item}} }

// Move is the edit that puts an item before another; an empty before puts it last.
func Move(list, item, before string) Edit {
	return Edit{Do: MoveItem, Path: Path{List: list, Item: item}, Before: before}
}

// Apply carries out the edits in order. Writing into an item that is not there
// makes it, at the end (rows with fixed ids are written to before they exist);
// moves, removals and emptyings of missing items do nothing.
func (c *Cycle) Apply(edits ...Edit) {
	for _, e := range edits {
		c.apply(e)
	}
}

func (c *Cycle) apply(e Edit) {
	p := e.Path
	switch e.Do {
	case SetValue:
		if p.List == "" {
			setValue(c.Values, p.Field, e.Value)
			return
		}
		if e.Value != "" || c.index(p.List, p.Item) >= 0 {
			setValue(c.ensure(p.List, p.Item, "").Values, p.Field, e.Value)
		}
	case AddItem:
		c.ensure(p.List, p.Item, e.Before)
	case RemoveItem:
		if i := c.index(p.List, p.Item); i >= 0 {
			c.Lists[p.List] = slices.Delete(c.Lists[p.List], i, i+1)
		}
	case MoveItem:
		i := c.index(p.List, p.Item)
		if i < 0 || e.Before == p.Item {
			return
		}
		it := c.Lists[p.List][i]
		c.Lists[p.List] = slices.Delete(c.Lists[p.List], i, i+1)
		c.insert(p.List, it, e.Before)
	}
}

func setValue(values map[string]string, key, value string) {
	if value == "" {
		delete(values, key)
		return
	}
	values[key] = value
}

func (c *Cycle) ensure(list, id, before string) Item {
	if it, ok := c.Item(list, id); ok {
		return it
	}
	it := Item{ID: id, Values: map[string]string{}}
	c.insert(list, it, before)
	return it
}

func (c *Cycle) insert(list string, it Item, before string) {
	i := len(c.Lists[list])
	if before != "" {
		if j := c.index(list, before); j >= 0 {
			i = j
		}
	}
	c.Lists[list] = slices.Insert(c.Lists[list], i, it)
}

// Write turns a value as a person typed it into edits, checked against the
// field's kind. today resolves dates without a year.
//
// The note, when not empty, says how an ambiguous value was read and is meant to
// be shown. The error says what is wrong and what to type.
func (c *Cycle) Write(p Path, typed string, today Day) (edits []Edit, note string, err error) {
	f, ok := p.Row()
	if !ok {
		return nil, "", &UnknownFieldError{Key: p.String()}
	}
	if err := CheckText(typed); err != nil {
		return nil, "", fmt.Errorf("%s: %w", f.Label, err)
	}
	typed = Clean(typed, f.Kind == Text || f.Kind == ByWeek)
	if f.Kind == Weeks && p.Field == f.Key {
		return c.writeWeeks(p, f, typed)
	}
	if f.Kind == ByWeek && p.Field == f.Key {
		return c.writeByWeek(p, f, typed)
	}
	value, note, err := f.Parse(typed, today)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", f.Label, err)
	}
	if f.Kind == Ref && value != "" {
		if value, err = c.resolveRef(f, value); err != nil {
			return nil, "", fmt.Errorf("%s: %w", f.Label, err)
		}
	}
	return []Edit{Set(p, value)}, note, nil
}

// UnknownFieldError says that no field has the key.
type UnknownFieldError struct{ Key string }

func (e *UnknownFieldError) Error() string {
	return fmt.Sprintf("there is no field %q. `pdsa fields` lists them all", Clean(e.Key, false))
}

func (c *Cycle) writeWeeks(p Path, f Field, typed string) ([]Edit, string, error) {
	weeks, err := ParseWeeks(typed, c.WeeksPlanned())
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", f.Label, err)
	}
	it, _ := c.Item(p.List, p.Item)
	var edits []Edit
	for n := 1; n <= MaxWeeks; n++ {
		key := f.Key + SetMark + strconv.Itoa(n)
		want := ""
		if slices.Contains(weeks, n) {
			want = True
		}
		if it.Values[key] != want {
			edits = append(edits, Set(Path{p.List, p.Item, key}, want))
		}
	}
	return edits, "", nil
}

func (c *Cycle) writeByWeek(p Path, f Field, typed string) ([]Edit, string, error) {
	byWeek, err := ParseByWeek(typed)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", f.Label, err)
	}
	it, _ := c.Item(p.List, p.Item)
	was := it.WeekMap(f.Key)
	var edits []Edit
	for _, n := range slices.Sorted(maps.Keys(byWeek)) {
		if len(f.Options) > 0 && byWeek[n] != "" {
			if _, ok := f.Option(byWeek[n]); !ok {
				return nil, "", fmt.Errorf("%s: %w", f.Label, f.notAnOption(byWeek[n]))
			}
		}
		if was[n] != byWeek[n] {
			edits = append(edits, Set(Path{p.List, p.Item, f.Key + "." + strconv.Itoa(n)}, byWeek[n]))
		}
		delete(was, n)
	}
	for _, n := range slices.Sorted(maps.Keys(was)) {
		edits = append(edits, Set(Path{p.List, p.Item, f.Key + "." + strconv.Itoa(n)}, ""))
	}
	return edits, "", nil
}

// resolveRef finds the item that a person means by its id, an unambiguous start
// of it, or its own words.
func (c *Cycle) resolveRef(f Field, typed string) (string, error) {
	l, _ := ListByKey(f.Ref)
	var hits []string
	for _, it := range c.Lists[f.Ref] {
		if it.ID == typed {
			return typed, nil
		}
		if strings.HasPrefix(it.ID, typed) || strings.EqualFold(it.Name(l), typed) {
			hits = append(hits, it.ID)
		}
	}
	if len(hits) == 1 {
		return hits[0], nil
	}
	if len(hits) > 1 {
		return "", fmt.Errorf("%q could be %d different %s. Type more of it", typed, len(hits), strings.ToLower(l.Label))
	}
	return "", fmt.Errorf("there is no %s %q in this cycle", l.One, typed)
}

// Parse checks a value as typed and gives it in the form that is kept, with a
// note on how an ambiguous one was read. Weeks, ByWeek and Ref fields depend on
// the cycle: use Cycle.Write for them.
func (f Field) Parse(typed string, today Day) (value, note string, err error) {
	if f.Kind != Text {
		typed = strings.TrimSpace(typed)
	}
	if strings.TrimSpace(typed) == "" { // blanks are no answer
		return "", "", nil
	}
	switch f.Kind {
	case Choice:
		return f.parseChoice(typed)
	case Date:
		d, err := ParseDate(typed, today)
		if err != nil {
			return "", "", err
		}
		return d.Date.String(), d.Note, nil
	case Number:
		_, value, err = ParseNumber(typed)
		return value, "", err
	case Count:
		n, _, err := ParseNumber(typed)
		if err != nil {
			return "", "", err
		}
		if n < 0 || n != float64(int64(n)) {
			return "", "", fmt.Errorf("%q is not a whole number. Type one such as 6", typed)
		}
		return strconv.FormatInt(int64(n), 10), "", nil
	case YesNo:
		return parseYesNo(typed)
	default:
		return typed, "", nil
	}
}

func (f Field) parseChoice(typed string) (value, note string, err error) {
	for _, o := range f.Options {
		if strings.EqualFold(o.Key, typed) || strings.EqualFold(o.Label, typed) {
			return o.Key, "", nil
		}
	}
	return "", "", f.notAnOption(typed)
}

func (f Field) notAnOption(typed string) error {
	keys := make([]string, len(f.Options))
	for i, o := range f.Options {
		keys[i] = o.Key
	}
	return fmt.Errorf("%q is none of the choices. Type one of: %s", typed, strings.Join(keys, ", "))
}

func parseYesNo(typed string) (value, note string, err error) {
	switch strings.ToLower(typed) {
	case "true", "yes", "y", "x", "1":
		return True, "", nil
	case "false", "no", "n", "0", "-":
		return "", "", nil
	}
	return "", "", fmt.Errorf("%q is neither yes nor no. Type yes or no", typed)
}

// Diff returns the edits that turn a into b: removals, then additions, then the
// values, then the order. The ids of the two documents are not compared.
func Diff(a, b *Cycle) []Edit {
	edits := diffValues(Path{}, a.Values, b.Values)
	keys := slices.Sorted(maps.Keys(a.Lists))
	for _, key := range slices.Sorted(maps.Keys(b.Lists)) {
		if _, ok := a.Lists[key]; !ok {
			keys = append(keys, key)
		}
	}
	for _, list := range keys {
		edits = append(edits, diffList(list, a.Lists[list], b)...)
	}
	return edits
}

func diffValues(p Path, a, b map[string]string) []Edit {
	var edits []Edit
	for _, key := range slices.Sorted(maps.Keys(b)) {
		if a[key] != b[key] {
			edits = append(edits, Set(Path{p.List, p.Item, key}, b[key]))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(a)) {
		if _, ok := b[key]; !ok && a[key] != "" {
			edits = append(edits, Set(Path{p.List, p.Item, key}, ""))
		}
	}
	return edits
}

func diffList(list string, a []Item, b *Cycle) []Edit {
	var edits []Edit
	now := &Cycle{Lists: map[string][]Item{list: slices.Clone(a)}}
	do := func(e Edit) {
		edits = append(edits, e)
		now.apply(e)
	}
	for _, it := range a {
		if b.index(list, it.ID) < 0 {
			do(Remove(list, it.ID))
		}
	}
	for i, it := range b.Lists[list] {
		if now.index(list, it.ID) < 0 {
			before := ""
			if i < len(now.Lists[list]) {
				before = now.Lists[list][i].ID
			}
			do(Edit{Do: AddItem, Path: Path{List: list, Item: it.ID}, Before: before})
		} else if at := now.Lists[list][i].ID; at != it.ID {
			do(Move(list, it.ID, at))
		}
	}
	was := &Cycle{Lists: map[string][]Item{list: a}}
	for _, it := range b.Lists[list] {
		old, _ := was.Item(list, it.ID)
		edits = append(edits, diffValues(Path{List: list, Item: it.ID}, old.Values, it.Values)...)
	}
	return edits
}
