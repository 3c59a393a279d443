package data_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/data"
	"github.com/cqi-pdsa/pdsa/tui/dataimport"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// i opens the screen that brings numbers in, with or without a measure.
func TestImportOpens(t *testing.T) {
	s, _ := tuitest.Session(t, cycle.New("c"))
	none := data.New(tuitest.Env(), s)
	none.Focus(cycle.Path{})
	p, withMeasures, _ := desk(t)
	for _, msgs := range [][]tea.Msg{keys(none, s, "i"), keys(p, withMeasures, "i")} {
		found := false
		for _, msg := range msgs {
			if open, ok := msg.(ui.OpenScreen); ok {
				_, found = open.Screen.(*dataimport.Screen)
			}
		}
		if !found {
			t.Errorf("i opens nothing: %v", msgs)
		}
	}
}
