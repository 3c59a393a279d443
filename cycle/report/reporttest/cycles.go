// Package reporttest gives the cycles that every form of a document is tested
// with, and looks for what a text of the team must never become.
package reporttest

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Story picks out of the examples a whole cycle that is under way, with student
// groups in its data.
func Story(examples []*cycle.Cycle) *cycle.Cycle {
	ramp := Ramp(examples)
	return ramp[len(ramp)-1]
}

// Ramp picks out of the examples a cycle and the one that continues it.
func Ramp(examples []*cycle.Cycle) []*cycle.Cycle {
	var ramp []*cycle.Cycle
	for _, c := range examples {
		if strings.HasPrefix(c.ID, "ex-talk-") {
			ramp = append(ramp, c)
		}
	}
	if len(ramp) != 2 {
		panic("the story is gone")
	}
	return ramp
}

// Empty is a cycle in which nothing is written.
func Empty() *cycle.Cycle { return cycle.New("empty") }

// Nasty is a text that every form has to keep harmless: markup, a formula,
// control characters, marks that turn the direction of writing, and letters of
// many scripts.
const Nasty = "=HYPERLINK(\"http://evil.example\",\"x\") <script>alert('1')</script> & ]]> -- \\ \x1b[31mred\x00\u202e\u200f\ufffe" +
	"\n@SUM(1) não às ção \u179f\u17b6\u179b\u17b6 \u05e9\u05dc\u05d5\u05dd 學校 😀\r\n+1 {{.}} \x7f"

// Hostile is a cycle with [Nasty] in every field that takes words, lists with
// items that belong to nothing, and one text as long as a field can be.
func Hostile() *cycle.Cycle {
	c := cycle.New("hostile\"<>&/../x")
	for row := range cycle.Fields() {
		f := row.Field
		value := Nasty
		switch f.Kind {
		case cycle.Date:
			value = "2026-11-0" + string('1'+rune(len(f.Key)%9))
		case cycle.Number:
			value = "-1.5"
		case cycle.Count:
			value = "12"
		case cycle.YesNo:
			value = cycle.True
		case cycle.Ref:
			value = "i1"
		}
		if row.List == nil {
			c.Values[f.Key] = value
			continue
		}
		if c.Lists[row.List.Key] == nil {
			for _, id := range []string{"i1", "i2"} {
				c.Lists[row.List.Key] = append(c.Lists[row.List.Key], cycle.Item{ID: id, Values: map[string]string{}})
			}
		}
		for i, it := range c.Lists[row.List.Key] {
			switch {
			case f.Kind == cycle.Weeks:
				it.Values[f.Key+"/2"] = cycle.True
			case f.Kind == cycle.ByWeek:
				it.Values[f.Key+".2"] = value
			case f.Kind == cycle.Ref && i == 1:
				it.Values[f.Key] = "gone"
			default:
				it.Values[f.Key] = value
			}
		}
	}
	c.Values["start"], c.Values["weeks"] = "2026-10-05", "30"
	c.Values["team_phase"] = "" // a phase that is none says nothing about the words
	c.Values["study.results"] = strings.Repeat("long text, ", cycle.MaxText/11)
	c.Values["study.learned"] = strings.Repeat("x", cycle.MaxText)
	return c
}
