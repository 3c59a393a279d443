package review

import (
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/examples"
)

// TestExamplesPass puts each of the good answers that people are shown into an
// otherwise empty cycle: nobody should be asked about one.
func TestExamplesPass(t *testing.T) {
	for row := range cycle.Fields() {
		p := cycle.Path{Field: row.Field.Key}
		if row.List != nil {
			p = cycle.Path{List: row.List.Key, Item: "x", Field: row.Field.Key}
		}
		for _, e := range cycle.ExamplesOf(keyOf(row)) {
			if rule := askedAt(p, e.Text); rule != "" {
				t.Errorf("%s, %s: %s asks about %q", keyOf(row), e.Subject, rule, e.Text)
			}
		}
	}
}

// TestExamplesGoTogether reads the good answers of each subject as one cycle.
func TestExamplesGoTogether(t *testing.T) {
	told := map[string]*cycle.Cycle{}
	for row := range cycle.Fields() {
		for _, e := range cycle.ExamplesOf(keyOf(row)) {
			if told[e.Subject] == nil {
				told[e.Subject] = cycle.New(e.Subject)
				told[e.Subject].Values["team_phase"] = "act"
			}
			if row.List == nil {
				told[e.Subject].Values[row.Field.Key] = e.Text
			}
		}
	}
	for subject, c := range told {
		for _, q := range Of(Input{Cycle: c, Today: examples.Day()}).Questions {
			if q.Path.List == "" {
				t.Errorf("%s: %s asks at %s: %s", subject, q.Rule, q.At, q.Text)
			}
		}
	}
}

func keyOf(row cycle.Row) string {
	if row.List == nil {
		return row.Field.Key
	}
	return row.List.Key + "." + row.Field.Key
}
