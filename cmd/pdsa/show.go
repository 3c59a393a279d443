package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/store"
)

// pageWidth is the width of text where there is no screen, and the most that is
// pleasant to read on a wide one.
const pageWidth = 100

func (a *app) showCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "show ID",
		Short:             "Show a whole cycle to read",
		Example:           "  pdsa show \"late to first\"\n  pdsa show k3f --json",
		Args:              takes(1, 1, "the id or title of a cycle"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withCycle(reads, args[0], func(_ *store.Store, st *change.State) error {
				if a.json {
					data, err := report.JSON(st.Cycle(), report.Facts(st, a.today()), nil)
					if err != nil {
						return err
					}
					_, err = a.out.Write(data)
					return err
				}
				width := a.width()
				if width == 0 || width > pageWidth {
					width = pageWidth
				}
				fmt.Fprint(a.out, report.Text(st.Cycle(), a.today(), width, a.bold()))
				return nil
			})
		},
	}
}
