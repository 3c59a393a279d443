package runchart

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

var allLimits = []Limits{NoLimits, LimitsI, LimitsUnscreened, LimitsP, LimitsPPrime, LimitsU, LimitsC}

// encode packs a series for the fuzzer, eight bytes a number.
func encode(y ...float64) []byte {
	var out []byte
	for _, v := range y {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
	}
	return out
}

func decode(data []byte) []float64 {
	var out []float64
	for ; len(data) >= 8; data = data[8:] {
		out = append(out, math.Float64frombits(binary.LittleEndian.Uint64(data)))
	}
	return out
}

// FuzzAnalyze holds that no input panics, and that what cannot be computed is
// absent: no number that is shown is NaN or infinite.
func FuzzAnalyze(f *testing.F) {
	f.Add(encode(5, 6, 7, 8, 9, 10, 3, 4, 5, 6, 7, 1), []byte(nil), 4, 6, 3, 5.0, true, byte(0))
	f.Add(encode(math.NaN(), 1e308, -1e308, 5e-324), []byte(nil), 99, 0, 0, math.NaN(), true, byte(1))
	f.Add(encode(1, 2, 3, 0), encode(2, 4, 0, math.NaN()), 0, 2, 1, 2.0, true, byte(4))
	f.Add(encode(1, 2, 3, 0), encode(1e-300, 1e300, 5, 1), 1, -1, -1, -1.0, true, byte(5))
	f.Add([]byte(nil), []byte(nil), -1, 0, 0, 0.0, false, byte(2))
	f.Fuzz(func(t *testing.T, y, n []byte, freeze, phase, exclude int, centre float64, fixed bool, limits byte) {
		s := Series{Y: decode(y), N: decode(n)}
		o := Options{Freeze: freeze, Phases: []int{phase}, Exclude: []int{exclude}, Limits: allLimits[int(limits)%len(allLimits)]}
		if phase == 0 {
			o.Phases = nil
		}
		if exclude == 0 {
			o.Exclude = nil
		}
		if fixed {
			o.Centre = Optional[float64]{Value: centre, Present: true}
		}
		a, err := Analyze(s, o)
		if err != nil {
			return
		}
		checkFinite(t, a.Values...)
		for _, p := range a.Phases {
			checkFinite(t, p.Centre, p.Median, p.Lower.Constant, p.Upper.Constant)
			checkFinite(t, p.Lower.ByPoint...)
			checkFinite(t, p.Upper.ByPoint...)
			for _, i := range p.SigmaSignal {
				if i < p.First || i > p.Last {
					t.Errorf("point %d outside the limits is not in %d-%d", i, p.First, p.Last)
				}
			}
			if _, err := json.Marshal([]any{p, p.IHI}); err != nil {
				t.Error(err)
			}
		}
		for _, rules := range []Rules{AnhoejRules, IHIRules} {
			r := a.Read(ReadOptions{Rules: rules, Wanted: Up})
			if text := r.String(); len(r.Sentences) < 1 || len(r.Sentences) > 3 || strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
				t.Errorf("reading %q", text)
			}
		}
		if p := a.Astronomical(); p.Present && (p.Value < 1 || p.Value > len(s.Y)) {
			t.Errorf("astronomical point %d", p.Value)
		}
		if low, high, ok := a.Range(o.Centre); ok {
			checkAxis(t, NewAxis(low, high, 6), low, high)
		}
	})
}

func checkFinite(t *testing.T, all ...Optional[float64]) {
	t.Helper()
	for _, v := range all {
		if math.IsNaN(v.Value) || math.IsInf(v.Value, 0) || !v.Present && v.Value != 0 {
			t.Errorf("a number is %v", v)
		}
	}
}
