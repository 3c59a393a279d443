package main

import (
	"archive/zip"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

// exportAll writes every cycle, or every one of a school, into a zip file or into
// one document. When it is stopped no file is left.
func (a *app) exportAll(ctx context.Context, e exporting) error {
	return a.with(e.access(looks), func(s *store.Store) error {
		rows, err := rowsOf(s, e.school)
		if err != nil {
			return err
		}
		if e.format.ending == "" || strings.HasSuffix(strings.ToLower(e.to), ".zip") {
			return a.exportZip(ctx, s, rows, e)
		}
		cycles, changed, err := cyclesOf(ctx, s, rows)
		if err != nil {
			return err
		}
		o := a.documentOptions(e)
		o.Changed, o.Title = changed, cmp.Or(e.school, "PDSA cycles")
		data, err := a.document(ctx, e.format, cycles, o)
		if err != nil {
			return err
		}
		return a.deliver(e, data)
	})
}

// rowsOf lists the cycles of a school, or all: by school, and by their first day.
func rowsOf(s *store.Store, school string) ([]store.Row, error) {
	rows, err := s.Recent(0)
	if err != nil {
		return nil, err
	}
	if school != "" {
		rows = slices.DeleteFunc(rows, func(r store.Row) bool {
			return !strings.EqualFold(strings.TrimSpace(r.School), strings.TrimSpace(school))
		})
		if len(rows) == 0 {
			return nil, fmt.Errorf("%w: no cycle is of the school %q. `pdsa list` shows the schools", store.ErrNotFound, school)
		}
	}
	slices.SortFunc(rows, func(x, y store.Row) int {
		return cmp.Or(cmp.Compare(x.School, y.School), x.Facts.Start.Sub(y.Facts.Start), cmp.Compare(x.Title, y.Title), cmp.Compare(x.ID, y.ID))
	})
	return rows, nil
}

// cyclesOf reads the cycles, and tells when the last of their changes was made.
func cyclesOf(ctx context.Context, s *store.Store, rows []store.Row) (cycles []*cycle.Cycle, changed time.Time, err error) {
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return nil, changed, err
		}
		st, err := s.State(row.ID)
		if err != nil {
			return nil, changed, err
		}
		cycles, changed = append(cycles, st.Cycle()), later(changed, st)
	}
	return cycles, changed, nil
}

// rampOf reads the cycles of a ramp, the first one first.
func rampOf(s *store.Store, st *change.State) (cycles []*cycle.Cycle, changed time.Time, err error) {
	if cycles, err = s.Ramp(st.Doc); err != nil {
		return nil, changed, err
	}
	for _, c := range cycles {
		st, err := s.State(c.ID)
		if err != nil {
			return nil, changed, err
		}
		changed = later(changed, st)
	}
	return cycles, changed, nil
}

func later(at time.Time, st *change.State) time.Time {
	if t := st.Updated.At.Time(); t.After(at) {
		return t
	}
	return at
}

// exportZip writes a file for each cycle and form, and the forms that are better
// for all cycles together.
func (a *app) exportZip(ctx context.Context, s *store.Store, rows []store.Row, e exporting) error {
	told := a.progress("writing cycle")
	return writeFile(e.to, e.force, func(w io.Writer) error {
		z := zip.NewWriter(w)
		for i, row := range rows {
			if err := a.addToZip(ctx, z, s, row, e); err != nil {
				return err
			}
			if told != nil {
				told(i+1, len(rows))
			}
		}
		if e.format.ending == "" {
			if err := a.addTogether(ctx, z, s, rows, e); err != nil {
				return err
			}
		}
		return z.Close()
	})
}

func (a *app) addToZip(ctx context.Context, z *zip.Writer, s *store.Store, row store.Row, e exporting) error {
	st, err := s.State(row.ID)
	if err != nil {
		return err
	}
	for _, f := range formats {
		if e.format.ending != f.ending && (e.format.ending != "" || !f.inAll) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		e := e
		e.format = f
		data, err := a.exportOne(ctx, s, st, e)
		if noDays(err) {
			continue
		}
		if err == nil {
			err = put(z, fileName(row.Title, row.ID)+"."+f.ending, row.UpdatedAt(), data)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addTogether adds one workbook and one calendar of all cycles.
func (a *app) addTogether(ctx context.Context, z *zip.Writer, s *store.Store, rows []store.Row, e exporting) error {
	cycles, changed, err := cyclesOf(ctx, s, rows)
	if err != nil {
		return err
	}
	for _, ending := range []string{"xlsx", "ics"} {
		f, _ := formatOf(ending)
		o := a.documentOptions(e)
		o.Changed = changed
		data, err := a.document(ctx, f, cycles, o)
		if noDays(err) {
			continue
		}
		if err == nil {
			err = put(z, "all-cycles."+ending, changed, data)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func put(z *zip.Writer, name string, changed time.Time, data []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: changed.UTC()})
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil {
		return fmt.Errorf("the zip file cannot be written: %w", err)
	}
	return nil
}

// fileName makes a name that every system takes out of a title and an id.
func fileName(title, id string) string {
	const most = 40
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	name := []rune(strings.Join(words, "-"))
	safe := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, id)
	return strings.Trim(string(name[:min(len(name), most)])+"-"+safe, "-")
}
