package cycle

// What another school takes over of a cycle: what the problem is, why it happens,
// what moves it and how one sees that it works. People, dates, numbers and the
// first team's own words about itself stay behind.
var (
	starterFields = []string{"weeks", "priority", "problem.who", "problem.does", "problem.what"}
	starterLists  = []struct {
		list    string
		fields  []string
		ref, to string // the field that names an item, and of which list above
	}{
		{list: "bones", fields: []string{"name"}},
		{list: "causes", fields: []string{"bone", "text", "root"}, ref: "bone", to: "bones"},
		{list: "whys", fields: []string{"cause", "text"}, ref: "cause", to: "causes"},
		{list: "drivers", fields: []string{"kind", "text"}},
		{list: "activities", fields: []string{"driver", "text"}, ref: "driver", to: "drivers"},
		{list: "measures", fields: []string{"name", "kind", "unit", "definition", "rhythm", "direction", "rules", "limits"}},
	}
)

// Starter puts what another school can take over of this cycle into n, a new one,
// as a draft. All items get ids of their own from newID, since it is the beginning
// of something else and not a copy that meets the first one again. The title is
// left for the team to find.
func (c *Cycle) Starter(n *Cycle, newID func() string) {
	for _, key := range starterFields {
		setValue(n.Values, key, c.Values[key])
	}
	renamed := map[Path]string{}
	for _, l := range starterLists {
		for _, it := range c.Lists[l.list] {
			id, values := newID(), map[string]string{}
			renamed[Path{List: l.list, Item: it.ID}] = id
			for _, key := range l.fields {
				v := it.Values[key]
				if key == l.ref {
					v = renamed[Path{List: l.to, Item: v}] // what is gone is left out
				}
				setValue(values, key, v)
			}
			n.Lists[l.list] = append(n.Lists[l.list], Item{ID: id, Values: values})
		}
	}
}
