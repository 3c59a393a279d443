package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) setCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "set ID FIELD VALUE",
		Short:             "Write one field",
		Long:              "Write one field. VALUE is checked as on the screen; - reads it from standard input. An empty VALUE (\"\") empties the field. `pdsa fields` lists the fields.",
		Example:           "  pdsa set late problem.who \"Grade 7 advisers\"\n  pdsa set late actions/k3.status \"1=done; 2=missed\"\n  pdsa set late study.results - < results.txt",
		Args:              takes(3, 3, "the id of a cycle, a field and a value"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			value, err := a.typed(args[2])
			if err != nil {
				return err
			}
			return a.withCycle(writes, args[0], func(s *store.Store, st *change.State) error {
				return a.set(s, st, args[1], value)
			})
		},
	}
}

func (a *app) set(s *store.Store, st *change.State, key, value string) error {
	c := st.Cycle()
	p, err := field(c, key)
	if err != nil {
		return err
	}
	if p.List != "" && p.Field == "" {
		return wrongUsef("%s is an item. Name one of its fields: %s.FIELD", key, p)
	}
	edits, err := a.write(c, p, value)
	if err != nil {
		return err
	}
	if _, there := c.Item(p.List, p.Item); !there {
		if natural, ok := naturalItem(p.List, p.Item); ok {
			edits = append([]cycle.Edit{natural}, edits...)
		}
	}
	if err := saveEdits(s, st, edits...); err != nil {
		return err
	}
	if a.json {
		c.Apply(edits...)
		return a.printJSON(map[string]any{"id": c.ID, "field": p.String(), "value": valueAt(c, p)})
	}
	return nil
}

// typed returns a value of the command line, or what standard input holds for
// "-", without the line break at its end.
func (a *app) typed(arg string) (string, error) {
	if arg != "-" {
		return arg, nil
	}
	const most = cycle.MaxText + 2
	data, err := io.ReadAll(io.LimitReader(a.in, most))
	if err != nil {
		return "", fmt.Errorf("standard input cannot be read: %w", err)
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(data), "\n"), "\r")
	if len(text) <= cycle.MaxText && len(data) < most {
		return text, nil
	}
	more, err := io.Copy(io.Discard, a.in)
	if err != nil {
		return "", fmt.Errorf("standard input cannot be read: %w", err)
	}
	return "", wrongUsef("standard input is %d bytes long and a field holds %d. Shorten the text or split it in two; nothing was changed", int64(len(data))+more, cycle.MaxText)
}
