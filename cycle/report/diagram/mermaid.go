package diagram

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// FishboneMermaid writes the fishbone as a Mermaid flow chart that leads from the
// whys to the causes, the bones and the problem. Likely root causes are hexagons.
// It is nil for a cycle that has no bones and no causes.
func FishboneMermaid(c *cycle.Cycle) []byte {
	all := bones(c)
	if len(all) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	fmt.Fprintf(&b, "  problem[%s]\n", label(problem(c)))
	for i, bone := range all {
		id := fmt.Sprintf("bone%d", i+1)
		fmt.Fprintf(&b, "  %s([%s]) --> problem\n", id, label(bone.name))
		for j, k := range bone.causes {
			cause := fmt.Sprintf("%s_cause%d", id, j+1)
			before, after := "[", "]"
			if k.root {
				before, after = "{{", "}}"
				k.text += " (likely root cause)"
			}
			fmt.Fprintf(&b, "  %s%s%s%s --> %s\n", cause, before, label(k.text), after, id)
			under := cause
			for n, why := range k.whys {
				at := fmt.Sprintf("%s_why%d", cause, n+1)
				fmt.Fprintf(&b, "  %s[%s] -.-> %s\n", at, label(why), under)
				under = at
			}
		}
	}
	return []byte(b.String())
}

// label writes text in quotes. Everything in it that could be taken for markup is
// written by its number, as Mermaid reads it: #35; is the number sign.
func label(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	afterDigit := false // where "." and ")" would begin a numbered list
	for _, r := range s {
		plain := unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r > unicode.MaxLatin1 || strings.ContainsRune(" ,!?(", r)
		if plain || !afterDigit && strings.ContainsRune(".)", r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
		afterDigit = unicode.IsDigit(r)
	}
	b.WriteByte('"')
	return b.String()
}
