package pdf_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/pdf"
	"github.com/cqi-pdsa/pdsa/cycle/report/reporttest"
	"github.com/cqi-pdsa/pdsa/examples"
)

func written(t *testing.T, o report.Options, cycles ...*cycle.Cycle) (data []byte, missing string) {
	t.Helper()
	o.Today = examples.Day()
	var b bytes.Buffer
	lacking, err := pdf.Write(&b, report.New(cycles, o))
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), string(lacking)
}

func pages(data []byte) int { return len(regexp.MustCompile(`/Type /Page\n`).FindAll(data, -1)) }

func TestPages(t *testing.T) {
	ramp := reporttest.Ramp(examples.Cycles())
	for _, test := range []struct {
		what        string
		o           report.Options
		cycles      []*cycle.Cycle
		least, most int
	}{
		{"a whole cycle", report.Options{}, ramp[1:], 5, 14},
		{"a summary", report.Options{Summary: true}, ramp[:1], 1, 1},
		{"the summaries of a ramp, with a page of contents", report.Options{Summary: true}, ramp, 3, 3},
		{"an empty cycle", report.Options{}, []*cycle.Cycle{reporttest.Empty()}, 1, 2},
		{"the summary of an empty cycle", report.Options{Summary: true}, []*cycle.Cycle{reporttest.Empty()}, 1, 1},
		{"no cycle", report.Options{Title: "None"}, nil, 1, 1},
		{"a hostile cycle", report.Options{}, []*cycle.Cycle{reporttest.Hostile()}, 10, 80},
	} {
		data, _ := written(t, test.o, test.cycles...)
		if n := pages(data); n < test.least || n > test.most {
			t.Errorf("%s takes %d pages", test.what, n)
		}
	}
}

func TestCharactersThatCannotBePrintedAreTold(t *testing.T) {
	c := reporttest.Empty()
	c.Apply(cycle.SetField("title", "não às ção, a\u0303 ñ Ω Ж ✓"))
	if _, missing := written(t, report.Options{}, c); missing != "" {
		t.Errorf("%q could be printed", missing)
	}
	c.Apply(cycle.SetField("strengths", "ភាសា 學 😀👍🏽 שלום"))
	if _, missing := written(t, report.Options{}, c); missing != "ולםשភសា學🏽👍😀" {
		t.Errorf("told are %q", missing)
	}
}

func TestEqualCyclesGiveEqualBytes(t *testing.T) {
	at := report.Options{Changed: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)}
	one, _ := written(t, at, reporttest.Ramp(examples.Cycles())...)
	for range 3 {
		if two, _ := written(t, at, reporttest.Ramp(examples.Cycles())...); !bytes.Equal(one, two) {
			t.Fatal("the second document differs")
		}
	}
	if !bytes.Contains(one, []byte("D:20261120080000")) {
		t.Error("the time of the change is not in it")
	}
	if other, _ := written(t, report.Options{}, reporttest.Empty()); !bytes.Contains(other, []byte("D:20000101")) {
		t.Error("a document of no known time looks at the clock")
	}
}

// TestWhatReadersSee asks another program what stands on the pages.
func TestWhatReadersSee(t *testing.T) {
	tool := reporttest.Tool(t, "pdftotext")
	read := func(o report.Options, cycles ...*cycle.Cycle) string {
		data, _ := written(t, o, cycles...)
		file := filepath.Join(t.TempDir(), "x.pdf")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(reporttest.Run(t, tool, "-raw", "-enc", "UTF-8", file, "-")), " ")
	}
	c := reporttest.Story(examples.Cycles())
	text := read(report.Options{}, c)
	for row := range cycle.Fields() {
		if f := row.Field; row.List == nil && !f.Internal && f.Kind == cycle.Text {
			first, _, _ := strings.Cut(c.Values[f.Key], "\n")
			// A table breaks longer texts among those of its other columns.
			if r := []rune(first); len(r) > 20 {
				first = string(r[:20])
			}
			if !strings.Contains(text, first) {
				t.Errorf("%s: %q is not on the pages", f.Key, first)
			}
		}
	}
	for _, it := range c.Lists["causes"] {
		if !strings.Contains(text, it.Get("text")) {
			t.Errorf("%q is not on the pages", it.Get("text"))
		}
	}
	for _, want := range []string{"✓ done", "✗ missed", "median", "1 / ", "likely root cause"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the pages", want)
		}
	}
	hostile := read(report.Options{}, reporttest.Hostile())
	for _, want := range []string{"<script>alert('1')</script> & ]]> -- \\ red", "não às ção ▯▯▯▯ ▯▯▯▯ ▯▯ ▯", "U+179F", "stand as ▯"} {
		if !strings.Contains(hostile, want) {
			t.Errorf("%q is not on the pages", want)
		}
	}
	// The head of a table comes again on each page.
	long := reporttest.Empty()
	for i := range 120 {
		id := "a" + strings.Repeat("x", i)
		long.Apply(cycle.SetIn("actions", id, "what", "Something to do for us"))
	}
	if n := strings.Count(read(report.Options{}, long), "What Who 1 2 3"); n < 3 {
		t.Errorf("the head of the table is there %d times", n)
	}
}

func TestTheErrorOfTheWriterComesBack(t *testing.T) {
	r, w := io.Pipe()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := pdf.Write(w, report.New([]*cycle.Cycle{reporttest.Empty()}, report.Options{})); err == nil {
		t.Error("nobody hears that the file is not written")
	}
}
