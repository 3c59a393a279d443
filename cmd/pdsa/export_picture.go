package main

import (
	"fmt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/diagram"
	"github.com/cqi-pdsa/pdsa/store"
)

// The pictures of a cycle.
const (
	pictureChart    = "chart"
	pictureFishbone = "fishbone"
	pictureDrivers  = "drivers"
)

func (a *app) asPicture(s *store.Store, st *change.State, e exporting) ([]byte, error) {
	switch e.picture {
	case pictureFishbone:
		return drawn(diagram.Fishbone(st.Cycle()), "the fishbone has no bones and no causes yet")
	case pictureDrivers:
		return drawn(diagram.Drivers(st.Cycle()), "there are no drivers and no activities yet")
	}
	return a.asChart(s, st, e)
}

func (a *app) asMermaid(_ *store.Store, st *change.State, _ exporting) ([]byte, error) {
	return drawn(diagram.FishboneMermaid(st.Cycle()), "the fishbone has no bones and no causes yet")
}

// drawn refuses an empty picture.
func drawn(image []byte, empty string) ([]byte, error) {
	if image == nil {
		return nil, wrongUsef("there is nothing to draw: %s. Nothing was written", empty)
	}
	return image, nil
}

// asChart draws the run chart of a measure. Which it was is said where the cycle
// has several and none was named.
func (a *app) asChart(_ *store.Store, st *change.State, e exporting) ([]byte, error) {
	c := st.Cycle()
	var typed []string
	if e.measure != "" {
		typed = []string{e.measure}
	}
	m, err := measureOf(c, typed)
	if err != nil {
		return nil, err
	}
	p := plot.Of(c.ChartOf(m.ID, cycle.ChartOptions{Outside: true}), 0)
	if p == nil {
		return nil, fmt.Errorf("the numbers of %q cannot be drawn. Nothing was written", m.Name)
	}
	if others := len(c.Measures()) - 1; others > 0 && e.measure == "" {
		a.note("this is the chart of %q, one of %d measures. Name another with --measure", p.Name(), others+1)
	}
	return report.ChartSVG(p), nil
}
