package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) nextCommand() *cobra.Command {
	var decision, why, start string
	var again bool
	cmd := &cobra.Command{
		Use:               "next ID --decision repeat|replan|adapt|restart --why T",
		Short:             "Decide what next, and open the next cycle",
		Long:              "Decide what to do with what you learned, and open the next cycle of the ramp. It takes along what the decision keeps, and its id is printed.",
		Example:           "  pdsa next late --decision adapt --why \"The greeters help on the days we have two\"",
		Args:              takes(1, 1, "the id or title of a cycle"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			d := cycle.Decision(strings.ToLower(strings.TrimSpace(decision)))
			if _, ok := d.Carries(); !ok {
				return wrongUsef("--decision takes repeat, replan, adapt or restart, not %q", decision)
			}
			return a.withCycle(writes, args[0], func(s *store.Store, st *change.State) error {
				return a.next(s, st, d, why, start, again)
			})
		},
	}
	cmd.Flags().StringVar(&decision, "decision", "", "repeat, replan, adapt or restart")
	cmd.Flags().StringVar(&why, "why", "", "what in the data says so")
	cmd.Flags().StringVar(&start, "start", "", "the first day of the next cycle; without it the team sets one later")
	cmd.Flags().BoolVar(&again, "again", false, "open one more next cycle")
	return cmd
}

func (a *app) next(s *store.Store, st *change.State, d cycle.Decision, why, start string, again bool) error {
	c := st.Cycle()
	if strings.TrimSpace(why) == "" && c.Values["act.why"] == "" {
		return wrongUsef("say what in the data speaks for it: --why \"..\"")
	}
	edits := []cycle.Edit{cycle.SetField("act.decision", string(d))}
	if why != "" {
		more, err := a.write(c, cycle.Path{Field: "act.why"}, why)
		if err != nil {
			return err
		}
		edits = append(edits, more...)
	}
	fresh := c.NextCycle(d, change.NewID())
	if start != "" {
		more, err := a.write(fresh, cycle.Path{Field: "start"}, start)
		if err != nil {
			return err
		}
		fresh.Apply(more...)
	}
	followers, err := s.Followers(c.ID)
	if err != nil {
		return err
	}
	if len(followers) > 0 && !again {
		return wrongUsef("this cycle has a next one already: %s. --again opens one more", followers[0].ID)
	}
	if err := saveEdits(s, st, edits...); err != nil {
		return err
	}
	if _, err := s.Create(fresh); err != nil {
		return err
	}
	return a.printID(fresh.ID)
}
