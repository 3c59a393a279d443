package report

import (
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A Document is one or several cycles to be read from the top to the bottom. All
// text in it is clean (cycle.Clean), and none is markup: the forms escape it.
type Document struct {
	Title   string // what stands above several papers; empty for one
	Papers  []Paper
	Changed time.Time // when the last change was made that is in it; zero when not known
	// Progress is called before each paper that is written, with the number of
	// those that are done; an error stops the writing and comes back. It may be nil.
	Progress func(done, of int) error
}

// Begin is called by what writes the document before it writes a paper, counted
// from 0. The error is to stop it.
func (d Document) Begin(paper int) error {
	if d.Progress == nil {
		return nil
	}
	return d.Progress(paper, len(d.Papers))
}

// Name is the title of the document, or that of its only paper.
func (d Document) Name() string {
	if d.Title == "" && len(d.Papers) > 0 {
		return d.Papers[0].Title
	}
	return d.Title
}

// A Paper is one cycle: the whole organizer, or its summary on one page.
type Paper struct {
	ID       string // the cycle's
	Title    string
	Line     string // where the cycle stands, in one line
	Sections []Section
	Summary  bool
}

// A Section is one step of the organizer, or one part of a summary. One in which
// nothing is written has no blocks.
type Section struct {
	Key    string // "problem"
	Phase  cycle.Phase
	Title  string
	Blocks []Block
}

// A Block is one part of a section: a label, and exactly one of the others.
type Block struct {
	Label   string
	Text    string
	Tree    []Branch
	Table   *Table
	Entries []Entry
	Columns []Column
	Picture *Picture
}

// A Branch is a line of a tree with what hangs under it.
type Branch struct {
	Text  string
	Under []Branch
}

// An Entry is an item of a list: its own words, and its other fields.
type Entry struct {
	Name   string
	Kind   string // what the name is: the label of its field
	Values []Block
}

// A Column is one of some groups of values that stand side by side where there
// is room, and below each other where there is not.
type Column struct {
	Head    string
	Help    string // a few words below the head, or empty
	Entries []Entry
}

// A Picture is a drawing. The text and Markdown forms leave it out: what it shows
// stands beside it in words.
type Picture struct {
	Title string
	SVG   []byte
}

// Options say how a document is made.
type Options struct {
	Today cycle.Day // dates and phases are written as on this day
	// Changed is when the last change to the cycles was made. The forms that carry
	// a date of their own write it; they never look at the clock.
	Changed time.Time
	// Summary makes one page of each cycle in place of the whole organizer.
	Summary bool
	// Title heads a document of several cycles.
	Title string
	// Progress becomes that of the document.
	Progress func(done, of int) error
}

// New makes the document of some cycles, in their order. The charts of a cycle
// that continues another one of them show both.
func New(cycles []*cycle.Cycle, o Options) Document {
	d := Document{Changed: o.Changed, Progress: o.Progress}
	if len(cycles) != 1 {
		d.Title = cycle.Clean(o.Title, false)
		if d.Title == "" {
			d.Title = "PDSA cycles"
		}
	}
	for _, c := range cycles {
		l := outliner{c: c, ramp: rampOf(c, cycles), today: o.Today, pictures: true, withhold: true}
		d.Papers = append(d.Papers, l.paper(o.Summary))
	}
	return d
}

// rampOf gives the cycles that lead up to one of them, the first one first.
func rampOf(c *cycle.Cycle, cycles []*cycle.Cycle) []*cycle.Cycle {
	ramp := []*cycle.Cycle{c}
	for at := c; len(ramp) <= len(cycles); {
		var before *cycle.Cycle
		for _, other := range cycles {
			if other.ID == at.Values["previous"] && other.ID != "" {
				before = other
			}
		}
		if before == nil || before == c {
			return ramp
		}
		ramp, at = append([]*cycle.Cycle{before}, ramp...), before
	}
	return ramp
}

// paper makes the paper of the cycle.
func (o outliner) paper(summary bool) Paper {
	p := Paper{ID: o.c.ID, Title: Title(o.c), Line: headline(o.c, o.today), Summary: summary}
	if summary {
		p.Sections = o.summary()
	} else {
		p.Sections = o.sections()
	}
	p.clean()
	return p
}

// Title is the cycle's title, or words for a cycle without one.
func Title(c *cycle.Cycle) string {
	if t := strings.TrimSpace(c.Values["title"]); t != "" {
		return t
	}
	return "Cycle without a title"
}

// clean makes all words of a paper safe to be printed and drawn.
func (p *Paper) clean() {
	p.Title, p.Line = oneLine(p.Title), oneLine(p.Line)
	for i := range p.Sections {
		cleanBlocks(p.Sections[i].Blocks)
	}
}

func cleanBlocks(blocks []Block) {
	for i := range blocks {
		b := &blocks[i]
		b.Label, b.Text = oneLine(b.Label), cycle.Clean(b.Text, true)
		cleanTree(b.Tree)
		cleanEntries(b.Entries)
		for j := range b.Columns {
			cleanEntries(b.Columns[j].Entries)
		}
		if b.Table != nil {
			for _, row := range b.Table.Rows {
				for j := range row {
					row[j] = oneLine(row[j])
				}
			}
		}
		if b.Picture != nil {
			b.Picture.Title = oneLine(b.Picture.Title)
		}
	}
}

func cleanTree(tree []Branch) {
	for i := range tree {
		tree[i].Text = cycle.Clean(tree[i].Text, true)
		cleanTree(tree[i].Under)
	}
}

func cleanEntries(entries []Entry) {
	for i := range entries {
		entries[i].Name = cycle.Clean(entries[i].Name, true)
		cleanBlocks(entries[i].Values)
	}
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(cycle.Clean(s, false)), " ")
}
