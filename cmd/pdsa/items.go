package main

import (
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) removeCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "remove ID LIST/ITEM",
		Short:             "Take an item out of a list",
		Long:              "Take an item out of a list. `pdsa undo ID` brings it back.",
		Example:           "  pdsa remove late causes/k3",
		Args:              takes(2, 2, "the id of a cycle and LIST/ITEM"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withItem(args, func(s *store.Store, st *change.State, p cycle.Path) error {
				return saveEdits(s, st, cycle.Remove(p.List, p.Item))
			})
		},
	}
}

func (a *app) moveCommand() *cobra.Command {
	var before string
	cmd := &cobra.Command{
		Use:               "move ID LIST/ITEM",
		Short:             "Move an item within its list",
		Long:              "Move an item in front of another one of its list, or to the end.",
		Example:           "  pdsa move late actions/k3 --before actions/m8",
		Args:              takes(2, 2, "the id of a cycle and LIST/ITEM"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withItem(args, func(s *store.Store, st *change.State, p cycle.Path) error {
				to := ""
				if before != "" {
					other, err := cycle.ParsePath(before)
					if err != nil || other.List == "" {
						other = cycle.Path{List: p.List, Item: before}
					}
					if other.List != p.List {
						return wrongUsef("%s is not in the same list as %s", before, p)
					}
					if to, err = findItem(st.Cycle(), p.List, other.Item); err != nil {
						return err
					}
				}
				return saveEdits(s, st, cycle.Move(p.List, p.Item, to))
			})
		},
	}
	cmd.Flags().StringVar(&before, "before", "", "the item in front of which it goes; without it, it goes last")
	return cmd
}

// withItem opens the store and finds the item that is meant by LIST/ITEM.
func (a *app) withItem(args []string, fn func(*store.Store, *change.State, cycle.Path) error) error {
	return a.withCycle(writes, args[0], func(s *store.Store, st *change.State) error {
		c := st.Cycle()
		p, err := field(c, args[1])
		if err != nil {
			return err
		}
		if p.List == "" || p.Field != "" {
			return wrongUsef("%s is no item. Write LIST/ITEM, such as causes/k3", args[1])
		}
		if p.Item, err = findItem(c, p.List, p.Item); err != nil {
			return err
		}
		return fn(s, st, p)
	})
}
