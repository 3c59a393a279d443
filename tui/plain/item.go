package plain

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// addItem asks for the fields of a new item in turn. The item is made with the
// first answer; when what it says is already in the list under the same natural
// id, the person goes on with that one. An empty line at the first field adds
// nothing.
func (d *desk) addItem(l cycle.List) error {
	id := change.NewID()
	started := false
	for _, f := range askable(l) {
		answered, err := d.askNew(l, &id, f)
		if err != nil {
			return stay(err)
		}
		started = started || answered
		if !started {
			d.say("Nothing was added.")
			return nil
		}
	}
	if it, ok := d.cycle.Item(l.Key, id); ok {
		d.say("", "Added: "+sentence(d.itemLine(l, it)))
	}
	return nil
}

// askNew asks for one field of an item that may not be there yet. The answer can
// decide which item it is: id is then set to its natural id.
func (d *desk) askNew(l cycle.List, id *string, f cycle.Field) (answered bool, err error) {
	if _, there := d.cycle.Item(l.Key, *id); there || f.Kind == cycle.Ref {
		return d.askAt(cycle.Path{List: l.Key, Item: *id, Field: f.Key}, f)
	}
	return d.put(question{
		list: l.Key, field: f, choices: d.choices(l.Key, f),
		keep: func(typed string) error {
			value, _, err := f.Parse(typed, d.today())
			if err != nil {
				value = "" // write says what is wrong with it
			}
			if natural, ok := cycle.NaturalID(l.Key, map[string]string{f.Key: value}); ok {
				*id = natural
			}
			if it, there := d.cycle.Item(l.Key, *id); there {
				d.say("That one is in the list already, so you go on with it: " + d.itemLine(l, it) + ".")
			}
			return d.write(cycle.Path{List: l.Key, Item: *id, Field: f.Key}, typed)
		},
	})
}

// editItem asks for the fields of an item that is there. Fields that make it
// what it is are not asked: another week's diary is another entry.
func (d *desk) editItem(l cycle.List, id string) error {
	it, _ := d.cycle.Item(l.Key, id)
	natural, isNatural := cycle.NaturalID(l.Key, it.Values)
	d.say("", upperFirst(l.One)+": "+d.itemLine(l, it)+". A single . goes back to the list.")
	for i, f := range askable(l) {
		if i == 0 && isNatural && natural == id {
			continue
		}
		if _, err := d.askAt(cycle.Path{List: l.Key, Item: id, Field: f.Key}, f); err != nil {
			return stay(err)
		}
	}
	return nil
}

// askable gives the fields of a list that are asked one after the other. Those
// that hold something for each week have commands of their own.
func askable(l cycle.List) []cycle.Field {
	var out []cycle.Field
	for _, f := range l.Fields {
		if !f.Internal && f.Kind != cycle.ByWeek {
			out = append(out, f)
		}
	}
	return out
}
