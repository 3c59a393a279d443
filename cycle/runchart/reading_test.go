package runchart

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// ramp gives values that go from, from+step, ..
func ramp(from, step float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = from + step*float64(i)
	}
	return out
}

func join(parts ...[]float64) []float64 {
	var out []float64
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

func TestReading(t *testing.T) {
	zigzag := []float64{4, 8, 5, 9, 4, 8, 3, 9, 4, 7, 5, 8}
	low, high := []float64{2, 3, 2, 4, 3, 2}, []float64{8, 9, 7, 9, 8, 9}
	weeks := func(first, last int) string { return fmt.Sprintf("weeks %d-%d", first, last) }
	for _, c := range []struct {
		name string
		y    []float64
		opts Options
		read ReadOptions
		want string
	}{
		{"two points", []float64{3, 9}, Options{}, ReadOptions{Wanted: Up}, "Too few points to read yet: 2 of 10."},
		{
			"on the median", repeat(7, 12),
			Options{},
			ReadOptions{},
			"Too few points to read yet: 0 of 10. 12 points lie on the median and cannot be counted.",
		},
		{
			"nothing found", zigzag,
			Options{},
			ReadOptions{Wanted: Up},
			"No signal in 12 points: they vary about the median, 6, as chance alone would. Do not read much into single ups and downs.",
		},
		{
			"shift, wanted", join(low, high),
			Options{},
			ReadOptions{Rules: IHIRules, Wanted: Up, Where: weeks},
			"Signal (shift): 6 points in a row above the median, weeks 7-12. " +
				"That is unlikely to be chance, and it is the direction you want. " +
				"Also (too few runs): 2 runs about the median, weeks 1-12; chance alone gives 3 or more; and 1 signal more.",
		},
		{
			"shift, not wanted", join(zigzag, low, high),
			Options{Freeze: 12},
			ReadOptions{Rules: IHIRules, Wanted: Down},
			"Signal (shift): 6 points in a row above the baseline median, points 19-24. " +
				"That is unlikely to be chance, and it is not the direction you want. " +
				"Also (shift): 6 points in a row below the baseline median, points 13-18.",
		},
		{
			"shift among few",
			[]float64{9, 8, 9, 7, 9, 8},
			Options{Centre: Some(5.0)},
			ReadOptions{Rules: IHIRules},
			"Signal (shift): 6 points in a row above the line at 5, points 1-6. That is unlikely to be chance. " +
				"For the other rules there are too few points to read yet: 6 of 10.",
		},
		{
			"the same by Anhøj",
			[]float64{9, 8, 9, 7, 9, 8, 9, 8, 9},
			Options{Centre: Some(5.0)},
			ReadOptions{},
			"Too few points to read yet: 9 of 10.",
		},
		{
			"trend among five", ramp(1, 1, 5),
			Options{},
			ReadOptions{Rules: IHIRules, Wanted: Down},
			"Signal (trend): 5 points in a row going up, points 1-5. That is unlikely to be chance, and it is not the direction you want. " +
				"For the other rules there are too few points to read yet: 4 of 10.",
		},
		{
			"long run", join(zigzag, repeat(2, 9)),
			Options{Freeze: 12},
			ReadOptions{Wanted: Down},
			"Signal (long run): 9 points in a row below the baseline median, points 13-21; chance alone rarely gives more than 7. " +
				"That is unlikely to be chance, and it is the direction you want.",
		},
		{
			"few crossings", join(low, high),
			Options{},
			ReadOptions{Wanted: Up},
			"Signal (few crossings): the points cross the median once, points 1-12; chance alone gives 3 or more. " +
				"That is unlikely to be chance: look for the point where it began to be different.",
		},
		{
			"too many runs", join(ramp(4, 0, 1), zigzag[1:], []float64{4, 8, 5, 9, 4, 8, 3, 9}),
			Options{},
			ReadOptions{Rules: IHIRules},
			"Signal (too many runs): 20 runs about the median, points 1-20; chance alone gives 16 or fewer. " +
				"That is unlikely to be chance: check whether two different things are mixed in one series.",
		},
		{
			"two phases", join(zigzag, []float64{14, 18, 15, 19, 14, 18, 13, 19, 14, 17}),
			Options{Phases: []int{12}},
			ReadOptions{},
			"No signal in 10 points, points 13-22: they vary about the median, 16, as chance alone would. " +
				"Do not read much into single ups and downs. The median was 6 in points 1-12 and is 16 in points 13-22.",
		},
		{
			"new phase", join(zigzag, []float64{14, 18}),
			Options{Phases: []int{12}},
			ReadOptions{},
			"Too few points to read yet: 2 of 10. The count begins anew at the start of the phase, points 13-14.",
		},
		{
			"outside the limits", join(zigzag, []float64{50}),
			Options{Limits: LimitsI, Freeze: 12},
			ReadOptions{Wanted: Up},
			"Signal (outside the limits): 1 point above the control limits, point 13. " +
				"That is unlikely to be chance, and it is the direction you want.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := mustAnalyze(t, Series{Y: c.y}, c.opts).Read(c.read).String(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// The statistics stay as the formulas give them; only the claim is held back.
func TestAnhoejHeldBackUnderTen(t *testing.T) {
	a := mustAnalyze(t, Series{Y: repeat(9, 9)}, Options{Centre: Some(5.0), Limits: LimitsUnscreened})
	if p := a.Phases[0]; !p.Anhoej.Signal || p.Readable() || len(p.SigmaSignal) != 9 {
		t.Errorf("phase %+v", p)
	}
	if got := a.Signals(AnhoejRules); len(got) > 0 {
		t.Errorf("claimed %v of 9 points", got)
	}
	a = mustAnalyze(t, Series{Y: repeat(9, 10)}, Options{Centre: Some(5.0), Limits: LimitsUnscreened})
	var kinds []SignalKind
	for _, s := range a.Signals("") {
		kinds = append(kinds, s.Kind)
	}
	if want := []SignalKind{LongRun, OutsideLimits, FewCrossings}; !reflect.DeepEqual(kinds, want) {
		t.Errorf("claimed %v of 10 points, want %v", kinds, want)
	}
}

func TestRunCountBounds(t *testing.T) {
	// Nine points on one side are a single run, outside the bounds of nine.
	got := mustAnalyze(t, Series{Y: repeat(9, 9)}, Options{Centre: Some(5.0)}).IHI().Runs
	if got.Lower != Some(2) || got.Runs != 1 || got.Signal {
		t.Errorf("runs %+v, want no claim under 10 useful points", got)
	}
	// A count on the bound is no signal, one under it is.
	three := []float64{1, 1, 1, 9, 9, 9, 9, 9, 1, 1}
	if got := mustAnalyze(t, Series{Y: three}, Options{}).IHI().Runs; got.Lower != Some(3) || got.Runs != 3 || got.Signal {
		t.Errorf("runs %+v, want no signal", got)
	}
	if got := mustAnalyze(t, Series{Y: ramp(1, 1, 10)}, Options{}).IHI().Runs; got.Runs != 2 || !got.Signal {
		t.Errorf("runs %+v, want a signal", got)
	}
}

// The signal of the phase that the team works in comes first, even when only an
// earlier phase has points to show.
func TestHeadlineIsOfTheLatestPhase(t *testing.T) {
	y := join(ramp(1, 1, 18), []float64{2, 3, 2, 4, 3, 2}, []float64{8, 9, 7, 9, 8, 9})
	got := mustAnalyze(t, Series{Y: y}, Options{Phases: []int{18}}).Read(ReadOptions{}).String()
	if want := "Signal (few crossings): the points cross the median once, points 19-30"; got[:len(want)] != want {
		t.Errorf("reading %q", got)
	}
	if want := "Also (few crossings): the points cross the median once, points 1-18"; !strings.Contains(got, want) {
		t.Errorf("reading %q, want also the earlier phase", got)
	}
}

func TestTrendStart(t *testing.T) {
	y := []float64{5, 5, 6, missing, 7, 7, 8, 9, 9, 3}
	got := mustAnalyze(t, Series{Y: y}, Options{}).IHI().Trends
	want := []Trend{{Direction: Up, NPoints: 5, Start: 2, Moves: []int{3, 5, 7, 8}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("trends %+v, want %+v", got, want)
	}
	// A peak belongs to the rise and to the fall.
	got = mustAnalyze(t, Series{Y: []float64{1, 2, 3, 4, 5, 4, 3, 2, 1}}, Options{}).IHI().Trends
	want = []Trend{
		{Direction: Up, NPoints: 5, Start: 1, Moves: []int{2, 3, 4, 5}},
		{Direction: Down, NPoints: 5, Start: 5, Moves: []int{6, 7, 8, 9}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("trends %+v, want %+v", got, want)
	}
	// Neither phase has a trend, though together they would.
	if got := mustAnalyze(t, Series{Y: ramp(1, 1, 8)}, Options{Phases: []int{4}}).IHI().Trends; len(got) > 0 {
		t.Errorf("trends across phases: %+v", got)
	}
}

func TestFormatValue(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 27: "27", -0.5: "-0.5", 54.5: "54.5", 0.30574: "0.3057", 12345.6: "12346", 999.96: "1000",
		1e20: "1e+20", 5e-324: "4.941e-324", 0.001234567: "0.001235", missing: "missing",
	} {
		if got := FormatValue(v); got != want {
			t.Errorf("FormatValue(%v) = %s, want %s", v, got, want)
		}
	}
}
