package runchart

import (
	"encoding/json"
	"math"
)

const (
	// d2 turns a mean moving range of two points into a standard deviation.
	d2 = 1.128
	// d4 times the mean moving range is the upper limit of moving ranges.
	d4 = 3.267
)

// A Limit is a control limit: one number for a phase, or one for each point
// where it depends on the point's n. The zero value is no limit at all.
type Limit struct {
	Constant Optional[float64]
	ByPoint  []Optional[float64] // nil where the limit is constant
}

// MarshalJSON writes a number or null, or an array of them, one a point.
func (l Limit) MarshalJSON() ([]byte, error) {
	if l.ByPoint != nil {
		return json.Marshal(l.ByPoint)
	}
	return l.Constant.MarshalJSON()
}

// at gives the limit of the point with this offset in its phase.
func (l Limit) at(offset int) Optional[float64] {
	if l.ByPoint != nil {
		return l.ByPoint[offset]
	}
	return l.Constant
}

// centreLine gives the center line of points first to last: the fixed one, the
// median of a run chart, or the mean of the chart that the limits belong to.
func (c *chart) centreLine(first, last int) Optional[float64] {
	if c.centre.Present {
		return c.centre
	}
	switch c.limits {
	case LimitsP, LimitsPPrime, LimitsU:
		var counts, of []float64
		for i := first - 1; i < last; i++ {
			if c.counted(i) && !math.IsNaN(c.values[i]) {
				counts, of = append(counts, c.counts[i]), append(of, c.of[i])
			}
		}
		return Some(sum(counts) / sum(of))
	case LimitsI, LimitsUnscreened, LimitsC:
		return Some(mean(c.present(first, last)))
	default:
		return Some(median(c.present(first, last)))
	}
}

// controlLimits gives the limits of points first to last about the center line,
// with the variation of points first to base.
func (c *chart) controlLimits(first, base, last int, centre Optional[float64]) (lower, upper Limit) {
	switch c.limits {
	case LimitsI, LimitsUnscreened:
		return c.constantLimits(centre, c.individualsSD(first, base), math.Inf(-1))
	case LimitsC:
		return c.constantLimits(centre, math.Sqrt(centre.Value), 0)
	case LimitsP, LimitsPPrime, LimitsU:
		return c.limitsByPoint(first, base, last, centre)
	default:
		return Limit{}, Limit{}
	}
}

func (c *chart) constantLimits(centre Optional[float64], sd, floor float64) (lower, upper Limit) {
	if !centre.Present || math.IsNaN(sd) {
		return Limit{}, Limit{}
	}
	return Limit{Constant: Some(max(floor, centre.Value-3*sd))}, Limit{Constant: Some(centre.Value + 3*sd)}
}

// individualsSD estimates the standard deviation of an I chart (XmR) from the
// moving ranges of points first to base; NaN when none is left.
func (c *chart) individualsSD(first, base int) float64 {
	ranges := c.movingRanges(first, base, func(i int) float64 { return c.values[i] })
	if c.limits == LimitsI {
		ranges = screened(ranges)
	}
	return mean(ranges) / d2
}

// screened leaves out, once, the moving ranges that reach their own upper limit
// (Nelson 1982), so that a single jump does not widen the limits that should
// show it. It reuses ranges.
func screened(ranges []float64) []float64 {
	limit := d4 * mean(ranges)
	kept := ranges[:0]
	for _, r := range ranges {
		if r < limit {
			kept = append(kept, r)
		}
	}
	return kept
}

// movingRanges gives the differences between neighbours of what value gives for
// points first to base. A missing value breaks the chain; an excluded point does
// not, so that its neighbours are compared with each other.
func (c *chart) movingRanges(first, base int, value func(index int) float64) []float64 {
	var ranges []float64
	previous := math.NaN()
	for i := first - 1; i < base; i++ {
		if !c.counted(i) {
			continue
		}
		v := value(i)
		if r := math.Abs(v - previous); !math.IsNaN(r) {
			ranges = append(ranges, r)
		}
		previous = v
	}
	return ranges
}

// limitsByPoint gives p, p' and u limits: the fewer were counted, the wider.
func (c *chart) limitsByPoint(first, base, last int, centre Optional[float64]) (lower, upper Limit) {
	spread := centre.Value // of a single count
	top := math.Inf(1)
	if c.limits != LimitsU {
		spread *= 1 - centre.Value
		top = 1
	}
	sd := func(i int) float64 { return math.Sqrt(spread / c.of[i]) }
	widen := 1.0
	if c.limits == LimitsPPrime {
		// Laney's sigma z: how far the points vary beyond what p explains, from
		// ranges screened as those of an I chart are.
		z := func(i int) float64 { return (c.values[i] - centre.Value) / sd(i) }
		widen = mean(screened(c.movingRanges(first, base, z))) / d2
	}
	lower.ByPoint = make([]Optional[float64], last-first+1)
	upper.ByPoint = make([]Optional[float64], last-first+1)
	if !centre.Present {
		return lower, upper
	}
	for i := first - 1; i < last; i++ {
		if math.IsNaN(c.values[i]) {
			continue
		}
		reach := 3 * sd(i) * widen
		lower.ByPoint[i-first+1] = Some(max(0, centre.Value-reach))
		upper.ByPoint[i-first+1] = Some(min(top, centre.Value+reach))
	}
	return lower, upper
}

// beyond gives the points first to last outside their limits, excluded ones
// too, because they are drawn; never nil.
func (c *chart) beyond(first, last int, lower, upper Limit) []int {
	points := []int{}
	if c.limits == NoLimits {
		return points
	}
	for i := first - 1; i < last; i++ {
		v := c.values[i]
		low, high := lower.at(i-first+1), upper.at(i-first+1)
		if low.Present && v < low.Value && !near(v, low.Value) ||
			high.Present && v > high.Value && !near(v, high.Value) {
			points = append(points, i+1)
		}
	}
	return points
}
