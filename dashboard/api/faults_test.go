package api_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
)

// failing is a back end that breaks once it is told to.
type failing struct {
	*backendtest.Memory
	err   error
	panic bool
}

func (f *failing) View(ctx context.Context, fn func(dashboard.Reader) error) error {
	if f.panic {
		panic("stumbled")
	}
	if f.err != nil {
		return f.err
	}
	return f.Memory.View(ctx, fn)
}

// What breaks on the server is told in plain words, and the cause in the log only.
func TestFaultsOfTheServer(t *testing.T) {
	back := &failing{Memory: backendtest.NewMemory()}
	s := newServerOn(t, back)
	for _, tc := range []struct {
		err  error
		code wire.Code
	}{
		{errors.New("disk full at sector 7"), wire.CodeServer},
		{dashboard.ErrMoved, wire.CodeMoved},
		{context.DeadlineExceeded, wire.CodeDown},
		{context.Canceled, wire.CodeDown},
	} {
		back.err = tc.err
		for _, path := range []string{"/v1/me", "/v1/meta"} {
			if e := s.refused(s.request(s.team, "GET", path, nil), tc.code); strings.Contains(e.Message, "sector") {
				t.Errorf("it says %q", e.Message)
			}
		}
	}
	back.panic = true
	s.refused(s.request(s.team, "GET", "/v1/me", nil), wire.CodeServer)
	if log := s.log.String(); !strings.Contains(log, "sector 7") || strings.Contains(log, s.team) || strings.Contains(log, "Maria") {
		t.Errorf("the log says %s", log)
	}
}
