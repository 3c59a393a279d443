package main

import (
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) archiveCommand() *cobra.Command {
	return a.archiving("archive ID", "Put a cycle away, out of the list", cycle.True)
}

func (a *app) unarchiveCommand() *cobra.Command {
	return a.archiving("unarchive ID", "Take a cycle that was put away back into the list", "")
}

func (a *app) archiving(use, short, value string) *cobra.Command {
	return &cobra.Command{
		Use:               use,
		Short:             short,
		Args:              takes(1, 1, "the id or title of a cycle"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withCycle(writes, args[0], func(s *store.Store, st *change.State) error {
				return saveEdits(s, st, cycle.SetField("archived", value))
			})
		},
	}
}
