package page

import (
	"strings"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
)

// starter returns the JSON document of a new cycle with what another school can
// take over from this one: no people, dates or numbers. Its own causes stay behind
// too: teams find theirs by asking why themselves, and the words of others' often
// name somebody.
func starter(from *cycle.Cycle) ([]byte, error) {
	n := cycle.New(change.NewID())
	from.Starter(n, change.NewID)
	for _, list := range []string{"bones", "causes", "whys"} {
		delete(n.Lists, list)
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
