package plain

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/shareout"
	"github.com/cqi-pdsa/pdsa/examples"
)

// TestPresent hears every slide of the examples, in the words of the projector.
func TestPresent(t *testing.T) {
	bare := cycle.New("bare")
	bare.Apply(cycle.SetField("title", "Late"))
	for _, c := range append(examples.Cycles(), bare) {
		st := openStore(t)
		if _, err := st.Create(c); err != nil {
			t.Fatal(err)
		}
		slides := shareout.Of(c, cycle.DayOf(clock()))
		lines := append([]string{"Ana", "Butler", "1", "1", "p"}, make([]string, len(slides))...)
		screen := talk(t, st, append(lines, "q")...)
		_, screen, _ = strings.Cut(oneLine(screen), "s stops.")
		heard, _, ended := strings.Cut(screen, "That was the last one.")
		if !ended {
			t.Fatalf("%s does not end:\n%s", c.ID, tail(screen))
		}
		for i, s := range slides {
			wantOnScreen(t, heard, fmt.Sprintf("%d of %d. %s", i+1, len(slides), oneLine(s.Title)), oneLine(s.Say))
			for _, l := range s.Lines {
				wantOnScreen(t, heard, oneLine(l.Label), oneLine(l.Text))
			}
		}
		if strings.Contains(heard, "What the numbers show") && !strings.Contains(heard, "median") {
			t.Errorf("%s: the chart is not read out:\n%s", c.ID, tail(heard))
		}
	}
}

func TestWaysThroughTheSlides(t *testing.T) {
	st := openStore(t)
	if _, err := st.Create(examples.Cycles()[0]); err != nil {
		t.Fatal(err)
	}
	screen := talk(t, st, "Ana", "Butler", "1", "1", "p", "b", "n", "next", "back", "4", "99", "dance on", "s", "p", "3", ".", "p", "q")
	_, screen, _ = strings.Cut(screen, "As it is told to a room")
	var heard []string
	for line := range strings.Lines(screen) {
		if number, rest, ok := strings.Cut(line, " of "); ok && len(number) < 3 && strings.Contains(rest, ". ") {
			heard = append(heard, number)
		}
	}
	if got := strings.Join(heard, " "); got != "1 2 3 2 4 1 3 1" {
		t.Errorf("heard %s", got)
	}
	wantOnScreen(t, screen, "This is the first one. s stops.", `"99" is not something to do here.`, `"dance on" is not something to do here. Type n for the next one`, "Goodbye")
}
