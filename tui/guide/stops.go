package guide

import (
	"cmp"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// route names the questions of a first plan, in order, by their keys in the
// organizer's table. The words of each stand there; asks says it otherwise where
// the same is asked again.
var route = []struct {
	key  string
	nth  int // of items of a list: which one
	asks string
	// under is the field by which the item hangs on the item of another question,
	// and shows the question whose answer is shown above this one.
	under, shows string
}{
	{key: "problem.who"},
	{key: "problem.does", shows: "problem.who"},
	{key: "problem.what", shows: "problem.does"},
	{key: "causes.text", shows: "problem.what"},
	{key: "whys.text", under: "cause", shows: "causes.text"},
	{key: "causes.text", nth: 1, asks: "What is another reason this happens?", shows: "problem.what"},
	{key: "whys.text", nth: 1, under: "cause", shows: "causes.text"},
	{key: "point_a.what"},
	{key: "point_a.how_much", shows: "point_a.what"},
	{key: "point_b.what", shows: "point_a.what"},
	{key: "point_b.how_much", shows: "point_a.how_much"},
	{key: "point_b.by_when", shows: "point_b.how_much"},
	{key: "drivers.text", shows: "causes.text"},
	{key: "activities.text", under: "driver", shows: "drivers.text"},
	{key: "prediction", shows: "activities.text"},
	{key: "measures.name", shows: "point_b.how_much"},
	{key: "measures.definition", shows: "measures.name"},
	{key: "actions.what", shows: "activities.text"},
	{key: "actions.names", shows: "actions.what"},
	{key: "actions.weeks", shows: "actions.what"},
}

// A stop is one question and the place of its answer.
type stop struct {
	path   cycle.Path
	field  cycle.Field
	step   cycle.Step
	parent cycle.Path // of the item that this one hangs on, or empty
	under  string     // the field that says so
	shows  *stop
}

// stopsOf lays the route through a cycle. Items that are there are gone on with,
// in their order; those that are not get an id, and are made with their first
// words.
func stopsOf(c *cycle.Cycle, newID func() string) []*stop {
	type place struct {
		key string
		nth int
	}
	var stops []*stop
	laid := map[place]*stop{}
	made := ids{map[string]string{}, newID}
	for _, r := range route {
		f, _ := cycle.FieldByKey(r.key)
		step, _ := cycle.StepOf(r.key)
		f.Prompt = cmp.Or(r.asks, f.Prompt)
		st := &stop{path: cycle.Path{Field: r.key}, field: f, step: step, under: r.under, shows: laid[place{r.shows, r.nth}]}
		if st.shows == nil && r.shows != "" {
			st.shows = laid[place{r.shows, 0}]
		}
		if list, field, _ := strings.Cut(r.key, "."); isList(list) {
			items := c.Lists[list]
			n := r.nth
			if r.under != "" {
				st.parent, n = st.shows.path, 0
				items = c.Under(list, r.under, st.parent.Item)
			}
			st.path = cycle.Path{List: list, Field: field, Item: made.at(items, n, list+" "+st.parent.Item)}
		}
		laid[place{r.key, r.nth}] = st
		stops = append(stops, st)
	}
	return stops
}

func isList(key string) bool {
	_, ok := cycle.ListByKey(key)
	return ok
}

// ids remembers the ids that were given to items that are not there.
type ids struct {
	given map[string]string
	newID func() string
}

// at is the id of an item, and of one that is not there the same each time.
func (d ids) at(items []cycle.Item, n int, name string) string {
	if n < len(items) {
		return items[n].ID
	}
	name += strings.Repeat("+", n)
	if d.given[name] == "" {
		d.given[name] = d.newID()
	}
	return d.given[name]
}

// along gives the edits that make the item of a stop.
func (st *stop) along(c *cycle.Cycle) []cycle.Edit {
	p := st.path
	if _, there := c.Item(p.List, p.Item); there || p.List == "" {
		return nil
	}
	edits := []cycle.Edit{cycle.Add(p.List, p.Item)}
	if _, there := c.Item(st.parent.List, st.parent.Item); there {
		edits = append(edits, cycle.SetIn(p.List, p.Item, st.under, st.parent.Item))
	}
	if p.List == "measures" { // the number of the goal, which stands above the question
		edits = append(edits, cycle.SetIn(p.List, p.Item, "kind", cycle.Outcome))
	}
	return edits
}

// answered reports whether there is an answer; an empty line is none.
func (st *stop) answered(c *cycle.Cycle) bool { return strings.TrimSpace(c.At(st.path)) != "" }

// idle reports whether the question makes no sense yet: why a cause is so that
// nobody has named.
func (st *stop) idle(c *cycle.Cycle) bool {
	return st.path.List == "whys" && !st.shows.answered(c)
}

// Left counts the questions of a first plan that are still open in the cycle.
func Left(c *cycle.Cycle) int {
	n := 0
	nobody := func() string { return "" } // it is only looked, and at each drawing
	for _, st := range stopsOf(c, nobody) {
		if !st.answered(c) {
			n++
		}
	}
	return n
}
