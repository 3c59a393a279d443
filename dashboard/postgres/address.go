package postgres

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"
)

// What a process keeps of connections when the address does not say so.
const (
	maxConnections = 16
	maxLifetime    = time.Hour
	maxIdleTime    = 30 * time.Minute
	connectTimeout = 30 * time.Second
)

// They quote nothing: an address may hold a password.
var (
	errAddress     = errors.New("the address of the PostgreSQL database is not one; it looks like postgres://user:password@host:5432/name")
	errEnvironment = errors.New("a variable of the environment for PostgreSQL (PGPORT, PGSSLMODE or another that begins with PG) has a value that cannot be used; correct or remove it")
)

// An address is where a database is and how many connections to it are kept.
type address struct {
	config         pq.Config
	connections    int
	life, idleTime time.Duration
}

// readAddress reads a URL or a list of key=value pairs, with what the environment
// (PGHOST and the others) adds. What neither says is as PostgreSQL's own programs
// have it: the socket of this machine's server, and TLS where the server has it.
func readAddress(at string) (address, error) {
	config, err := pq.NewConfig(withHost(at, socketFolder()))
	if err != nil {
		if _, err := pq.NewConfig(""); err != nil {
			return address{}, errEnvironment
		}
		return address{}, errAddress
	}
	if config.SSLMode == "" {
		config.SSLMode = pq.SSLModePrefer
	}
	if config.ConnectTimeout <= 0 {
		config.ConnectTimeout = connectTimeout
	}
	// One round trip for a statement instead of two, and bytes as they are.
	config.BinaryParameters = true
	a := address{config: config, connections: maxConnections, life: maxLifetime, idleTime: maxIdleTime}
	for key, read := range map[string]func(string) error{
		"pool_max_conns":          number(&a.connections),
		"pool_max_conn_lifetime":  duration(&a.life),
		"pool_max_conn_idle_time": duration(&a.idleTime),
	} {
		value, given := config.Runtime[key]
		if !given {
			continue
		}
		if err := read(value); err != nil {
			return address{}, fmt.Errorf("the address of the PostgreSQL database has %s=%s, which is not a %w", key, value, err)
		}
		// It is no setting of the server.
		delete(config.Runtime, key)
	}
	return a, nil
}

// name says which database it is, without how to get in.
func (a address) name() string {
	return fmt.Sprintf("PostgreSQL database %q on %s", a.config.Database, a.config.Host)
}

func number(into *int) func(string) error {
	return func(s string) (err error) {
		if *into, err = strconv.Atoi(s); err != nil || *into < 1 {
			return errors.New("number above 0")
		}
		return nil
	}
}

func duration(into *time.Duration) func(string) error {
	return func(s string) (err error) {
		if *into, err = time.ParseDuration(s); err != nil || *into <= 0 {
			return errors.New("time such as 30m")
		}
		return nil
	}
}

// withHost gives an address the host that the driver would not find in it: the
// folder of a socket where there is none, and a number that has colons.
func withHost(at, folder string) string {
	if !strings.HasPrefix(at, "postgres://") && !strings.HasPrefix(at, "postgresql://") {
		if folder == "" {
			return at
		}
		// What comes later in the list counts.
		return "host=" + folder + " " + at
	}
	u, err := url.Parse(at)
	if err != nil {
		return at
	}
	query, host := u.Query(), u.Hostname()
	if host == "" && !query.Has("host") && !query.Has("hostaddr") {
		host = folder
	} else if !strings.Contains(host, ":") {
		return at
	}
	if host != "" {
		query.Set("host", host)
	}
	if port := u.Port(); port != "" {
		query.Set("port", port)
	}
	u.Host, u.RawQuery = "", query.Encode()
	return u.String()
}

// socketFolder returns the folder where a server of this machine has its socket;
// empty when there is none or the environment names another host.
func socketFolder() string {
	if os.Getenv("PGHOST") != "" || os.Getenv("PGHOSTADDR") != "" {
		return ""
	}
	for _, folder := range []string{"/var/run/postgresql", "/private/tmp", "/tmp"} {
		if sockets, err := filepath.Glob(filepath.Join(folder, ".s.PGSQL.*")); err == nil && len(sockets) > 0 {
			return folder
		}
	}
	return ""
}
