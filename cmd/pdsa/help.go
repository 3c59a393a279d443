package main

import (
	"fmt"
	"strings"
	"time"

	"charm.land/fang/v2"
	mcobra "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
)

// help prints a command's help, dressed by fang. Only help goes through fang: on
// every failed command it would ask the terminal for its colors first, which a
// slow connection feels.
func (a *app) help(cmd *cobra.Command) {
	root := newRoot(&app{in: a.in, out: a.out, outFile: a.outFile, messages: a.messages})
	if a.color != "never" {
		root.SetOut(a.outFile)
	} else {
		root.SetOut(a.out)
	}
	root.SetArgs(append(strings.Fields(cmd.CommandPath())[1:], "--help"))
	if err := fang.Execute(cmd.Context(), root, fang.WithoutVersion(), fang.WithoutManpage()); err != nil {
		a.note("pdsa: help cannot be shown: %v", err)
	}
}

// manDate stands on the manual page. It is that of the last change to the
// command line, so that a build gives the same page on any day.
var manDate = time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC)

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "man",
		Short:   "Print the manual page",
		Example: "  pdsa man > pdsa.1",
		Args:    takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			page, err := mcobra.NewManPage(1, cmd.Root())
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.out, page.Build(datedRoff{roff.NewDocument()}))
			return err
		},
	}
}

// datedRoff writes manDate where mango gives today.
type datedRoff struct{ *roff.Document }

func (d datedRoff) Heading(section uint, title, description string, _ time.Time) {
	d.Document.Heading(section, title, description, manDate)
}
