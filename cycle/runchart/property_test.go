package runchart

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// drawSeries gives a series of small whole numbers, so that ties are common and
// that shifting and scaling by whole numbers and powers of two is exact.
func drawSeries(t *rapid.T) []float64 {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) float64 {
		if rapid.IntRange(0, 9).Draw(t, "present") == 0 {
			return math.NaN()
		}
		return float64(rapid.IntRange(-8, 8).Draw(t, "y"))
	}), 0, 60).Draw(t, "series")
}

func drawOptions(t *rapid.T, n int) Options {
	o := Options{Freeze: rapid.IntRange(0, 12).Draw(t, "freeze")}
	if n > 1 && rapid.Bool().Draw(t, "split") {
		o.Phases = rapid.SliceOfN(rapid.IntRange(1, n-1), 1, 3).Draw(t, "phases")
	}
	if n > 0 {
		o.Exclude = rapid.SliceOfN(rapid.IntRange(1, n), 0, 3).Draw(t, "exclude")
	}
	o.Limits = rapid.SampledFrom([]Limits{NoLimits, LimitsI, LimitsUnscreened}).Draw(t, "limits")
	return o
}

func mapped(y []float64, f func(float64) float64) []float64 {
	out := make([]float64, len(y))
	for i, v := range y {
		out[i] = f(v)
	}
	return out
}

func analyzed(t *rapid.T, y []float64, o Options) Analysis {
	a, err := Analyze(Series{Y: y}, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// signs gives what a phase says about its points, without the values.
func signs(a Analysis, flip bool) []any {
	side := map[Side]Side{Above: Above, Below: Below}
	way := map[Direction]Direction{Up: Up, Down: Down}
	if flip {
		side = map[Side]Side{Above: Below, Below: Above}
		way = map[Direction]Direction{Up: Down, Down: Up}
	}
	runs := func(in []Run) (out []Run) {
		for _, r := range in {
			out = append(out, Run{Side: side[r.Side], Points: r.Points})
		}
		return out
	}
	var out []any
	for _, p := range a.Phases {
		h := p.Anhoej
		out = append(out, p.First, p.Last, p.NObs, p.NUseful, h.LongestRun, h.LongestRunMax, h.Crossings, h.CrossingsMin,
			h.Signal, runs(h.LongRuns), runs(p.IHI.Shifts), p.IHI.Runs, p.SigmaSignal)
		for _, tr := range p.IHI.Trends {
			tr.Direction = way[tr.Direction]
			out = append(out, tr)
		}
	}
	return out
}

func TestMirroredSeriesMirrorsSignals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := drawSeries(t)
		o := drawOptions(t, len(y))
		a := analyzed(t, y, o)
		b := analyzed(t, mapped(y, func(v float64) float64 { return -v }), o)
		if !reflect.DeepEqual(signs(a, true), signs(b, false)) {
			t.Fatalf("mirrored: %v, want %v", signs(b, false), signs(a, true))
		}
	})
}

func TestShiftAndScaleChangeNoSignal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := drawSeries(t)
		o := drawOptions(t, len(y))
		o.Limits = NoLimits // limits move with rounding, a median does not
		by := float64(rapid.IntRange(-1000, 1000).Draw(t, "shift"))
		scale := math.Ldexp(1, rapid.IntRange(-10, 10).Draw(t, "scale"))
		a := analyzed(t, y, o)
		b := analyzed(t, mapped(y, func(v float64) float64 { return (v + by) * scale }), o)
		if !reflect.DeepEqual(signs(a, false), signs(b, false)) {
			t.Fatalf("shifted and scaled: %v, want %v", signs(b, false), signs(a, false))
		}
		if a.Astronomical() != b.Astronomical() {
			t.Fatalf("astronomical point %v, want %v", b.Astronomical(), a.Astronomical())
		}
	})
}

func TestScaleMovesLimitsAlong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := drawSeries(t)
		o := drawOptions(t, len(y))
		scale := math.Ldexp(1, rapid.IntRange(-10, 10).Draw(t, "scale"))
		a := analyzed(t, y, o)
		b := analyzed(t, mapped(y, func(v float64) float64 { return v * scale }), o)
		if !reflect.DeepEqual(signs(a, false), signs(b, false)) {
			t.Fatalf("scaled: %v, want %v", signs(b, false), signs(a, false))
		}
		for i, p := range a.Phases {
			q := b.Phases[i]
			for _, pair := range [][2]Optional[float64]{
				{p.Centre, q.Centre},
				{p.Lower.Constant, q.Lower.Constant},
				{p.Upper.Constant, q.Upper.Constant},
			} {
				pair[0].Value *= scale
				if pair[0] != pair[1] {
					t.Fatalf("%v, want %v", pair[1], pair[0])
				}
			}
		}
	})
}

func TestMissingValuesChangeNoSignal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := drawSeries(t)
		var spread []float64
		place := map[int]int{} // old point -> new point
		for i, v := range y {
			for range rapid.IntRange(0, 2).Draw(t, "gaps") {
				spread = append(spread, math.NaN())
			}
			spread = append(spread, v)
			place[i+1] = len(spread)
		}
		moved := func(points []int) (out []int) {
			for _, p := range points {
				out = append(out, place[p])
			}
			return out
		}
		freeze := rapid.IntRange(0, len(y)).Draw(t, "freeze")
		a := analyzed(t, y, Options{Freeze: freeze})
		b := analyzed(t, spread, Options{Freeze: place[freeze]})
		for i, p := range a.Phases {
			q := b.Phases[i]
			if p.Centre != q.Centre || p.NUseful != q.NUseful || p.NPresent != q.NPresent || p.IHI.Runs != q.IHI.Runs {
				t.Fatalf("phase %+v, want %+v", q, p)
			}
			same := func(what string, got, want []Run) {
				for j := range want {
					want[j].Points = moved(want[j].Points)
				}
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("%s %v, want %v", what, got, want)
				}
			}
			same("long runs", q.Anhoej.LongRuns, p.Anhoej.LongRuns)
			same("shifts", q.IHI.Shifts, p.IHI.Shifts)
			if !reflect.DeepEqual(p.Anhoej, q.Anhoej) {
				t.Fatalf("Anhøj %+v, want %+v", q.Anhoej, p.Anhoej)
			}
			if len(p.IHI.Trends) != len(q.IHI.Trends) {
				t.Fatalf("trends %+v, want %+v", q.IHI.Trends, p.IHI.Trends)
			}
			for j, tr := range p.IHI.Trends {
				tr.Moves, tr.Start = moved(tr.Moves), place[tr.Start]
				if !reflect.DeepEqual(q.IHI.Trends[j], tr) {
					t.Fatalf("trend %v, want %v", q.IHI.Trends[j], tr)
				}
			}
		}
	})
}
