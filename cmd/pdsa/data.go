package main

import (
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) dataCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "data",
		Short: "Write down numbers",
		Args:  noSuchCommand,
		RunE:  func(*cobra.Command, []string) error { return wrongUsef("say what to do with the data: add or import") },
	}
	cmd.AddCommand(a.dataAddCommand(), a.dataImportCommand())
	return cmd
}

func (a *app) dataAddCommand() *cobra.Command {
	var n, subgroup, note string
	cmd := &cobra.Command{
		Use:               "add ID MEASURE DATE VALUE",
		Short:             "Write down one number of a measure",
		Long:              "Write down one number of a measure, named by its name or id. A date can be a school year, 2025-26, or a year. A number of the same date and group is replaced.",
		Example:           "  pdsa data add late \"Late arrivals\" \"Oct 12\" 27\n  pdsa data add late \"Late arrivals\" 10/12 8 --subgroup \"Bus riders\" --n 40",
		Args:              takes(4, 4, "the id of a cycle, a measure, a date and a value"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			date := args[2]
			if d, _, ok := cycle.ParseYear(date); ok {
				date = d.String()
			}
			pairs := []string{"measure=" + args[1], "date=" + date, "value=" + args[3]}
			for key, value := range map[string]string{"n": n, "subgroup": subgroup, "note": note} {
				if value != "" {
					pairs = append(pairs, key+"="+value)
				}
			}
			return a.withCycle(writes, args[0], func(s *store.Store, st *change.State) error {
				return a.addItem(s, st, "points", pairs)
			})
		},
	}
	cmd.Flags().StringVar(&n, "n", "", "out of how many")
	cmd.Flags().StringVar(&subgroup, "subgroup", "", "the group of students that it is about")
	cmd.Flags().StringVar(&note, "note", "", "a note")
	return cmd
}
