package runchart

import "math"

// The lengths at which the IHI rules (Perla, Provost and Murray 2011) see a
// signal, and the number of useful observations under which no reading of runs
// is claimed by either rule set.
const (
	ShiftLength = 6
	TrendLength = 5
	MinUseful   = 10
)

// Direction is the way a measure moves or is wanted to move; empty is neither.
type Direction string

// The two directions.
const (
	Up   Direction = "up"
	Down Direction = "down"
)

// IHI is the reading of one phase by the IHI rules, always about the median (or
// the fixed center line), also when the chart has limits about a mean.
type IHI struct {
	Shifts []Run    `json:"shifts"`
	Trends []Trend  `json:"trends"`
	Runs   RunCount `json:"runs"`
}

// A Trend is a row of points that all rise or all fall. Equal neighbours count
// once; missing points are passed over.
type Trend struct {
	Direction Direction `json:"direction"`
	// NPoints is the number of levels passed: the first point and the moves.
	NPoints int `json:"n_points"`
	// Start is the point that the first move leaves.
	Start int `json:"-"`
	// Moves are the points that rise or fall from the one before.
	Moves []int `json:"moves"`
}

// RunCount is the test for too few or too many runs.
type RunCount struct {
	N    int `json:"n"`    // useful observations
	Runs int `json:"runs"` // runs counted
	// Lower and Upper are the bounds outside which the count is a signal; absent
	// when the series is so short that no count would be unlikely.
	Lower Optional[int] `json:"lower"`
	Upper Optional[int] `json:"upper"`
	// Signal is false under [MinUseful] useful observations.
	Signal bool `json:"signal"`
}

func (c *chart) readIHI(first, last int, runs []Run, useful int) IHI {
	count := RunCount{N: useful, Runs: len(runs)}
	count.Lower, count.Upper = RunBounds(useful)
	if useful >= MinUseful {
		count.Signal = count.Lower.Present && count.Runs < count.Lower.Value ||
			count.Upper.Present && count.Runs > count.Upper.Value
	}
	return IHI{
		Shifts: longerThan(runs, ShiftLength-1),
		Trends: c.trends(first, last),
		Runs:   count,
	}
}

// trends gives the trends among points first to last; never nil.
func (c *chart) trends(first, last int) []Trend {
	found := []Trend{}
	var now Trend
	var moves []int // of the row under way, used again for the next one
	finish := func() {
		if len(moves) >= TrendLength-1 {
			now.NPoints = len(moves) + 1
			now.Moves = append([]int(nil), moves...)
			found = append(found, now)
		}
	}
	previous, at := math.NaN(), 0
	for i := first - 1; i < last; i++ {
		v := c.values[i]
		if math.IsNaN(v) || !c.counted(i) {
			continue
		}
		if way := direction(previous, v); way != "" {
			if way != now.Direction {
				finish()
				now, moves = Trend{Direction: way, Start: at}, moves[:0]
			}
			moves = append(moves, i+1)
		}
		previous, at = v, i+1
	}
	finish()
	return found
}

// direction says which way it goes from one value to the next; neither way when
// they are equal or one is NaN.
func direction(from, to float64) Direction {
	switch {
	case to > from:
		return Up
	case to < from:
		return Down
	default:
		return ""
	}
}

// RunBounds gives the bounds on the number of runs among useful observations,
// half of them on each side of the median: lower is the largest r with
// P(R <= r) <= 0.05 and upper the smallest r with P(R >= r) <= 0.05, by the
// distribution of Swed and Eisenhart (1943). A count below lower or above upper
// is a signal. It is exact to rounding for any number and takes time in
// proportion to its square root; a bound that does not exist is absent.
func RunBounds(useful int) (lower, upper Optional[int]) {
	if useful < 2 {
		return lower, upper
	}
	weights, first := runWeights(useful)
	total := 0.0
	for _, w := range weights {
		total += w
	}
	// The room for rounding keeps an exact tie with the level on its side.
	limit := level * total * (1 + tolerance)
	reached := 0.0
	for i, w := range weights {
		if reached += w; reached > limit {
			break
		}
		lower = Some(first + i)
	}
	reached = 0
	for i := len(weights) - 1; i >= 0; i-- {
		if reached += weights[i]; reached > limit {
			break
		}
		upper = Some(first + i)
	}
	return lower, upper
}

// runWeights gives the probabilities of first, first+1, .. runs, all times one
// factor. As in [CrossingsMin] each is a ratio to the most likely one.
//
// With a and b observations on the sides, 2k runs have the weight
// 2·C(a-1,k-1)·C(b-1,k-1), and 2k+1 runs have (a+b-2k)/2k times as much.
func runWeights(useful int) (weights []float64, first int) {
	a := useful / 2
	b := useful - a
	likely := max(1, a/2)

	var down []float64 // of 2k runs for k = likely-1, likely-2, ..
	for k, w := likely, 1.0; k > 1 && w > negligible; k-- {
		w *= float64(k-1) / float64(a-k+1) * float64(k-1) / float64(b-k+1)
		down = append(down, w)
	}
	first = 2 * (likely - len(down))
	add := func(k int, even float64) {
		weights = append(weights, even)
		if odd := even * float64(a+b-2*k) / float64(2*k); odd > 0 {
			weights = append(weights, odd)
		}
	}
	for i := len(down) - 1; i >= 0; i-- {
		add(likely-1-i, down[i])
	}
	for k, w := likely, 1.0; k <= a && w > negligible; k++ {
		add(k, w)
		w *= float64(a-k) / float64(k) * float64(b-k) / float64(k)
	}
	return weights, first
}
