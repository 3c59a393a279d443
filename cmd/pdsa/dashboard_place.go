package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
	"github.com/cqi-pdsa/pdsa/dashboard/postgres"
	"github.com/cqi-pdsa/pdsa/store"
)

// dashboardPlace is the database that the dashboard's commands work on.
type dashboardPlace struct {
	app               *app
	typed, typedToken string // as given on the command line; empty: the usual
}

// name returns the file of the database, or the URL of the one in PostgreSQL.
func (p *dashboardPlace) name() (string, error) {
	if p.typed != "" {
		return p.typed, nil
	}
	return beside("dashboard.db")
}

// beside names a file in the folder of the person's own store.
func beside(name string) (string, error) {
	usual, err := store.DefaultPath()
	return filepath.Join(filepath.Dir(usual), name), err
}

// isURL reports whether a database is not a file.
func isURL(database string) bool {
	return strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://")
}

// tokenFile returns where the admin's token is: beside the database if that is a
// file.
func (p *dashboardPlace) tokenFile() (string, error) {
	if p.typedToken != "" {
		return p.typedToken, nil
	}
	name, err := p.name()
	if err != nil {
		return "", err
	}
	if isURL(name) {
		return beside("dashboard.token")
	}
	return name + ".token", nil
}

// token reads the admin's token.
func (p *dashboardPlace) token() (string, error) {
	path, err := p.tokenFile()
	if err != nil {
		return "", err
	}
	return readToken(path)
}

func readToken(path string) (string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("there is no token in %s: %w. `pdsa dashboard init` makes the first one; --token-file names another place", path, fs.ErrNotExist)
	}
	if err != nil {
		return "", fmt.Errorf("the token cannot be read: %w", err)
	}
	token := strings.TrimSpace(string(data))
	if token == "" || strings.ContainsAny(token, " \t\r\n") {
		return "", fmt.Errorf("%s holds no token: a token is one word that begins with pdsa_", path)
	}
	return token, nil
}

// addressFile returns where a running server says how to reach it; empty for a
// database that many servers may share.
func (p *dashboardPlace) addressFile() (string, error) {
	name, err := p.name()
	if err != nil || isURL(name) {
		return "", err
	}
	return name + ".address", nil
}

// open opens the database, which has to be there.
func (p *dashboardPlace) open(ctx context.Context) (dashboard.Backend, error) {
	name, err := p.name()
	if err != nil {
		return nil, err
	}
	if !isURL(name) {
		if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no dashboard in %s: %w. `pdsa dashboard init` makes one", name, fs.ErrNotExist)
		}
	}
	return p.make(ctx)
}

// make opens the database, and makes one where there is none.
func (p *dashboardPlace) make(ctx context.Context) (dashboard.Backend, error) {
	name, err := p.name()
	if err != nil {
		return nil, err
	}
	if isURL(name) {
		return postgres.Open(ctx, name)
	}
	return bolt.Open(name)
}
