package report

import (
	_ "embed"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Style is the style sheet of what [Body] gives. Every rule in it is about
// elements within one of the class "paper", on the screen and in print.
//
//go:embed paper.css
var Style string

// pageStyle is about the page around papers, in a file of their own.
//
//go:embed page.css
var pageStyle string

//go:embed paper.html
var paperHTML string

// HTML writes the document as one file that needs nothing else: no scripts,
// nothing from elsewhere. It prints on paper as it looks, black on white, each
// paper on a new page. The error is that of the writer.
func HTML(w io.Writer, d Document) error {
	return templates().ExecuteTemplate(w, "file", struct {
		Document
		Style template.CSS
	}{d, template.CSS(pageStyle + Style)}) // both are files of this package
}

// Body gives a paper as a part of a page: its title is a heading of the second
// level, and what is in it follows below that. It holds no scripts, no styles and
// no ids, and so fits under a strict content policy; [Style] dresses it.
func Body(p Paper) (template.HTML, error) {
	var b strings.Builder
	if err := templates().ExecuteTemplate(&b, "paper", paperView{p, false}); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil // html/template wrote it
}

var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"view":       func(p Paper, top bool) paperView { return paperView{p, top} },
		"paragraphs": nonEmptyLines,
		"phases":     phasesOf,
		"grid": func(b Block) *Table {
			t, _ := b.Grid()
			return t
		},
		"svg":   func(p Picture) template.HTML { return template.HTML(p.SVG) }, // drawn by us, with all text escaped
		"class": func(k ColumnKind) string { return [...]string{"", "number", "mark"}[k] },
		"look":  lookOf,
		"lone":  lone,
	}).Parse(paperHTML))
})

// A paperView is a paper as its template takes it.
type paperView struct {
	Paper
	Top bool // whether its title is the heading of the whole page
}

// nonEmptyLines splits a text into its paragraphs.
func nonEmptyLines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// A phase is the sections of a paper that belong to one phase.
type phase struct {
	Word     string
	Sections []Section
}

// phasesOf gathers the sections by phase; those of a summary stand together.
func phasesOf(p Paper) []phase {
	if p.Summary {
		return []phase{{Sections: p.Sections}}
	}
	var out []phase
	at := cycle.Phase("")
	for _, s := range p.Sections {
		if s.Phase != at {
			at = s.Phase
			out = append(out, phase{Word: at.Word()})
		}
		last := &out[len(out)-1]
		last.Sections = append(last.Sections, s)
	}
	return out
}

// lookOf gives the classes of a table: wide for one of many columns, broken for
// one with words that are too long to set the width of their column.
func lookOf(t Table) string {
	const longest = 22
	look := ""
	if len(t.Head) > 2+weeksAbreast/2 {
		look = "wide"
	}
	for _, row := range t.Rows {
		for _, cell := range row {
			if slices.ContainsFunc(strings.Fields(cell), func(word string) bool { return utf8.RuneCountInString(word) > longest }) {
				return strings.TrimSpace(look + " broken")
			}
		}
	}
	return look
}

// lone gives the text of a column that holds a single value without a label.
func lone(c Column) string {
	if len(c.Entries) == 1 && c.Entries[0].Name == "" && len(c.Entries[0].Values) == 1 && c.Entries[0].Values[0].Label == "" {
		return c.Entries[0].Values[0].Text
	}
	return ""
}
