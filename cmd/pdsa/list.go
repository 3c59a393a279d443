package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/store"
)

// filter says which cycles are listed. Empty parts let everything through.
type filter struct {
	phase, school, search string
	archived              bool
}

func (f filter) lets(row store.Row, today cycle.Day) bool {
	if row.Archived && !f.archived || f.phase != "" && string(row.Phase(today)) != f.phase || !says(row.School, f.school) {
		return false
	}
	all := strings.Join([]string{row.ID, row.Title, row.School, row.Network, row.Team, row.Problem, row.Goal, row.Measure}, "\n")
	for word := range strings.FieldsSeq(f.search) {
		if !says(all, word) {
			return false
		}
	}
	return true
}

func says(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

func (a *app) listCommand() *cobra.Command {
	var f filter
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the cycles, the one last written in first",
		Example: "  pdsa list --phase do\n  pdsa list --search \"late bus\" --json",
		Args:    takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.phase = strings.ToLower(f.phase)
			if field, _ := cycle.FieldByKey("team_phase"); f.phase != "" {
				if _, ok := field.Option(f.phase); !ok {
					return wrongUsef("--phase takes plan, do, study, act or done, not %q", f.phase)
				}
			}
			return a.with(looks, func(s *store.Store) error {
				rows := []store.Row{}
				err := eachCycle(cmd.Context(), s, func(row store.Row) error {
					if f.lets(row, a.today()) {
						rows = append(rows, row)
					}
					return nil
				})
				if err != nil {
					return err
				}
				return a.printRows(rows)
			})
		},
	}
	cmd.Flags().StringVar(&f.phase, "phase", "", "only plan, do, study, act or done")
	cmd.Flags().StringVar(&f.school, "school", "", "only schools with this in their name")
	cmd.Flags().StringVar(&f.search, "search", "", "only cycles in which all these words occur")
	cmd.Flags().BoolVar(&f.archived, "archived", false, "also those put away")
	return cmd
}

func (a *app) printRows(rows []store.Row) error {
	today := a.today()
	if a.json {
		out := make([]listed, len(rows))
		for i, row := range rows {
			out[i] = listedOf(row, today)
		}
		return a.printJSON(out)
	}
	if len(rows) == 0 {
		a.note("no cycles here yet. `pdsa new --title ..` begins one, `pdsa demo` shows examples")
		return nil
	}
	cells := make([][]string, len(rows))
	for i, row := range rows {
		title := row.Title
		if title == "" {
			title = "(no title)"
		}
		cells[i] = []string{row.ID, title, row.Phase(today).Word(), row.Facts.When(today), fmt.Sprintf("%d/%d", row.Filled, row.Steps), due(row, today)}
	}
	a.columns(cells)
	return nil
}

// listed is a cycle in the JSON of the list.
type listed struct {
	ID        string      `json:"id"`
	Title     string      `json:"title"`
	School    string      `json:"school"`
	Network   string      `json:"network"`
	Team      []string    `json:"team"`
	Phase     cycle.Phase `json:"phase"`
	Start     cycle.Day   `json:"start"`
	Week      int         `json:"week"`
	Weeks     int         `json:"weeks"`
	When      string      `json:"when"`
	Filled    int         `json:"filled"`
	Steps     int         `json:"steps"`
	ToDo      int         `json:"to_do"`
	Late      int         `json:"late"`
	Due       string      `json:"due"`
	Problem   string      `json:"sentence"`
	Decision  string      `json:"decision"`
	Previous  string      `json:"previous"`
	Archived  bool        `json:"archived"`
	Updated   string      `json:"updated"`
	UpdatedBy string      `json:"updated_by"`
	Conflicts int         `json:"conflicts"`
}

func listedOf(row store.Row, today cycle.Day) listed {
	now, late := row.ToDo(today)
	team := cycle.Names(row.Team)
	if team == nil {
		team = []string{}
	}
	return listed{
		ID: row.ID, Title: row.Title, School: row.School, Network: row.Network, Team: team,
		Phase: row.Phase(today), Start: row.Facts.Start, Week: row.Facts.Week(today), Weeks: row.Facts.Weeks, When: row.Facts.When(today),
		Filled: row.Filled, Steps: row.Steps, ToDo: now, Late: late, Due: due(row, today), Problem: row.Problem,
		Decision: row.Decision, Previous: row.Previous, Archived: row.Archived,
		Updated: report.Time(row.UpdatedAt()), UpdatedBy: row.UpdatedBy, Conflicts: row.Conflicts,
	}
}

// due says in a few words what waits in a cycle.
func due(row store.Row, today cycle.Day) string {
	var words []string
	if row.Archived {
		return "put away"
	}
	if row.Conflicts > 0 {
		words = append(words, fmt.Sprintf("%d to sort out", row.Conflicts))
	}
	now, late := row.ToDo(today)
	if late > 0 {
		words = append(words, fmt.Sprintf("%d late", late))
	}
	if now > 0 {
		words = append(words, fmt.Sprintf("%d to do", now))
	}
	if row.NeedsData(today) {
		words = append(words, "numbers for last week")
	}
	if len(words) > 0 {
		return strings.Join(words, ", ")
	}
	switch phase := row.Phase(today); {
	case phase == cycle.Study:
		return "write what you learned"
	case phase == cycle.Act:
		return "decide what next"
	case row.Gap != "" && phase != cycle.Done && row.GapEmpty:
		return "begin " + row.Gap
	case row.Gap != "" && phase != cycle.Done:
		return "finish " + row.Gap
	}
	return ""
}
