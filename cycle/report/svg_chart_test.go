package report_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/report"
)

var updateSVG = flag.Bool("update-svg", false, "write the SVG files anew")

func svgStory() cycle.Chart {
	s := cycle.ChartSeries{Freeze: 8, Change: 9, Exclude: []int{6}}
	for i, v := range []float64{31, 29, math.NaN(), 33, 30, 55, 31, 30, 24, 22, 23, 21, 20, 22, 19} {
		day := cycle.Day{Year: 2026, Month: 9, Day: 7}.AddDays(7 * i)
		s.Points = append(s.Points, cycle.ChartPoint{X: day.String(), Date: day, Value: v, N: 180})
	}
	s.Points[5].Excluded, s.Points[1].Note = "snow <day>", `bus "12" & 14`
	s.Cycles = []cycle.ChartBoundary{{Point: 12, Label: "cycle 2"}}
	s.Marks = []cycle.ChartMark{
		{Point: 2, Date: s.Points[1].Date, Text: "greeting began"},
		{Point: 10, Date: s.Points[9].Date, Text: "second door"},
		{Point: 0, Date: cycle.Day{Year: 2027, Month: 1, Day: 4}, Text: "later"},
	}
	return cycle.Chart{
		Title: "Late <arrivals> & passes", Unit: "students a day", Direction: "down", Goal: 20, Rules: cycle.RulesAnhoej,
		Limits: cycle.LimitsNone, Source: "door sheet", Series: []cycle.ChartSeries{s},
	}
}

// texts reads an SVG and gives what stands in its elements: what is read out as
// cells, and all the rest. It fails on what is not well formed and on small type.
func texts(t testing.TB, svg []byte) (cells, drawn []string) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	cell, in := false, false
	for {
		token, err := d.Token()
		if err == io.EOF {
			return cells, drawn
		}
		if err != nil {
			t.Fatalf("the SVG is not well formed: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			in, cell = e.Name.Local == "text" || e.Name.Local == "title" || e.Name.Local == "desc", false
			for _, a := range e.Attr {
				cell = cell || a.Name.Local == "role" && a.Value == "cell"
				if size, err := strconv.Atoi(a.Value); a.Name.Local == "font-size" && (err != nil || size < 12) {
					t.Errorf("text of size %s is under 9 points", a.Value)
				}
			}
		case xml.CharData:
			if in && cell {
				cells = append(cells, string(e))
			} else if in {
				drawn = append(drawn, string(e))
			}
		case xml.EndElement:
			in = false
		}
	}
}

func TestChartSVG(t *testing.T) {
	svg := report.ChartSVG(plot.Of(svgStory(), 0))
	const path = "testdata/chart.svg"
	if *updateSVG {
		if err := os.WriteFile(path, svg, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n")), svg) {
		t.Errorf("%s differs from what is drawn (run with -update-svg and look at it)", path)
	}
	cells, drawn := texts(t, svg)
	all := strings.Join(drawn, "\n")
	for _, words := range []string{
		"Late <arrivals> & passes, students a day", "Run chart. ", "baseline median 30.5", "goal 20", "change began", "cycle 2", "greeting began",
		"left out: Oct 12 (snow <day>)", "Signal (long run)", "Source: door sheet", "Jan 4: later",
	} {
		if !strings.Contains(all, words) && !strings.Contains(strings.ReplaceAll(all, "\n", " "), words) {
			t.Errorf("%q is missing in\n%s", words, all)
		}
	}
	heard := strings.Join(cells, "|")
	for _, words := range []string{"Sep 7|31|180", "Sep 21|missing|180", `Sep 14|29|180|bus "12" & 14; greeting began`, "Oct 12|55|180|left out: snow <day>"} {
		if !strings.Contains(heard, words) {
			t.Errorf("%q is not in the table: %s", words, heard)
		}
	}
	if rows := strings.Count(string(svg), `role="row"`); rows != 16 {
		t.Errorf("the table has %d rows, want a head and 15 points", rows)
	}
	if round, diamonds := strings.Count(string(svg), "<circle"), strings.Count(string(svg), "l6 6l-6 6l-6 -6z"); round != 6 || diamonds != 8 {
		t.Errorf("%d round points and %d of the signal are drawn, want 6 and 8", round, diamonds)
	}
}

func TestChartSVGOfGroups(t *testing.T) {
	c := svgStory()
	group := c.Series[0]
	group.Name, group.MinGroup = "Walkers", 10
	group.Points = append([]cycle.ChartPoint{}, group.Points...)
	group.Points[0].Value, group.Points[0].Withheld = math.NaN(), true
	c.Series = append(c.Series, group)
	svg := report.ChartSVG(plot.Groups(c)...)
	cells, drawn := texts(t, svg)
	if !strings.Contains(strings.Join(cells, "|"), "Sep 7|withheld") || !strings.Contains(strings.Join(drawn, "|"), "Walkers") {
		t.Errorf("the group is not there: %q", drawn)
	}
	if strings.Count(string(svg), `role="table"`) != 2 {
		t.Error("there is not one table a group")
	}
}

func TestChartSVGOfAnything(t *testing.T) {
	report.ChartSVG()
	rapid.Check(t, func(rt *rapid.T) {
		c := svgStory()
		s := &c.Series[0]
		text := rapid.StringN(0, 60, 200)
		c.Title, c.Unit, c.Source = text.Draw(rt, "title"), text.Draw(rt, "unit"), text.Draw(rt, "source")
		c.Limits = rapid.SampledFrom([]string{"none", "i", "c"}).Draw(rt, "limits")
		s.Points = s.Points[:rapid.IntRange(0, 15).Draw(rt, "points")]
		for i := range s.Points {
			s.Points[i].Value = rapid.OneOf(rapid.Float64(), rapid.Just(math.NaN())).Draw(rt, "value")
			s.Points[i].Note, s.Points[i].X = text.Draw(rt, "note"), text.Draw(rt, "x")
		}
		n := len(s.Points)
		s.Exclude, s.Freeze, s.Change, s.Cycles, s.Marks = nil, rapid.IntRange(0, n).Draw(rt, "freeze"), rapid.IntRange(0, n).Draw(rt, "change"), nil, nil
		if n > 0 && rapid.Bool().Draw(rt, "marked") {
			s.Marks = []cycle.ChartMark{{Point: rapid.IntRange(0, n).Draw(rt, "mark"), Text: text.Draw(rt, "text")}}
		}
		cells, _ := texts(t, report.ChartSVG(plot.Of(c, 0)))
		if t.Failed() {
			rt.FailNow()
		}
		_ = cells
	})
}
