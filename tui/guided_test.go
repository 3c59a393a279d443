package tui

import (
	"path/filepath"
	"testing"
)

// TestFirstCycleStepByStep takes the guide on the first start, stops half way,
// and goes on with it later.
func TestFirstCycleStepByStep(t *testing.T) {
	for _, size := range [][2]int{{60, 18}, {80, 24}, {120, 40}} {
		path := filepath.Join(t.TempDir(), "pdsa.db")
		d := start(t, openStore(t, path), size[0], size[1], Options{})
		d.types("Ana Ruiz")
		d.keys("enter", "enter", "down", "enter")
		d.types("Late to first period")
		d.keys("enter")
		d.sees(t, "question 1 of 20", "Whose actions should change?")
		d.types("Grade 7 advisers")
		d.keys("f4")
		d.sees(t, "What would a good one look like?")
		d.keys("esc")
		d.sees(t, "question 1 of 20", "Grade 7 advisers")
		d.keys("enter")
		d.types("take attendance")
		d.keys("esc")
		d.sees(t, "Late to first period", "PLAN")
		d.keys("g", "enter")
		d.sees(t, "question 3 of 20", "Grade 7 advisers take attendance.")
		for range 18 {
			d.keys("tab")
		}
		d.sees(t, "That was the last question.")
		d.keys("enter")
		d.sees(t, "PLAN", "Evidence")
	}
}
