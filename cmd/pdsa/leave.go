package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
)

func (a *app) leaveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "leave",
		Short: "Leave the district's dashboard; your cycles stay here",
		Long: "Leave the district's dashboard. All cycles stay on this laptop, and what the dashboard has stays there. Cycles of other schools can only be read from then on. " +
			"What was not sent yet goes out when you join again.",
		Args: takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(writes, func(s *store.Store) error {
				status, err := remote.StatusOf(s, nil)
				if err != nil {
					return err
				}
				if status.State == remote.NeverJoined {
					return store.ErrNotJoined
				}
				ok, err := a.confirm(cmd.Context(), "leave "+status.Dashboard.Name+"? [y/N] ")
				if err != nil || !ok {
					return err
				}
				e, err := remote.Open(s, remote.Options{Now: a.now, Tries: 1})
				if err == nil {
					err = e.Client().Leave(cmd.Context())
				}
				told := err == nil
				if err := errors.Join(s.Leave(), remote.RemoveToken(s.Path())); err != nil {
					return err
				}
				if a.json {
					return a.printJSON(map[string]any{"left": status.Dashboard.URL, "told": told, "to_send": status.ToSend})
				}
				a.printLeft(status, told)
				return nil
			})
		},
	}
}

func (a *app) printLeft(status remote.Status, told bool) {
	a.note("left %s. All cycles stay on this laptop", status.Dashboard.Name)
	if status.ToSend > 0 {
		a.note("%s: safe here, and sent when you join again", remote.Synced{Left: status.ToSend})
	}
	if !told {
		a.note("the dashboard could not be told. Its list of laptops still shows this one; the district can take it off")
	}
}
