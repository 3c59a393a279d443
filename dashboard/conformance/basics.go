package conformance

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// basics are the checks of what holds for every request.
var basics = []check{
	{"meta", wire.LevelStream, checkMeta},
	{"sign-in", wire.LevelStream, checkSignIn},
	{"other schools", wire.LevelStream, checkOtherSchools},
	{"errors", wire.LevelStream, checkErrors},
}

// checkMeta: what the server says about itself is there, holds what every client
// expects, and stays the same.
func checkMeta(ctx context.Context, s *session) error {
	var again wire.Meta
	a, err := s.send(ctx, request{path: "/v1/meta", anonymous: true})
	if err == nil {
		err = a.decode(&again)
	}
	m := s.meta
	switch {
	case err != nil:
		return err
	case m.Epoch == "":
		return mismatch(a.what, "an epoch", "none")
	case m.Epoch != again.Epoch:
		return mismatch(a.what, "the same epoch twice", fmt.Sprintf("%q and %q", m.Epoch, again.Epoch))
	case m.Limits.Changes < wire.MaxChanges, m.Limits.Body < wire.MaxBody, m.Limits.Change < wire.MaxChange:
		want := wire.Limits{Changes: wire.MaxChanges, Body: wire.MaxBody, Change: wire.MaxChange}
		return mismatch(a.what, fmt.Sprintf("limits of at least %+v", want), fmt.Sprintf("%+v", m.Limits))
	case m.Time.IsZero():
		return mismatch(a.what, "the server's time", "none")
	case m.SchemaMin > change.Schema || m.SchemaMax < change.Schema:
		return mismatch(a.what, fmt.Sprintf("schemas around %d", change.Schema), fmt.Sprintf("%d to %d", m.SchemaMin, m.SchemaMax))
	}
	return nil
}

// checkSignIn: without a token that holds nobody reads or writes.
func checkSignIn(ctx context.Context, s *session) error {
	body := []byte(`{"changes":[]}`)
	for _, r := range []request{
		{path: s.changesPath(), anonymous: true},
		{path: s.changesPath(), anonymous: true, header: map[string]string{"Authorization": "Bearer " + s.token + "x"}},
		{path: s.changesPath(), anonymous: true, header: map[string]string{"Authorization": "Bearer"}},
		{method: http.MethodPost, path: s.changesPath(), body: body, anonymous: true},
		{method: http.MethodPost, path: s.changesPath(), body: body, anonymous: true, header: map[string]string{"Authorization": "Bearer pdsa_wrong"}},
	} {
		a, err := s.send(ctx, r)
		if err != nil {
			return err
		}
		if err := a.refused(http.StatusUnauthorized, wire.CodeSignIn); err != nil {
			return err
		}
	}
	return nil
}

// checkOtherSchools: a school that is not the token's is not there.
func checkOtherSchools(ctx context.Context, s *session) error {
	path := "/v1/schools/" + url.PathEscape("no-"+change.NewID()) + "/changes"
	for _, r := range []request{
		{path: path},
		{method: http.MethodPost, path: path, body: []byte(`{"changes":[]}`)},
	} {
		a, err := s.send(ctx, r)
		if err != nil {
			return err
		}
		if err := a.refused(http.StatusNotFound, wire.CodeNotFound); err != nil {
			return err
		}
	}
	return nil
}

// checkErrors: what is not as described is refused in a way that a program can
// read, and is not the server's own failure.
func checkErrors(ctx context.Context, s *session) error {
	for _, body := range []string{`{"changes":`, `[]`, `{"changes":[{"id":7}]}`, "{\"changes\":[{\"id\":\"\xff\"}]}"} {
		a, err := s.send(ctx, request{method: http.MethodPost, path: s.changesPath(), body: []byte(body)})
		if err != nil {
			return err
		}
		if err := a.refused(http.StatusBadRequest, wire.CodeInvalid, wire.CodeDamaged); err != nil {
			return fmt.Errorf("with the body %q: %w", body, err)
		}
	}
	for _, query := range []url.Values{{"after": {"soon"}}, {"after": {"-1"}}, {"limit": {"many"}}} {
		a, err := s.send(ctx, request{path: s.changesPath(), query: query})
		if err != nil {
			return err
		}
		if err := a.refused(http.StatusBadRequest, wire.CodeInvalid); err != nil {
			return fmt.Errorf("with ?%s: %w", query.Encode(), err)
		}
	}
	return nil
}
