package dashboard_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/backendtest"
)

// slowBackend does with updates what a test says.
type slowBackend struct {
	dashboard.Backend
	before func(ctx context.Context) error
}

func (b *slowBackend) Update(ctx context.Context, school string, fn func(dashboard.Tx) error) error {
	if b.before != nil {
		if err := b.before(ctx); err != nil {
			return err
		}
	}
	return b.Backend.Update(ctx, school, fn)
}

// TestUsesAreNotedTogether lets many laptops come while the database is slow: one
// waits for it, and the next one notes what the others left.
func TestUsesAreNotedTogether(t *testing.T) {
	back := &slowBackend{Backend: backendtest.NewMemory()}
	d := newDistrictOn(t, back)
	var secrets []string
	for n := range 20 {
		secret, _, err := d.dash.Join(ctx, d.invite(fmt.Sprint("Person ", n), wire.Team, d.north), "laptop", dashboard.ForDevice)
		d.must(err)
		secrets = append(secrets, secret)
	}
	joined := d.now
	d.now = d.now.Add(2 * time.Minute)

	updates := 0
	began, goOn := make(chan struct{}), make(chan struct{})
	back.before = func(context.Context) error {
		if updates++; updates == 1 {
			close(began)
			<-goOn
		}
		return nil
	}
	first := make(chan error, 1)
	go func() { first <- second(d.dash.SignIn(ctx, secrets[0])) }()
	<-began
	for _, secret := range secrets { // also the first one once more
		d.must(second(d.dash.SignIn(ctx, secret)))
	}
	close(goOn)
	d.must(<-first)
	d.must(second(d.dash.SignIn(ctx, secrets[1])))
	if updates != 2 {
		t.Errorf("%d updates, want one of the first and one of the others", updates)
	}
	for n, secret := range secrets {
		who, err := d.dash.SignIn(ctx, secret)
		d.must(err)
		if got := who.Token.LastSeen.Sub(joined); got != 2*time.Minute {
			t.Errorf("laptop %d was seen after %v", n, got)
		}
	}
	if updates != 2 {
		t.Errorf("%d updates for uses that are noted", updates)
	}
}

// TestAUseThatCannotBeNotedRefusesNobody: neither does it use up the time of the
// request.
func TestAUseThatCannotBeNotedRefusesNobody(t *testing.T) {
	back := &slowBackend{Backend: backendtest.NewMemory()}
	d := newDistrictOn(t, back)
	secret, _, err := d.dash.Join(ctx, d.invite("Lina", wire.Team, d.north), "laptop", dashboard.ForDevice)
	d.must(err)
	d.now = d.now.Add(time.Hour)
	asked := 0
	back.before = func(ctx context.Context) error {
		asked++
		if ends, ok := ctx.Deadline(); !ok || time.Until(ends) > 10*time.Second {
			t.Errorf("a request may wait for the note until %v", ends)
		}
		return errors.New("no room on the disk")
	}
	for range 2 {
		d.must(second(d.dash.SignIn(ctx, secret)))
	}
	if asked != 2 {
		t.Errorf("it was tried %d times, want with each request", asked)
	}
}
