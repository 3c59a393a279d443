package report_test

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/reporttest"
	"github.com/cqi-pdsa/pdsa/examples"
)

func htmlOf(t *testing.T, o report.Options, cycles ...*cycle.Cycle) string {
	t.Helper()
	o.Today = examples.Day()
	var b bytes.Buffer
	if err := report.HTML(&b, report.New(cycles, o)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHTMLGolden(t *testing.T) {
	golden(t, "cycle.html", htmlOf(t, report.Options{}, reporttest.Story(examples.Cycles())))
	golden(t, "summary.html", htmlOf(t, report.Options{Summary: true, Title: "The <ramp>"}, reporttest.Ramp(examples.Cycles())...))
}

// foreign finds what makes a browser run or load something.
var foreign = regexp.MustCompile(`(?i)<(script|link|img|iframe|object|base|form|embed)|<[a-z0-9]+[^>]*\s(on[a-z]+|style|src|href)=|url\(|@import`)

func TestHTMLNeedsNothingElse(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{"story": reporttest.Story(examples.Cycles()), "hostile": reporttest.Hostile(), "empty": reporttest.Empty()} {
		for _, summary := range []bool{false, true} {
			page := htmlOf(t, report.Options{Summary: summary}, c)
			if found := foreign.FindString(page); found != "" {
				t.Errorf("%s: %q is in the page", name, found)
			}
			if page != cycle.Clean(page, true) {
				t.Errorf("%s: control characters came through", name)
			}
			if page != htmlOf(t, report.Options{Summary: summary}, c) {
				t.Errorf("%s: the second page differs", name)
			}
			if strings.Count(page, "<h1>") != 1 {
				t.Errorf("%s: %d headings of the first level", name, strings.Count(page, "<h1>"))
			}
		}
	}
}

func TestHTMLHasEverythingWritten(t *testing.T) {
	for _, c := range reporttest.Ramp(examples.Cycles()) {
		page := html.UnescapeString(htmlOf(t, report.Options{}, c))
		for row := range cycle.Fields() {
			for _, value := range valuesOf(c, row) {
				if first, _, _ := strings.Cut(value, "\n"); !strings.Contains(page, first) {
					t.Errorf("%s: %q is not in the page", row.Key(), first)
				}
			}
		}
		for _, drawing := range []string{"Fishbone: ", "Driver diagram: ", "Run chart. "} {
			if !strings.Contains(page, drawing) {
				t.Errorf("%q is not drawn", drawing)
			}
		}
	}
}

func TestBodyFitsUnderAStrictPolicy(t *testing.T) {
	for _, c := range []*cycle.Cycle{reporttest.Story(examples.Cycles()), reporttest.Hostile()} {
		body, err := report.Body(report.New([]*cycle.Cycle{c}, report.Options{Today: examples.Day()}).Papers[0])
		if err != nil {
			t.Fatal(err)
		}
		if found := regexp.MustCompile(`(?i)<(style|html|head|body|script)|<[^>]*\s(style|id)=`).FindString(string(body)); found != "" {
			t.Errorf("%q is in the body", found)
		}
		if !strings.HasPrefix(string(body), `<article class="paper">`) || strings.Contains(string(body), "<h1>") {
			t.Error("the body is no paper with headings from the second level on")
		}
	}
	for rule := range strings.SplitSeq(regexp.MustCompile(`(?s)@media print \{(.*)\}\s*$`).ReplaceAllString(report.Style, "$1"), "}") {
		if selectors, _, ok := strings.Cut(rule, "{"); ok {
			for selector := range strings.SplitSeq(selectors, ",") {
				if s := strings.TrimSpace(selector); !strings.HasPrefix(s, ".paper") && !strings.HasPrefix(s, ".summary") {
					t.Errorf("the rule for %q is about the page around", s)
				}
			}
		}
	}
}

func TestSmallGroupsAreWithheld(t *testing.T) {
	c := cycle.New("c")
	c.Apply(cycle.SetIn("measures", "m", "name", "Late"))
	for id, p := range map[string][3]string{"all": {"", "30", "71"}, "small": {"EL", "9", "72.25"}, "large": {"Other", "21", "73.5"}} {
		c.Apply(cycle.SetIn("points", id, "measure", "m"), cycle.SetIn("points", id, "date", "2026-10-05"),
			cycle.SetIn("points", id, "subgroup", p[0]), cycle.SetIn("points", id, "n", p[1]), cycle.SetIn("points", id, "value", p[2]))
	}
	c.Apply(cycle.SetIn("points", "undated", "subgroup", "EL"), cycle.SetIn("points", "undated", "n", "3"), cycle.SetIn("points", "undated", "value", "74.75"))
	d := report.New([]*cycle.Cycle{c}, report.Options{Today: examples.Day()})
	for form, text := range map[string]string{"html": htmlOf(t, report.Options{}, c), "markdown": strings.ReplaceAll(string(report.Markdown(d)), `\`, "")} {
		if !strings.Contains(text, "71") || !strings.Contains(text, "withheld") {
			t.Errorf("%s: the whole group is not shown, or nothing is withheld", form)
		}
		for _, secret := range []string{"72.25", "73.5", "74.75"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: %s gives a small group away", form, secret)
			}
		}
	}
	if text := report.Text(c, examples.Day(), 80, nil); !strings.Contains(text, "72.25") {
		t.Error("the team does not see its own number")
	}
}

func TestChartsShowTheWholeRamp(t *testing.T) {
	ramp := reporttest.Ramp(examples.Cycles())
	alone, both := htmlOf(t, report.Options{}, ramp[1]), htmlOf(t, report.Options{}, ramp...)
	if strings.Contains(alone, "cycle 2") || !strings.Contains(both, "cycle 2") {
		t.Error("the chart of the second cycle does not begin with the first")
	}
}
