package paper_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/paper"
	. "github.com/cqi-pdsa/pdsa/cycle/paper/papertest"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/docx"
)

// Words that a team might write: none of them is a form's, so each has to be found
// again in the cycle.
func answer(t *rapid.T, n *int) string {
	var words []string
	for range rapid.IntRange(1, 4).Draw(t, "words") {
		*n++
		words = append(words, fmt.Sprintf("qx%dz", *n))
	}
	return strings.Join(words, rapid.SampledFrom([]string{" ", "; ", ", ", "\n", ": ", " – ", "\t", " (", "? "}).Draw(t, "between"))
}

var someLabels = []string{
	"Title", "School", "Team", "Start date", "Number of weeks", "Evidence", "MCAS", "HALS", "Strengths", "Priority area", "Problem of practice", "Who", "Does", "What",
	"Fishbone", "5 Whys", "Why 1", "Why 2", "Root cause", "Cause", "Category", "Goals", "Point A", "Point B (in six weeks)", "For whom", "By when", "How much",
	"Is the gap clear?", "Change drivers", "Activities", "Prediction", "Scope", "Implementation plan", "Action item", "Person(s) responsible", "Week 1", "Week 2", "Week 99",
	"Measures", "Outcome measure", "Process", "How often", "Baseline", "Goal", "Diary", "Results", "Variation", "What we learned", "Decision", "Why", "Support needed",
	"Check points", "Comments", "PLAN", "Study", "Lunch orders", "Date", "Notes", "Direction", "Kind", "Votes",
}

// TestEveryAnswerIsKept: whatever the shape of a document, each word that was
// written stands in the cycle, and not only among the form's own words.
func TestEveryAnswerIsKept(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := 0
		label := rapid.SampledFrom(someLabels)
		text := func() string {
			switch rapid.IntRange(0, 7).Draw(rt, "kind") {
			case 0:
				return label.Draw(rt, "label")
			case 1:
				return label.Draw(rt, "label") + ": " + answer(rt, &n)
			case 2:
				return rapid.SampledFrom([]string{"☐ ", "☒ "}).Draw(rt, "box") + answer(rt, &n)
			case 3:
				return "____"
			default:
				return answer(rt, &n)
			}
		}
		cells := func() []string {
			var out []string
			for range rapid.IntRange(1, 4).Draw(rt, "cells") {
				out = append(out, text())
			}
			return out
		}
		var b strings.Builder
		for range rapid.IntRange(1, 12).Draw(rt, "blocks") {
			switch rapid.IntRange(0, 6).Draw(rt, "block") {
			case 0:
				b.WriteString(Style("Heading1", label.Draw(rt, "heading")))
			case 1:
				b.WriteString(Bold(text()))
			case 2:
				b.WriteString(Item(rapid.IntRange(0, 2).Draw(rt, "level"), text()))
			case 3:
				var rows []string
				head := make([]string, rapid.IntRange(2, 5).Draw(rt, "columns"))
				for i := range head {
					head[i] = label.Draw(rt, "column")
				}
				rows = append(rows, Row(head...))
				for range rapid.IntRange(1, 3).Draw(rt, "rows") {
					rows = append(rows, Row(cells()...))
				}
				b.WriteString(Table(rows...))
			case 4:
				b.WriteString(Table(Row(Cell(Table(Row(cells()...)), ""), text())))
			default:
				b.WriteString(P(text()))
			}
		}
		data := File{Body: b.String()}.Bytes()
		d, err := word.Read(context.Background(), bytes.NewReader(data), int64(len(data)))
		if err != nil {
			rt.Fatal(err)
		}
		p := propose(d, "name")
		there := map[string]bool{}
		for _, v := range p.Cycle.Values {
			for _, w := range wordsOf(v) {
				there[w] = true
			}
		}
		for _, items := range p.Cycle.Lists {
			for _, it := range items {
				for _, v := range it.Values {
					for _, w := range wordsOf(v) {
						there[w] = true
					}
				}
			}
		}
		form := strings.Join(p.Form, " ")
		for para := range word.Paragraphs(d.Body) {
			for _, w := range wordsOf(para.Text) {
				if strings.HasPrefix(w, "qx") && !there[w] && !unticked(para.Text, form, w) {
					rt.Errorf("%q of %q is lost", w, para.Text)
				}
			}
		}
		sound(rt, p)
	})
}

// unticked reports whether a word is that of an option that was not chosen.
func unticked(text, form, w string) bool {
	return strings.HasPrefix(text, "☐") && strings.Contains(form, w)
}

// sound checks that a cycle is as every other one: it reads back, and its values
// are clean and within bounds.
func sound(t interface {
	Helper()
	Errorf(string, ...any)
}, p *paper.Proposal,
) {
	t.Helper()
	check := func(where, v string) {
		if cycle.CheckText(v) != nil || cycle.Clean(v, true) != v {
			t.Errorf("%s holds %q", where, v)
		}
	}
	for key, v := range p.Cycle.Values {
		if _, ok := cycle.FieldByKey(key); !ok {
			t.Errorf("there is no field %s", key)
		}
		check(key, v)
	}
	for list, items := range p.Cycle.Lists {
		seen := map[string]bool{}
		for _, it := range items {
			if seen[it.ID] {
				t.Errorf("%s has %s twice", list, it.ID)
			}
			seen[it.ID] = true
			for key, v := range it.Values {
				path := cycle.Path{List: list, Item: it.ID, Field: key}
				f, ok := path.Row()
				if !ok {
					t.Errorf("there is no field %s", path)
				}
				if f.Kind == cycle.Ref {
					if _, ok := p.Cycle.Item(f.Ref, v); !ok {
						t.Errorf("%s leads to no item", path)
					}
				}
				check(path.String(), v)
			}
		}
	}
	data, err := report.JSON(p.Cycle, nil, nil)
	if err != nil {
		t.Errorf("%v", err)
		return
	}
	if _, err := cycle.ParseDocument(data, change.NewID); err != nil {
		t.Errorf("it does not read back: %v", err)
	}
}

// TestLongTexts: what is longer than a field goes on in the diary, and is told.
func TestLongTexts(t *testing.T) {
	long := strings.Repeat("so it goes ", 20_000)
	p := propose(read(t, File{Body: Bold("Strengths") + P(long+"theend")}.Bytes()), "long")
	sound(t, p)
	if len(p.Kept) != 1 || !strings.Contains(p.Kept[0].Why, "no more room") {
		t.Fatalf("%d texts are kept", len(p.Kept))
	}
	var all strings.Builder
	all.WriteString(p.Cycle.Values["strengths"])
	for _, it := range p.Cycle.Lists["diary"] {
		all.WriteString(it.Values["text"])
	}
	if got, want := strings.Count(all.String(), "goes"), 20_000; got != want || !strings.Contains(all.String(), "theend") {
		t.Errorf("%d of %d words are there", got, want)
	}
}

// TestOwnDocument: what this program exports as a Word document it reads back. The
// numbers of its charts are kept as text.
func TestOwnDocument(t *testing.T) {
	for _, name := range []string{"chronic-absence", "reading-logs", "talk-in-class-1"} {
		c := example(t, name)
		var buf bytes.Buffer
		if err := docx.Write(&buf, report.New([]*cycle.Cycle{c}, report.Options{Today: today})); err != nil {
			t.Fatal(err)
		}
		d := read(t, buf.Bytes())
		p := propose(d, name)
		sound(t, p)
		checkWords(t, name, d, p)
		for key, want := range c.Values {
			switch key {
			case "sharing", "team_phase", "progress", "previous":
				continue // the team's own to say anew
			}
			if got := p.Cycle.Values[key]; got != want {
				t.Errorf("%s: %s is %q, want %q", name, key, got, want)
			}
		}
		for _, list := range []string{"evidence", "goal_checks", "bones", "causes", "whys", "drivers", "activities", "actions", "measures", "requests", "checkpoints", "comments"} {
			same(t, name, list, c, p.Cycle)
		}
	}
}

func example(t *testing.T, name string) *cycle.Cycle {
	t.Helper()
	data, err := os.ReadFile("../../examples/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	c, err := cycle.ParseDocument(data, func() string { n++; return fmt.Sprintf("i%d", n) })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// same compares a list without its ids, and without the settings of charts.
func same(t *testing.T, name, list string, want, got *cycle.Cycle) {
	t.Helper()
	l, _ := cycle.ListByKey(list)
	text := func(c *cycle.Cycle) []string {
		var out []string
		for _, it := range c.Lists[list] {
			var b strings.Builder
			for _, f := range l.Fields {
				v := c.At(cycle.Path{List: list, Item: it.ID, Field: f.Key})
				if f.Kind == cycle.Ref && v != "" {
					to, _ := cycle.ListByKey(f.Ref)
					item, _ := c.Item(f.Ref, v)
					v = item.Name(to)
				}
				if v != "" && v != "0" && !f.Internal {
					fmt.Fprintf(&b, "%s=%s|", f.Key, v)
				}
			}
			out = append(out, b.String())
		}
		slices.Sort(out)
		return out
	}
	a, b := text(want), text(got)
	if !slices.Equal(a, b) {
		t.Errorf("%s: %s is\n%s\nwant\n%s", name, list, strings.Join(b, "\n"), strings.Join(a, "\n"))
	}
}

// FuzzPropose: no document panics, loses a word or makes an unsound cycle.
func FuzzPropose(f *testing.F) {
	names, err := filepath.Glob("testdata/libreoffice/*.docx")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		d, err := word.Read(f.Context(), bytes.NewReader(data), int64(len(data)))
		if err != nil {
			f.Fatal(err)
		}
		var b strings.Builder
		for p := range word.Paragraphs(d.Body) {
			b.WriteString(p.Text + "\n")
		}
		f.Add(b.String())
	}
	f.Add("#Plan\n#Measures\n|Kind|Name\n|x|y\n*Decision: ☐ Repeat ☒ Adapt")
	f.Fuzz(func(t *testing.T, text string) {
		d := &word.Document{}
		for line := range strings.SplitSeq(text, "\n") {
			p := &word.Paragraph{Text: line}
			switch {
			case strings.HasPrefix(line, "#"):
				p.Text, p.Level = line[1:], 1
			case strings.HasPrefix(line, "*"):
				p.Text, p.Lead = line[1:], line[1:]
			case strings.HasPrefix(line, "|"):
				var row word.Row
				for i, cell := range strings.Split(line[1:], "|") {
					row.Cells = append(row.Cells, word.Cell{Column: i, Span: 1, Blocks: []word.Block{&word.Paragraph{Text: cell}}})
				}
				if n := len(d.Body); n > 0 {
					if last, ok := d.Body[n-1].(*word.Table); ok {
						last.Rows = append(last.Rows, row)
						continue
					}
				}
				d.Body = append(d.Body, &word.Table{Rows: []word.Row{row}})
				continue
			}
			d.Body = append(d.Body, p)
		}
		p := propose(d, "fuzz")
		sound(t, p)
		checkWords(t, "fuzz", d, p)
	})
}
