package cycle

import (
	"cmp"
	"fmt"
	"slices"
)

// Where numbers about student groups stand.
const (
	PointsList = "points"
	GroupField = "subgroup"
)

// Withheld stands in place of a value that stays on the laptop where it was typed,
// because it tells about too few students.
const Withheld = "withheld"

// The smallest groups whose numbers may be shown.
const (
	DefaultMinGroup = 10
	LeastMinGroup   = 6
)

// SmallestGroup is the smallest student group whose numbers may be shown: the one that
// the district has chosen, but never under LeastMinGroup; DefaultMinGroup where it has
// chosen none.
func (c *Cycle) SmallestGroup() int {
	if c.MinGroup == 0 {
		return DefaultMinGroup
	}
	return max(c.MinGroup, LeastMinGroup)
}

// tellsOfGroup are the fields of a data point that tell about its students.
var tellsOfGroup = []string{"value", "n", "note", "excluded"}

// TellsOfGroup reports whether the path is that of a field that tells about the
// students of a data point's group.
func TellsOfGroup(p Path) bool {
	return p.List == PointsList && slices.Contains(tellsOfGroup, p.Field)
}

// Withhold takes out of a data point what tells about its students. Of a number it
// leaves that there is one.
func (it Item) Withhold() {
	number := it.Values["value"] != ""
	for _, field := range tellsOfGroup {
		delete(it.Values, field)
	}
	if number {
		it.Values["value"] = Withheld
	}
}

// WithheldPoints gives the ids of the data points whose numbers must not leave the
// laptop: those of a group that is smaller than SmallestGroup or does not say of how
// many, and on a day on which the whole group has a value also the
// next smallest group when otherwise only one were missing, because the total would
// give it away.
func (c *Cycle) WithheldPoints() map[string]bool {
	least := c.SmallestGroup()
	type day struct {
		measure string
		date    Day
	}
	out := map[string]bool{}
	total := map[day]bool{}
	hidden, shown := map[day]int{}, map[day][]Point{}
	for _, p := range c.Points("") {
		at := day{p.Measure, p.Date}
		switch {
		case p.Subgroup == "":
			total[at] = total[at] || p.HasValue()
		case p.Withheld || p.N < least:
			out[p.ID] = true
			if p.Withheld || p.HasValue() {
				hidden[at]++
			}
		case p.HasValue():
			shown[at] = append(shown[at], p)
		}
	}
	for at, n := range hidden {
		if n == 1 && total[at] && !at.date.IsZero() && len(shown[at]) > 0 {
			next := slices.MinFunc(shown[at], func(a, b Point) int { return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.ID, b.ID)) })
			out[next.ID] = true
		}
	}
	return out
}

// WhyWithheld says in words why the number of a data point that was typed here must
// not leave the laptop; empty when it may.
func (c *Cycle) WhyWithheld(p Point) string {
	least := c.SmallestGroup()
	switch {
	case p.Subgroup == "" || p.Withheld || !p.HasValue():
		return ""
	case p.N == 0:
		return fmt.Sprintf("nothing says that the group has %d students or more (n)", least)
	case p.N < least:
		return fmt.Sprintf("the group has fewer than %d students", least)
	case c.WithheldPoints()[p.ID]:
		return "with the number for everybody it would give a small group away"
	}
	return ""
}

// SayStayHere says how many numbers of those that the edits write must then not leave
// the laptop, and why; empty when all may.
func (c *Cycle) SayStayHere(edits []Edit) string {
	n := c.StayHere(edits)
	switch n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("1 of the numbers stays on this laptop: it is about a student group of fewer than %d, would give one away, or does not say of how many (n)", c.SmallestGroup())
	}
	return fmt.Sprintf("%d of the numbers stay on this laptop: they are about student groups of fewer than %d, would give one away, or do not say of how many (n)", n, c.SmallestGroup())
}

// StayHere counts the data points that the edits write in and whose numbers must then
// not leave the laptop.
func (c *Cycle) StayHere(edits []Edit) int {
	after := c.Clone()
	after.Apply(edits...)
	withheld := after.WithheldPoints()
	n := 0
	for _, e := range edits {
		if e.Path.List == PointsList && withheld[e.Path.Item] {
			n++
			delete(withheld, e.Path.Item)
		}
	}
	return n
}
