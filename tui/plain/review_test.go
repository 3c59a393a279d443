package plain

import (
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func TestReviewIsReadOut(t *testing.T) {
	st := openStore(t)
	c := cycle.New("late")
	c.Apply(cycle.SetField("title", "Late to first period"), cycle.SetField("prediction", "Things will get better."), cycle.SetField("scope", "Two teachers at one door"))
	if _, err := st.Create(c); err != nil {
		t.Fatal(err)
	}
	screen := talk(t, st, "Ana", "Butler", "1", "1", "r", "q")
	wantOnScreen(t, screen, "Nothing has to be answered", "Prediction: Because of what? Add why you think so.", "Why it matters: The because is your theory", "Strong:", "Your first test is small and clear.")
	if strings.Contains(screen, "No questions") {
		t.Error("it says that there are no questions")
	}
}
