package main

import (
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/store"
)

// conflictInfo is one conflict in the JSON of `pdsa conflicts`.
type conflictInfo struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Field    string        `json:"field"`
	Words    string        `json:"words"`
	Deleted  bool          `json:"deleted"` // version 1 keeps the item, version 2 takes it out
	Versions []versionInfo `json:"versions"`
}

type versionInfo struct {
	N      int    `json:"n"`
	Value  string `json:"value"`
	Author string `json:"author"`
	At     string `json:"at"`
	shown  string
}

func (a *app) conflictsCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "conflicts [ID]",
		Short:             "Show what was written apart and differs",
		Long:              "Show what was written apart and differs, in one cycle or in all. Nothing is lost: the cycle shows version 1 and goes on until somebody chooses with `pdsa resolve`.",
		Args:              takes(0, 1, "the id or title of a cycle, or nothing"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			all := []conflictInfo{}
			collect := func(_ *store.Store, st *change.State) error {
				all = append(all, a.conflictsOf(st)...)
				return nil
			}
			if len(args) == 1 {
				if err := a.withCycle(reads, args[0], collect); err != nil {
					return err
				}
				return a.printConflicts(all)
			}
			err := a.with(looks, func(s *store.Store) error {
				return eachCycle(cmd.Context(), s, func(row store.Row) error {
					if row.Conflicts == 0 {
						return nil
					}
					st, err := s.State(row.ID)
					if err != nil {
						return err
					}
					return collect(s, st)
				})
			})
			if err != nil {
				return err
			}
			return a.printConflicts(all)
		},
	}
}

func (a *app) conflictsOf(st *change.State) []conflictInfo {
	c := st.Cycle()
	var out []conflictInfo
	for _, conflict := range st.Conflicts() {
		info := conflictInfo{ID: c.ID, Title: report.Title(c), Field: conflict.Path.String(), Words: c.Words(conflict.Path), Deleted: conflict.Deleted != nil}
		add := func(w change.Write, shown string) {
			info.Versions = append(info.Versions, versionInfo{
				N: len(info.Versions) + 1, Value: w.Value, Author: w.Author, At: report.Time(w.At.Time()),
				shown: shown + "  (" + author(w.Author) + ", " + a.when(w.At.Time()) + ")",
			})
		}
		for _, w := range conflict.Versions {
			shown := w.Value
			if conflict.Deleted != nil {
				shown = "keep it, as edited"
			} else if shown == "" {
				shown = "(empty)"
			}
			add(w, shown)
		}
		if conflict.Deleted != nil {
			deleted := *conflict.Deleted
			deleted.Value = ""
			add(deleted, "take it out")
		}
		out = append(out, info)
	}
	return out
}

func (a *app) printConflicts(all []conflictInfo) error {
	if a.json {
		return a.printJSON(all)
	}
	if len(all) == 0 {
		a.note("nothing to sort out")
		return nil
	}
	for i, c := range all {
		if i > 0 {
			a.line("")
		}
		a.line("%s (%s)", c.Title, c.ID)
		a.line("%s: %s", c.Field, c.Words)
		for _, v := range c.Versions {
			a.line("  %d  %s", v.N, v.shown)
		}
		a.line("  pdsa resolve %s %s --keep N", c.ID, c.Field)
	}
	return nil
}

// conflictAt finds the conflict at a field as typed.
func conflictAt(st *change.State, typed string) (change.Conflict, error) {
	p, err := field(st.Cycle(), typed)
	if err != nil {
		return change.Conflict{}, err
	}
	if conflict, ok := st.ConflictAt(p); ok {
		return conflict, nil
	}
	return change.Conflict{}, notInConflict(st, p)
}

func notInConflict(st *change.State, p cycle.Path) error {
	if len(st.Conflicts()) == 0 {
		return wrongUsef("there is nothing to sort out in this cycle")
	}
	return wrongUsef("there is nothing to sort out at %s. `pdsa conflicts %s` shows where there is", p, st.Doc)
}
