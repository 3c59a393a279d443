package main

import (
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) resolveCommand() *cobra.Command {
	var keep int
	var value string
	var combine bool
	cmd := &cobra.Command{
		Use:               "resolve ID FIELD --keep N|--value V|--combine",
		Short:             "Choose between values that were written apart",
		Long:              "Choose between values that were written apart: keep one of those that `pdsa conflicts` numbers, write another one, or put the paragraphs of a longer text together. For an item that one person took out while another wrote in it, --keep 1 keeps it and --keep 2 takes it out. What is not kept stays in the history.",
		Example:           "  pdsa resolve late problem.who --keep 2\n  pdsa resolve late strengths --combine",
		Args:              takes(2, 2, "the id of a cycle and a field"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if countSet(cmd, "keep", "value", "combine") != 1 {
				return wrongUsef("say how: --keep N, --value V or --combine, one of them")
			}
			typed, err := a.typed(value)
			if err != nil {
				return err
			}
			return a.withCycle(writes, args[0], func(s *store.Store, st *change.State) error {
				conflict, err := conflictAt(st, args[1])
				if err != nil {
					return err
				}
				if conflict.Deleted != nil {
					return resolveDeleted(s, st, conflict.Path, keep)
				}
				var chosen string
				switch {
				case combine:
					chosen, err = combined(s, st, conflict)
				case cmd.Flags().Changed("keep"):
					chosen, err = kept(conflict, keep)
				default:
					chosen, err = a.another(st.Cycle(), conflict.Path, typed)
				}
				if err != nil {
					return err
				}
				_, err = s.SaveOps(st.Doc, func(now *change.State) ([]change.Op, error) {
					return now.Resolve(conflict.Path, chosen), nil
				})
				return err
			})
		},
	}
	cmd.Flags().IntVar(&keep, "keep", 0, "keep this version")
	cmd.Flags().StringVar(&value, "value", "", "write this value; - reads standard input")
	cmd.Flags().BoolVar(&combine, "combine", false, "keep the paragraphs of all versions")
	return cmd
}

// countSet says how many of the flags were given.
func countSet(cmd *cobra.Command, names ...string) (n int) {
	for _, name := range names {
		if cmd.Flags().Changed(name) {
			n++
		}
	}
	return n
}

func kept(conflict change.Conflict, n int) (string, error) {
	if n < 1 || n > len(conflict.Versions) {
		return "", wrongUsef("there is no version %d, they are numbered 1 to %d", n, len(conflict.Versions))
	}
	return conflict.Versions[n-1].Value, nil
}

// another checks a value of a person's own.
func (a *app) another(c *cycle.Cycle, p cycle.Path, typed string) (string, error) {
	edits, err := a.write(c, p, typed)
	if err != nil || len(edits) == 0 {
		return "", err
	}
	return edits[0].Value, nil
}

func combined(s *store.Store, st *change.State, conflict change.Conflict) (string, error) {
	f, _ := conflict.Path.Row()
	if f.Kind != cycle.Text && (f.Kind != cycle.ByWeek || len(f.Options) > 0) {
		return "", wrongUsef("%s is not a longer text, so its versions cannot be combined. Choose one with --keep", conflict.Path)
	}
	changes, err := s.Changes(st.Doc)
	if err != nil {
		return "", err
	}
	return conflict.Combined(changes), nil
}

// resolveDeleted keeps or removes an item that was taken out while somebody
// wrote in it.
func resolveDeleted(s *store.Store, st *change.State, p cycle.Path, keep int) error {
	switch keep {
	case 1:
		_, err := s.SaveOps(st.Doc, func(now *change.State) ([]change.Op, error) { return now.KeepItem(p.List, p.Item), nil })
		return err
	case 2:
		_, err := s.Save(st.Doc, nil, cycle.Remove(p.List, p.Item))
		return err
	}
	return wrongUsef("%s was taken out while somebody wrote in it: --keep 1 keeps it, --keep 2 takes it out", p)
}
