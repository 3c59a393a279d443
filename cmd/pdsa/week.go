package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

// duty is a cell of a weekly plan in the JSON of `pdsa week`.
type duty struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	School string   `json:"school"`
	Week   int      `json:"week"`
	Item   string   `json:"item"`
	What   string   `json:"what"`
	Names  []string `json:"names"`
	Status string   `json:"status"` // done, missed or empty
}

// number is a number that is due.
type number struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Measure string `json:"measure"`
	Name    string `json:"name"`
	Owner   string `json:"owner"`
	Week    int    `json:"week"`
}

// weekView is what a week holds over all cycles.
type weekView struct {
	Date   cycle.Day `json:"date"`
	Duties []duty    `json:"duties"`
	Late   []duty    `json:"late"`
	Data   []number  `json:"data"`
}

func (a *app) weekCommand() *cobra.Command {
	var date string
	cmd := &cobra.Command{
		Use:   "week",
		Short: "Show who does what this week, and what is late",
		Args:  takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			day := a.today()
			if date != "" {
				d, err := cycle.ParseDate(date, day)
				if err != nil {
					return wrongUse(err)
				}
				if d.Note != "" {
					a.note("%s", d.Note)
				}
				day = d.Date
			}
			return a.with(looks, func(s *store.Store) error {
				view, err := weekOf(cmd.Context(), s, day)
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(view)
				}
				a.printWeek(view)
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&date, "date", "", "a day of another week")
	return cmd
}

// weekOf gathers the week that the day is in from all cycles that run.
func weekOf(ctx context.Context, s *store.Store, day cycle.Day) (weekView, error) {
	view := weekView{Date: day, Duties: []duty{}, Late: []duty{}, Data: []number{}}
	err := eachCycle(ctx, s, func(row store.Row) error {
		week := row.Facts.Week(day)
		_, late := row.ToDo(day)
		if row.Archived || row.Phase(day) == cycle.Done || week == 0 || week > row.Facts.Weeks && late == 0 {
			return nil
		}
		c, err := s.Cycle(row.ID)
		if err != nil {
			return err
		}
		for _, d := range c.Duties(week) {
			view.Duties = append(view.Duties, dutyOf(row, d))
		}
		for _, d := range c.Late(day) {
			view.Late = append(view.Late, dutyOf(row, d))
		}
		if m, w, due := c.DataDue(day); due && row.Phase(day) == cycle.Do {
			view.Data = append(view.Data, number{row.ID, row.Title, m.ID, m.Name, m.Owner, w})
		}
		return nil
	})
	return view, err
}

func dutyOf(row store.Row, d cycle.Duty) duty {
	names := cycle.Names(d.Action.Names)
	if names == nil {
		names = []string{}
	}
	return duty{row.ID, row.Title, row.School, d.Week, d.Action.ID, d.Action.What, names, d.Status}
}

func (a *app) printWeek(view weekView) {
	heading := a.bold()
	if heading == nil {
		heading = func(s string) string { return s }
	}
	monday := view.Date.AddDays(-((int(view.Date.Weekday()) + 6) % 7))
	fmt.Fprintln(a.out, heading("Week of "+monday.Words(a.today())))
	if len(view.Duties)+len(view.Late)+len(view.Data) == 0 {
		a.line("Nothing is planned for this week.")
	}
	people := map[string][]duty{}
	for _, d := range view.Duties {
		who := d.Names
		if len(who) == 0 {
			who = []string{""}
		}
		for _, name := range who {
			people[name] = append(people[name], d)
		}
	}
	for _, name := range sortedNames(people) {
		fmt.Fprintf(a.out, "\n%s\n", heading(cycle.Clean(cmp.Or(name, "Nobody yet"), false)))
		var rows [][]string
		for _, d := range people[name] {
			rows = append(rows, []string{" ", cmp.Or(d.Status, "to do"), d.What, d.Title})
		}
		a.columns(rows)
	}
	var rows [][]string
	for _, d := range view.Late {
		rows = append(rows, []string{" ", fmt.Sprintf("week %d", d.Week), d.What, strings.Join(d.Names, ", "), d.Title})
	}
	a.section(heading("Late: did it happen? Mark it done or missed"), rows)
	rows = nil
	for _, n := range view.Data {
		rows = append(rows, []string{" ", fmt.Sprintf("week %d", n.Week), n.Name, n.Owner, n.Title})
	}
	a.section(heading("Numbers to write down"), rows)
}

func (a *app) section(heading string, rows [][]string) {
	if len(rows) > 0 {
		fmt.Fprintf(a.out, "\n%s\n", heading)
		a.columns(rows)
	}
}

// sortedNames orders names, those without one last.
func sortedNames(people map[string][]duty) []string {
	var names []string
	for name := range people {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if a == "" || b == "" {
			return cmp.Compare(b, a)
		}
		return cmp.Compare(strings.ToLower(a), strings.ToLower(b))
	})
	return names
}
