package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
	"github.com/cqi-pdsa/pdsa/store"
)

// A table is a file that was read, with the part that each column plays.
type table struct {
	file, about string
	mapping     tabular.Mapping
	ys          []string
	names       []string // of the measures, one for each of ys
	kinds       []string // likewise, or fewer
	ids         []string // for those that are to be made
	series      [][]tabular.Series
	roles       tabular.Roles
}

// readTable reads the file as the flags say and guesses the rest.
func (a *app) readTable(ctx context.Context, file string, f importFlags) (*table, error) {
	if len(f.measures) > max(1, len(f.ys)) {
		return nil, wrongUsef("there are %d measures for %d columns of values. Name one --y for each --measure", len(f.measures), len(f.ys))
	}
	o, err := f.options()
	if err != nil {
		return nil, err
	}
	if err := f.checkKinds(); err != nil {
		return nil, err
	}
	in, done, err := a.openTable(ctx, file)
	if err != nil {
		return nil, err
	}
	defer done()
	r, err := tabular.Open(file, in, o)
	if err != nil {
		return nil, err
	}
	if reason, bad := tabular.StudentLevel(r.Columns(), r.Sample()); bad {
		return nil, fmt.Errorf("%s was refused: %s. No cycle may hold records of single students. Use a file with figures about groups; nothing was written", file, reason)
	}
	t := &table{file: file, about: r.About(), roles: tabular.Guess(r.Columns(), r.Sample())}
	if err := t.assign(r, f); err != nil {
		return nil, err
	}
	t.mapping.Near, t.kinds = a.today(), f.kinds
	if t.series, err = tabular.ReadSeveral(r, t.mapping, t.ys); err != nil {
		return nil, err
	}
	for range t.ys {
		t.ids = append(t.ids, change.NewID())
	}
	return t, nil
}

// checkKinds judges the kinds of new measures.
func (f importFlags) checkKinds() error {
	if len(f.kinds) > max(1, len(f.ys)) {
		return wrongUsef("there are %d kinds for %d columns of values. Name one --y for each --kind", len(f.kinds), len(f.ys))
	}
	field, _ := cycle.FieldByKey("measures.kind")
	for _, kind := range f.kinds {
		if _, known := field.Option(kind); !known {
			return wrongUsef("--kind takes outcome, driver, process or balance, not %q", kind)
		}
	}
	return nil
}

func (f importFlags) options() (o tabular.Options, err error) {
	o.Sheet = f.sheet
	if f.encoding != "" {
		if o.Encoding, err = tabular.ParseEncoding(f.encoding); err != nil {
			return o, wrongUse(err)
		}
	}
	if f.delimiter != "" {
		var ok bool
		if o.Delimiter, ok = tabular.ParseDelimiter(f.delimiter); !ok {
			return o, wrongUsef("%q is no delimiter. Type one of: comma, tab, semicolon, bar", f.delimiter)
		}
	}
	return o, nil
}

// assign gives each column its part: as the flags name it, or as it is guessed.
func (t *table) assign(r *tabular.Reader, f importFlags) error {
	columns := r.Columns()
	full := func(typed, guessed string) (string, error) {
		switch typed {
		case "":
			return guessed, nil
		case "none":
			return "", nil
		}
		i, err := tabular.Column(columns, typed)
		if err != nil {
			return "", err
		}
		return columns[i], nil
	}
	var errs [3]error
	t.mapping.X, errs[0] = full(f.x, t.roles.X)
	t.mapping.By, errs[1] = full(f.by, t.roles.By)
	t.mapping.N, errs[2] = full(f.n, t.roles.N)
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	if t.mapping.X == "" {
		return &tabular.ColumnError{Text: "no column holds dates, weeks or school years. Name one with --x", Columns: columns}
	}
	for _, typed := range f.where {
		w, err := tabular.ParseFilter(typed)
		if err != nil {
			return wrongUse(err)
		}
		if w.Column, err = full(w.Column, ""); err != nil {
			return err
		}
		t.mapping.Where = append(t.mapping.Where, w)
	}
	return t.assignValues(r, f, full)
}

func chooseValues(r *tabular.Reader, ys []string) error {
	if len(ys) == 0 {
		return &tabular.ColumnError{Text: "no column holds only numbers. Name the one with the values with --y", Columns: r.Columns()}
	}
	return &tabular.ColumnError{Text: fmt.Sprintf("%d columns could hold the values. Name one with --y", len(ys)), Columns: ys}
}

func (t *table) assignValues(r *tabular.Reader, f importFlags, full func(typed, guessed string) (string, error)) error {
	ys := f.ys
	if len(ys) == 0 {
		if len(t.roles.Y) != 1 {
			return chooseValues(r, t.roles.Y)
		}
		ys = t.roles.Y
	}
	for i, typed := range ys {
		y, err := full(typed, "")
		if err != nil {
			return err
		}
		name := y
		if i < len(f.measures) {
			name = strings.TrimSpace(f.measures[i])
		}
		if t.mapping.N == y {
			t.mapping.N = ""
		}
		t.ys, t.names = append(t.ys, y), append(t.names, name)
	}
	return nil
}

// plan compares the table with the measures of a cycle.
func (t *table) plan(c *cycle.Cycle) ([]tabular.Plan, error) {
	var plans []tabular.Plan
	for i, name := range t.names {
		m, err := measureFor(c, name, t.ids[i])
		if err != nil {
			return nil, err
		}
		if name == t.ys[i] && m.ID == t.ids[i] { // the app gives measures shorter names than columns have
			short := tabular.ShortName(name, func(string) bool { return false })
			if made, err := measureFor(c, short, t.ids[i]); err == nil && made.ID != t.ids[i] {
				m = made
			}
		}
		if _, there := c.Measure(m.ID); !there && i < len(t.kinds) {
			m.Kind = t.kinds[i]
		}
		for _, other := range plans {
			if other.Measure.ID == m.ID || strings.EqualFold(other.Measure.Name, m.Name) {
				return nil, wrongUsef("two columns would go into the measure %q. Give each --y a --measure of its own", m.Name)
			}
		}
		p, err := tabular.NewPlan(c, m, t.series[i])
		if err != nil {
			return nil, t.hint(err)
		}
		plans = append(plans, p)
	}
	return plans, nil
}

// hint adds the flag that helps.
func (t *table) hint(err error) error {
	var twice *tabular.TwiceError
	if errors.As(err, &twice) {
		for _, f := range t.roles.Where {
			return fmt.Errorf("%s: %w: --where %q, for one", t.file, err, f.Column+"="+f.Value)
		}
		return fmt.Errorf("%s: %w: --where or --by", t.file, err)
	}
	return fmt.Errorf("%s, %w", t.file, err)
}

// measureFor finds the measure by its id or its name. One that is not there gets
// the name and the new id.
func measureFor(c *cycle.Cycle, want, newID string) (cycle.Measure, error) {
	var hits []cycle.Measure
	for _, m := range c.Measures() {
		if m.ID == want {
			return m, nil
		}
		if strings.EqualFold(strings.TrimSpace(m.Name), want) {
			hits = append(hits, m)
		}
	}
	switch len(hits) {
	case 0:
		return cycle.Measure{ID: newID, Name: cycle.Clean(want, false)}, nil
	case 1:
		return hits[0], nil
	}
	return cycle.Measure{}, wrongUsef("%d measures are called %q. Name one by its id: `pdsa get ID measures` lists them", len(hits), want)
}

// document is the import as JSON.
func (t *table) document(plans []tabular.Plan, written bool) map[string]any {
	where := []string{}
	for _, f := range t.mapping.Where {
		where = append(where, f.Column+"="+f.Value)
	}
	var measures []any
	for i, p := range plans {
		changed := []any{}
		for _, e := range p.Changed {
			changed = append(changed, map[string]any{"date": e.Date.String(), "subgroup": e.Subgroup, "old": e.Old, "new": e.Value, "old_n": e.OldN, "new_n": e.N})
		}
		measures = append(measures, map[string]any{
			"id": p.Measure.ID, "name": p.Measure.Name, "column": t.ys[i], "created": p.Create,
			"new": len(p.New), "changed": changed, "same": len(p.Same), "missing": p.Missing,
		})
	}
	return map[string]any{"file": t.file, "about": t.about, "x": t.mapping.X, "by": t.mapping.By, "n": t.mapping.N, "where": where, "measures": measures, "written": written}
}

// openTable opens a file to be read with progress on a terminal. The end of ctx
// ends the reading.
func (a *app) openTable(ctx context.Context, name string) (in io.Reader, done func(), err error) {
	if name == "-" {
		return &watched{ctx: ctx, in: a.in}, func() {}, nil
	}
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%w: there is no file %s", store.ErrNotFound, name)
	}
	if err != nil {
		return nil, nil, err
	}
	w := &watched{ctx: ctx, in: f}
	if info, err := f.Stat(); err == nil && info.Size() > 2*step {
		w.of, w.show = int(info.Size()/step), a.progress("reading megabyte")
	}
	return w, func() { w.finish(); _ = f.Close() }, nil // it was only read
}

// step is how often progress is shown, in bytes.
const step = 1 << 20

// A watched reader shows how far it is and ends with its context.
type watched struct {
	ctx  context.Context
	in   io.Reader
	show func(done, of int)
	of   int
	read int
}

func (w *watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.in.Read(p)
	if before := w.read / step; w.show != nil && (w.read+n)/step > before && before+1 < w.of {
		w.show(before+1, w.of)
	}
	w.read += n
	return n, err
}

// finish takes the progress off the screen.
func (w *watched) finish() {
	if w.show != nil {
		w.show(w.of, w.of)
	}
}
