package conformance

import (
	"bytes"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
)

// realServer runs our own server, its handler wrapped, and returns the options to
// check it with.
func realServer(t *testing.T, back dashboard.Backend, wrap func(http.Handler) http.Handler) Options {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	d := dashboard.New(back, dashboard.Options{Log: log})
	ctx := t.Context()
	secret, err := d.Init(ctx, "District", "Dana Cole")
	if err != nil {
		t.Fatal(err)
	}
	admin, err := d.SignIn(ctx, secret)
	if err != nil {
		t.Fatal(err)
	}
	school, err := d.AddSchool(ctx, admin, "Conformance", "")
	if err != nil {
		t.Fatal(err)
	}
	code, err := d.Invite(ctx, admin, dashboard.Invitation{Name: "Ana Ruiz", Role: wire.Team, School: school.ID})
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := d.Join(ctx, code, "laptop", dashboard.ForDevice)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(wrap(api.New(d, api.Options{Log: log})))
	t.Cleanup(server.Close)
	return Options{URL: server.URL, Token: token}
}

// altered gives answers another content before they are sent.
func altered(alter func(r *http.Request, w *httptest.ResponseRecorder)) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			recorded := httptest.NewRecorder()
			h.ServeHTTP(recorded, r)
			alter(r, recorded)
			maps.Copy(w.Header(), recorded.Header())
			w.WriteHeader(recorded.Code)
			_, _ = w.Write(recorded.Body.Bytes())
		})
	}
}

// replaced puts other words into the answers below a path.
func replaced(path, old, new string) func(http.Handler) http.Handler {
	return altered(func(r *http.Request, w *httptest.ResponseRecorder) {
		if strings.HasPrefix(r.URL.Path, path) {
			w.Body = bytes.NewBuffer(bytes.ReplaceAll(w.Body.Bytes(), []byte(old), []byte(new)))
		}
	})
}

// showsAll lists the team's own cycles where the shared ones are asked for.
func showsAll(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.RawQuery = strings.ReplaceAll(r.URL.RawQuery, "scope=network", "scope=mine")
		h.ServeHTTP(w, r)
	})
}

func TestOurOwnServer(t *testing.T) {
	back, err := bolt.Open(filepath.Join(t.TempDir(), "dashboard.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = back.Close() }()
	report, err := Run(t.Context(), realServer(t, back, func(h http.Handler) http.Handler { return h }))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range report.Checks {
		if !c.OK {
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
	if report.Level != wire.LevelFolded || len(report.Checks) != len(checks()) {
		t.Errorf("level %d after %d of %d checks", report.Level, len(report.Checks), len(checks()))
	}
}

// TestFoldFaults: a server whose streams are good and whose cycles are not
// reaches level 0, by the check that is there for the fault.
func TestFoldFaults(t *testing.T) {
	found := map[string]bool{}
	for _, tc := range []struct {
		fault, check string
		wrap         func(http.Handler) http.Handler
	}{
		{"shows the older of two values", "folded cycle", replaced("/v1/cycles/", `"Mentors"`, `"New teachers"`)},
		{"hides conflicts", "folded cycle", replaced("/v1/cycles/", `"conflicts": 1`, `"conflicts": 0`)},
		{"has no list", "list of cycles", replaced("/v1/cycles", docPrefix, "x-")},
		{"names another school", "list of cycles", replaced("/v1/cycles", `"school":"`, `"school":"x`)},
		{"shows all to all", "list of cycles", showsAll},
		{"forgets what was written", "history", replaced("/v1/cycles/", `"value":"Calm routines"`, `"value":""`)},
		{"never says unchanged", "unchanged cycle", altered(func(_ *http.Request, w *httptest.ResponseRecorder) {
			if w.Code == http.StatusNotModified {
				w.Code = http.StatusOK
			}
		})},
		{"finds every cycle", "no such cycle", altered(func(r *http.Request, w *httptest.ResponseRecorder) {
			if w.Code == http.StatusNotFound && strings.HasPrefix(r.URL.Path, "/v1/cycles/") {
				w.Code = http.StatusOK
			}
		})},
	} {
		t.Run(tc.fault, func(t *testing.T) {
			s, err := newSession(t.Context(), realServer(t, backendtest.NewMemory(), tc.wrap))
			if err != nil {
				t.Fatal(err)
			}
			if named(t, tc.check).run(t.Context(), s) == nil {
				t.Errorf("a server that %s passes the check %q", tc.fault, tc.check)
			}
		})
		found[tc.check] = true
	}
	for _, c := range folds {
		if !found[c.name] {
			t.Errorf("no fault is there for the check %q", c.name)
		}
	}
}
