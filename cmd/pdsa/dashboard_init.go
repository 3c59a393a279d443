package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/dashboard"
)

func (p *dashboardPlace) initCommand() *cobra.Command {
	var name, admin string
	cmd := &cobra.Command{
		Use:     "init",
		Short:   "Set up a new dashboard",
		Long:    "Set up a new dashboard and its first admin. The admin's token is written to a file beside the database that only you can read; the other commands use it. One that is set up already is left as it is.",
		Example: "  pdsa dashboard init --name \"Richmond County Schools\" --admin \"Dana Cole\"",
		Args:    takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.setUp(cmd.Context(), name, admin)
		},
	}
	cmd.Flags().StringVar(&name, "name", "District dashboard", "the name of the district")
	cmd.Flags().StringVar(&admin, "admin", "Administrator", "the name of the first admin")
	return cmd
}

func (p *dashboardPlace) setUp(ctx context.Context, name, admin string) error {
	tokenFile, err := p.tokenFile()
	if err != nil {
		return err
	}
	back, err := p.make(ctx)
	if err != nil {
		return err
	}
	d := dashboard.New(back, dashboard.Options{Now: p.app.now})
	// The file comes first: a token that is nowhere would lock everybody out.
	if err := os.MkdirAll(filepath.Dir(tokenFile), 0o700); err != nil {
		return errors.Join(err, back.Close())
	}
	token, err := newPrivateFile(tokenFile)
	if err != nil {
		if _, metaErr := d.Meta(ctx); metaErr == nil {
			err = dashboard.ErrExists
		}
		return errors.Join(err, back.Close())
	}
	secret, err := d.Init(ctx, name, admin)
	if err != nil {
		return errors.Join(err, token.Close(), os.Remove(tokenFile), back.Close())
	}
	_, err = fmt.Fprintln(token, secret)
	if err = errors.Join(err, token.Sync(), token.Close()); err != nil {
		err = fmt.Errorf("the admin's token could not be written to %s: %w. It is %s: write it down, nobody can show it again", tokenFile, err, secret)
	}
	if err = errors.Join(err, back.Close()); err != nil {
		return err
	}
	if p.app.json {
		return p.app.printJSON(map[string]string{"database": back.Name(), "token_file": tokenFile})
	}
	p.app.note("the dashboard is set up in %s. %s holds the admin's token: keep it to yourself", back.Name(), tokenFile)
	p.app.note("next: `pdsa dashboard school add`, `pdsa dashboard invite`, `pdsa dashboard serve`")
	return nil
}

// newPrivateFile makes a file that only the user can read and that was not there.
func newPrivateFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%s is there already and was left as it is. Move it away, or name another one with --token-file", path)
	}
	return f, err
}
