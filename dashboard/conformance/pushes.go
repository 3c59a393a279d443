package conformance

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gowebpki/jcs"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// pushes are the checks of what a server has to take in and give back.
var pushes = []check{
	{"push and pull", wire.LevelStream, checkRoundTrip},
	{"order", wire.LevelStream, checkOrder},
	{"repeated push", wire.LevelStream, checkRepeated},
	{"empty push", wire.LevelStream, checkEmptyPush},
	{"unknown content", wire.LevelStream, checkUnknown},
	{"any content", wire.LevelStream, checkAnyContent},
	{"full push", wire.LevelStream, checkFullPush},
	{"compressed push", wire.LevelStream, checkCompressed},
	{"pushes at once", wire.LevelStream, checkAtOnce},
}

// checkRoundTrip: what was pushed comes back, all of it, as it was.
func checkRoundTrip(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	changes := w.some(3)
	if _, err := s.push(ctx, changes...); err != nil {
		return err
	}
	return s.kept(ctx, before, w, changes)
}

// checkOrder: the stream has changes in the order in which they were taken in,
// however the replicas are called.
func checkOrder(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	first, second := s.writer(), s.writer()
	if first.replica < second.replica {
		first, second = second, first // against the order of the names
	}
	var want []change.Change
	for i := range 4 {
		w := []*writer{first, second}[i%2]
		part := w.some(2)
		if i%2 == 1 { // and against that of the times
			for j := range part {
				part[j].At.MS -= time.Hour.Milliseconds()
				part[j] = sealed(part[j])
			}
		}
		if _, err := s.push(ctx, part...); err != nil {
			return err
		}
		want = append(want, part...)
	}
	all, _, err := s.pullAll(ctx, before, wire.MaxChanges)
	if err != nil {
		return err
	}
	return same("the stream", of(all, first, second), want)
}

// checkRepeated: what is known makes no difference, alone or before something new.
func checkRepeated(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	changes := w.some(2)
	for range 3 {
		pushed, err := s.push(ctx, changes...)
		if err != nil {
			return err
		}
		if got := pushed.Have[w.replica]; got != 2 {
			return mismatch("a repeated push", "have 2", fmt.Sprint(got))
		}
	}
	changes = append(changes, w.next())
	if _, err := s.push(ctx, changes...); err != nil {
		return err
	}
	if pushed, err := s.push(ctx, changes[0]); err != nil {
		return err
	} else if got := pushed.Have[w.replica]; got != 3 {
		return mismatch("a push of an old change", "have 3", fmt.Sprint(got))
	}
	return s.kept(ctx, before, w, changes)
}

// checkEmptyPush: it is answered with what the stream has of every replica.
func checkEmptyPush(ctx context.Context, s *session) error {
	w := s.writer()
	if _, err := s.push(ctx, w.some(2)...); err != nil {
		return err
	}
	a, err := s.send(ctx, request{method: http.MethodPost, path: s.changesPath(), body: []byte("{}")})
	if err != nil {
		return err
	}
	pushed, err := s.taken(a)
	if err != nil {
		return err
	}
	if got := pushed.Have[w.replica]; got != 2 {
		return mismatch("an empty push", "have 2 of the last replica", fmt.Sprint(got))
	}
	return nil
}

// checkUnknown: members and ops of a newer version come back unaltered.
func checkUnknown(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	c, err := fromNewer(w.next())
	if err != nil {
		return err
	}
	if _, err := s.push(ctx, c); err != nil {
		return err
	}
	_, a, err := s.pull(ctx, before, wire.MaxChanges)
	if err != nil {
		return err
	}
	var page struct{ Changes []json.RawMessage }
	if err := a.decode(&page); err != nil {
		return err
	}
	want, err := json.Marshal(c)
	if err != nil {
		return err
	}
	for _, raw := range page.Changes {
		if got, err := jcs.Transform(raw); err == nil && bytes.Contains(got, []byte(c.ID)) {
			if !bytes.Equal(got, want) {
				return mismatch("a change with members that nobody knows", string(want), string(got))
			}
			return nil
		}
	}
	return mismatch("the stream", string(c.ID), "no such change")
}

// checkAnyContent: nothing is refused for what it says. One refused change would
// keep a laptop from sending anything ever again.
func checkAnyContent(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	w.doc += "-any"
	changes := w.some(6)
	changes[0].At.MS = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	changes[1].At.MS = -1
	changes[2].Kind = "garden"
	changes[3].Ops = nil
	changes[4].Ops = []change.Op{{Do: change.DoSet, Field: "no.such.field", Value: "\x00\x1b[2J<script>\u202e\U0001F600"}, {Do: change.DoDel, List: "nowhere", Item: "nothing"}}
	changes[5].School, changes[5].Author = "another school", ""
	for i := range changes {
		changes[i] = sealed(changes[i])
		if _, err := s.push(ctx, changes[i]); err != nil {
			return fmt.Errorf("change %d of %d: %w", i+1, len(changes), err)
		}
	}
	return s.kept(ctx, before, w, changes)
}

// checkFullPush: as many changes, and as long a change, as a client may send.
func checkFullPush(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	many, big := s.writer(), s.writer()
	changes := many.some(wire.MaxChanges)
	if _, err := s.push(ctx, changes...); err != nil {
		return fmt.Errorf("%d changes: %w", len(changes), err)
	}
	large := big.next(long(wire.MaxChange - 1<<10))
	if _, err := s.push(ctx, large); err != nil {
		return fmt.Errorf("a change of nearly %d bytes: %w", wire.MaxChange, err)
	}
	if err := s.kept(ctx, before, many, changes); err != nil {
		return err
	}
	return s.kept(ctx, before, big, []change.Change{large})
}

// checkCompressed: a body may be sent as gzip, and an answer asked for as gzip
// is the same.
func checkCompressed(ctx context.Context, s *session) error {
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	changes := w.some(5)
	body, err := json.Marshal(wire.Push{Epoch: s.meta.Epoch, Changes: changes})
	if err != nil {
		return err
	}
	a, err := s.send(ctx, request{method: http.MethodPost, path: s.changesPath(), body: zipped(body), gzipped: true})
	if err != nil {
		return err
	}
	if _, err := s.taken(a, changes...); err != nil {
		return fmt.Errorf("with Content-Encoding gzip: %w", err)
	}
	a, err = s.send(ctx, request{path: s.changesPath() + "?after=" + before.String(), header: map[string]string{"Accept-Encoding": "gzip"}})
	if err != nil {
		return err
	}
	if a, err = a.unzipped(); err != nil {
		return err
	}
	var page wire.Page
	if err := a.decode(&page); err != nil {
		return err
	}
	return same("the stream with Accept-Encoding gzip", of(page.Changes, w), changes)
}

// zipped compresses a body. Writing to memory cannot fail.
func zipped(body []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	_, _ = z.Write(body)
	_ = z.Close()
	return buf.Bytes()
}

// checkAtOnce: while several laptops push at once, one that follows the stream
// from cursor to cursor misses nothing and sees nothing twice.
func checkAtOnce(ctx context.Context, s *session) error {
	const laptops, rounds, each = 4, 5, 3
	at, err := s.end(ctx)
	if err != nil {
		return err
	}
	start := at
	writers := make([]*writer, laptops)
	errs := make([]error, laptops)
	sent := make([][]change.Change, laptops)
	taken := make(chan struct{}, laptops*rounds)
	var pushing sync.WaitGroup
	for i := range writers {
		writers[i] = s.writer()
		pushing.Go(func() {
			for range rounds {
				part := writers[i].some(each)
				a, err := s.post(ctx, wire.Push{Epoch: s.meta.Epoch, Changes: part})
				if err == nil && a.status != http.StatusOK {
					err = mismatch(a.what, "200", a.words())
				}
				if err != nil {
					errs[i] = err
					return
				}
				sent[i] = append(sent[i], part...)
				taken <- struct{}{}
			}
		})
	}
	go func() { pushing.Wait(); close(taken) }()
	var followed []change.Change
	for open := true; open; {
		_, open = <-taken // closed: one more look, after the last push
		more, next, err := s.pullAll(ctx, at, 2)
		if err != nil {
			pushing.Wait()
			return err
		}
		followed, at = append(followed, more...), next
	}
	for i, w := range writers {
		if errs[i] != nil {
			return errs[i]
		}
		if err := same("a reader who follows the stream", of(followed, w), sent[i]); err != nil {
			return err
		}
	}
	whole, _, err := s.pullAll(ctx, start, wire.MaxChanges)
	if err != nil {
		return err
	}
	return same("the stream read afterwards", of(whole, writers...), of(followed, writers...))
}
