package runchart

import (
	"math"
	"slices"
)

// tolerance is the relative difference under which a value counts as lying on a
// mean or a limit: those are sums and roots, and carry rounding errors that a
// median does not.
const tolerance = 1e-12

// median gives the middle value, or the mean of the two middle ones. It sorts x
// and gives NaN when there is none.
func median(x []float64) float64 {
	n := len(x)
	if n == 0 {
		return math.NaN()
	}
	slices.Sort(x)
	low, high := x[(n-1)/2], x[n/2]
	if low == high {
		return low
	}
	if sum := low + high; !math.IsInf(sum, 0) {
		return sum / 2
	}
	return low/2 + high/2
}

// mean gives the mean, or NaN when there is none. A second pass takes the
// rounding errors of the first out, so that equal values have exactly that value
// as their mean.
func mean(x []float64) float64 {
	n := float64(len(x))
	if n == 0 {
		return math.NaN()
	}
	first := sum(x) / n
	if math.IsNaN(first) || math.IsInf(first, 0) {
		// The sum is too large for a float64, but the mean is not.
		first = 0
		for _, v := range x {
			first += v / n
		}
		return first
	}
	rest := 0.0
	for _, v := range x {
		rest += v - first
	}
	if better := first + rest/n; !math.IsNaN(better) && !math.IsInf(better, 0) {
		return better
	}
	return first
}

func sum(x []float64) float64 {
	total := 0.0
	for _, v := range x {
		total += v
	}
	return total
}

// near says whether a and b are equal but for rounding.
func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= tolerance*max(math.Abs(a), math.Abs(b))
}
