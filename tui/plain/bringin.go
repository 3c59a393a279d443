package plain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
	"github.com/cqi-pdsa/pdsa/tui/dataimport"
)

// bringIn brings numbers in from a file, a question at a time. Nothing is written
// before the last of them is answered with yes.
func (d *desk) bringIn() error {
	b := &bringing{desk: d, files: dataimport.Disk{}}
	for _, ask := range []func() error{b.askTable, b.askSheet, b.askColumns, b.askFilters} {
		if err := ask(); err != nil {
			return err
		}
	}
	series, err := b.table.Read(d.lines.ctx, b.files, b.mapping, b.ys)
	if err != nil {
		d.say("Nothing was written. " + upperFirst(sentence(err.Error())))
		return nil
	}
	plans, err := b.askMeasures(series)
	if err != nil || plans == nil {
		return err
	}
	return b.confirm(plans)
}

// A bringing is one import while it is asked for.
type bringing struct {
	*desk
	files   dataimport.Files
	path    string
	table   *dataimport.Table
	mapping tabular.Mapping
	ys      []string
	heard   bool // whether the columns were listed
}

// askTable asks for the file until one can be read.
func (b *bringing) askTable() error {
	b.say("", "Which file holds your numbers? CSV, TSV or Excel. Figures about groups only, never about one student.")
	return b.askFile(func(path string) error {
		b.path = path
		return b.look("")
	})
}

// look reads a sheet of the file.
func (b *bringing) look(sheet string) error {
	t, err := dataimport.Look(b.lines.ctx, b.files, b.path, sheet)
	if err != nil {
		return err
	}
	b.table = t
	b.sayf("%s, read as %s.", cycle.HowMany(t.Rows, "row"), t.About)
	return nil
}

func (b *bringing) askSheet() error {
	if len(b.table.Sheets) < 2 {
		return nil
	}
	sheet, err := b.choose("Which sheet?", b.table.Sheets, b.table.Sheet, "")
	if err != nil || sheet == b.table.Sheet {
		return err
	}
	b.say("Reading the file.")
	if err := b.look(sheet); err != nil {
		b.say("Not read. " + upperFirst(sentence(err.Error())))
		return errLeave
	}
	return nil
}

// askColumns asks which column is what.
func (b *bringing) askColumns() (err error) {
	t, m := b.table, &b.mapping
	m.Near = b.today()
	if m.X, err = b.column("Which column says when: dates, weeks or school years?", t.Roles.X, ""); err != nil {
		return err
	}
	likely, none, question := "", "", "Which column holds the numbers?"
	if len(t.Roles.Y) > 0 {
		likely = t.Roles.Y[0]
	}
	for {
		y, err := b.column(question, likely, none)
		if err != nil {
			return err
		}
		if y == "" {
			break
		}
		if !slices.Contains(b.ys, y) {
			b.ys = append(b.ys, y)
		}
		likely, none, question = "", "no more", "Another column of numbers?"
	}
	if m.By, err = b.column("Which column names the student groups?", t.Roles.By, "there are no groups"); err != nil {
		return err
	}
	n := t.Roles.N
	if slices.Contains(b.ys, n) {
		n = ""
	}
	m.N, err = b.column("Which column says how many people each number comes from?", n, "none does")
	return err
}

// column asks for a column. The list is long and is read out once.
func (b *bringing) column(question, likely, none string) (string, error) {
	if !b.heard {
		b.heard = true
		return b.choose(question, b.table.Columns, likely, none)
	}
	b.say("", question+" l lists the columns.")
	return b.chosen(b.table.Columns, likely, none)
}

// askFilters asks which rows to take.
func (b *bringing) askFilters() error {
	likely := ""
	if where := b.table.Roles.Where; len(where) > 0 {
		likely = where[0].Column
	}
	for question := "By which column are the rows chosen, such as the school?"; ; question = "By another column as well?" {
		column, err := b.column(question, likely, "no choice")
		if err != nil || column == "" {
			return err
		}
		value, err := b.choose("Which rows of "+oneLine(column)+"?", b.table.Values[column], b.likelyValue(column), "")
		if err != nil {
			return err
		}
		b.mapping.Where = append(b.mapping.Where, tabular.Filter{Column: column, Value: value})
		likely = ""
	}
}

// likelyValue is the one that names the cycle's school.
func (b *bringing) likelyValue(column string) string {
	school := b.cycle.Values["school"]
	if near := tabular.Nearest(school, b.table.Values[column], 1); len(near) > 0 {
		return near[0]
	}
	return ""
}

// askMeasures asks for each column of numbers where it goes. It gives no plans
// where they cannot be made, and has said why.
func (b *bringing) askMeasures(series [][]tabular.Series) ([]tabular.Plan, error) {
	var plans []tabular.Plan
	for i, y := range b.ys {
		m, err := b.askMeasure(y, plans)
		if err != nil {
			return nil, err
		}
		p, err := tabular.NewPlan(b.cycle, m, series[i])
		if err != nil {
			b.say("Nothing was written. " + upperFirst(sentence(err.Error())))
			return nil, nil
		}
		plans = append(plans, p)
	}
	return plans, nil
}

const newOne = "a new measure"

func (b *bringing) askMeasure(y string, before []tabular.Plan) (cycle.Measure, error) {
	used := map[string]bool{}
	for _, p := range before {
		used[p.Measure.ID] = true
	}
	short := tabular.ShortName(y, func(string) bool { return false })
	likely, names := newOne, []string{newOne}
	byName := map[string]cycle.Measure{}
	for _, m := range b.cycle.Measures() {
		name := measureName(m)
		if used[m.ID] {
			continue
		}
		names, byName[name] = append(names, name), m
		if strings.EqualFold(name, y) || strings.EqualFold(name, short) {
			likely = name
		}
	}
	into, err := b.choose("Which measure gets the numbers of "+oneLine(y)+"?", names, likely, "")
	if err != nil || into != newOne {
		return byName[into], err
	}
	taken := func(name string) bool {
		for _, p := range before {
			if strings.EqualFold(p.Measure.Name, name) {
				return true
			}
		}
		_, there := byName[name]
		return there
	}
	m := cycle.Measure{
		ID: change.NewID(), Name: tabular.ShortName(y, taken), Direction: tabular.Direction(y),
		Unit: tabular.Unit(y, tabular.Cells(b.table.Columns, b.table.Sample, y)),
	}
	b.sayf("What is it called? An empty line takes: %s.", m.Name)
	typed, err := b.line()
	if err != nil {
		return m, err
	}
	if typed = oneLine(typed); typed != "" {
		m.Name = typed
	}
	f, _ := cycle.FieldByKey("measures.kind")
	var labels []string
	for _, o := range f.Options {
		labels = append(labels, o.Label)
	}
	kind, err := b.choose("What does it tell?", labels, "", "say it later")
	for _, o := range f.Options {
		if o.Label == kind {
			m.Kind = o.Key
		}
	}
	return m, err
}

// confirm says what would be written and writes it, as one change.
func (b *bringing) confirm(plans []tabular.Plan) error {
	const shown = 5
	var edits []cycle.Edit
	for _, p := range plans {
		edits = append(edits, p.Edits()...)
		b.sayf("%s: %s.", measureName(p.Measure), strings.ReplaceAll(p.Counts(), "->", "to"))
		if p.Create && p.Measure.Direction != "" {
			b.sayf(" Taken as better when it goes %s; the step Measures changes it.", p.Measure.Direction)
		}
		entries := append(p.Changed[:len(p.Changed):len(p.Changed)], p.New...)
		for i, e := range entries {
			if i == shown {
				b.sayf(" and %d more", len(entries)-shown)
				break
			}
			line := fmt.Sprintf(" %s: %s", p.When(e, "Jan 2, 2006"), e.Value)
			if e.N != "" {
				line += ", out of " + e.N
			}
			if e.Subgroup != "" {
				line += ", " + e.Subgroup
			}
			if e.Old != "" && e.Old != e.Value {
				line += ", was " + e.Old
			}
			b.say(line)
		}
	}
	if len(edits) == 0 {
		b.say("All of it is there already: nothing to write.")
		return nil
	}
	if said := b.cycle.SayStayHere(edits); said != "" {
		b.say(said + ".")
	}
	yes, err := b.yes("Write this into the cycle?")
	if err != nil || !yes {
		b.say("Nothing was written.")
		return err
	}
	if err := b.save("", edits...); err != nil {
		b.sayRefused(err)
		return nil
	}
	b.say("The word u in the menu of the cycle takes all of it back.")
	return nil
}

// choose asks for one of several texts: by number, by name, or by a part of it.
// An empty line takes the likely one, or, where there is none, none.
func (b *bringing) choose(question string, options []string, likely, none string) (string, error) {
	b.say("", question)
	b.sayOptions(options)
	return b.chosen(options, likely, none)
}

func (b *bringing) sayOptions(options []string) {
	const most = 20
	for i, o := range options {
		if i == most {
			b.sayf(" and %d more. Type a part of the name.", len(options)-most)
			return
		}
		b.sayf(" %d %s", i+1, oneLine(o))
	}
}

// chosen waits for the answer.
func (b *bringing) chosen(options []string, likely, none string) (string, error) {
	switch {
	case likely != "" && none != "":
		b.sayf("An empty line takes: %s. A - means: %s.", oneLine(likely), none)
	case likely != "":
		b.sayf("An empty line takes: %s.", oneLine(likely))
	case none != "":
		b.sayf("An empty line means: %s.", none)
	}
	for {
		typed, err := b.line()
		if err != nil {
			return "", err
		}
		typed = strings.TrimSpace(typed)
		switch {
		case typed == endOfText:
			return "", errLeave
		case typed == "" && likely != "":
			return likely, nil
		case (typed == "" || typed == "-") && none != "":
			return "", nil
		case typed == "l" || typed == "?":
			b.sayOptions(options)
		case typed != "":
			chosen, err := oneOf(options, typed)
			if err == nil {
				return chosen, nil
			}
			b.say(upperFirst(sentence(err.Error())))
		default:
			b.say("Type the number or a part of the name. l lists them.")
		}
	}
}

// oneOf finds the text that was meant: by its number, as a whole, or as the only
// one in which the words stand.
func oneOf(options []string, typed string) (string, error) {
	var hits []string
	for _, o := range options {
		if strings.EqualFold(oneLine(o), typed) {
			return o, nil
		}
		if strings.Contains(strings.ToLower(oneLine(o)), strings.ToLower(typed)) {
			hits = append(hits, o)
		}
	}
	if i, ok := place(typed, len(options)); ok {
		return options[i], nil
	}
	switch len(hits) {
	case 0:
		return "", fmt.Errorf("%q is none of them; type a number or a part of the name", typed)
	case 1:
		return hits[0], nil
	}
	return "", fmt.Errorf("%q could be %s or %s; type more of it", typed, oneLine(hits[0]), oneLine(hits[1]))
}
