package data

import (
	"fmt"
	"maps"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// edits turns a row that could be read into edits for one change, and gives the
// id of the item that then holds it. said tells a person about a number that was
// there before.
func (r *row) edits(c *cycle.Cycle, values map[string]string) (edits []cycle.Edit, id, said string) {
	was, there := c.Item(r.list, r.id)
	if r.list == marks {
		id = r.id
		if !there {
			id = change.NewID()
			edits = append(edits, cycle.Add(marks, id), cycle.SetIn(marks, id, "measure", r.measure))
		}
		return append(edits, differences(marks, id, was.Values, values)...), id, ""
	}
	date, _ := cycle.ParseDay(values["date"])
	id = cycle.PointID(r.measure, date, values["subgroup"])
	if there && (id == r.id || was.Values["date"] == values["date"] && was.Values["subgroup"] == values["subgroup"]) {
		return differences(points, r.id, was.Values, values), r.id, ""
	}
	if there { // to another day or group: all that it held goes along
		edits = append(edits, cycle.Remove(points, r.id))
		all := maps.Clone(was.Values)
		maps.Copy(all, values)
		values = all
	}
	values["measure"] = r.measure
	other, taken := c.Item(points, id)
	if !taken {
		edits = append(edits, cycle.Add(points, id))
	} else {
		said = replaced(other.Values["value"], values["value"])
		if !there { // cells that were left empty say nothing about what is there
			maps.DeleteFunc(values, func(_, v string) bool { return v == "" })
		}
	}
	return append(edits, differences(points, id, other.Values, values)...), id, said
}

// differences are the edits that write the values that differ, in the order of
// their names.
func differences(list, id string, was, values map[string]string) []cycle.Edit {
	var edits []cycle.Edit
	for _, field := range slices.Sorted(maps.Keys(values)) {
		if was[field] != values[field] {
			edits = append(edits, cycle.SetIn(list, id, field, values[field]))
		}
	}
	return edits
}

func replaced(was, now string) string {
	switch was {
	case now:
		return fmt.Sprintf("%s was there already for this date", now)
	case "":
		return ""
	}
	return fmt.Sprintf("there was %s for this date: now %s. ctrl+z brings it back", cycle.Clean(was, false), now)
}
