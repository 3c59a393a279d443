package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/serve"
)

func (p *dashboardPlace) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write a checked copy of the dashboard",
		Long:  "Write a copy of the dashboard's database to FILE and check it, while the server runs or not. A file that is there already is left as it is. `pdsa dashboard restore FILE` brings it back.",
		Args:  takes(1, 1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := p.backup(cmd.Context(), args[0]); err != nil {
				return err
			}
			if p.app.json {
				return p.app.printJSON(map[string]string{"file": args[0]})
			}
			p.app.note("copied and checked: %s", args[0])
			return nil
		},
	}
}

func (p *dashboardPlace) backup(ctx context.Context, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%s is there already and was left as it is. Give another name", to)
	}
	name, err := p.name()
	if err != nil {
		return err
	}
	if isURL(name) {
		return wrongUsef("this database is in PostgreSQL, whose own pg_dump makes the backup")
	}
	token, err := p.token()
	if err != nil {
		return err
	}
	if server, err := p.server(ctx, token); err != nil {
		return err
	} else if server != nil {
		return errors.Join(server.download(ctx, to), server.close())
	}
	back, err := p.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(p.copyTo(ctx, back, to), back.Close())
}

// copyTo makes the backup when no server runs.
func (p *dashboardPlace) copyTo(ctx context.Context, back dashboard.Backend, to string) error {
	file, ok := back.(serve.Backuper)
	if !ok {
		return fmt.Errorf("%s has backups of its own", back.Name())
	}
	var told func(done, total int64)
	if tell := p.app.progress("copied"); tell != nil {
		told = func(done, total int64) { tell(int(done), int(total)) }
	}
	if err := file.Backup(ctx, to, told); err != nil {
		return err
	}
	return dashboard.New(back, dashboard.Options{Now: p.app.now}).Record(ctx, dashboard.Audit{What: "made a backup"})
}

// download fetches the copy that a running server makes and checks. It gets its
// name only when it has arrived whole.
func (d *dashboardAdmin) download(ctx context.Context, to string) error {
	resp, err := d.send(ctx, http.MethodGet, "/v1/backup", nil)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return refusalOf(resp)
	}
	return writeFile(to, false, func(w io.Writer) error {
		sum := sha256.New()
		if _, err := io.Copy(io.MultiWriter(w, sum), resp.Body); err != nil {
			return fmt.Errorf("%w: the backup broke off: %w", errNotAnswered, err)
		}
		if hex.EncodeToString(sum.Sum(nil)) != resp.Header.Get(serve.BackupSum) {
			return fmt.Errorf("%w: the backup did not arrive whole", errNotAnswered)
		}
		return nil
	})
}
