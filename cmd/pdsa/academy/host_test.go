package academy

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
)

// A fate is what becomes of the server process during the next write.
type fate int

const (
	lives fate = iota
	diesBefore
	diesAfter
)

var errDied = errors.New("the server process ended")

// A host is a machine with a database on which the server process can end and
// begin anew.
type host struct {
	t      fatalT
	now    func() time.Time
	disk   database
	back   dashboard.Backend
	dash   *dashboard.Dashboard
	api    http.Handler
	fate   fate
	atMost int // changes in a push and in a page
}

func newHost(t fatalT, disk database, now func() time.Time) *host {
	h := &host{t: t, now: now, disk: disk, atMost: wire.MaxChanges}
	h.start()
	return h
}

// start begins a server process.
func (h *host) start() {
	h.t.Helper()
	back, err := h.disk.open()
	if err != nil {
		h.t.Fatalf("opening the database: %v", err)
	}
	quiet := slog.New(slog.DiscardHandler)
	h.back, h.fate = back, lives
	h.dash = dashboard.New(&mortal{back, h}, dashboard.Options{Now: h.now, Log: quiet})
	h.api = api.New(h.dash, api.Options{Now: h.now, Log: quiet})
}

// stop ends it.
func (h *host) stop() {
	h.t.Helper()
	if err := h.back.Close(); err != nil {
		h.t.Fatalf("closing the database: %v", err)
	}
}

func (h *host) restart() {
	h.stop()
	h.start()
}

func (h *host) backup() copied {
	h.t.Helper()
	c, err := h.disk.backup(h.back)
	if err != nil {
		h.t.Fatalf("backup: %v", err)
	}
	return c
}

// restore goes back to a backup, as `pdsa dashboard restore` does.
func (h *host) restore(c copied) {
	h.t.Helper()
	h.putBack(c)
	if _, err := h.dash.NewEpoch(context.Background()); err != nil {
		h.t.Fatalf("NewEpoch: %v", err)
	}
}

// putBack goes back to a backup behind the back of the program.
func (h *host) putBack(c copied) {
	h.t.Helper()
	h.stop()
	if err := h.disk.restore(c); err != nil {
		h.t.Fatalf("restore: %v", err)
	}
	h.start()
}

// changes returns the stream of a school.
func (h *host) changes(school string) (all []change.Change) {
	h.t.Helper()
	err := h.back.View(context.Background(), func(r dashboard.Reader) error {
		all = nil
		for after, more := uint64(0), true; more; {
			var entries []dashboard.Entry
			var err error
			if entries, after, more, err = r.Page(school, wire.ForTeam, after, wire.MaxChanges); err != nil {
				return err
			}
			for _, e := range entries {
				all = append(all, e.Change)
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatalf("reading the stream: %v", err)
	}
	return all
}

// waiting returns what was taken in and is in no stream.
func (h *host) waiting(school string) (all []change.Change) {
	h.t.Helper()
	err := h.back.View(context.Background(), func(r dashboard.Reader) error {
		waiting, err := r.WaitsIn(school, nil)
		for _, w := range waiting {
			all = append(all, w.Change)
		}
		return err
	})
	if err != nil {
		h.t.Fatalf("reading what waits: %v", err)
	}
	return all
}

// ServeHTTP answers as the API does, with smaller limits.
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.atMost < wire.MaxChanges {
		if q := r.URL.Query(); r.Method == http.MethodGet && q.Has("limit") {
			q.Set("limit", strconv.Itoa(h.atMost))
			r.URL.RawQuery = q.Encode()
		}
		if r.Method == http.MethodPost && h.tooMany(r) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(wire.CodeTooLarge.Status())
			_ = json.NewEncoder(w).Encode(&wire.Error{Code: wire.CodeTooLarge})
			return
		}
	}
	h.api.ServeHTTP(w, r)
}

// tooMany reports whether a push is over the limit, and leaves it to be read again.
func (h *host) tooMany(r *http.Request) bool {
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return false
	}
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return false
		}
		if body, err = io.ReadAll(z); err != nil {
			return false
		}
	}
	var push struct {
		Changes []json.RawMessage `json:"changes"`
	}
	return json.Unmarshal(body, &push) == nil && len(push.Changes) > h.atMost
}

// mortal is a database whose process ends when the host's fate says so: before a
// write is kept, or after it and before anybody is told.
type mortal struct {
	dashboard.Backend
	host *host
}

func (m *mortal) Update(ctx context.Context, school string, fn func(dashboard.Tx) error) error {
	switch m.host.fate {
	case diesBefore:
		return errors.Join(errDied, m.Backend.Update(ctx, school, func(tx dashboard.Tx) error {
			return errors.Join(fn(tx), errDied)
		}))
	case diesAfter:
		return errors.Join(errDied, m.Backend.Update(ctx, school, fn))
	default:
		return m.Backend.Update(ctx, school, fn)
	}
}
