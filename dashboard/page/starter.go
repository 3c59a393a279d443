package page

import (
	"strings"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
)

// What another school takes over: what the problem is, what moves it and how one
// sees that it works. People, dates, numbers and reasons are the first team's own.
var (
	startFields = []string{"title", "weeks", "priority", "problem.who", "problem.does", "problem.what"}
	startLists  = []struct {
		list   string
		fields []string
	}{
		{"drivers", []string{"kind", "text"}},
		{"activities", []string{"driver", "text"}},
		{"measures", []string{"name", "kind", "unit", "definition", "rhythm", "direction", "rules", "limits"}},
	}
)

// starter returns the JSON document of a new cycle with what another school can
// take over from this one. It and all its items have ids of their own: it is the
// beginning of something else, not a copy that meets the first one again.
func starter(from *cycle.Cycle) ([]byte, error) {
	n := cycle.New(change.NewID())
	for _, key := range startFields {
		if v := from.Values[key]; v != "" {
			n.Values[key] = v
		}
	}
	drivers := map[string]string{} // the new ids by those in the first cycle
	for _, l := range startLists {
		for _, it := range from.Lists[l.list] {
			id, values := change.NewID(), map[string]string{}
			if l.list == "drivers" {
				drivers[it.ID] = id
			}
			for _, key := range l.fields {
				if v := it.Values[key]; v != "" {
					values[key] = v
				}
			}
			if driver, ok := values["driver"]; ok {
				// Drivers come before activities; one that is gone is left out.
				delete(values, "driver")
				if at := drivers[driver]; at != "" {
					values["driver"] = at
				}
			}
			n.Lists[l.list] = append(n.Lists[l.list], cycle.Item{ID: id, Values: values})
		}
	}
	return report.JSON(n, nil, nil)
}

// fileName is a name for the file that every system takes.
func fileName(c *cycle.Cycle) string {
	words := strings.FieldsFunc(strings.ToLower(named(c.Values["title"])), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	name := strings.Join(words, "-")
	if name == "" {
		name = "cycle"
	}
	return "start-" + name[:min(len(name), 60)] + ".json"
}
