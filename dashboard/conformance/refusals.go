package conformance

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// refusals are the checks of what a server must not take.
var refusals = []check{
	{"gap", wire.LevelStream, checkGap},
	{"fork", wire.LevelStream, checkFork},
	{"epoch", wire.LevelStream, checkEpoch},
	{"damaged change", wire.LevelStream, checkDamaged},
	{"all or nothing", wire.LevelStream, checkWhole},
	{"too large", wire.LevelStream, checkTooLarge},
}

// refuses pushes changes that have to be refused and checks the error.
func (s *session) refuses(ctx context.Context, status int, code wire.Code, changes ...change.Change) (*wire.Error, error) {
	a, err := s.post(ctx, wire.Push{Epoch: s.meta.Epoch, Changes: changes})
	if err != nil {
		return nil, err
	}
	if err := a.refused(status, code); err != nil {
		return nil, err
	}
	return a.errorBody()
}

// checkGap: a number before is missing, and the answer says which is the last.
func checkGap(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	refused, err := s.refuses(ctx, http.StatusConflict, wire.CodeGap, w.at(2))
	if err != nil {
		return err
	}
	if got := refused.Have[w.replica]; got != 0 {
		return mismatch("a gap at the beginning", "have 0", fmt.Sprint(got))
	}
	first := w.next()
	if _, err := s.push(ctx, first); err != nil {
		return err
	}
	if refused, err = s.refuses(ctx, http.StatusConflict, wire.CodeGap, w.at(3)); err != nil {
		return err
	}
	if got := refused.Have[w.replica]; got != 1 || refused.Replica != w.replica {
		return mismatch("a gap", fmt.Sprintf("replica %s and have 1", w.replica), fmt.Sprintf("%q and have %d", refused.Replica, got))
	}
	return s.kept(ctx, before, w, []change.Change{first})
}

// checkFork: another change with a number that is taken, from a copied laptop.
func checkFork(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	changes := w.some(2)
	if _, err := s.push(ctx, changes...); err != nil {
		return err
	}
	other := w.at(2, change.Op{Do: change.DoSet, Field: "title", Value: "written on the copy"})
	refused, err := s.refuses(ctx, http.StatusConflict, wire.CodeFork, other)
	if err != nil {
		return err
	}
	if got := refused.Have[w.replica]; got != 2 || refused.Replica != w.replica {
		return mismatch("a fork", fmt.Sprintf("replica %s and have 2", w.replica), fmt.Sprintf("%q and have %d", refused.Replica, got))
	}
	if _, err := s.refuses(ctx, http.StatusConflict, wire.CodeFork, other, w.at(3)); err != nil {
		return err
	}
	return s.kept(ctx, before, w, changes)
}

// checkEpoch: a client that knows the server from before a restore is told so.
func checkEpoch(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	a, err := s.post(ctx, wire.Push{Epoch: s.meta.Epoch + "-old", Changes: w.some(1)})
	if err != nil {
		return err
	}
	pulled, err := s.send(ctx, request{path: s.changesPath() + "?after=0&epoch=" + "old"})
	if err != nil {
		return err
	}
	for _, a := range []answer{a, pulled} {
		if err := a.refused(http.StatusPreconditionFailed, wire.CodeEpoch); err != nil {
			return err
		}
		refused, err := a.errorBody()
		if err != nil {
			return err
		}
		if refused.Epoch != s.meta.Epoch {
			return mismatch(a.what, fmt.Sprintf("the epoch %q", s.meta.Epoch), fmt.Sprintf("%q", refused.Epoch))
		}
	}
	return s.kept(ctx, before, w, nil)
}

// checkDamaged: what does not match its hash or its own id is not taken.
func checkDamaged(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	altered, unhashed, renamed := w.at(1), w.at(1), w.at(1)
	altered.Author = "Somebody else"
	unhashed.Hash = ""
	renamed.ID = change.MakeID(w.replica, 2)
	renamed = sealed(renamed)
	for what, c := range map[string]change.Change{"another author than hashed": altered, "no hash": unhashed, "the id of another number": renamed} {
		a, err := s.post(ctx, wire.Push{Epoch: s.meta.Epoch, Changes: []change.Change{c}})
		if err != nil {
			return err
		}
		if err := a.refused(http.StatusBadRequest, wire.CodeDamaged, wire.CodeInvalid); err != nil {
			return fmt.Errorf("a change with %s: %w", what, err)
		}
	}
	return s.kept(ctx, before, w, nil)
}

// checkWhole: of a push with one bad change nothing is kept.
func checkWhole(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	good, bad := s.writer(), s.writer()
	if _, err := s.refuses(ctx, http.StatusConflict, wire.CodeGap, good.at(1), good.at(2), bad.at(2)); err != nil {
		return err
	}
	return s.kept(ctx, before, good, nil)
}

// checkTooLarge: beyond each limit the answer is 413, compressed or not.
func checkTooLarge(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	if _, err := s.refuses(ctx, http.StatusRequestEntityTooLarge, wire.CodeTooLarge, w.at(1, long(s.meta.Limits.Change+1<<10))); err != nil {
		return fmt.Errorf("a change beyond the limit: %w", err)
	}
	if _, err := s.refuses(ctx, http.StatusRequestEntityTooLarge, wire.CodeTooLarge, s.writer().some(s.meta.Limits.Changes+1)...); err != nil {
		return fmt.Errorf("more changes than the limit: %w", err)
	}
	body := []byte(`{"changes":[` + strings.Repeat(" ", s.meta.Limits.Body) + `]}`)
	for name, r := range map[string]request{
		"a body beyond the limit":                         {body: body},
		"a compressed body that unpacks beyond the limit": {body: zipped(body), gzipped: true},
	} {
		r.method, r.path = http.MethodPost, s.changesPath()
		a, err := s.send(ctx, r)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := a.refused(http.StatusRequestEntityTooLarge, wire.CodeTooLarge); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return s.kept(ctx, before, w, nil)
}
