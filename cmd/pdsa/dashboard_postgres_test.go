package main

import (
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cqi-pdsa/pdsa/dashboard/postgres/pgtest"
)

// TestDashboardInPostgres runs the program on a real PostgreSQL, whose empty
// schema is in POSTGRES.
func TestDashboardInPostgres(t *testing.T) {
	url := pgtest.URL(t)
	testscript.Run(t, testscript.Params{
		Dir:      "testdata/postgres",
		Deadline: time.Now().Add(time.Minute),
		Setup: func(env *testscript.Env) error {
			env.Setenv("PDSA_NOW", "2026-10-05T09:00:00-04:00")
			env.Setenv("XDG_DATA_HOME", env.Getenv("WORK")+"/data")
			env.Setenv("TMPDIR", env.Getenv("WORK"))
			env.Setenv("POSTGRES", url)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "keep": keep, "json": checkJSON, "served": serveDashboard, "stop-server": stopDashboard, "joined": joinDashboard,
		},
	})
}

// withPostgres stops the PostgreSQL that tests started.
type withPostgres struct{ m *testing.M }

func (w withPostgres) Run() int { return pgtest.Run(w.m) }
