package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/dashboard"
)

func (p *dashboardPlace) copyCommand() *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "copy --to postgres://..",
		Short: "Move the dashboard to another database",
		Long: "Copy everything into another, empty database, in PostgreSQL or a new file, and compare both to the last byte. Only then the old one is closed for good: it says where everything went. " +
			"Stop the server first. Broken off or failed, the old one goes on as it was.",
		Example: "  pdsa dashboard copy --to postgres://pdsa@db.example.org/pdsa",
		Args:    takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if to == "" {
				return wrongUsef("say where to copy to: --to postgres://.., or a new file")
			}
			return p.moveTo(cmd.Context(), to)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "the other database: postgres://.. or a file")
	return cmd
}

func (p *dashboardPlace) moveTo(ctx context.Context, to string) (err error) {
	from, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if ok, err := p.app.confirm(ctx, fmt.Sprintf("Move the dashboard from %s? It is closed for good when the copy is whole. [y/N] ", from.Name())); err != nil || !ok {
		return errors.Join(err, errors.New("nothing was changed"))
	}
	target := &dashboardPlace{app: p.app, typed: to}
	into, err := target.make(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, into.Close()) }()
	if err := dashboard.Copy(ctx, from, into, p.app.progress("copied change")); err != nil {
		return err
	}
	err = dashboard.New(into, dashboard.Options{Now: p.app.now}).Record(ctx, dashboard.Audit{What: "copied from another database", Detail: from.Name()})
	if err != nil {
		return err
	}
	if p.app.json {
		return p.app.printJSON(map[string]string{"from": from.Name(), "to": into.Name()})
	}
	token, err := p.tokenFile()
	if err != nil {
		return err
	}
	p.app.note("copied and compared: %s. %s is closed", into.Name(), from.Name())
	p.app.note("from now on: --database with the new one, and --token-file %s", token)
	return nil
}
