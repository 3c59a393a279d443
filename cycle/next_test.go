package cycle

import (
	"strings"
	"testing"
)

// Who works on a step is told what that step lacks, whatever was passed over
// before it.
func TestNextInTheStepInHand(t *testing.T) {
	plan, do := Day{2026, 10, 1}, Day{2026, 10, 13}
	c := New("c")
	c.Apply(
		SetField("title", "Late"), SetField("team", "Ana"), SetField("start", "2026-10-05"), SetField("weeks", "6"),
		SetField("problem.who", "Advisers"), SetField("priority", "Grade 7"),
		SetField("prediction", "Fewer are late."), SetField("scope", "One grade"),
		Add("measures", "m"), SetIn("measures", "m", "name", "Late arrivals"),
	)
	tests := []struct {
		step  string
		today Day
		words string
	}{
		{"about", plan, `About: "School"`},
		{"evidence", plan, "what you looked at"}, // nothing is in it yet: its question
		{"problem", plan, `Problem: "Does"`},
		{"prediction", plan, `About: "School"`}, // it lacks nothing
		{"measures", plan, `Measures: `},        // teams write them before the weeks begin
		{"problem", do, `Problem: "Does"`},
		{"data", do, `enter the number for "Late arrivals", week 1`}, // more urgent, and in the same step
	}
	for _, tt := range tests {
		s, ok := StepOf(tt.step)
		if !ok {
			t.Fatal(tt.step)
		}
		if tt.today == do {
			c.Apply(SetIn("diary", "d", "week", "1"), SetIn("diary", "d", "text", "We began."))
		}
		if h := c.NextIn(&s, tt.today); !strings.Contains(h.Text, tt.words) {
			t.Errorf("at work on %s on %s: %+v, want %q", tt.step, tt.today, h, tt.words)
		}
	}
	c.Apply(SetField("act.decision", string(Adapt)), SetField("act.why", "Shift"))
	s, _ := StepOf("problem")
	if h := c.NextIn(&s, do); h != c.Next(do) {
		t.Errorf("a closed cycle asks for %+v", h)
	}
}
