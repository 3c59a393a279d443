package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

// vectorInput is the input of a reference case.
type vectorInput struct {
	Y       []*float64 `json:"y"`
	N       []*float64 `json:"n"`
	Freeze  int        `json:"freeze"`
	Part    []int      `json:"part"`
	Exclude []int      `json:"exclude"`
	CL      *float64   `json:"cl"`
}

// csv writes the series as a file of two columns.
func (v vectorInput) csv() string {
	cell := func(p *float64) string {
		if p == nil {
			return "NA"
		}
		return strconv.FormatFloat(*p, 'g', -1, 64)
	}
	var b strings.Builder
	b.WriteString("week,y")
	if v.N != nil {
		b.WriteString(",n")
	}
	for i := range v.Y {
		fmt.Fprintf(&b, "\n%d,%s", i+1, cell(v.Y[i]))
		if v.N != nil {
			b.WriteString("," + cell(v.N[i]))
		}
	}
	return b.String() + "\n"
}

func (v vectorInput) flags() []string {
	numbers := func(n []int) string { return strings.Trim(strings.ReplaceAll(fmt.Sprint(n), " ", ","), "[]") }
	var out []string
	if v.N != nil {
		out = append(out, "--n", "n")
	}
	if v.Freeze > 0 {
		out = append(out, "--freeze", strconv.Itoa(v.Freeze))
	}
	if len(v.Part) > 0 {
		out = append(out, "--phases", numbers(v.Part))
	}
	if len(v.Exclude) > 0 {
		out = append(out, "--exclude", numbers(v.Exclude))
	}
	if v.CL != nil {
		out = append(out, "--centre", strconv.FormatFloat(*v.CL, 'g', -1, 64))
	}
	return out
}

// TestReferenceCasesThroughTheCommand runs every reference case as a file and
// compares the JSON, field by field.
func TestReferenceCasesThroughTheCommand(t *testing.T) {
	data, err := os.ReadFile("../../cycle/runchart/testdata/runchart-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID     string                     `json:"id"`
			Input  vectorInput                `json:"input"`
			Expect map[string]json.RawMessage `json:"expect"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	limits := map[string]string{"run": "none", "ihi": "none", "i": "i", "i_unscreened": "i-unscreened", "c": "c", "p": "p", "pp": "pp", "u": "u"}
	checked := 0
	for _, c := range file.Cases {
		path := filepath.Join(t.TempDir(), "data.csv")
		if err := os.WriteFile(path, []byte(c.Input.csv()), 0o600); err != nil {
			t.Fatal(err)
		}
		for key, raw := range c.Expect {
			args := append([]string{"chart", "--csv", path, "--x", "week", "--y", "y", "--json", "--limits", limits[key]}, c.Input.flags()...)
			got := chartJSON(t, args...)
			if key == "ihi" {
				compareIHI(t, c.ID, got["ihi"], raw)
			} else {
				comparePhases(t, c.ID+"/"+key, got["phases"].([]any), raw)
			}
			checked++
		}
	}
	if checked < 150 {
		t.Errorf("only %d readings were compared", checked)
	}
}

// chartJSON runs the command and gives its only series.
func chartJSON(t *testing.T, args ...string) map[string]any {
	t.Helper()
	code, out, messages := ran(t, args...)
	if code != 0 {
		t.Fatalf("%v gives %d: %s", args, code, messages)
	}
	var doc struct {
		Series []map[string]any `json:"series"`
	}
	if err := json.Unmarshal(out, &doc); err != nil || len(doc.Series) != 1 {
		t.Fatalf("%v prints %s (%v)", args, out, err)
	}
	return doc.Series[0]
}

// ran runs a command line in this process.
func ran(t *testing.T, args ...string) (code int, out, messages []byte) {
	t.Helper()
	var files []*os.File
	for range 3 {
		f, err := os.CreateTemp(t.TempDir(), "stream")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		files = append(files, f)
	}
	code = run(context.Background(), args, files[0], files[1], files[2])
	var err error
	if out, err = os.ReadFile(files[1].Name()); err != nil {
		t.Fatal(err)
	}
	if messages, err = os.ReadFile(files[2].Name()); err != nil {
		t.Fatal(err)
	}
	return code, out, messages
}

// jsonNames gives the name in the chart's JSON of a field of the vectors.
var jsonNames = map[string]string{"cl": "centre", "runs_signal": "signal"}

func comparePhases(t *testing.T, id string, got []any, raw json.RawMessage) {
	t.Helper()
	var want []map[string]any
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("%s has %d phases, want %d", id, len(got), len(want))
	}
	for i, phase := range want {
		for key, value := range phase {
			name := key
			if other, ok := jsonNames[key]; ok {
				name = other
			}
			have, there := got[i].(map[string]any)[name]
			if !there || !alike(have, value) {
				t.Errorf("%s, phase %d: %s is %v, want %v", id, i+1, name, have, value)
			}
		}
	}
}

func compareIHI(t *testing.T, id string, got any, raw json.RawMessage) {
	t.Helper()
	var want struct {
		Shifts, Trends []map[string]any
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string][]map[string]any{"shifts": want.Shifts, "trends": want.Trends} {
		have := got.(map[string]any)[name].([]any)
		if len(have) != len(list) {
			t.Fatalf("%s: %d %s, want %d", id, len(have), name, len(list))
		}
		for i, w := range list {
			for key, value := range w {
				if key == "n_points" && name == "shifts" {
					if n := len(have[i].(map[string]any)["points"].([]any)); float64(n) != value {
						t.Errorf("%s: a shift of %d points, want %v", id, n, value)
					}
				} else if !alike(have[i].(map[string]any)[key], value) {
					t.Errorf("%s, %s %d: %s is %v, want %v", id, name, i+1, key, have[i].(map[string]any)[key], value)
				}
			}
		}
	}
}

// alike compares two JSON values, numbers up to rounding.
func alike(a, b any) bool {
	x, isNumber := a.(float64)
	y, both := b.(float64)
	if isNumber && both {
		return math.Abs(x-y) <= 1e-9*math.Max(1, math.Abs(y))
	}
	list, isList := a.([]any)
	other, both := b.([]any)
	if isList && both {
		return slices.EqualFunc(list, other, alike)
	}
	return reflect.DeepEqual(a, b)
}

// Names of points stay as the file has them unless all are days.
func TestMixedNamesAreNoDays(t *testing.T) {
	for x, want := range map[string]bool{"10/12/2026": true, "2026-10-12": true, "Fall": false, "2026-27": false} {
		s := seriesOf("", []tabular.Point{{X: "10/5/2026"}, {X: x}})
		for _, p := range s.Points {
			if p.Date.IsZero() == want {
				t.Errorf("beside %q, %q has the date %v", x, p.X, p.Date)
			}
		}
	}
}

func TestChartOfStandardInputIsTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.tsv")
	if err := os.WriteFile(path, []byte("x\ty\n3\t5\n1\t7\n2\t\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, fromFile, _ := ran(t, "chart", "--csv", path, "--x", "x", "--json")
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	if code := run(context.Background(), []string{"chart", "--csv", "-", "--x", "x", "--json"}, in, out, out); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	fromStdin, err := os.ReadFile(out.Name())
	if err != nil || !bytes.Equal(fromFile, fromStdin) || len(fromFile) == 0 {
		t.Errorf("from the file %s, from standard input %s (%v)", fromFile, fromStdin, err)
	}
}
