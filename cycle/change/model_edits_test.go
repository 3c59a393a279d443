package change

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
)

var testValues = []string{"", "red", "green", "blue"}

// edits draws one to four edits and carries them out on the document.
func (l *laptop) edits(t *rapid.T, now *cycle.Cycle) []cycle.Edit {
	edits := make([]cycle.Edit, rapid.IntRange(1, 4).Draw(t, "edits"))
	for i := range edits {
		edits[i] = l.edit(t, now)
		now.Apply(edits[i])
	}
	return edits
}

// edit draws one edit that makes sense in the document as it stands. Actions are
// a list in which people add, move and remove; points have fixed ids and come
// into being by being written to.
func (l *laptop) edit(t *rapid.T, now *cycle.Cycle) cycle.Edit {
	value := rapid.SampledFrom(testValues).Draw(t, "value")
	actions := ids(now.Lists["actions"])
	gone := slices.Sorted(maps.Keys(l.state.Lists["actions"]))
	gone = slices.DeleteFunc(gone, func(id string) bool { return slices.Contains(actions, id) })
	pick := func(from []string) string { return rapid.SampledFrom(from).Draw(t, "item") }
	before := func() string { return rapid.SampledFrom(append([]string{""}, actions...)).Draw(t, "before") }

	kind := rapid.IntRange(0, 11).Draw(t, "edit")
	if len(actions) == 0 && kind >= 6 {
		kind = 3
	}
	switch kind {
	case 0, 1:
		return cycle.SetField(rapid.SampledFrom([]string{"aim", "who"}).Draw(t, "field"), value)
	case 2:
		id := rapid.SampledFrom([]string{"w1", "w2"}).Draw(t, "point")
		if _, ok := now.Item("points", id); ok && rapid.IntRange(0, 2).Draw(t, "drop") == 0 {
			return cycle.Remove("points", id)
		} else if !ok && value == "" {
			value = "red"
		}
		return cycle.SetIn("points", id, rapid.SampledFrom([]string{"value", "note"}).Draw(t, "field"), value)
	case 3, 4, 5:
		id := fmt.Sprintf("%c%s", rapid.RuneFrom([]rune("abcxyz")).Draw(t, "letter"), l.name)
		if len(gone) > 0 && kind == 5 {
			id = pick(gone)
		} else if kind == 4 {
			id = rapid.SampledFrom([]string{"s1", "s2"}).Draw(t, "shared") // two laptops may well add the same id
		}
		e := cycle.Add("actions", id)
		e.Before = before()
		return e
	case 6:
		return cycle.Move("actions", pick(actions), before())
	case 7:
		return cycle.Remove("actions", pick(actions))
	case 8, 9:
		field := rapid.SampledFrom([]string{"weeks/3", "weeks/5"}).Draw(t, "week")
		return cycle.SetIn("actions", pick(actions), field, rapid.SampledFrom([]string{"", cycle.True}).Draw(t, "on"))
	default:
		return cycle.SetIn("actions", pick(actions), rapid.SampledFrom([]string{"text", "owner"}).Draw(t, "field"), value)
	}
}

func rawValue(c *cycle.Cycle, p cycle.Path) string {
	if p.List == "" {
		return c.Values[p.Field]
	}
	it, _ := c.Item(p.List, p.Item)
	return it.Values[p.Field]
}

func ids(items []cycle.Item) []string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.ID
	}
	return out
}

// differ says how two documents differ; empty when they do not. Points have no
// order that people chose.
func differ(want, got *cycle.Cycle) string {
	a, b := describe(want), describe(got)
	if a == b {
		return ""
	}
	return "want " + a + "\ngot  " + b
}

func describe(c *cycle.Cycle) string {
	var b strings.Builder
	fmt.Fprint(&b, c.Values)
	for _, list := range slices.Sorted(maps.Keys(c.Lists)) {
		items := slices.Clone(c.Lists[list])
		if list == "points" {
			slices.SortFunc(items, func(x, y cycle.Item) int { return strings.Compare(x.ID, y.ID) })
		}
		for _, it := range items {
			if list == "points" && it.Blank() {
				continue // a row without words shows no different from one that is not there
			}
			fmt.Fprintf(&b, " %s/%s%v", list, it.ID, it.Values)
		}
	}
	return b.String()
}

type fataler interface{ Fatalf(string, ...any) }

func encodeState(t fataler, s *State) string {
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("encode state: %v", err)
	}
	return string(data)
}
