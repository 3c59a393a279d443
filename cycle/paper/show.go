package paper

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A Shown is one text as a person is shown where it goes.
type Shown struct {
	Step  string // the label of the step: "Weekly plan"
	Where string // the place in it: "Who", "Action 2, who"
	Text  string
}

// Shown gives what was placed in the order of the organizer, the parts of an item
// together.
func (p *Proposal) Shown() []Shown {
	type ordered struct {
		at [3]int
		Shown
	}
	var rows []ordered
	weeks := map[[3]int]int{} // the row of an item's weeks
	for _, pl := range p.Placed {
		step, at := p.at(pl.Path)
		where, text := p.words(pl)
		if pl.Path.Field == "weeks" && pl.Path.List != "" {
			if n, ok := weeks[at]; ok {
				rows[n].Text += ", " + strings.TrimPrefix(text, "week ")
				continue
			}
			weeks[at] = len(rows)
		}
		rows = append(rows, ordered{at, Shown{step, where, text}})
	}
	slices.SortStableFunc(rows, func(a, b ordered) int { return slices.Compare(a.at[:], b.at[:]) })
	out := make([]Shown, len(rows))
	for i, r := range rows {
		out[i] = r.Shown
	}
	return out
}

// at finds the step of a path, and its place in the organizer: the step, the part of
// it, and the item.
func (p *Proposal) at(path cycle.Path) (step string, at [3]int) {
	for i, s := range cycle.Steps {
		for j, part := range s.Parts {
			switch {
			case part.Field != nil && path.List == "" && part.Field.Key == path.Field:
				return s.Label, [3]int{i, j}
			case part.List != nil && part.List.Key == path.List:
				return s.Label, [3]int{i, j, p.item(path)}
			}
		}
	}
	return "", at
}

// item is the place of a path's item in its list, from 0.
func (p *Proposal) item(path cycle.Path) int {
	return slices.IndexFunc(p.Cycle.Lists[path.List], func(it cycle.Item) bool { return it.ID == path.Item })
}

// words name a place, and give its text with the labels of choices.
func (p *Proposal) words(pl Placed) (where, text string) {
	fd, _ := pl.Path.Row()
	text = pl.Text
	if o, ok := fd.Option(text); ok {
		text = o.Label
	}
	l, ok := cycle.ListByKey(pl.Path.List)
	if !ok {
		return fd.Label, text
	}
	const longest = 12 // a name that leaves room for the field's
	one := l.One
	if len(one) > longest {
		one = l.Label
	}
	where = fmt.Sprintf("%s %d", upperFirst(one), p.item(pl.Path)+1)
	if pl.Path.List == "diary" {
		it, _ := p.Cycle.Item("diary", pl.Path.Item)
		return "Week " + it.Get("week"), text
	}
	if fd.Label != "" && !strings.EqualFold(fd.Label, l.One) {
		where += ", " + lowerFirst(fd.Label)
	}
	return where, text
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[size:]
}

// Summary says in a sentence what was found: "31 answers found their place, 4 texts
// go into the diary".
func (p *Proposal) Summary() string {
	if p.Empty() {
		return "no answer was found in this document"
	}
	words := cycle.HowMany(len(p.Shown()), "answer") + " found a place"
	switch n := len(p.Kept); n {
	case 0:
		return words + ", nothing was left over"
	case 1:
		return words + ", 1 text did not and goes into the diary"
	default:
		return fmt.Sprintf("%s, %d texts did not and go into the diary", words, n)
	}
}
