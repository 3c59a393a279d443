package runchart

import (
	"math"
	"slices"
)

// tolerance is the relative difference under which a value counts as lying on a
// mean or a limit: those are sums and roots, and carry rounding errors that a
// median does not.
const tolerance = 1e-12

// scaleDown keeps a sum of large numbers from overflowing; a power of two costs
// no precision.
const scaleDown = 0x1p-64

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

// mean gives the mean, or NaN when there is none.
func mean(x []float64) float64 {
	n := float64(len(x))
	if n == 0 {
		return math.NaN()
	}
	if s := sum(x, 1); !math.IsNaN(s) && !math.IsInf(s, 0) {
		return s / n
	}
	// The sum is too large for a float64, but the mean is not.
	return sum(x, scaleDown) / n / scaleDown
}

// sum adds x times scale by Neumaier's compensated summation, so that a long
// series of equal values has exactly that value as its mean.
func sum(x []float64, scale float64) float64 {
	total, lost := 0.0, 0.0
	for _, v := range x {
		v *= scale
		t := total + v
		if math.Abs(total) >= math.Abs(v) {
			lost += (total - t) + v
		} else {
			lost += (v - t) + total
		}
		total = t
	}
	return total + lost
}

// near says whether a and b are equal but for rounding.
func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= tolerance*max(math.Abs(a), math.Abs(b))
}
