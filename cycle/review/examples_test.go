package review

import (
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/examples"
)

// TestNoFalseAlarm reads the example cycles, which teams could be proud of.
func TestNoFalseAlarm(t *testing.T) {
	all := examples.Cycles()
	for _, c := range all {
		rev := Of(Input{Cycle: c, Today: examples.Day()})
		for _, q := range rev.Questions {
			t.Errorf("%s: %s asks at %s: %s", c.ID, q.Rule, q.At, q.Text)
		}
		if len(rev.Strengths) < 7 {
			t.Errorf("%s: only %d strong points are named", c.ID, len(rev.Strengths))
		}
	}
}

// TestTableTexts puts each strong and each weak text of the organizer's table
// into an otherwise empty cycle.
func TestTableTexts(t *testing.T) {
	for i := range cycle.Steps {
		for _, part := range cycle.Steps[i].Parts {
			if part.Field != nil {
				tryText(t, cycle.Path{Field: part.Field.Key}, *part.Field)
			}
			if part.List != nil {
				for _, f := range part.List.Fields {
					tryText(t, cycle.Path{List: part.List.Key, Item: "x", Field: f.Key}, f)
				}
			}
		}
	}
}

// passed are weak texts that the review lets pass: asking about each small note
// would be nagging, and a date that is no date cannot be written at all.
var passed = map[string]bool{
	"actions/x.note": true, "points/x.note": true, "annotations/x.text": true, "comments/x.text": true, "measures/x.unit": true,
	"point_a.by_when": true, "point_b.by_when": true,
}

func tryText(t *testing.T, p cycle.Path, f cycle.Field) {
	t.Helper()
	for _, text := range []string{f.Strong, f.Weak} {
		if text == "" {
			continue
		}
		asked := askedAt(p, text)
		switch {
		case text == f.Strong && asked != "":
			t.Errorf("%s: strong text %q is asked about by %s", p, text, asked)
		case text == f.Weak && asked == "" && !passed[p.String()]:
			t.Errorf("%s: weak text %q passes", p, text)
		}
	}
}

func askedAt(p cycle.Path, text string) string {
	c := cycle.New("c")
	if p.List != "" {
		c.Lists[p.List] = []cycle.Item{{ID: p.Item, Values: map[string]string{"name": "Late arrivals", p.Field: text}}}
	} else {
		c.Values[p.Field] = text
	}
	c.Values["team_phase"] = "act"
	for _, q := range Of(Input{Cycle: c, Today: examples.Day()}).Questions {
		if q.Path.List == p.List && q.Path.Field == p.Field {
			return q.Rule
		}
	}
	return ""
}
