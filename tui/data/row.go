package data

import (
	"strings"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A row is one line of the table while it is typed: a cell for each field, of
// which one has the keyboard. Nothing of it is in the document before it is
// saved as a whole.
type row struct {
	env     *ui.Env
	list    string
	measure string
	id      string // empty for a new one
	cells   []cell
	at      int
	area    textarea.Model
	touched bool // whether anything was typed
	// proposed is set while the day is one that nobody typed: it stands there
	// selected, and what is typed takes its place.
	proposed bool
	seen     change.Vector // what the person had read when they began
}

// A cell is one field of a row as it is typed.
type cell struct {
	field cycle.Field
	typed string
	was   string // as it stood there when the row was opened
	why   string // why it cannot be read
}

// isPlace reports whether the cell says which number the row is about.
func (c *cell) isPlace() bool { return c.field.Key == "date" || c.field.Key == cycle.GroupField }

// fieldsOf are the fields of a list that are typed in a row.
func fieldsOf(list string) []cycle.Field {
	l, _ := cycle.ListByKey(list)
	var out []cycle.Field
	for _, f := range l.Fields {
		if f.Kind != cycle.Ref && !f.Internal {
			out = append(out, f)
		}
	}
	return out
}

func (p *Pane) newRow(list string, it cycle.Item) *row {
	r := &row{env: p.env, list: list, measure: p.measure, id: it.ID, seen: p.s.Seen()}
	for _, f := range fieldsOf(list) {
		text := p.shown(f, it.Values[f.Key])
		r.cells = append(r.cells, cell{field: f, typed: text, was: text})
	}
	return r
}

// shown is a value as it stands in a cell. A day reads back as it is written.
func (p *Pane) shown(f cycle.Field, value string) string {
	if f.Kind == cycle.Date {
		if d, ok := cycle.ParseDay(value); ok {
			return p.dayWords(d)
		}
	}
	return cycle.Clean(value, false)
}

// dayWords is a day as people say it; of numbers for whole years, the year.
func (p *Pane) dayWords(d cycle.Day) string { return p.sheet().span.Words(d, p.env.Today()) }

func (r *row) cell() *cell { return &r.cells[r.at] }

// find returns the cell of a field.
func (r *row) find(key string) *cell {
	for i := range r.cells {
		if r.cells[i].field.Key == key {
			return &r.cells[i]
		}
	}
	return &cell{}
}

// goTo gives a cell the keyboard.
func (r *row) goTo(key string) {
	for i, c := range r.cells {
		if c.field.Key == key {
			r.at = i
		}
	}
	r.area = form.NewArea(r.env, r.cell().typed)
	r.area.KeyMap.InsertNewline.SetEnabled(false)
	if key == "date" && r.proposed {
		r.area.SelectAll()
	}
}

// propose puts a day into the row for the person to keep or to type over.
func (r *row) propose(day string) {
	r.find("date").typed, r.proposed = day, true
}

// typed takes a key into the cell.
func (r *row) typed(msg tea.Msg) {
	r.area, _ = r.area.Update(msg)
	if v := r.area.Value(); v != r.cell().typed {
		r.cell().typed, r.cell().why, r.touched = v, "", true
		r.proposed = r.proposed && r.cell().field.Key != "date"
	}
}

func (r *row) paste(msg tea.PasteMsg) {
	msg.Content = strings.Join(strings.Fields(cycle.Clean(msg.Content, false)), " ")
	r.typed(msg)
}

// write puts a text into the cell as if it were typed.
func (r *row) write(text string) {
	r.cell().typed, r.cell().why, r.touched = text, "", true
	r.goTo(r.cell().field.Key)
}

// step goes to a cell before or behind; false past the ends. The cell that is
// left is checked.
func (r *row) step(c *cycle.Cycle, delta int) bool {
	r.check(c, r.cell())
	to := r.at + delta
	if to < 0 || to >= len(r.cells) {
		return false
	}
	r.goTo(r.cells[to].field.Key)
	return true
}

// check reads a cell and gives its value in the form that is kept; false when it
// cannot be read, and the cell says why.
func (r *row) check(c *cycle.Cycle, x *cell) (string, bool) {
	x.why = ""
	typed := x.typed
	if typed == x.was && typed == cycle.Withheld {
		return typed, true
	}
	if d, _, ok := cycle.ParseYear(typed); ok && x.field.Kind == cycle.Date {
		typed = d.String()
	}
	edits, _, err := c.Write(cycle.Path{List: r.list, Item: r.id, Field: x.field.Key}, typed, r.env.Today())
	if err != nil {
		x.why = err.Error()
		return "", false
	}
	return edits[0].Value, true
}

// values reads all cells; one that was not touched holds what the document does
// now. Where a cell cannot be read or a needed one is empty it gives the key of
// the first such, whose cell says why.
func (r *row) values(c *cycle.Cycle) (values map[string]string, bad string) {
	it, there := c.Item(r.list, r.id)
	values = map[string]string{}
	for i := range r.cells {
		x := &r.cells[i]
		v, ok := it.Values[x.field.Key], true
		if !there || x.typed != x.was {
			v, ok = r.check(c, x)
		}
		if ok && there && x.isPlace() && it.Values["value"] == cycle.Withheld && v != it.Values[x.field.Key] {
			x.why, ok = "The number of this row is on the laptop where it was typed: only there can its day and group be changed", false
		}
		if ok && v == "" && x.field.Weight > 0 {
			x.why, ok = x.field.Label+": "+x.field.Prompt, false
		}
		if !ok && bad == "" {
			bad = x.field.Key
		}
		values[x.field.Key] = v
	}
	return values, bad
}

// text is what was typed into the row, in one line.
func (r *row) text() string {
	var all []string
	for _, c := range r.cells {
		if typed := strings.TrimSpace(c.typed); typed != "" {
			all = append(all, typed)
		}
	}
	return strings.Join(all, " ")
}

// blank reports whether the row holds nothing that anybody typed: a day that was
// proposed alone does not count.
func (r *row) blank() bool {
	for _, c := range r.cells {
		if c.field.Kind != cycle.Date && strings.TrimSpace(c.typed) != "" {
			return false
		}
	}
	return true
}

// why is the first reason for which the row cannot be saved.
func (r *row) why() string {
	for _, c := range r.cells {
		if c.why != "" {
			return c.why
		}
	}
	return ""
}
