package runchart

import "math"

// astronomicalDistance is how many median absolute deviations (MAD) away from
// the median a point has to lie to be suggested.
const astronomicalDistance = 5

// Astronomical suggests at most one point that is blatantly unlike the rest of
// its phase: the one farthest beyond 5 x MAD of the phase's own median. Whether
// it is an astronomical point is a judgement that a person has to make. Nothing
// is suggested in a phase that is too short to read, or one where half of the
// points or more share one value, because there is no measure of distance then.
func (a Analysis) Astronomical() Optional[int] {
	var point Optional[int]
	farthest := float64(astronomicalDistance)
	for _, p := range a.Phases {
		if !p.Readable() {
			continue
		}
		values := a.chart.present(p.First, p.Last)
		middle := median(values)
		for i, v := range values {
			values[i] = math.Abs(v - middle)
		}
		mad := median(values)
		if mad == 0 {
			continue
		}
		for i := p.First - 1; i < p.Last; i++ {
			if !a.chart.counted(i) {
				continue
			}
			if distance := math.Abs(a.chart.values[i]-middle) / mad; distance > farthest {
				farthest, point = distance, Some(i+1)
			}
		}
	}
	return point
}
