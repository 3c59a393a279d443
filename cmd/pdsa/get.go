package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) getCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "get ID FIELD",
		Short:             "Print one field, or the items of a list",
		Long:              "Print one field. FIELD is a key such as problem.who, an item's field such as causes/ITEM.text, an item, or a list, which prints its items with their ids. With --json the value has the form that it has in `pdsa show --json`.",
		Example:           "  pdsa get late problem.who\n  pdsa get late causes\n  pdsa get late causes/k3.text",
		Args:              takes(2, 2, "the id of a cycle and a field"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withCycle(reads, args[0], func(_ *store.Store, st *change.State) error {
				c := st.Cycle()
				if l, ok := cycle.ListByKey(args[1]); ok {
					return a.printList(c, l)
				}
				p, err := field(c, args[1])
				if err != nil {
					return err
				}
				return a.printValue(c, p)
			})
		},
	}
}

func (a *app) printList(c *cycle.Cycle, l cycle.List) error {
	if a.json {
		return a.printJSON(c.Document()[l.Key])
	}
	var rows [][]string
	for _, it := range c.Lists[l.Key] {
		rows = append(rows, []string{it.ID, it.Name(l)})
	}
	a.columns(rows)
	return nil
}

func (a *app) printValue(c *cycle.Cycle, p cycle.Path) error {
	if a.json {
		return a.printJSON(valueAt(c, p))
	}
	if p.List == "" || p.Field != "" {
		a.text(c.At(p))
		return nil
	}
	l, _ := cycle.ListByKey(p.List)
	var rows [][]string
	for _, f := range l.Fields {
		rows = append(rows, []string{f.Key, c.At(cycle.Path{List: p.List, Item: p.Item, Field: f.Key})})
	}
	a.columns(rows)
	return nil
}

// valueAt is the value as the cycle's JSON document has it.
func valueAt(c *cycle.Cycle, p cycle.Path) any {
	var at any = c.Document()
	if p.List != "" {
		at = nil
		items, _ := c.Document()[p.List].([]any)
		for _, it := range items {
			if obj, ok := it.(map[string]any); ok && obj["id"] == p.Item {
				at = obj
			}
		}
	}
	for key := range strings.SplitSeq(p.Field, ".") {
		obj, ok := at.(map[string]any)
		if p.Field == "" || !ok {
			break
		}
		if at, ok = obj[key]; !ok {
			return c.At(p)
		}
	}
	return at
}
