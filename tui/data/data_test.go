package data_test

import (
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/data"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

var sizes = [][2]int{{36, 10}, {53, 19}, {56, 19}, {73, 24}, {80, 12}, {94, 35}, {98, 20}, {118, 35}, {196, 55}}

func TestGolden(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{
		"talk": tuitest.Example(t, "talk-in-class-2"), "empty": cycle.New("e"), "absence": tuitest.Example(t, "chronic-absence"),
	} {
		s, _ := tuitest.Session(t, c)
		p := data.New(tuitest.Env(), s)
		p.Focus(cycle.Path{})
		for size, wh := range map[string][2]int{"56x19": {56, 19}, "94x35": {94, 35}, "118x35": {118, 35}} {
			tuitest.Golden(t, name+"-"+size, p.View(wh[0], wh[1]))
		}
		for _, wh := range sizes {
			tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1])
		}
		tuitest.Drive(p, s, tuitest.Keys("v")...)
		tuitest.Golden(t, name+"-chart-56x19", p.View(56, 19))
		tuitest.Drive(p, s, tuitest.Keys("a", "tab", "2", "x", "tab")...)
		tuitest.Golden(t, name+"-typing-56x19", p.View(56, 19))
		for _, wh := range sizes {
			tuitest.CheckFit(t, p.View(wh[0], wh[1]), wh[0], wh[1])
		}
	}
}
