package report_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/examples"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	for _, c := range examples.Cycles() {
		if c.ID != "ex-talk-2" {
			continue
		}
		golden(t, "cycle.md", string(report.Markdown(report.New([]*cycle.Cycle{c}, report.Options{Today: examples.Day()}))))
		golden(t, "cycle-80.txt", report.Text(c, examples.Day(), 80, nil))
		return
	}
	t.Fatal("the story is gone")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as before; look at it with -update and git diff", name)
	}
}

func TestTextFitsTheScreen(t *testing.T) {
	for _, width := range []int{40, 60, 80, 120} {
		for _, c := range examples.Cycles() {
			for line := range strings.SplitSeq(report.Text(c, examples.Day(), width, nil), "\n") {
				if n := ansi.StringWidth(line); n > width && !strings.Contains(line, "✓") && !wideTable(width) {
					t.Errorf("%s at %d columns has a line of %d: %q", c.ID, width, n, line)
				}
			}
		}
	}
}

// wideTable says where a table of six weeks or five columns has no room at all.
func wideTable(width int) bool { return width < 60 }

func TestEverythingWrittenIsInTheDocument(t *testing.T) {
	for _, c := range examples.Cycles() {
		md, text := string(report.Markdown(report.New([]*cycle.Cycle{c}, report.Options{Today: examples.Day()}))), report.Text(c, examples.Day(), 5000, nil)
		for row := range cycle.Fields() {
			for _, value := range valuesOf(c, row) {
				first, _, _ := strings.Cut(value, "\n")
				if !strings.Contains(strings.ReplaceAll(md, `\`, ""), strings.ReplaceAll(first, `\`, "")) {
					t.Errorf("%s: %q is not in the Markdown", row.Key(), first)
				}
				if !strings.Contains(text, first) {
					t.Errorf("%s: %q is not in the text", row.Key(), first)
				}
			}
		}
	}
}

// valuesOf gives what is written in a field of words.
func valuesOf(c *cycle.Cycle, row cycle.Row) []string {
	f := row.Field
	if f.Internal || f.Kind != cycle.Line && f.Kind != cycle.Text || len(f.Options) > 0 || f.Key == "names" || row.Key() == "comments[].step" {
		return nil
	}
	if row.List == nil {
		return []string{c.Values[f.Key]}
	}
	var out []string
	for _, it := range c.Lists[row.List.Key] {
		out = append(out, it.Get(f.Key))
	}
	return out
}

func TestLooseItemsAreShown(t *testing.T) {
	c := cycle.New("c")
	c.Apply(
		cycle.SetIn("causes", "k", "text", "cause on no bone"), cycle.SetIn("causes", "k", "bone", "gone"),
		cycle.SetIn("whys", "w", "text", "why of no cause"),
		cycle.SetIn("activities", "a", "text", "activity under no driver"),
		cycle.SetIn("points", "p", "value", "17"), cycle.SetIn("points", "p", "measure", "gone"),
	)
	text := report.Text(c, examples.Day(), 80, nil)
	for _, want := range []string{"cause on no bone", "why of no cause", "activity under no driver", "17"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is lost", want)
		}
	}
}

func TestMarkdownEscapes(t *testing.T) {
	c := cycle.New("c")
	c.Apply(
		cycle.SetField("title", "# *big* <script>alert(1)</script>"),
		cycle.SetField("problem.who", "1. we | they"),
		cycle.SetField("strengths", "- one\n\n\x1b[31m[link](http://x)\n> quote `code`"),
		cycle.SetIn("measures", "m", "name", "a|b"),
		cycle.SetIn("points", "p", "measure", "m"), cycle.SetIn("points", "p", "date", "2026-10-05"), cycle.SetIn("points", "p", "value", "3"),
		cycle.SetIn("points", "p", "note", "x|y\nz"),
	)
	md := string(report.Markdown(report.New([]*cycle.Cycle{c}, report.Options{Today: examples.Day()})))
	for _, want := range []string{
		`# \# \*big\* \<script\>alert(1)\</script\>`, `1\. we \| they`, `\- one`, `\[link\](http://x)`, "\\> quote \\`code\\`", `x\|y z`,
	} {
		if !strings.Contains(md, want) {
			t.Errorf("%s is not in the document:\n%s", want, md)
		}
	}
	if strings.Contains(md, "\x1b") {
		t.Error("an escape sequence came through")
	}
}
