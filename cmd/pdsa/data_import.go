package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
	"github.com/cqi-pdsa/pdsa/store"
)

// importFlags are what a person says about a table.
type importFlags struct {
	measures, ys, where []string
	kinds               []string
	x, by, n            string
	sheet               string
	delimiter, encoding string
	dryRun              bool
}

func (a *app) dataImportCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import ID FILE",
		Short: "Bring numbers in from a CSV file or a spreadsheet",
		Long: "Bring numbers in from a CSV, TSV or .xlsx file; - reads standard input. Columns that are not named are guessed and shown. " +
			"A file that is longer than last time adds what is new; numbers that changed are shown, old and new. " +
			"The measure is made when it is not there. All of it is one change: `pdsa undo ID` takes it back.\n\n" +
			"A file about single students is refused.",
		Example: "  pdsa data import late arrivals.csv --measure \"Late arrivals\" --dry-run\n" +
			"  pdsa data import late state.csv --where \"DESE ID=01600310\" --y \"Chronically Absent (10%\" --kind outcome",
		Args: takes(2, 2, "the id of a cycle and a file"),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) == 1 {
				return []string{"csv", "tsv", "txt", "xlsx"}, cobra.ShellCompDirectiveFilterFileExt
			}
			return a.completeIDs(cmd, args, typed)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.dataImport(cmd.Context(), args[0], args[1], f)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.measures, "measure", nil, "the measure, by name or id; once for each --y")
	flags.StringArrayVar(&f.kinds, "kind", nil, "what a new measure tells: outcome, driver, process or balance; once for each --y")
	flags.StringVar(&f.x, "x", "", "the column of dates, weeks or school years")
	flags.StringArrayVar(&f.ys, "y", nil, "the column of values; several make several measures")
	flags.StringVar(&f.by, "by", "", "the column of student groups, or none")
	flags.StringVar(&f.n, "n", "", "the column that says out of how many, or none")
	flags.StringArrayVar(&f.where, "where", nil, "only rows with COLUMN=VALUE; several for one column mean any of them")
	flags.StringVar(&f.sheet, "sheet", "", "the sheet of a workbook, by name or number")
	flags.StringVar(&f.delimiter, "delimiter", "", "what stands between columns: comma, tab, semicolon or bar")
	flags.StringVar(&f.encoding, "encoding", "", "utf-8, utf-16le, utf-16be or windows-1252")
	flags.BoolVar(&f.dryRun, "dry-run", false, "show what would be written, and write nothing")
	return cmd
}

// dataImport reads the file, shows what it would do, asks where there is somebody
// to ask, and writes all of it as one change.
func (a *app) dataImport(ctx context.Context, want, file string, f importFlags) error {
	if err := a.withCycle(reads, want, func(*store.Store, *change.State) error { return nil }); err != nil {
		return err // before a long file is read
	}
	t, err := a.readTable(ctx, file, f)
	if err != nil {
		return importError(err)
	}
	var plans []tabular.Plan
	err = a.withCycle(reads, want, func(_ *store.Store, st *change.State) error {
		plans, err = t.plan(st.Cycle())
		return err
	})
	if err != nil {
		return err
	}
	changed := len(importEdits(plans)) > 0
	write := changed && !f.dryRun
	if !a.json {
		a.showImport(t, plans)
		if write {
			if write, err = a.confirm(ctx, "Write this into the cycle? y or n: "); err != nil {
				return err
			}
		}
	}
	if write {
		if err := a.writeImport(ctx, want, t, plans); err != nil {
			return err
		}
	}
	switch {
	case a.json:
		return a.printJSON(t.document(plans, write))
	case write:
		a.note("written as one change. `pdsa undo %s` takes it back", want)
	case !changed:
		a.note("nothing is new: nothing was written")
	default:
		a.note("nothing was written")
	}
	return nil
}

// writeImport writes the plans as one change. What was shown is what is written:
// where the cycle changed meanwhile nothing is.
func (a *app) writeImport(ctx context.Context, want string, t *table, shown []tabular.Plan) error {
	return a.withCycle(writes, want, func(s *store.Store, st *change.State) error {
		plans, err := t.plan(st.Cycle())
		if err != nil {
			return err
		}
		for i := range plans {
			if plans[i].Counts() != shown[i].Counts() {
				return errors.New("the cycle was changed while this was shown. Nothing was written: run the import again")
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		edits := importEdits(plans)
		if err := saveEdits(s, st, edits...); err != nil {
			return err
		}
		if said := st.Cycle().SayStayHere(edits); said != "" {
			a.note("%s", said)
		}
		return nil
	})
}

func importEdits(plans []tabular.Plan) []cycle.Edit {
	var edits []cycle.Edit
	for _, p := range plans {
		edits = append(edits, p.Edits()...)
	}
	return edits
}

// importError tells wrong use from a wrong file.
func importError(err error) error {
	var column *tabular.ColumnError
	if errors.As(err, &column) {
		return wrongUse(err)
	}
	return err
}

// showImport prints what goes where: the columns, the counts, and the first
// points.
func (a *app) showImport(t *table, plans []tabular.Plan) {
	a.line("%s: %s", t.file, t.about)
	rows := [][]string{{"  when", t.mapping.X}}
	for i, y := range t.ys {
		rows = append(rows, []string{"  value", y + " -> " + plans[i].Measure.Name})
	}
	for _, row := range [][2]string{{"  group", t.mapping.By}, {"  out of", t.mapping.N}} {
		if row[1] != "" {
			rows = append(rows, []string{row[0], row[1]})
		}
	}
	for _, f := range t.mapping.Where {
		rows = append(rows, []string{"  rows", f.String()})
	}
	a.columns(rows)
	for _, p := range plans {
		a.text("")
		name := p.Measure.Name
		if p.Create {
			name += " (new measure)"
		}
		a.line("%s: %s", name, p.Counts())
		a.columns(firstPoints(p))
	}
}

// firstPoints are lines for the points that changed and the first new ones.
func firstPoints(p tabular.Plan) [][]string {
	const most = 8
	var rows [][]string
	for _, e := range append(p.Changed[:len(p.Changed):len(p.Changed)], p.New...) {
		if len(rows) == most {
			return append(rows, []string{"  ..", fmt.Sprintf("%d more", len(p.Changed)+len(p.New)-most)})
		}
		words := "new"
		if e.Old != "" || e.OldN != "" {
			words = e.Words()
		}
		n := e.N
		if n != "" {
			n = "of " + n
		}
		rows = append(rows, []string{"  " + p.When(e, time.DateOnly), e.Value, n, e.Subgroup, words})
	}
	return dropEmpty(rows)
}

// dropEmpty leaves out columns in which nothing stands.
func dropEmpty(rows [][]string) [][]string {
	used := map[int]bool{}
	for _, row := range rows {
		for i, cell := range row {
			used[i] = used[i] || strings.TrimSpace(cell) != ""
		}
	}
	for r, row := range rows {
		var kept []string
		for i, cell := range row {
			if used[i] {
				kept = append(kept, cell)
			}
		}
		rows[r] = kept
	}
	return rows
}
