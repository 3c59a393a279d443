package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) newCommand() *cobra.Command {
	typed := map[string]*string{}
	cmd := &cobra.Command{
		Use:     "new --title T",
		Short:   "Begin a cycle and print its id",
		Long:    "Begin a cycle and print its id. Without --start it begins on the coming Monday; without --weeks it is six weeks long; without --school and --team it is at the school of this laptop and the team is you (`pdsa me`).",
		Example: "  pdsa new --title \"Late to first period\" --team \"Ana Ruiz; Sok Chan\" --start \"Oct 5\"",
		Args:    takes(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			if strings.TrimSpace(*typed["title"]) == "" {
				return wrongUsef("a cycle needs a title: --title \"Late to first period\"")
			}
			return a.with(makes, func(s *store.Store) error { return a.newCycle(s, typed) })
		},
	}
	for key, help := range map[string]string{
		"title": "what the cycle is called", "school": "the school", "team": "who is in the team: \"A; B\"",
		"start": "the first day", "weeks": "how many weeks, 1 to 52",
	} {
		typed[key] = cmd.Flags().String(key, "", help)
	}
	return cmd
}

func (a *app) newCycle(s *store.Store, typed map[string]*string) error {
	who, err := s.Person()
	if err != nil {
		return err
	}
	c := cycle.Begin(change.NewID(), who.School, who.Name, a.today())
	for _, key := range []string{"title", "school", "team", "start", "weeks"} {
		if *typed[key] == "" {
			continue
		}
		edits, err := a.write(c, cycle.Path{Field: key}, *typed[key])
		if err != nil {
			return err
		}
		c.Apply(edits...)
	}
	if _, err := s.Create(c); err != nil {
		return err
	}
	if who.Name == "" {
		a.note("what you write carries no name yet. `pdsa me --name \"Ana Ruiz\"` sets yours")
	}
	return a.printID(c.ID)
}

// printID prints the id of something new.
func (a *app) printID(id string) error {
	if a.json {
		return a.printJSON(map[string]string{"id": id})
	}
	a.line("%s", id)
	return nil
}
