package runchart

import "math"

// Side says on which side of the center line a point lies.
type Side string

// The two sides.
const (
	Above Side = "above"
	Below Side = "below"
)

// A Run is a row of useful observations on one side of the center line.
type Run struct {
	Side Side `json:"side"`
	// Points are the useful observations themselves; points on the line and
	// missing ones between them are not listed.
	Points []int `json:"points"`
}

// runs gives the useful observations of points first to last about the line, as
// runs in time order. Exact asks for exact equality with the line.
func (c *chart) runs(first, last int, line Optional[float64], exact bool) (runs []Run, useful int) {
	if !line.Present {
		return nil, 0
	}
	// The runs share one array: they are slices of it, one after the other.
	points := make([]int, 0, last-first+1)
	start := 0
	var side Side
	for i := first - 1; i < last; i++ {
		v := c.values[i]
		if math.IsNaN(v) || !c.counted(i) || v == line.Value || !exact && near(v, line.Value) {
			continue
		}
		now := Below
		if v > line.Value {
			now = Above
		}
		if now != side && len(points) > 0 {
			runs = append(runs, Run{Side: side, Points: points[start:len(points):len(points)]})
			start = len(points)
		}
		side = now
		points = append(points, i+1)
	}
	if len(points) > 0 {
		runs = append(runs, Run{Side: side, Points: points[start:len(points):len(points)]})
	}
	return runs, len(points)
}

// longerThan gives the runs of more than n points; never nil.
func longerThan(runs []Run, n int) []Run {
	out := []Run{}
	for _, r := range runs {
		if len(r.Points) > n {
			out = append(out, r)
		}
	}
	return out
}
