package conformance

import (
	"context"
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// inspect runs all checks against a server with the fault.
func inspect(t *testing.T, fault string) Report {
	t.Helper()
	server := httptest.NewServer(&stub{fault: fault, have: change.Vector{}})
	t.Cleanup(server.Close)
	report, err := Run(t.Context(), Options{URL: server.URL, Token: stubToken, School: stubSchool})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAGoodServer(t *testing.T) {
	report := inspect(t, "")
	for _, c := range report.Checks {
		if !c.OK {
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
	if report.Level != wire.LevelStream || report.Claims != wire.LevelStream || len(report.Checks) < 20 {
		t.Errorf("level %d of %d after %d checks", report.Level, report.Claims, len(report.Checks))
	}
}

// named returns a check by its name.
func named(t *testing.T, name string) check {
	t.Helper()
	all := checks()
	i := slices.IndexFunc(all, func(c check) bool { return c.name == name })
	if i < 0 {
		t.Fatalf("there is no check %q", name)
	}
	return all[i]
}

func TestABadServer(t *testing.T) {
	report := inspect(t, "overlooks forks")
	i := slices.IndexFunc(report.Checks, func(r Result) bool { return r.Name == "fork" })
	if i < 0 || report.Checks[i].OK || !strings.Contains(report.Checks[i].Detail, "expected 409 fork; 200 came") {
		t.Errorf("the fork: %+v", report.Checks)
	}
	if report.Level != -1 || report.Failed() != 1 {
		t.Errorf("level %d with %d failures", report.Level, report.Failed())
	}
}

// TestFaults: each fault is found by the check that is there for it.
func TestFaults(t *testing.T) {
	found := map[string]bool{}
	for _, tc := range []struct{ fault, check string }{
		{"makes up epochs", "meta"},
		{"lets anyone in", "sign-in"},
		{"takes longer tokens", "sign-in"},
		{"has every school", "other schools"},
		{"fails on nonsense", "errors"},
		{"loses a change", "push and pull"},
		{"alters a title", "push and pull"},
		{"renumbers", "order"},
		{"repeats", "repeated push"},
		{"says nothing to an empty push", "empty push"},
		{"forgets members", "unknown content"},
		{"judges content", "any content"},
		{"takes a hundred", "full push"},
		{"knows no gzip", "compressed push"},
		{"commits late", "pushes at once"},
		{"overlooks gaps", "gap"},
		{"overlooks forks", "fork"},
		{"forgets the epoch", "epoch"},
		{"trusts hashes", "damaged change"},
		{"keeps half a push", "all or nothing"},
		{"measures nothing", "too large"},
		{"counts nothing", "too large"},
		{"unpacks anything", "too large"},
		{"skips one between pages", "paging"},
		{"ends too soon", "paging"},
		{"has no tag", "unchanged"},
		{"never says unchanged", "unchanged"},
		{"always says unchanged", "unchanged"},
	} {
		t.Run(tc.fault, func(t *testing.T) {
			server := httptest.NewServer(&stub{fault: tc.fault, have: change.Vector{}})
			defer server.Close()
			s, err := newSession(t.Context(), Options{URL: server.URL, Token: stubToken, School: stubSchool})
			if err != nil {
				t.Fatal(err)
			}
			if named(t, tc.check).run(t.Context(), s) == nil {
				t.Errorf("a server that %s passes the check %q", tc.fault, tc.check)
			}
		})
		found[tc.check] = true
	}
	for _, c := range checks() {
		if c.level == wire.LevelStream && !found[c.name] {
			t.Errorf("no fault is there for the check %q", c.name)
		}
	}
}

func TestLookTellsWhoseStreamItIs(t *testing.T) {
	s := &stub{have: change.Vector{}}
	server := httptest.NewServer(s)
	defer server.Close()
	o := Options{URL: server.URL + "/", Token: stubToken}
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	found, err := Look(t.Context(), o)
	if err != nil || found.Others != 0 || found.School != stubSchool {
		t.Fatalf("after a run: %+v, %v", found, err)
	}
	theirs := &writer{replica: "theirs", doc: "their cycle"}
	if err := s.take(theirs.next()); err != nil {
		t.Fatal(err)
	}
	if found, err = Look(t.Context(), o); err != nil || found.Others != 1 {
		t.Errorf("with a school's own change: %+v, %v", found, err)
	}
}

func TestWaitsWhenAsked(t *testing.T) {
	server := httptest.NewServer(&stub{busy: 5, have: change.Vector{}})
	defer server.Close()
	report, err := Run(t.Context(), Options{URL: server.URL, Token: stubToken})
	if err != nil || report.Failed() > 0 {
		t.Errorf("a server that is busy at first: %+v, %v", report, err)
	}
}

func TestNotReached(t *testing.T) {
	server := httptest.NewServer(nil)
	url := server.URL
	server.Close()
	if _, err := Run(t.Context(), Options{URL: url, Token: stubToken}); !errors.Is(err, ErrNotReached) {
		t.Errorf("nobody there: %v", err)
	}
	if _, err := Run(t.Context(), Options{URL: "nowhere", Token: stubToken}); err == nil || errors.Is(err, ErrNotReached) {
		t.Errorf("no address: %v", err)
	}
}

func TestWrongToken(t *testing.T) {
	server := httptest.NewServer(&stub{have: change.Vector{}})
	defer server.Close()
	_, err := Run(t.Context(), Options{URL: server.URL, Token: "pdsa_other"})
	var refused *wire.Error
	if !errors.As(err, &refused) || refused.Code != wire.CodeSignIn {
		t.Errorf("a wrong token: %v", err)
	}
}

func TestStopped(t *testing.T) {
	server := httptest.NewServer(&stub{have: change.Vector{}})
	defer server.Close()
	ctx, stop := context.WithCancel(t.Context())
	report, err := Run(ctx, Options{URL: server.URL, Token: stubToken, Done: func(Result) { stop() }})
	if !errors.Is(err, context.Canceled) || len(report.Checks) != 1 {
		t.Errorf("stopped after the first check: %d checks, %v", len(report.Checks), err)
	}
}
