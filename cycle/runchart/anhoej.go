package runchart

import "math"

// Anhoej is the reading of one phase by the Anhøj rules (2014): a run that is
// unusually long, or a line that is crossed unusually seldom. All numbers are
// absent when there is no useful observation.
type Anhoej struct {
	LongestRun    Optional[int]
	LongestRunMax Optional[int] // a longer run is a signal
	Crossings     Optional[int]
	CrossingsMin  Optional[int] // fewer crossings are a signal
	// Signal is what the two formulas say, however few points there are.
	// [Analysis.Signals] holds it back under [MinUseful] useful observations.
	Signal bool
	// LongRuns are the runs longer than LongestRunMax.
	LongRuns []Run
}

func readAnhoej(runs []Run, useful int) Anhoej {
	if useful == 0 {
		return Anhoej{LongRuns: []Run{}}
	}
	longest := 0
	for _, r := range runs {
		longest = max(longest, len(r.Points))
	}
	crossings := len(runs) - 1
	longestMax, crossingsMin := LongestRunMax(useful), CrossingsMin(useful)
	return Anhoej{
		LongestRun:    Some(longest),
		LongestRunMax: Some(longestMax),
		Crossings:     Some(crossings),
		CrossingsMin:  Some(crossingsMin),
		Signal:        longest > longestMax || crossings < crossingsMin,
		LongRuns:      longerThan(runs, longestMax),
	}
}

// LongestRunMax gives the longest run that chance alone makes likely among
// useful observations, by round(log2(useful)) + 3. It gives 0 for none.
func LongestRunMax(useful int) int {
	if useful < 1 {
		return 0
	}
	return int(math.Round(math.Log2(float64(useful)))) + 3
}

// CrossingsMin gives the fewest crossings that chance alone makes likely among
// useful observations: the smallest k at which the cumulative binomial
// distribution of useful-1 fair coins reaches 0.05. It is exact to rounding for
// any number and takes time in proportion to its square root.
func CrossingsMin(useful int) int {
	coins := useful - 1
	if coins < 1 {
		return 0
	}
	// Every probability is held as a ratio to that of the middle, by the ratio
	// of neighbours, so that nothing over- or underflows; what is negligible
	// beside the middle is left out.
	middle := coins / 2
	weights := make([]float64, 1, 64) // of middle, middle-1, ..
	weights[0] = 1
	below, w := 0.0, 1.0
	for k := middle; k > 0 && w > negligible; k-- {
		w *= float64(k) / float64(coins-k+1)
		weights = append(weights, w)
		below += w
	}
	total := 2*below + 1
	if coins%2 == 1 { // there are two equal middles
		total++
	}
	reached := 0.0
	for i := len(weights) - 1; i > 0; i-- {
		reached += weights[i]
		if reached >= level*total {
			return middle - i
		}
	}
	return middle
}

const (
	// level is the share of chance at which both rule sets draw their lines.
	level = 0.05
	// negligible is the weight, beside the middle's 1, that no sum can notice.
	negligible = 1e-25
)
