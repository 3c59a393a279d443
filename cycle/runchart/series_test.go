package runchart

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
)

var missing = math.NaN()

func mustAnalyze(t *testing.T, s Series, o Options) Analysis {
	t.Helper()
	a, err := Analyze(s, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func repeat(v float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func TestInputErrors(t *testing.T) {
	y := []float64{1, 2, 3}
	n := []float64{10, 10, 10}
	for _, c := range []struct {
		series Series
		opts   Options
		option string
	}{
		{Series{Y: y}, Options{Freeze: -1}, "freeze"},
		{Series{Y: y}, Options{Phases: []int{2, 0}}, "phases"},
		{Series{Y: y}, Options{Exclude: []int{0}}, "exclude"},
		{Series{Y: y}, Options{Limits: "xbar"}, "limits"},
		{Series{Y: y}, Options{Limits: LimitsP}, "limits"},
		{Series{Y: y}, Options{Limits: LimitsPPrime}, "limits"},
		{Series{Y: y}, Options{Limits: LimitsU}, "limits"},
		{Series{Y: y, N: n}, Options{Limits: LimitsC}, "limits"},
		{Series{Y: y}, Options{Centre: Optional[float64]{Value: missing, Present: true}}, "centre"},
		{Series{Y: []float64{1, math.Inf(1)}}, Options{}, "y"},
		{Series{Y: y, N: n[:2]}, Options{}, "n"},
		{Series{Y: y, N: []float64{10, -1, 10}}, Options{}, "n"},
		{Series{Y: y, N: []float64{10, math.Inf(1), 10}}, Options{}, "n"},
		{Series{Y: []float64{11, 2, 3}, N: n}, Options{Limits: LimitsP}, "y"},
		{Series{Y: []float64{-1, 2, 3}, N: n}, Options{Limits: LimitsPPrime}, "y"},
		{Series{Y: []float64{-1, 2, 3}, N: n}, Options{Limits: LimitsU}, "y"},
		{Series{Y: []float64{-1, 2, 3}}, Options{Limits: LimitsC}, "y"},
	} {
		_, err := Analyze(c.series, c.opts)
		var input *InputError
		if !errors.As(err, &input) || input.Option != c.option {
			t.Errorf("%+v: error %v, want one about %s", c.opts, err, c.option)
			continue
		}
		if text := err.Error(); text == "" || text[:1] != strings.ToLower(text[:1]) {
			t.Errorf("error %q does not begin in lower case", text)
		}
	}
}

func TestOptionsPastTheEnd(t *testing.T) {
	y := []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}
	plain := mustAnalyze(t, Series{Y: y}, Options{})
	for _, o := range []Options{{Freeze: 99}, {Phases: []int{12, 40}}, {Exclude: []int{13}}} {
		a := mustAnalyze(t, Series{Y: y}, o)
		if !reflect.DeepEqual(a.Phases, plain.Phases) {
			t.Errorf("%+v changes the analysis", o)
		}
		if len(a.Notes) == 0 {
			t.Errorf("%+v: nothing is said about it", o)
		}
	}
	if len(plain.Notes) > 0 {
		t.Errorf("notes without a reason: %q", plain.Notes)
	}
}

func TestPhasesInAnyOrder(t *testing.T) {
	y := []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}
	want := mustAnalyze(t, Series{Y: y}, Options{Phases: []int{4, 8}})
	cuts := []int{8, 4, 8}
	got := mustAnalyze(t, Series{Y: y}, Options{Phases: cuts})
	if !reflect.DeepEqual(got.Phases, want.Phases) || len(got.Phases) != 3 {
		t.Errorf("phases 8,4,8 differ from 4,8: %+v", got.Phases)
	}
	if !reflect.DeepEqual(cuts, []int{8, 4, 8}) {
		t.Error("the caller's phases were reordered")
	}
	frozen := mustAnalyze(t, Series{Y: y}, Options{Phases: []int{4, 8}, Freeze: 6})
	if !reflect.DeepEqual(frozen.Phases, want.Phases) || len(frozen.Notes) != 1 {
		t.Errorf("freeze must be left aside, and said so, beside phases: %q", frozen.Notes)
	}
}

func TestNothingToCompute(t *testing.T) {
	for name, c := range map[string]struct {
		series Series
		opts   Options
		phases int
	}{
		"no points":         {Series{}, Options{Freeze: 3, Phases: []int{2}, Exclude: []int{1}}, 0},
		"all missing":       {Series{Y: repeat(missing, 12)}, Options{}, 1},
		"nobody counted":    {Series{Y: repeat(3, 12), N: repeat(0, 12)}, Options{Limits: LimitsP}, 1},
		"n missing":         {Series{Y: repeat(3, 12), N: repeat(missing, 12)}, Options{Limits: LimitsPPrime}, 1},
		"all excluded":      {Series{Y: []float64{1, 2}}, Options{Exclude: []int{1, 2, 2}, Limits: LimitsI}, 1},
		"empty baseline":    {Series{Y: []float64{missing, 2, 3, 4}}, Options{Freeze: 1, Limits: LimitsC}, 1},
		"excluded baseline": {Series{Y: []float64{1, 2, 3, 4}}, Options{Freeze: 1, Exclude: []int{1}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			a := mustAnalyze(t, c.series, c.opts)
			if len(a.Phases) != c.phases {
				t.Fatalf("%d phases, want %d", len(a.Phases), c.phases)
			}
			for _, p := range a.Phases {
				lower, upper := p.LimitsAt(p.Last)
				if p.Centre.Present || p.NUseful != 0 || p.Anhoej.LongestRun.Present || p.Anhoej.Signal || lower.Present || upper.Present {
					t.Errorf("something was computed from nothing: %+v", p)
				}
			}
			if got := a.Read(ReadOptions{}).String(); !strings.Contains(got, "oo few points to read yet: 0 of 10") {
				t.Errorf("reading %q", got)
			}
		})
	}
}

func TestExcludedInsideBaseline(t *testing.T) {
	// Without the 90 the baseline is 10, 20, 30; with it the median would be 25.
	y := []float64{10, 90, 20, 30, 25, 25}
	a := mustAnalyze(t, Series{Y: y}, Options{Freeze: 4, Exclude: []int{2}})
	if p := a.Phases[0]; p.Centre != Some(20.0) || p.NObs != 5 || p.NUseful != 4 || p.Baseline != 4 {
		t.Errorf("phase %+v", p)
	}
	// The moving range spans the excluded point: 10, 10 and not 80, 70, 10.
	a = mustAnalyze(t, Series{Y: y}, Options{Freeze: 4, Exclude: []int{2}, Limits: LimitsUnscreened})
	_, upper := a.Phases[0].LimitsAt(1)
	if want := 20 + 3*10/1.128; math.Abs(upper.Value-want) > 1e-9 {
		t.Errorf("upper limit %v, want %v", upper.Value, want)
	}
	if got := a.Phases[0].SigmaSignal; !reflect.DeepEqual(got, []int{2}) {
		t.Errorf("outside the limits: %v, want the excluded point 2", got)
	}
}

func TestIndividualsWithoutRanges(t *testing.T) {
	for name, c := range map[string]struct {
		y      []float64
		limits Limits
		want   bool
	}{
		"one point":                     {[]float64{5}, LimitsUnscreened, false},
		"every second missing":          {[]float64{5, missing, 6, missing, 7}, LimitsUnscreened, false},
		"equal, all ranges screened":    {repeat(0.1, 10), LimitsI, false},
		"equal, none screened":          {repeat(0.1, 10), LimitsUnscreened, true},
		"one jump, that range screened": {[]float64{5, 5, 5, 5, 9, 9, 9, 9}, LimitsI, true},
	} {
		a := mustAnalyze(t, Series{Y: c.y}, Options{Limits: c.limits})
		p := a.Phases[0]
		if p.Lower.Constant.Present != c.want || p.Upper.Constant.Present != c.want {
			t.Errorf("%s: limits %v %v", name, p.Lower, p.Upper)
		}
		if strings.HasPrefix(name, "equal") && (len(p.SigmaSignal) > 0 || p.NUseful > 0) {
			t.Errorf("%s: equal points lie on their mean and inside their limits: %+v", name, p)
		}
	}
}

func TestUnitsChart(t *testing.T) {
	// 24 events over 12 units: mean 2 a unit.
	s := Series{Y: []float64{4, 2, 12, 6, 7}, N: []float64{2, 4, 2, 4, 0}}
	a := mustAnalyze(t, s, Options{Limits: LimitsU})
	p := a.Phases[0]
	if p.Centre != Some(2.0) || p.NPresent != 4 || a.Values[4].Present {
		t.Fatalf("phase %+v, values %v", p, a.Values)
	}
	for point, n := range s.N[:4] {
		lower, upper := p.LimitsAt(point + 1)
		if want := 2 + 3*math.Sqrt(2/n); math.Abs(upper.Value-want) > 1e-12 || lower != Some(max(0, 4-want)) {
			t.Errorf("limits of point %d: %v %v", point+1, lower, upper)
		}
	}
	if lower, upper := p.LimitsAt(5); lower.Present || upper.Present {
		t.Error("the point without n has limits")
	}
	if !reflect.DeepEqual(p.SigmaSignal, []int{3}) {
		t.Errorf("outside the limits: %v, want point 3", p.SigmaSignal)
	}
	if lower, _ := p.LimitsAt(6); lower.Present {
		t.Error("a point outside the phase has limits")
	}
}

func TestHugeValues(t *testing.T) {
	y := []float64{1.7e308, -1.7e308, 1.7e308, 1.6e308, 1.5e308, 5e-324}
	for _, limits := range []Limits{NoLimits, LimitsI} {
		a := mustAnalyze(t, Series{Y: y}, Options{Limits: limits})
		if c := a.Phases[0].Centre; !c.Present {
			t.Errorf("%s: no center line", limits)
		}
	}
	if got := mean(y); math.Abs(got/0.8e308-1) > 1e-12 {
		t.Errorf("mean %v, want 8e307", got)
	}
	if got := mean([]float64{1.7e308, -1.7e308, -1.7e308}); math.Abs(got/-1.7e308*3-1) > 1e-12 {
		t.Errorf("mean %v, want a third of -1.7e308", got)
	}
	if got := median([]float64{1.7e308, 1.5e308}); math.Abs(got/1.6e308-1) > 1e-12 {
		t.Errorf("median %v, want 1.6e308", got)
	}
}

func TestAstronomical(t *testing.T) {
	y := []float64{55, 56, 58, 63, 120, 55, 57, 71, 53, 52, 63, 70, 61, 62}
	if got := mustAnalyze(t, Series{Y: y}, Options{}).Astronomical(); got != Some(5) {
		t.Errorf("suggested %v, want point 5", got)
	}
	if got := mustAnalyze(t, Series{Y: y}, Options{Exclude: []int{5}}).Astronomical(); got.Present {
		t.Errorf("suggested %v beside the excluded point", got)
	}
	if got := mustAnalyze(t, Series{Y: y[:8]}, Options{}).Astronomical(); got.Present {
		t.Errorf("suggested %v among 8 points", got)
	}
	if got := mustAnalyze(t, Series{Y: append(repeat(5, 12), 90)}, Options{Centre: Some(4.0)}).Astronomical(); got.Present {
		t.Errorf("suggested %v where there is no measure of distance", got)
	}
	two := append(append([]float64{}, y...), 140)
	if got := mustAnalyze(t, Series{Y: two}, Options{}).Astronomical(); got != Some(15) {
		t.Errorf("suggested %v, want the farther point 15", got)
	}
}

func TestRoundingOfMeans(t *testing.T) {
	for n := 1; n < 50; n++ {
		if got := mean(repeat(0.1, n)); got != 0.1 {
			t.Errorf("mean of %d equal values = %v", n, got)
		}
	}
	// In floating point 0.1 + 0.2 - 0.2 is just beside 0.1.
	at := 0.1
	at += 0.2 // step by step: constants are added exactly
	at -= 0.2
	if at == 0.1 {
		t.Fatal("the example has lost its point")
	}
	y := []float64{0.05, 0.15, at}
	if got := mustAnalyze(t, Series{Y: y}, Options{Limits: LimitsI, Centre: Some(0.1)}).Phases[0].NUseful; got != 2 {
		t.Errorf("%d useful, want 2: the third lies on the mean", got)
	}
	// 0.9 - 3*sqrt(0.9/40) is 0.45, as 18 of 40 is.
	s := Series{Y: []float64{18}, N: []float64{40}}
	p := mustAnalyze(t, s, Options{Limits: LimitsU, Centre: Some(0.9)}).Phases[0]
	if lower, _ := p.LimitsAt(1); lower.Value <= 0.45 {
		t.Fatal("the example has lost its point")
	}
	if len(p.SigmaSignal) > 0 {
		t.Error("a point on its limit is taken to be outside")
	}
}

func TestFixedLineIsTheMedianToo(t *testing.T) {
	y := []float64{1, 2, 3, 8, 9, 9}
	p := mustAnalyze(t, Series{Y: y}, Options{Centre: Some(0.5), Limits: LimitsI}).Phases[0]
	if p.Median != Some(0.5) || len(p.IHI.Shifts) != 1 {
		t.Errorf("phase %+v", p)
	}
	p = mustAnalyze(t, Series{Y: y}, Options{Limits: LimitsI}).Phases[0]
	if p.Median == p.Centre || p.IHI.Runs.N != 6 {
		t.Errorf("the IHI rules are about the median beside limits: %+v", p)
	}
}

func TestRange(t *testing.T) {
	s := Series{Y: []float64{2, missing, 5}, N: []float64{10, 10, 10}}
	a := mustAnalyze(t, s, Options{})
	if low, high, ok := a.Range(Optional[float64]{}, Some(0.8)); low != 0.2 || high != 0.8 || !ok {
		t.Errorf("range %v %v %v, want the values and the goal", low, high, ok)
	}
	a = mustAnalyze(t, s, Options{Limits: LimitsU, Centre: Some(0.9)})
	lower, upper := a.Phases[0].LimitsAt(1)
	if lower.Value >= 0.2 {
		t.Fatal("the example has lost its point")
	}
	if low, high, _ := a.Range(); low != lower.Value || high != upper.Value {
		t.Errorf("range %v %v, want the limits", low, high)
	}
	if _, _, ok := mustAnalyze(t, Series{Y: []float64{missing}}, Options{}).Range(); ok {
		t.Error("nothing has a range")
	}
}
