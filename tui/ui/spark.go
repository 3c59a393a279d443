package ui

import "math"

var sparkSteps = []rune("▁▂▃▄▅▆▇")

// Spark draws values as a row of small bars, one a value, the newest w of them.
// It shows shape, not size: the lowest value is the lowest bar.
func Spark(values []float64, w int) string {
	values = values[max(0, len(values)-w):]
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		lo, hi = math.Min(lo, v), math.Max(hi, v)
	}
	out := make([]rune, len(values))
	for i, v := range values {
		level := len(sparkSteps) / 2
		if hi > lo {
			level = int(math.Round((v - lo) / (hi - lo) * float64(len(sparkSteps)-1)))
		}
		out[i] = sparkSteps[min(max(level, 0), len(sparkSteps)-1)]
	}
	return string(out)
}
