package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
	"github.com/cqi-pdsa/pdsa/dashboard/conformance"
)

func TestExitCodesOfTheDashboard(t *testing.T) {
	for _, tc := range []struct {
		err  error
		want int
	}{
		{&wire.Error{Code: wire.CodeSignIn}, 7},
		{&wire.Error{Code: wire.CodeForbid}, 7},
		{&wire.Error{Code: wire.CodeNotFound}, 3},
		{&wire.Error{Code: wire.CodeCode}, 3},
		{&wire.Error{Code: wire.CodeDown}, 6},
		{&wire.Error{Code: wire.CodeInvalid}, 1},
		{errNotAnswered, 6},
		{conformance.ErrNotReached, 6},
		{bolt.ErrInUse, 5},
		{bolt.ErrDamaged, 4},
		{bolt.ErrForeign, 4},
		{errors.New("other"), 1},
	} {
		if got := exitCode(fmt.Errorf("so: %w", tc.err)); got != tc.want {
			t.Errorf("%v exits with %d, want %d", tc.err, got, tc.want)
		}
	}
}

func TestWhoIsMeant(t *testing.T) {
	person := func(id, name string, revoked time.Time) api.Person {
		return api.Person{Person: dashboard.Person{ID: id, Name: name, Revoked: revoked}}
	}
	people := []api.Person{
		person("p1", "Ana Ruiz", time.Unix(1, 0)), person("p2", "Ana Ruiz", time.Time{}), person("p3", "Sok", time.Time{}), person("p4", "Sok Chan", time.Time{}),
	}
	for typed, want := range map[string]string{"Ana Ruiz": "p2", "ana": "p2", "p1": "p1", "sok": "p3", "Sok C": "p4"} {
		if p, err := personIn(people, typed); err != nil || p.ID != want {
			t.Errorf("%q means %s, want %s (%v)", typed, p.ID, want, err)
		}
	}
	for typed, want := range map[string]int{"Eve": 3, "": 3, "so": 2} {
		if p, err := personIn(people, typed); exitCode(err) != want {
			t.Errorf("%q means %s: %v", typed, p.ID, err)
		}
	}
}

// TestConformanceSparesOthers: nothing is written into a school in use, and what
// fails is an error.
func TestConformanceSparesOthers(t *testing.T) {
	wrote := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		var body any = wire.Page{Epoch: "e", Next: 1, Changes: []change.Change{{ID: "theirs-1", Replica: "theirs", Seq: 1, Doc: "their cycle"}}}
		switch {
		case r.URL.Path == "/v1/meta":
			body = wire.Meta{Epoch: "e"}
		case r.URL.Path == "/v1/me":
			body = wire.Me{Role: wire.Team, Home: "school"}
		case r.Method == http.MethodPost:
			wrote = true
		}
		_ = json.NewEncoder(w).Encode(body)
	}))
	defer server.Close()
	messages, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = messages.Close() }()
	a := &app{in: messages, out: bufio.NewWriter(io.Discard), messages: messages, noInput: true}
	o := conformance.Options{URL: server.URL, Token: "pdsa_x"}
	if err := a.conform(t.Context(), o, false); err == nil || wrote || !strings.Contains(err.Error(), "--yes") {
		t.Errorf("a school in use: %v, written: %v", err, wrote)
	}
	if err := a.conform(t.Context(), o, true); exitCode(err) != 1 || !wrote {
		t.Errorf("with --yes, on a server that answers nonsense: %v, written: %v", err, wrote)
	}
}
