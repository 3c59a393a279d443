package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) addCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "add ID LIST [FIELD=VALUE ..]",
		Short:             "Put an item into a list and print its id",
		Long:              "Put an item into a list and print its id. A data point of the same measure, date and group, an entry of the diary for the same week, and evidence from the same usual source are the same item: it is updated.",
		Example:           "  pdsa add late bones name=Time\n  pdsa add late causes bone=Time text=\"The bus comes after the bell\"\n  pdsa add late actions what=\"Greet at the door\" names=\"Ana; Sok\" weeks=1-6",
		Args:              takes(2, 1000, "the id of a cycle and a list"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withCycle(writes, args[0], func(s *store.Store, st *change.State) error {
				return a.addItem(s, st, args[1], args[2:])
			})
		},
	}
}

// addItem checks all values before anything is written, and writes them as one
// change.
func (a *app) addItem(s *store.Store, st *change.State, list string, pairs []string) error {
	l, ok := cycle.ListByKey(list)
	if !ok {
		return unknownField(list)
	}
	c := st.Cycle()
	item := cycle.Item{Values: map[string]string{}}
	var edits []cycle.Edit
	for _, pair := range pairs {
		key, value, ok := strings.Cut(pair, "=")
		if !ok {
			return wrongUsef("%q has no =. Write FIELD=VALUE, such as %s=..", pair, l.Fields[0].Key)
		}
		if _, ok := l.Field(key); !ok {
			return unknownField(list + "[]." + key)
		}
		more, err := a.write(c, cycle.Path{List: list, Field: key}, value)
		if err != nil {
			return err
		}
		edits = append(edits, more...)
		for _, e := range more {
			item.Values[e.Path.Field] = e.Value
		}
	}
	natural, ok := cycle.NaturalID(list, item.Values)
	if item.ID = natural; !ok {
		if list == "points" {
			return wrongUsef("a data point needs a measure and a date: measure=.. date=..")
		}
		item.ID = change.NewID()
	}
	if _, there := c.Item(list, item.ID); there {
		a.note("this %s was there and is updated", l.One)
	}
	for i := range edits {
		edits[i].Path.Item = item.ID
	}
	if err := saveEdits(s, st, append([]cycle.Edit{cycle.Add(list, item.ID)}, edits...)...); err != nil {
		return err
	}
	if list == cycle.PointsList {
		if err := a.noteWithheld(s, st.Doc, item.ID); err != nil {
			return err
		}
	}
	return a.printID(item.ID)
}

// noteWithheld says of a number that is not shared why it stays here.
func (a *app) noteWithheld(s *store.Store, doc, point string) error {
	c, err := s.Cycle(doc)
	if err != nil {
		return err
	}
	p, _ := c.Point(point)
	if why := c.WhyWithheld(p); why != "" {
		a.note("this number stays on this laptop: %s", why)
	}
	return nil
}
