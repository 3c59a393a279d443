package runchart

import (
	"math"
	"slices"
	"testing"
)

// The figures of u charts are worked by hand from ū ± 3√(ū/n), with ū = Σy/Σn and
// the lower limit at least 0.
func TestUChartByHand(t *testing.T) {
	none := missing
	for _, tt := range []struct {
		name         string
		y, n         []float64
		o            Options
		centre       []float64 // of each phase
		lower, upper []float64 // of each point
		beyond       []int
	}{
		{
			// Σy = 240, Σn = 60, so ū = 4 and the limits are 4 ± 6/√n.
			name:   "limits by n",
			y:      []float64{36, 96, 2, 106},
			n:      []float64{9, 16, 1, 34},
			centre: []float64{4},
			lower:  []float64{2, 2.5, 0, 2.9710084891},
			upper:  []float64{6, 5.5, 10, 5.0289915109},
			beyond: []int{2}, // 96/16 = 6
		},
		{
			// From points 1 to 2: Σy = 100, Σn = 25, ū = 4; 25 more of 4 is 1.
			name:   "a frozen baseline",
			y:      []float64{36, 64, 25, 4},
			n:      []float64{9, 16, 4, 4},
			o:      Options{Freeze: 2},
			centre: []float64{4},
			lower:  []float64{2, 2.5, 1, 1},
			upper:  []float64{6, 5.5, 7, 7},
			beyond: nil, // 25/4 = 6.25; 4/4 = 1 is on the limit
		},
		{
			// Point 2 is left out and point 4 is missing: Σy = 36 + 64 = 100, Σn = 25.
			name:   "left out and missing",
			y:      []float64{36, 200, 64, none},
			n:      []float64{9, 16, 16, 9},
			o:      Options{Exclude: []int{2}},
			centre: []float64{4},
			lower:  []float64{2, 2.5, 2.5, none},
			upper:  []float64{6, 5.5, 5.5, none},
			beyond: []int{2}, // it is drawn, at 12.5
		},
		{
			// ū = 52/13 = 4, then ū = 18/18 = 1 with limits 1 ± 3/√n.
			name:   "two parts",
			y:      []float64{36, 16, 9, 9},
			n:      []float64{9, 4, 9, 9},
			o:      Options{Phases: []int{2}},
			centre: []float64{4, 1},
			lower:  []float64{2, 1, 0, 0},
			upper:  []float64{6, 7, 2, 2},
		},
		{
			name:   "nothing counted",
			y:      []float64{0, 0},
			n:      []float64{5, 7},
			centre: []float64{0},
			lower:  []float64{0, 0},
			upper:  []float64{0, 0},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Limits = LimitsU
			a := mustAnalyze(t, Series{Y: tt.y, N: tt.n}, tt.o)
			var beyond []int
			for i, phase := range a.Phases {
				if !equalOrNone(phase.Centre, tt.centre[i]) {
					t.Errorf("ū is %v, want %v", phase.Centre, tt.centre[i])
				}
				for point := phase.First; point <= phase.Last; point++ {
					lower, upper := phase.LimitsAt(point)
					if !equalOrNone(lower, tt.lower[point-1]) || !equalOrNone(upper, tt.upper[point-1]) {
						t.Errorf("point %d: limits %v and %v, want %v and %v", point, lower, upper, tt.lower[point-1], tt.upper[point-1])
					}
				}
				beyond = append(beyond, phase.SigmaSignal...)
			}
			if !slices.Equal(beyond, tt.beyond) {
				t.Errorf("beyond the limits are %v, want %v", beyond, tt.beyond)
			}
		})
	}
}

// equalOrNone compares with a figure worked by hand to ten digits; NaN wants no
// value.
func equalOrNone(got Optional[float64], want float64) bool {
	if math.IsNaN(want) {
		return !got.Present
	}
	return got.Present && math.Abs(got.Value-want) < 1e-9
}
