package academy

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
	"github.com/cqi-pdsa/pdsa/dashboard/postgres"
	"github.com/cqi-pdsa/pdsa/dashboard/postgres/pgtest"
)

// A database is what stays of a server when its process ends.
type database interface {
	open() (dashboard.Backend, error)
	// backup copies what the open back end holds.
	backup(dashboard.Backend) (copied, error)
	// restore puts a backup in the place of what is there. Nothing is open then.
	restore(copied) error
}

// copied is a backup, in memory or in a file.
type copied struct {
	memory *backendtest.Memory
	file   string
}

// databases are those that a dashboard can have, each made anew in a folder.
var databases = []struct {
	name string
	make func(t testing.TB, dir string) database
	part int // of so many histories one is played on it: the real ones are slower
}{
	{"memory", func(testing.TB, string) database { return &inProcess{backendtest.NewMemory()} }, 1},
	{"bolt", func(_ testing.TB, dir string) database { return &inFile{dir: dir} }, 4},
	{"postgres", func(t testing.TB, _ string) database { return &inPostgres{t: t, url: pgtest.URL(t)} }, 16},
}

// inProcess is a database that outlives servers and not the test.
type inProcess struct{ holds *backendtest.Memory }

func (p *inProcess) open() (dashboard.Backend, error)           { return p.holds, nil }
func (p *inProcess) backup(b dashboard.Backend) (copied, error) { return copyOf(b) }

func (p *inProcess) restore(c copied) error {
	again, err := copyOf(c.memory)
	p.holds = again.memory
	return err
}

// inFile is a database in one file.
type inFile struct {
	dir  string
	kept int
}

func (f *inFile) path() string                     { return filepath.Join(f.dir, "dashboard.db") }
func (f *inFile) open() (dashboard.Backend, error) { return bolt.Open(f.path()) }

func (f *inFile) backup(b dashboard.Backend) (copied, error) {
	f.kept++
	to := filepath.Join(f.dir, fmt.Sprintf("backup-%d.db", f.kept))
	return copied{file: to}, b.(*bolt.DB).Backup(context.Background(), to, nil)
}

func (f *inFile) restore(c copied) error {
	data, err := os.ReadFile(c.file)
	if err != nil {
		return err
	}
	return os.WriteFile(f.path(), data, 0o600)
}

// inPostgres is a database on a PostgreSQL server.
type inPostgres struct {
	t   testing.TB
	url string
}

func (p *inPostgres) open() (dashboard.Backend, error) {
	return postgres.Open(context.Background(), p.url)
}
func (p *inPostgres) backup(b dashboard.Backend) (copied, error) { return copyOf(b) }

func (p *inPostgres) restore(c copied) error {
	p.url = pgtest.URL(p.t)
	fresh, err := p.open()
	if err != nil {
		return err
	}
	return errors.Join(dashboard.Copy(context.Background(), unmarked{c.memory}, fresh, nil), fresh.Close())
}

func copyOf(b dashboard.Backend) (copied, error) {
	to := backendtest.NewMemory()
	return copied{memory: to}, dashboard.Copy(context.Background(), unmarked{b}, to, nil)
}

// unmarked is a database that a copy does not mark as moved.
type unmarked struct{ dashboard.Backend }

func (unmarked) Update(context.Context, string, func(dashboard.Tx) error) error { return nil }
