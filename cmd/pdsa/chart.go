package main

import (
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
	"github.com/cqi-pdsa/pdsa/store"
)

// charting holds the flags of `pdsa chart`.
type charting struct {
	table tableFlags

	rules, limits, centre string
	freeze                int
	phases, exclude       []int
	goal, better          string
	ramp, groups          bool
	width, height         int
	svg                   string
	force                 bool

	given func(flag string) bool
	fixed runchart.Optional[float64] // the center line of --centre
}

func (a *app) chartCommand() *cobra.Command {
	var f charting
	cmd := &cobra.Command{
		Use:   "chart ID [MEASURE]",
		Short: "Show a run chart and say what it shows",
		Long: "Show a run chart and say what it shows: of a measure of a cycle, or with --csv of a file, for which no store is needed. " +
			"Without MEASURE it is the measure that the cycle is about.\n\n" +
			"Of a file, --x and --y name columns: without --x the rows are counted, without --y it is the only column of numbers. " +
			"--where takes some of the rows and can be given several times. With --n the values of --y are counts out of it. " +
			"An empty cell or NA is a missing value.\n\n" +
			"Points are numbered from 1, in the order of time. What is said here goes before how the team has set the chart up; it is not saved.",
		Example: "  pdsa chart late\n  pdsa chart late \"Doors with a greeter\" --rules ihi --svg doors.svg\n" +
			"  pdsa chart --csv attendance.csv --x \"Academic Year\" --y \"Attendance Rate\" --where \"DESE ID=01600310\" --freeze 2",
		Args: func(_ *cobra.Command, args []string) error {
			if f.table.file != "" {
				return takes(0, 0, "")(nil, args)
			}
			return takes(1, 2, "the id of a cycle and a measure, or --csv FILE")(nil, args)
		},
		ValidArgsFunction: a.completeIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.given = cmd.Flags().Changed
			if err := f.check(); err != nil {
				return err
			}
			charts, err := a.charts(&f, args)
			if err != nil {
				return err
			}
			return a.show(&f, charts)
		},
	}
	flags := cmd.Flags()
	f.table.add(flags)
	flags.StringVar(&f.rules, "rules", cycle.RulesAnhoej, "the rules that tell a signal: anhoej or ihi")
	flags.IntVar(&f.freeze, "freeze", 0, "the last point of the baseline")
	flags.IntSliceVar(&f.phases, "phases", nil, "the last point of each phase but the last, such as 8,16")
	flags.IntSliceVar(&f.exclude, "exclude", nil, "points to leave out of the center line and the rules, such as 3,4")
	flags.StringVar(&f.centre, "centre", "", "a center line at this value")
	flags.StringVar(&f.limits, "limits", cycle.LimitsNone, "control limits: none, i, i-unscreened, p, pp, u or c")
	flags.StringVar(&f.goal, "goal", "", "a goal to draw")
	flags.StringVar(&f.better, "better", "", "the direction wanted: up or down")
	flags.BoolVar(&f.ramp, "ramp", false, "all cycles that belong together in one chart")
	flags.BoolVar(&f.groups, "groups", false, "a small chart for each student group, on one scale")
	flags.IntVar(&f.width, "width", 0, "columns of the drawing")
	flags.IntVar(&f.height, "height", 0, "lines of the drawing, with its words")
	flags.StringVar(&f.svg, "svg", "", "write the chart to this file as an image; - prints it")
	flags.BoolVar(&f.force, "force", false, "write over a file that is there")
	return cmd
}

// check judges the flags.
func (f *charting) check() error {
	if f.centre != "" {
		v, _, err := cycle.ParseNumber(f.centre)
		if err != nil {
			return wrongUsef("--centre: %w", err)
		}
		f.fixed = runchart.Some(v)
	}
	limits, _ := cycle.FieldByKey("measures.limits")
	_, known := limits.Option(f.limits)
	switch {
	case f.rules != cycle.RulesAnhoej && f.rules != cycle.RulesIHI:
		return wrongUsef("--rules takes anhoej or ihi, not %q", f.rules)
	case !known:
		return wrongUsef("--limits takes none, i, i-unscreened, p, pp, u or c, not %q", f.limits)
	case f.better != "" && f.better != string(runchart.Up) && f.better != string(runchart.Down):
		return wrongUsef("--better takes up or down, not %q", f.better)
	case f.given("width") && f.width < 20, f.given("height") && f.height < 5:
		return wrongUsef("a chart needs 20 columns and 5 lines at least")
	case f.table.file == "" && f.table.given():
		return wrongUsef("--x, --y, --by, --n, --where and --sheet are about a file: name it with --csv FILE")
	case f.table.file != "" && (f.ramp || f.groups):
		return wrongUsef("--ramp and --groups are about a cycle; for the groups of a file use --by COLUMN")
	}
	if f.goal != "" {
		if _, _, err := cycle.ParseNumber(f.goal); err != nil {
			return wrongUsef("--goal: %w", err)
		}
	}
	return nil
}

// charts gives what is to be shown: one chart of a cycle, or one for each group
// of a file.
func (a *app) charts(f *charting, args []string) (plots []*plot.Plot, err error) {
	var c cycle.Chart
	if f.table.file != "" {
		c, err = a.chartOfFile(f)
	} else {
		c, err = a.chartOfCycle(f, args)
	}
	if err != nil {
		return nil, err
	}
	f.setUp(&c)
	for i, s := range c.Series {
		if len(s.Points) == 0 && len(c.Series) > 1 {
			continue
		}
		p, err := plot.New(c, i, plot.Options{Centre: f.fixed})
		if err != nil {
			return nil, chartError(err)
		}
		plots = append(plots, p)
	}
	return plots, nil
}

// setUp puts the flags in the place of what the team has set.
func (f *charting) setUp(c *cycle.Chart) {
	if f.given("rules") || c.Rules == "" {
		c.Rules = f.rules
	}
	if f.goal != "" {
		c.Goal, _, _ = cycle.ParseNumber(f.goal) // checked before
	}
	if f.better != "" {
		c.Direction = f.better
	}
	for i := range c.Series {
		s := &c.Series[i]
		if f.given("freeze") {
			s.Freeze = f.freeze
		}
		if f.given("phases") {
			s.Phases = f.phases
		}
		if f.given("exclude") {
			s.Exclude = f.exclude
		}
	}
}

// chartError says whose mistake it is: of the command line, or of the numbers.
func chartError(err error) error {
	var wrong *runchart.InputError
	if errors.As(err, &wrong) && wrong.Option != "y" && wrong.Option != "n" {
		return wrongUse(err)
	}
	return err
}

// chartOfCycle gives the chart of a measure of a cycle, or of its ramp.
func (a *app) chartOfCycle(f *charting, args []string) (c cycle.Chart, err error) {
	err = a.withCycle(reads, args[0], func(s *store.Store, st *change.State) error {
		cycles := []*cycle.Cycle{st.Cycle()}
		measure, err := measureOf(cycles[0], args[1:])
		if err != nil {
			return err
		}
		if f.ramp {
			if cycles, err = s.Ramp(st.Doc); err != nil {
				return err
			}
		}
		if f.given("limits") {
			for _, c := range cycles {
				if _, ok := c.Measure(measure.ID); ok {
					c.Apply(cycle.SetIn("measures", measure.ID, "limits", f.limits))
				}
			}
		}
		c = cycle.RampChart(cycles, measure.ID, cycle.ChartOptions{})
		if f.given("limits") && c.Limits != f.limits {
			return wrongUsef("%s", c.Notes[len(c.Notes)-1])
		}
		return nil
	})
	return c, err
}

func measureOf(c *cycle.Cycle, typed []string) (cycle.Measure, error) {
	if len(typed) == 0 {
		m, ok := c.MainMeasure()
		if !ok {
			return m, wrongUsef("this cycle has no measures yet. `pdsa add ID measures name=..` makes one")
		}
		return m, nil
	}
	id, err := findItem(c, "measures", typed[0])
	if err != nil {
		return cycle.Measure{}, err
	}
	m, _ := c.Measure(id)
	return m, nil
}

// show prints the charts, or writes them as an image.
func (a *app) show(f *charting, plots []*plot.Plot) error {
	if f.svg != "" {
		svg := report.ChartSVG(f.shown(plots)...)
		if f.svg == "-" {
			_, err := a.out.Write(svg)
			return err
		}
		if err := writeFile(f.svg, f.force, func(w io.Writer) error { _, err := w.Write(svg); return err }); err != nil {
			return err
		}
	}
	switch {
	case a.json:
		a.chartNotes(plots)
		return a.printJSON(plot.NewDocument(plots...))
	case f.svg == "":
		a.drawCharts(f, plots)
	}
	return nil
}

// shown leaves out the groups of a measure unless they are asked for; the groups
// of a file were.
func (f *charting) shown(plots []*plot.Plot) []*plot.Plot {
	if f.table.file != "" || f.groups || len(plots) < 2 {
		return plots
	}
	if i := slices.IndexFunc(plots, func(p *plot.Plot) bool { return p.Series.Name == "" }); i >= 0 {
		return plots[i : i+1]
	}
	return plots
}
