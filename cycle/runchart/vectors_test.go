package runchart

import (
	"encoding/json"
	"math"
	"os"
	"reflect"
	"testing"
)

// vectorPhase is one phase of a reference case; nil is "not computable".
type vectorPhase struct {
	First         int      `json:"first"`
	Last          int      `json:"last"`
	CL            *float64 `json:"cl"`
	NObs          int      `json:"n_obs"`
	NUseful       int      `json:"n_useful"`
	LongestRun    *int     `json:"longest_run"`
	LongestRunMax *int     `json:"longest_run_max"`
	Crossings     *int     `json:"n_crossings"`
	CrossingsMin  *int     `json:"n_crossings_min"`
	RunsSignal    bool     `json:"runs_signal"`
	LCL           any      `json:"lcl"`
	UCL           any      `json:"ucl"`
	SigmaSignal   []int    `json:"sigma_signal"`
}

type vectorCase struct {
	ID    string `json:"id"`
	Input struct {
		Y       []*float64 `json:"y"`
		N       []*float64 `json:"n"`
		Freeze  int        `json:"freeze"`
		Part    []int      `json:"part"`
		Exclude []int      `json:"exclude"`
		CL      *float64   `json:"cl"`
	} `json:"input"`
	Expect map[string]json.RawMessage `json:"expect"`
}

func readVectors(t testing.TB) []vectorCase {
	t.Helper()
	data, err := os.ReadFile("testdata/runchart-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []vectorCase `json:"cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) < 55 {
		t.Fatalf("%d reference cases, want 55 or more", len(file.Cases))
	}
	return file.Cases
}

func (v vectorCase) series() (Series, Options) {
	numbers := func(in []*float64) []float64 {
		if in == nil {
			return nil
		}
		out := make([]float64, len(in))
		for i, v := range in {
			out[i] = math.NaN()
			if v != nil {
				out[i] = *v
			}
		}
		return out
	}
	o := Options{Freeze: v.Input.Freeze, Phases: v.Input.Part, Exclude: v.Input.Exclude}
	if v.Input.CL != nil {
		o.Centre = Some(*v.Input.CL)
	}
	return Series{Y: numbers(v.Input.Y), N: numbers(v.Input.N)}, o
}

func TestVectors(t *testing.T) {
	limits := map[string]Limits{
		"run": NoLimits, "i": LimitsI, "i_unscreened": LimitsUnscreened,
		"c": LimitsC, "p": LimitsP, "pp": LimitsPPrime, "u": LimitsU,
	}
	for _, c := range readVectors(t) {
		for key, raw := range c.Expect {
			t.Run(c.ID+"/"+key, func(t *testing.T) {
				series, options := c.series()
				if key == "ihi" {
					checkIHI(t, series, options, raw)
					return
				}
				kind, known := limits[key]
				if !known {
					t.Fatalf("no chart is called %q", key)
				}
				options.Limits = kind
				checkPhases(t, series, options, raw)
			})
		}
	}
}

func checkPhases(t *testing.T, s Series, o Options, raw json.RawMessage) {
	t.Helper()
	var want []vectorPhase
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	a, err := Analyze(s, o)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Phases) != len(want) {
		t.Fatalf("%d phases, want %d", len(a.Phases), len(want))
	}
	for i, w := range want {
		got := a.Phases[i]
		same := func(field string, got, want any) {
			t.Helper()
			if !reflect.DeepEqual(got, want) {
				t.Errorf("phase %d: %s = %v, want %v", i+1, field, got, want)
			}
		}
		same("first", got.First, w.First)
		same("last", got.Last, w.Last)
		same("n_obs", got.NObs, w.NObs)
		same("n_useful", got.NUseful, w.NUseful)
		same("longest_run", got.Anhoej.LongestRun, wanted(w.LongestRun))
		same("longest_run_max", got.Anhoej.LongestRunMax, wanted(w.LongestRunMax))
		same("n_crossings", got.Anhoej.Crossings, wanted(w.Crossings))
		same("n_crossings_min", got.Anhoej.CrossingsMin, wanted(w.CrossingsMin))
		same("runs_signal", got.Anhoej.Signal, w.RunsSignal)
		sameNumber(t, "cl", got.Centre, wanted(w.CL))
		if w.SigmaSignal == nil { // a run chart has no limits
			continue
		}
		same("sigma_signal", got.SigmaSignal, w.SigmaSignal)
		sameLimit(t, "lcl", got.Lower, w.LCL)
		sameLimit(t, "ucl", got.Upper, w.UCL)
	}
}

func wanted[T int | float64](v *T) Optional[T] {
	if v == nil {
		return Optional[T]{}
	}
	return Some(*v)
}

func sameNumber(t *testing.T, field string, got, want Optional[float64]) {
	t.Helper()
	if got.Present != want.Present || math.Abs(got.Value-want.Value) > 1e-9*math.Abs(want.Value) {
		t.Errorf("%s = %v, want %v", field, got, want)
	}
}

func sameLimit(t *testing.T, field string, got Limit, want any) {
	t.Helper()
	number := func(v any) Optional[float64] {
		if v == nil {
			return Optional[float64]{}
		}
		return Some(v.(float64))
	}
	list, byPoint := want.([]any)
	if !byPoint {
		if got.ByPoint != nil {
			t.Errorf("%s is given by point, want one number", field)
		}
		sameNumber(t, field, got.Constant, number(want))
		return
	}
	if len(got.ByPoint) != len(list) {
		t.Fatalf("%s has %d numbers, want %d", field, len(got.ByPoint), len(list))
	}
	for i, v := range list {
		sameNumber(t, field, got.ByPoint[i], number(v))
	}
}

func checkIHI(t *testing.T, s Series, o Options, raw json.RawMessage) {
	t.Helper()
	var want struct {
		Shift  bool `json:"shift"`
		Shifts []struct {
			Side    Side  `json:"side"`
			NPoints int   `json:"n_points"`
			Points  []int `json:"points"`
		} `json:"shifts"`
		Trend  bool `json:"trend"`
		Trends []struct {
			Direction Direction `json:"direction"`
			NPoints   int       `json:"n_points"`
			Moves     []int     `json:"moves"`
		} `json:"trends"`
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	// The IHI rules are about the median, whatever limits are drawn.
	for _, limits := range []Limits{NoLimits, LimitsI} {
		o.Limits = limits
		a, err := Analyze(s, o)
		if err != nil {
			t.Fatal(err)
		}
		got := a.IHI()
		if (len(got.Shifts) > 0) != want.Shift || len(got.Shifts) != len(want.Shifts) {
			t.Fatalf("shifts = %v, want %v", got.Shifts, want.Shifts)
		}
		for i, w := range want.Shifts {
			g := got.Shifts[i]
			if g.Side != w.Side || len(g.Points) != w.NPoints || !reflect.DeepEqual(g.Points, w.Points) {
				t.Errorf("shift %d = %v, want %v", i+1, g, w)
			}
		}
		if (len(got.Trends) > 0) != want.Trend || len(got.Trends) != len(want.Trends) {
			t.Fatalf("trends = %v, want %v", got.Trends, want.Trends)
		}
		for i, w := range want.Trends {
			g := got.Trends[i]
			if g.Direction != w.Direction || g.NPoints != w.NPoints || !reflect.DeepEqual(g.Moves, w.Moves) {
				t.Errorf("trend %d = %v, want %v", i+1, g, w)
			}
		}
	}
}
