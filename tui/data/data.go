// Package data is the step of the run charts: the numbers of each measure in a
// table that is typed into in place, and the chart that grows from it.
package data

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/dataimport"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/study"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const (
	points = "points"
	marks  = "annotations"
)

// A Pane is the step of the numbers.
type Pane struct {
	env     *ui.Env
	s       *session.Session
	measure string // the id of the measure in hand; empty until one was chosen
	// at is the line in hand: the points, then the empty row, then the marks.
	at      int
	chosen  bool // whether at was chosen; before, it is the empty row
	focused bool
	chart   bool // in a narrow window: the chart in place of the table
	beside  bool // whether the last drawing had the chart beside the table
	page    int  // rows of the last drawing

	row *row // the row that is being typed
	// kept holds rows that could not be saved, by what they belong to.
	kept map[string]*row

	read           sheet
	graph, reading study.Kept
}

// New returns the pane of the session's document.
func New(env *ui.Env, s *session.Session) *Pane {
	return &Pane{env: env, s: s, kept: map[string]*row{}}
}

// inHand returns the measure that is shown: at first the one that the cycle is
// about.
func (p *Pane) inHand() (cycle.Measure, bool) {
	c := p.s.Cycle()
	if m, ok := c.Measure(p.measure); ok {
		return m, true
	}
	m, ok := c.MainMeasure()
	p.measure = m.ID
	return m, ok
}

// A sheet is what the document holds about one measure.
type sheet struct {
	version int
	measure string
	points  []cycle.Point
	marks   []cycle.Item
	whole   []float64 // the values for everybody, in time order
	groups  []string  // used with any measure
	span    cycle.Span
}

// sheet reads the measure in hand. Thousands of points take long to sort, so it
// is kept until the document changes.
func (p *Pane) sheet() *sheet {
	m, _ := p.inHand()
	if p.read.measure == m.ID && p.read.version == p.s.Version() && m.ID != "" {
		return &p.read
	}
	c := p.s.Cycle()
	s := sheet{version: p.s.Version(), measure: m.ID}
	if m.ID == "" {
		p.read = s
		return &p.read
	}
	s.points, s.span = c.Points(m.ID), c.SpanOf(m.ID)
	for _, it := range c.Lists[marks] {
		if of := it.Values["measure"]; of == m.ID || of == "" {
			s.marks = append(s.marks, it)
		}
	}
	slices.SortStableFunc(s.marks, func(a, b cycle.Item) int {
		d, _ := cycle.ParseDay(a.Values["date"])
		e, _ := cycle.ParseDay(b.Values["date"])
		return d.Sub(e)
	})
	for _, pt := range s.points {
		if pt.Subgroup == "" && pt.Value == pt.Value { // not a missing one
			s.whole = append(s.whole, pt.Value)
		}
	}
	for _, it := range c.Lists[points] {
		if g := it.Values["subgroup"]; g != "" && !slices.Contains(s.groups, g) {
			s.groups = append(s.groups, g)
		}
	}
	slices.Sort(s.groups)
	p.read = s
	return &p.read
}

// The places that the cursor can be in.
type place int

const (
	onPoint place = iota
	onNew
	onMark
)

// place says what kind of line is in hand; the cursor stays inside.
func (p *Pane) place() place {
	s := p.sheet()
	if !p.chosen {
		p.at = len(s.points)
	}
	p.at = min(max(p.at, 0), len(s.points)+len(s.marks))
	switch {
	case p.at < len(s.points):
		return onPoint
	case p.at == len(s.points):
		return onNew
	default:
		return onMark
	}
}

// item returns list and item of the line in hand; no item on the empty row.
func (p *Pane) item() (list string, it cycle.Item) {
	s := p.sheet()
	switch p.place() {
	case onPoint:
		it, _ = p.s.Cycle().Item(points, s.points[p.at].ID)
		return points, it
	case onMark:
		return marks, s.marks[p.at-len(s.points)-1]
	}
	return points, cycle.Item{}
}

func (p *Pane) take(at int) { p.at, p.chosen = max(at, 0), true }

// takeItem puts the cursor on an item.
func (p *Pane) takeItem(id string) {
	s := p.sheet()
	for i, pt := range s.points {
		if pt.ID == id {
			p.take(i)
		}
	}
	for i, it := range s.marks {
		if it.ID == id {
			p.take(len(s.points) + 1 + i)
		}
	}
}

// Update takes keys and messages.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if p.row != nil {
			return p.typing(msg)
		}
		return p.key(msg)
	case tea.PasteMsg:
		if p.row != nil {
			p.row.paste(msg)
		}
	}
	return nil
}

func (p *Pane) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.LeavePane{})
	case key.Matches(msg, keyNext):
		return ui.Send(ui.NextStep{Delta: 1})
	case key.Matches(msg, keyGo):
		return ui.Send(ui.GoStep{Step: "measures", At: cycle.Path{List: "measures", Item: p.measure}})
	case key.Matches(msg, keyImport):
		screen, cmd := dataimport.New(p.env, p.s, dataimport.Disk{}, p.measure)
		return tea.Sequence(ui.Send(ui.OpenScreen{Screen: screen}), cmd)
	}
	if _, ok := p.inHand(); !ok {
		return nil
	}
	where := p.place()
	switch {
	case p.walk(msg):
	case key.Matches(msg, keyMeasure):
		p.turn(msg)
	case key.Matches(msg, keyView):
		p.chart = !p.chart
	case key.Matches(msg, keyFull):
		return ui.Send(ui.OpenChart{Measure: p.measure})
	case key.Matches(msg, keyAdd):
		p.take(len(p.sheet().points))
		p.openNew("date")
	case key.Matches(msg, keyNote):
		p.openMark()
	case where == onNew && key.Matches(msg, keyDigit):
		p.openNew("value")
		p.row.typed(msg)
	case where == onNew && key.Matches(msg, keyEdit):
		p.openNew("value")
	case key.Matches(msg, keyEdit):
		p.openItem("")
	case key.Matches(msg, keyRemove):
		return p.remove()
	case key.Matches(msg, keySettle):
		if c, ok := p.contested(); ok {
			return ui.Send(ui.OpenConflicts{At: c.Path})
		}
	}
	return nil
}

// walk moves the cursor through the lines.
func (p *Pane) walk(msg tea.KeyPressMsg) bool {
	s := p.sheet()
	last := len(s.points) + len(s.marks)
	at := p.at
	switch {
	case key.Matches(msg, ui.KeyUp):
		at--
	case key.Matches(msg, ui.KeyDown):
		at++
	case key.Matches(msg, ui.KeyPgUp):
		at -= max(1, p.page-1)
	case key.Matches(msg, ui.KeyPgDown):
		at += max(1, p.page-1)
	case key.Matches(msg, ui.KeyHome):
		at = 0
	case key.Matches(msg, ui.KeyEnd):
		at = len(s.points)
	default:
		return false
	}
	p.take(min(at, last))
	return true
}

// turn shows the next or the previous measure, at its empty row.
func (p *Pane) turn(msg tea.KeyPressMsg) {
	all := p.s.Cycle().Measures()
	at := slices.IndexFunc(all, func(m cycle.Measure) bool { return m.ID == p.measure })
	delta := 1
	if s := msg.String(); s == "left" || s == "[" {
		delta = -1
	}
	p.measure = all[(at+delta+len(all))%len(all)].ID
	p.chosen = false
}

// remove takes out the line in hand, or what is kept in the empty row.
func (p *Pane) remove() tea.Cmd {
	list, it := p.item()
	if it.ID == "" {
		if k := p.newKey(); p.kept[k] != nil {
			delete(p.kept, k)
			return ui.Say("the unfinished row is cleared")
		}
		return nil
	}
	delete(p.kept, list+"/"+it.ID)
	return tea.Batch(p.s.Edit(cycle.Remove(list, it.ID)), ui.Say("removed. ctrl+z brings it back"))
}

// contested returns what was written apart in the line in hand.
func (p *Pane) contested() (change.Conflict, bool) {
	list, it := p.item()
	return p.s.ConflictIn(list, it.ID)
}

// Typing reports whether letters go into a text.
func (p *Pane) Typing() bool { return p.row != nil }

// Commit saves the row that is being typed when it can be saved.
func (p *Pane) Commit() tea.Cmd { return p.finish() }

// Focus gives the pane the keyboard, at the measure or the line of the path.
func (p *Pane) Focus(at cycle.Path) tea.Cmd {
	p.focused = true
	c := p.s.Cycle()
	switch at.List {
	case "measures":
		if _, ok := c.Measure(at.Item); ok && at.Item != p.measure {
			p.measure, p.chosen = at.Item, false
		}
	case points, marks:
		it, ok := c.Item(at.List, at.Item)
		if !ok {
			return nil
		}
		if of := it.Values["measure"]; of != "" {
			p.measure = of
		}
		p.takeItem(it.ID)
		if _, apart := p.contested(); at.Field != "" && !apart && p.place() != onNew {
			p.openItem(at.Field)
		}
	}
	return nil
}

// Blur takes the keyboard away and saves what was typed.
func (p *Pane) Blur() tea.Cmd {
	p.focused = false
	return p.finish()
}

// Wide reports whether the pane wants the whole width.
func (p *Pane) Wide(w int) bool { return w >= 100 }
