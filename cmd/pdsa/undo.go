package main

import (
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) undoCommand() *cobra.Command {
	return a.reverting("undo ID", "Take back your last change of a cycle",
		"Take back the last change that this laptop made in a cycle, by a new change. Again and again it goes further back. What others wrote stays.", (*store.Store).Undo)
}

func (a *app) redoCommand() *cobra.Command {
	return a.reverting("redo ID", "Take the last undo back",
		"Take the last undo back, as long as this laptop has written nothing in the cycle since.", (*store.Store).Redo)
}

func (a *app) reverting(use, short, long string, revert func(*store.Store, string) (*change.State, error)) *cobra.Command {
	return &cobra.Command{
		Use:               use,
		Short:             short,
		Long:              long,
		Args:              takes(1, 1, "the id or title of a cycle"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withCycle(writes, args[0], func(s *store.Store, st *change.State) error {
				if _, err := revert(s, st.Doc); err != nil {
					return err
				}
				changes, err := s.Changes(st.Doc)
				if err != nil {
					return err
				}
				return a.printLastChange(s, st.Doc, changes)
			})
		},
	}
}
