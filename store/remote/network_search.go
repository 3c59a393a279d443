package remote

import (
	"bytes"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// A Part of a cycle is where Search looks.
type Part int

// The parts. Anywhere is the whole cycle, with its title and its school.
const (
	Anywhere   Part = iota
	InProblem       // who does what, in the problem of practice
	InDrivers       // what a driver says
	InMeasures      // the name of a measure
)

// Search returns the shared cycles that hold every one of the words, in any case:
// Anywhere in the list's line or the cycle, or all of them in the problem, in one
// driver or in one measure. The newest come first. Without words it is List.
func (n *Network) Search(in Part, words string) ([]Shared, error) {
	all, err := n.List()
	want := strings.Fields(strings.ToLower(words))
	if err != nil || len(want) == 0 {
		return all, err
	}
	err = n.view(func(tx *bbolt.Tx) error {
		all = slices.DeleteFunc(all, func(s Shared) bool {
			_, body, _ := bytes.Cut(tx.Bucket(bucketBodies).Get([]byte(s.ID)), []byte{0})
			return !slices.ContainsFunc(textsIn(in, s, body), func(text string) bool { return holds(text, want) })
		})
		return nil
	})
	return all, err
}

// holds reports whether a text has all the words, which are in lower case.
func holds(text string, words []string) bool {
	text = strings.ToLower(text)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// textsIn returns the texts of a part, one of which has to hold what is looked for.
// A document that cannot be read has none besides those of the list's line.
func textsIn(in Part, s Shared, body []byte) []string {
	if in == InProblem {
		return []string{s.Problem}
	}
	c, err := cycle.ParseDocument(body, change.NewID)
	if err != nil {
		c = cycle.New(s.ID)
	}
	switch in {
	case InDrivers:
		return valuesOf(c.Lists["drivers"], "text")
	case InMeasures:
		return append(valuesOf(c.Lists["measures"], "name"), s.Measure)
	}
	return []string{strings.Join([]string{s.Title, s.School, s.Network, s.Problem, s.Goal, s.Measure, wordsOf(c)}, "\n")}
}

func valuesOf(items []cycle.Item, field string) []string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.Values[field]
	}
	return out
}

// wordsOf returns all texts of a cycle, without its keys.
func wordsOf(c *cycle.Cycle) string {
	var b strings.Builder
	add := func(values map[string]string) {
		for _, v := range values {
			b.WriteString(v)
			b.WriteByte('\n')
		}
	}
	add(c.Values)
	for _, items := range c.Lists {
		for _, it := range items {
			add(it.Values)
		}
	}
	return b.String()
}
