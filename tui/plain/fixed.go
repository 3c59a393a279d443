package plain

import (
	"github.com/cqi-pdsa/pdsa/cycle"
)

// askFixed asks for the rows that every cycle has, one by one: for evidence one
// a usual source, for goal checks one a question. Of a source that the team has
// not looked at nothing more is asked.
func (d *desk) askFixed(l cycle.List) error {
	rows := cycle.FixedItems(l.Key)
	d.say("", l.Label+". "+l.Prompt, l.Help)
	for i, row := range rows {
		kind, _ := l.Field(row.Field)
		option, _ := kind.Option(row.Value)
		d.say("")
		d.sayf("%d of %d: %s. %s", i+1, len(rows), option.Label, option.Help)
		for _, f := range l.Fields {
			if f.Key == row.Field {
				continue
			}
			if _, err := d.askAt(cycle.Path{List: l.Key, Item: row.ID, Field: f.Key}, f); err != nil {
				return err
			}
			if it, _ := d.cycle.Item(l.Key, row.ID); f.Kind == cycle.YesNo && untouched(it, row) {
				break
			}
		}
	}
	return nil
}

// untouched reports whether nothing is written in the row but what it is.
func untouched(it cycle.Item, row cycle.FixedItem) bool {
	for key, v := range it.Values {
		if key != row.Field && v != "" {
			return false
		}
	}
	return true
}

// ownEvidence is the list of the sources that are not among the usual ones.
func (d *desk) ownEvidence(l cycle.List) listView {
	view := d.plainList(l)
	view.label = "Other evidence"
	view.empty = "No other sources."
	view.items = func() []cycle.Item {
		var own []cycle.Item
		for _, it := range d.cycle.Lists[l.Key] {
			if _, fixed := cycle.NaturalID(l.Key, map[string]string{"source": it.ID}); !fixed {
				own = append(own, it)
			}
		}
		return own
	}
	return view
}
