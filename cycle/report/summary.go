package report

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// How much of a text and of a list a summary shows, so that it fits on a page.
const (
	summaryLetters = 220
	summaryItems   = 4
)

// summary returns the parts of a cycle that fit on one page: what is read at a
// share-out. What is not written has no part.
func (o outliner) summary() []Section {
	all := []Section{
		{Key: "problem", Phase: cycle.Plan, Title: "Problem", Blocks: o.shortValues("", "priority")},
		{Key: "goals", Phase: cycle.Plan, Title: "Goal", Blocks: append(o.shortValues("Point A: now", "point_a.what", "point_a.how_much"), o.shortValues("Point B: where we want to be", "point_b.what", "point_b.how_much")...)},
		{Key: "drivers", Phase: cycle.Plan, Title: "What we try", Blocks: o.shortTree(o.drivers())},
		{Key: "prediction", Phase: cycle.Plan, Title: "What we predict", Blocks: o.shortValues("", "prediction")},
		{Key: "data", Phase: cycle.Study, Title: "What the numbers show"},
		{Key: "learn", Phase: cycle.Study, Title: "What we learn", Blocks: append(o.shortValues("", "study.results"), append(o.shortValues("", "study.learned"), o.shortValues("For whom it worked", "study.for_whom")...)...)},
		{Key: "next", Phase: cycle.Act, Title: "What comes next", Blocks: append(o.shortValues("Decision", "act.decision"), o.shortValues("Why", "act.why")...)},
		{Key: "support", Phase: cycle.Act, Title: "What we need", Blocks: o.shortRequests()},
	}
	if sentence := o.c.Problem(); sentence != "" {
		all[0].Blocks = append([]Block{{Text: shorten(sentence)}}, all[0].Blocks...)
	}
	if m, ok := o.c.MainMeasure(); ok {
		if charts := o.charts(m.ID); len(charts) > 0 {
			all[4].Blocks = charts[:1]
		}
	}
	var out []Section
	for _, s := range all {
		if len(s.Blocks) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// shortValues joins some fields to one short text; none when all are empty.
func (o outliner) shortValues(label string, keys ...string) []Block {
	var parts []string
	for _, key := range keys {
		f, _ := cycle.FieldByKey(key)
		if value := o.c.Values[key]; value != "" {
			parts = append(parts, shorten(o.words(f, value)))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []Block{{Label: label, Text: strings.Join(parts, " — ")}}
}

func (o outliner) shortTree(tree []Branch) []Block {
	if len(tree) == 0 {
		return nil
	}
	return []Block{{Tree: shortBranches(tree)}}
}

func shortBranches(tree []Branch) []Branch {
	var out []Branch
	for i, b := range tree {
		if i == summaryItems {
			return append(out, Branch{Text: fmt.Sprintf("and %d more", len(tree)-i)})
		}
		out = append(out, Branch{Text: shorten(b.Text), Under: shortBranches(b.Under)})
	}
	return out
}

// shortRequests lists the support that the team has asked for, with what became
// of it.
func (o outliner) shortRequests() []Block {
	l, _ := cycle.ListByKey("requests")
	state, _ := l.Field("state")
	var tree []Branch
	for _, it := range o.c.Lists["requests"] {
		if it.Blank() {
			continue
		}
		text := orUnnamed(it.Get("text"))
		if s := it.Get("state"); s != "" {
			text += " (" + o.words(state, s) + ")"
		}
		tree = append(tree, Branch{Text: text})
	}
	return o.shortTree(tree)
}

// shorten brings a text to one paragraph of at most summaryLetters letters.
func shorten(s string) string {
	s = oneLine(s)
	if r := []rune(s); len(r) > summaryLetters {
		return strings.TrimSpace(string(r[:summaryLetters-1])) + "…"
	}
	return s
}
