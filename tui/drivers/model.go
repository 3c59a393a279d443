package drivers

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
)

// The lists of the cycle that make up the diagram.
const (
	driversList    = "drivers"
	activitiesList = "activities"
)

// diagram is the driver diagram read out of a cycle, its texts safe to draw.
type diagram struct {
	aim     []string // the lines of Point B that are written; empty when none is
	drivers []driver
	loose   []activity // activities without a driver
}

type driver struct {
	id, text, kind, rationale string
	activities                []activity
}

type activity struct{ id, text string }

func (d driver) ref() treepane.Ref   { return treepane.Ref{List: driversList, ID: d.id} }
func (a activity) ref() treepane.Ref { return treepane.Ref{List: activitiesList, ID: a.id} }

func read(c *cycle.Cycle, today cycle.Day) diagram {
	d := diagram{aim: aim(c, today), loose: activities(c.Loose(activitiesList, "driver", driversList))}
	for _, it := range c.Lists[driversList] {
		d.drivers = append(d.drivers, driver{
			it.ID, treepane.Words(it.Get("text")), kindLabel(it.Get("kind")), strings.TrimSpace(cycle.Clean(it.Get("rationale"), true)),
			activities(c.Under(activitiesList, "driver", it.ID)),
		})
	}
	return d
}

func activities(items []cycle.Item) []activity {
	var out []activity
	for _, it := range items {
		out = append(out, activity{it.ID, treepane.Words(it.Get("text"))})
	}
	return out
}

// aim is Point B as its lines: how much, what, for whom, by when.
func aim(c *cycle.Cycle, today cycle.Day) []string {
	var out []string
	for _, key := range []string{"point_b.how_much", "point_b.what", "point_b.for_whom"} {
		if v := strings.TrimSpace(cycle.Clean(c.Values[key], false)); v != "" {
			out = append(out, v)
		}
	}
	if d, ok := cycle.ParseDay(c.Values["point_b.by_when"]); ok {
		out = append(out, "by "+d.Words(today))
	}
	return out
}

func kinds() []cycle.Option {
	l, _ := cycle.ListByKey(driversList)
	f, _ := l.Field("kind")
	return f.Options
}

func kindLabel(kind string) string {
	for _, o := range kinds() {
		if o.Key == kind {
			return o.Label
		}
	}
	return ""
}

// A row is one stop of the cursor.
type row struct {
	ref    treepane.Ref
	text   string
	driver int // the index of the driver; len(drivers) for activities without one
}

// rows lists all items: each driver and its activities, then those without one.
func (d diagram) rows() []row {
	var out []row
	for i, dr := range d.drivers {
		out = append(out, row{dr.ref(), dr.text, i})
		for _, a := range dr.activities {
			out = append(out, row{a.ref(), a.text, i})
		}
	}
	for _, a := range d.loose {
		out = append(out, row{a.ref(), a.text, len(d.drivers)})
	}
	return out
}
