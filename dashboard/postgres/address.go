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

// errAddress quotes nothing: the address may hold a password.
var errAddress = errors.New("the address of the PostgreSQL database is not one; it looks like postgres://user:password@host:5432/name")

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
	config, err := pq.NewConfig(onThisMachine(at))
	if err != nil {
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

// onThisMachine adds the folder of the server's socket to an address without a
// host, where there is one.
func onThisMachine(at string) string {
	folder := socketFolder()
	if folder == "" || os.Getenv("PGHOST") != "" || os.Getenv("PGHOSTADDR") != "" {
		return at
	}
	if !strings.HasPrefix(at, "postgres://") && !strings.HasPrefix(at, "postgresql://") {
		// What comes later in the list counts.
		return "host=" + folder + " " + at
	}
	u, err := url.Parse(at)
	if err != nil || u.Hostname() != "" {
		return at
	}
	query := u.Query()
	if query.Has("host") || query.Has("hostaddr") {
		return at
	}
	query.Set("host", folder)
	if port := u.Port(); port != "" {
		query.Set("port", port)
	}
	u.Host, u.RawQuery = "", query.Encode()
	return u.String()
}

// socketFolder returns the folder where a server of this machine has its socket;
// empty when there is none.
func socketFolder() string {
	for _, folder := range []string{"/var/run/postgresql", "/private/tmp", "/tmp"} {
		if sockets, err := filepath.Glob(filepath.Join(folder, ".s.PGSQL.*")); err == nil && len(sockets) > 0 {
			return folder
		}
	}
	return ""
}
