package runchart

import (
	"math"
	"strconv"
)

// An Axis is a scale with round bounds and round ticks. Its bounds are ticks.
type Axis struct {
	Low, High float64
	// Ticks go from Low to High in even steps; there are two or more.
	Ticks    []float64
	decimals int
}

// axisReach keeps the axis clear of both ends of the floating-point numbers.
const axisReach = 1e250

// NewAxis gives the axis with the smallest round step (1, 2 or 5 times a power
// of ten) that shows low to high with at most maxTicks ticks; maxTicks under 3
// and over 100 are taken as those. Equal bounds get room on both sides, and NaN,
// infinite or vanishingly small ones give the axis from 0 to 1. Bounds in the
// wrong order are swapped.
func NewAxis(low, high float64, maxTicks int) Axis {
	low, high = axisBounds(low, high)
	maxTicks = max(3, min(maxTicks, 100))
	mantissa, exponent := 1, int(math.Floor(math.Log10((high-low)/float64(maxTicks))))
	for {
		from := math.Floor(units(low, mantissa, exponent))
		to := math.Ceil(units(high, mantissa, exponent))
		if count := to - from; count >= 1 && count < float64(maxTicks) {
			return newAxis(from, to, mantissa, exponent)
		}
		switch mantissa {
		case 1:
			mantissa = 2
		case 2:
			mantissa = 5
		default:
			mantissa, exponent = 1, exponent+1
		}
	}
}

// axisBounds gives bounds that are apart, finite, and in order.
func axisBounds(low, high float64) (float64, float64) {
	low, high = min(low, high), max(low, high) // NaN if either is
	size := max(math.Abs(low), math.Abs(high))
	if math.IsNaN(size) || math.IsInf(size, 0) || size < 1/axisReach {
		return 0, 1
	}
	low, high = clamp(low), clamp(high)
	switch span := high - low; {
	case span == 0:
		return clamp(low - size/20), clamp(high + size/20)
	case span < size*1e-9: // so little that steps would be lost in rounding
		return clamp(low - size*1e-9), clamp(high + size*1e-9)
	default:
		return low, high
	}
}

func newAxis(from, to float64, mantissa, exponent int) Axis {
	a := Axis{decimals: max(0, -exponent)}
	for k := from; k <= to; k++ {
		a.Ticks = append(a.Ticks, value(k, mantissa, exponent))
	}
	a.Low, a.High = a.Ticks[0], a.Ticks[len(a.Ticks)-1]
	return a
}

// units says how many steps of mantissa x 10^exponent make v, with rounding
// errors taken out: 0.3 is three steps of 0.1.
func units(v float64, mantissa, exponent int) float64 {
	u := v / value(1, mantissa, exponent)
	if r := math.Round(u); math.Abs(u-r) <= 1e-9+math.Abs(u)*1e-15 {
		return r
	}
	return u
}

// value gives k steps of mantissa x 10^exponent. It divides by a power of ten
// rather than multiply by a fraction, so that 3 steps of 0.1 are 0.3 exactly.
func value(k float64, mantissa, exponent int) float64 {
	if exponent < 0 {
		return k * float64(mantissa) / math.Pow10(-exponent)
	}
	return k * float64(mantissa) * math.Pow10(exponent)
}

func clamp(v float64) float64 { return max(-axisReach, min(axisReach, v)) }

// Label writes a tick with as many decimals as the step needs.
func (a Axis) Label(tick float64) string {
	if size := max(math.Abs(a.Low), math.Abs(a.High)); size >= 1e15 || a.decimals > 9 {
		return strconv.FormatFloat(tick, 'g', 6, 64)
	}
	return strconv.FormatFloat(tick+0, 'f', a.decimals, 64) // +0 turns -0 into 0
}

// Fraction gives the height of a value as a share of the axis, 0 at Low and 1
// at High; outside of them it stops at 0 and 1. NaN gives 0.
func (a Axis) Fraction(v float64) float64 {
	f := (v - a.Low) / (a.High - a.Low)
	if !(f > 0) { // also for NaN
		return 0
	}
	return min(f, 1)
}

// Height gives the largest number of row steps, at most limit, that puts every
// tick exactly on a row. The axis then takes that number plus one rows. It gives
// 0 when not even one row a tick fits.
func (a Axis) Height(limit int) int {
	gaps := len(a.Ticks) - 1
	if gaps < 1 || limit < gaps {
		return 0
	}
	return limit / gaps * gaps
}

// Row gives the row of a value on an axis of that height: 0 is the top row, at
// High, and height the bottom one, at Low.
func (a Axis) Row(v float64, height int) int {
	return int(math.Round((1 - a.Fraction(v)) * float64(height)))
}
