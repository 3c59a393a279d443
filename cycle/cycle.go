package cycle

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Cycle is one team's PDSA cycle as it stands: the values of its fields and
// the items of its lists, in order. Values are text in the form that the field's
// Kind names; an empty value and a missing one are the same.
//
// Members of Weeks fields are kept apart, one value a week ("weeks/3" = "true"),
// and so are those of ByWeek fields ("status.3" = "done"), so that two people
// who mark different weeks do not write over each other.
type Cycle struct {
	ID     string
	Values map[string]string
	Lists  map[string][]Item
	// MinGroup is the smallest student group whose numbers may be shown, where the
	// district has chosen one: see SmallestGroup. It is none of what the team wrote.
	MinGroup int
}

// An Item is one entry of a list.
type Item struct {
	ID     string
	Values map[string]string
}

// New returns an empty cycle with the id.
func New(id string) *Cycle {
	return &Cycle{ID: id, Values: map[string]string{}, Lists: map[string][]Item{}}
}

// Clone returns a deep copy.
func (c *Cycle) Clone() *Cycle {
	d := &Cycle{ID: c.ID, MinGroup: c.MinGroup, Values: maps.Clone(c.Values), Lists: make(map[string][]Item, len(c.Lists))}
	if d.Values == nil {
		d.Values = map[string]string{}
	}
	for key, items := range c.Lists {
		copied := make([]Item, len(items))
		for i, it := range items {
			copied[i] = Item{ID: it.ID, Values: maps.Clone(it.Values)}
		}
		d.Lists[key] = copied
	}
	return d
}

// Get returns the value of a field by its key: "problem.who" or
// "causes/ITEM.text". Weeks and ByWeek fields come composed ("1-3, 5",
// "1=done; 2=missed"). An unknown key gives the empty string.
func (c *Cycle) Get(key string) string {
	p, err := ParsePath(key)
	if err != nil {
		return ""
	}
	return c.At(p)
}

// At returns the value at the path; see Get.
func (c *Cycle) At(p Path) string {
	if p.List == "" {
		return c.Values[p.Field]
	}
	it, ok := c.Item(p.List, p.Item)
	if !ok {
		return ""
	}
	if l, ok := ListByKey(p.List); ok {
		if f, ok := l.Field(p.Field); ok {
			return it.compose(f)
		}
	}
	return it.Values[p.Field]
}

// Item returns the item of the list with the id.
func (c *Cycle) Item(list, id string) (Item, bool) {
	i := c.index(list, id)
	if i < 0 {
		return Item{}, false
	}
	return c.Lists[list][i], true
}

func (c *Cycle) index(list, id string) int {
	return slices.IndexFunc(c.Lists[list], func(it Item) bool { return it.ID == id })
}

// Get returns the item's value of a plain field.
func (it Item) Get(field string) string { return it.Values[field] }

// Blank reports whether nothing is written in the item.
func (it Item) Blank() bool {
	for _, v := range it.Values {
		if v != "" {
			return false
		}
	}
	return true
}

// compose gives the whole text of a field whose members are kept apart.
func (it Item) compose(f Field) string {
	switch f.Kind {
	case Weeks:
		return FormatWeeks(it.WeekSet(f.Key))
	case ByWeek:
		return FormatByWeek(it.WeekMap(f.Key))
	default:
		return it.Values[f.Key]
	}
}

// WeekSet returns the weeks that a Weeks field holds, in order.
func (it Item) WeekSet(field string) []int {
	var weeks []int
	for key, v := range it.Values {
		if n, ok := memberWeek(key, field, SetMark); ok && v == True {
			weeks = append(weeks, n)
		}
	}
	slices.Sort(weeks)
	return weeks
}

// WeekMap returns what a ByWeek field holds, by week; weeks without a value are
// left out.
func (it Item) WeekMap(field string) map[int]string {
	byWeek := map[int]string{}
	for key, v := range it.Values {
		if n, ok := memberWeek(key, field, "."); ok && v != "" {
			byWeek[n] = v
		}
	}
	return byWeek
}

func memberWeek(key, field, mark string) (int, bool) {
	rest, ok := strings.CutPrefix(key, field+mark)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(rest)
	return n, err == nil && n > 0
}

// True is the value of a YesNo field, or of a member of a set, that holds.
const True = "true"

// SetMark stands in a field's name between a set and its member: "weeks/3".
const SetMark = "/"

// MaxWeeks is the longest cycle, in weeks.
const MaxWeeks = 52
