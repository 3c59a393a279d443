package review

import (
	"strings"
	"testing"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// FuzzReview puts one text into every field there is: no text breaks a rule, and
// no control character of it comes out in a question.
func FuzzReview(f *testing.F) {
	for _, seed := range []string{"", "x\x1b[2Jy", "\u202eevil", "lack lack lack", strings.Repeat("upup", 400), "2026-10-05", "-", "1e999", "\xff\xfe", "we don’t have a program because 5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := cycle.New("c")
		for i := range cycle.Steps {
			for _, part := range cycle.Steps[i].Parts {
				if part.Field != nil {
					c.Values[part.Field.Key] = text
				}
				if part.List != nil {
					it := cycle.Item{ID: "x", Values: map[string]string{}}
					for _, field := range part.List.Fields {
						it.Values[field.Key] = text
					}
					c.Lists[part.List.Key] = []cycle.Item{it}
				}
			}
		}
		for _, phase := range []string{text, "act"} {
			c.Values["team_phase"] = phase
			rev := Of(Input{Cycle: c, Ramp: []*cycle.Cycle{c, c}, Today: cycle.Day{Year: 2026, Month: 11, Day: 16}})
			said := append(rev.Progress.Evidence, rev.Progress.Score)
			for _, q := range append(rev.Questions, rev.Strengths...) {
				said = append(said, q.Text)
			}
			for _, s := range said {
				if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == '\u202e' }) {
					t.Errorf("%q came out of %q", s, text)
				}
			}
		}
	})
}
