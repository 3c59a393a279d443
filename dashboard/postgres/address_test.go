package postgres

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
)

func TestReadAddress(t *testing.T) {
	t.Setenv("PGHOST", "from.the.environment")
	for at, want := range map[string]string{
		"postgres://ada:secret@db.example.org:6432/district":     `PostgreSQL database "district" on db.example.org`,
		"postgresql:///district?host=/run/pg&password=secret":    `PostgreSQL database "district" on /run/pg`,
		"host=db.example.org dbname=district password='sec ret'": `PostgreSQL database "district" on db.example.org`,
		"dbname=district":           `PostgreSQL database "district" on from.the.environment`,
		"postgres://ada@/district":  `PostgreSQL database "district" on from.the.environment`,
		"postgres://[::1]/district": `PostgreSQL database "district" on ::1`,
	} {
		a, err := readAddress(at)
		if err != nil || a.name() != want {
			t.Errorf("%s is %s, %v; want %s", at, a.name(), err, want)
		}
	}
	t.Setenv("PGPORT", "none")
	if _, err := readAddress("postgres://h/d"); !errors.Is(err, errEnvironment) {
		t.Errorf("with PGPORT=none: %v", err)
	}
}

func TestPoolOfAddress(t *testing.T) {
	a, err := readAddress("postgres://h/d?pool_max_conns=3&pool_max_conn_lifetime=5m&pool_max_conn_idle_time=30s&search_path=x&sslmode=verify-full&connect_timeout=7")
	if err != nil {
		t.Fatal(err)
	}
	if a.connections != 3 || a.life != 5*time.Minute || a.idleTime != 30*time.Second || a.config.ConnectTimeout != 7*time.Second {
		t.Errorf("not as the address says: %d connections for %s, idle for %s, %s to connect", a.connections, a.life, a.idleTime, a.config.ConnectTimeout)
	}
	if len(a.config.Runtime) != 1 || a.config.Runtime["search_path"] != "x" {
		t.Errorf("the server is sent %v", a.config.Runtime)
	}
	if a.config.SSLMode != pq.SSLModeVerifyFull {
		t.Errorf("sslmode is %q", a.config.SSLMode)
	}
	a, err = readAddress("postgres://h/d")
	if err != nil || a.connections != maxConnections || a.life != maxLifetime || a.idleTime != maxIdleTime || a.config.SSLMode != pq.SSLModePrefer || a.config.ConnectTimeout == 0 {
		t.Errorf("what nobody set: %+v, %v", a, err)
	}
	for at, names := range map[string]string{
		"postgres://h/d?pool_max_conns=0":            "pool_max_conns=0",
		"postgres://h/d?pool_max_conns=many":         "pool_max_conns=many",
		"host=h pool_max_conn_lifetime=hour":         "pool_max_conn_lifetime=hour",
		"postgres://h/d?pool_max_conn_idle_time=-1s": "pool_max_conn_idle_time=-1s",
		"postgres://h:port/d":                        "postgres://user:password@host",
		"postgres://h/d?sslmode=perhaps":             "postgres://user:password@host",
		"a sentence":                                 "postgres://user:password@host",
	} {
		if _, err := readAddress(at); err == nil || !strings.Contains(err.Error(), names) {
			t.Errorf("%s: %v", at, err)
		}
	}
}

// TestHost: an address without a host means this machine's server.
func TestHost(t *testing.T) {
	for at, want := range map[string]string{
		"postgres://[::1]:6432/d":           "::1",
		"postgres:///d":                     "/s",
		"postgres://ada:secret@/d?a=b":      "/s",
		"postgres://ada@:6432/d":            "/s",
		"dbname=d":                          "/s",
		"":                                  "/s",
		"dbname=d host=h":                   "h",
		"postgres://h/d":                    "h",
		"postgres:///d?host=h":              "h",
		"postgres://127.0.0.1:6432/d?x=y":   "127.0.0.1",
		"postgres://ada:secret@[fe80::1]/d": "fe80::1",
	} {
		config, err := pq.NewConfig(withHost(at, "/s"))
		if err != nil || config.Host != want {
			t.Errorf("%q is on %q, %v; want %q", at, config.Host, err, want)
		}
		if strings.Contains(at, "6432") && config.Port != 6432 {
			t.Errorf("%q has port %d", at, config.Port)
		}
		if strings.Contains(at, "secret") && config.Password != "secret" {
			t.Errorf("%q has another password", at)
		}
	}
}
