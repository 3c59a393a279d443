package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) doctorCommand() *cobra.Command {
	var repair bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look for damage in the store, and mend it",
		Long:  "Look for damage in the store. With --repair it is mended: the damaged file is set aside untouched, and a new one is made from the newest backup and all that can still be read.",
		Args:  takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := a.path()
			if err != nil {
				return err
			}
			told := a.progress("looked at cycle")
			if repair {
				r, err := store.Repair(cmd.Context(), path, store.RepairOptions{Now: a.now}, told)
				if err != nil {
					return err
				}
				return a.printRepair(r)
			}
			r, err := store.Examine(cmd.Context(), path, told)
			if err != nil {
				return err
			}
			return a.printExamination(r)
		},
	}
	cmd.Flags().BoolVar(&repair, "repair", false, "mend what is wrong")
	return cmd
}

func (a *app) printExamination(r store.Report) error {
	findings := make([]string, len(r.Findings))
	for i, f := range r.Findings {
		findings[i] = f.What
	}
	if a.json {
		if err := a.printJSON(map[string]any{"file": r.Path, "good": r.Good, "changes": r.Changes, "cycles": r.Docs, "findings": findings}); err != nil {
			return err
		}
	} else {
		a.line("%s: %s, %s", r.Path, cycle.HowMany(r.Docs, "cycle"), cycle.HowMany(r.Changes, "change"))
		for _, f := range findings {
			a.line("  %s", f)
		}
	}
	if !r.Good {
		return fmt.Errorf("%w. `pdsa doctor --repair` mends it; the damaged file is kept", store.ErrDamaged)
	}
	if !a.json {
		a.line("all is well")
	}
	return nil
}

func (a *app) printRepair(r store.RepairReport) error {
	if a.json {
		lost := r.Lost
		if lost == nil {
			lost = []change.ID{}
		}
		return a.printJSON(map[string]any{
			"file": r.Path, "repaired": !r.Nothing, "cache_only": r.CacheOnly, "aside": r.Aside, "backup": r.Backup,
			"from_backup": r.FromBackup, "salvaged": r.Salvaged, "cycles": r.Docs, "lost": lost, "lost_known": r.LostKnown,
		})
	}
	switch {
	case r.Nothing:
		a.line("all is well: %s. Nothing was changed", cycle.HowMany(r.Docs, "cycle"))
		return nil
	case r.CacheOnly:
		a.line("mended: the overview was made anew. %s: all are there", cycle.HowMany(r.Docs, "cycle"))
		return nil
	}
	a.line("mended: %s holds %s", r.Path, cycle.HowMany(r.Docs, "cycle"))
	a.line("  the damaged file is kept at %s", r.Aside)
	if r.Backup != "" {
		a.line("  %d changes come from the backup %s", r.FromBackup, r.Backup)
	}
	a.line("  %d changes were read from the damaged file", r.Salvaged)
	switch {
	case len(r.Lost) > 0:
		a.line("  %d changes could not be read. An export from another laptop can bring them back", len(r.Lost))
	case !r.LostKnown:
		a.line("  whether more was there cannot be told. An export from another laptop can bring them back")
	default:
		a.line("  nothing was lost")
	}
	return nil
}
