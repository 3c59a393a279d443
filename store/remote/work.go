package remote

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// work is the sync of one stream.
type work struct {
	*Engine
	school, name string
	out          *Result
	progress     func(Progress)
	quiet        time.Duration // see store.Store.Tell

	got, sent, toSend int
	asked             bool // who may read what, in this sync
}

// maxTurns bounds how often one sync begins again, so that a server that contradicts
// itself holds nobody up. A clone, a restored server and a lost answer take one turn
// each.
const maxTurns = 8

// errAgain says that the stream is to be pulled once more and what is left be pushed.
var errAgain = errors.New("again")

// run pulls, pushes, and begins again when the server was not where it was expected.
func (w *work) run(ctx context.Context) error {
	for range maxTurns {
		err := w.pull(ctx)
		if err == nil {
			err = w.store.Tell(ctx, w.school, w.quiet)
		}
		if err == nil {
			err = w.push(ctx)
		}
		if err == nil {
			err = w.giveBack(ctx)
		}
		if err = w.meet(ctx, err); !errors.Is(err, errAgain) {
			return err
		}
	}
	return errNoProgress(w.name)
}

// meet deals with what the server refuses for a reason that can be mended.
func (w *work) meet(ctx context.Context, err error) error {
	var refused *wire.Error
	switch {
	case errors.Is(err, store.ErrServerRestored):
		return w.restart("")
	case errors.Is(err, store.ErrNumberLost):
		return w.renumber()
	case !errors.As(err, &refused):
		return err
	}
	switch refused.Code {
	case wire.CodeEpoch:
		return w.restart(refused.Epoch)
	case wire.CodeGap:
		return w.meetGap(refused)
	case wire.CodeFork:
		return w.meetFork(refused)
	case wire.CodeForbid, wire.CodeNotFound:
		return w.meetRefusal(ctx, refused)
	}
	return err
}

// restart begins the stream anew after the server came back from a backup.
func (w *work) restart(epoch string) error {
	w.out.Restored = true
	return again(w.store.Reset(w.school, epoch))
}

// meetGap goes by what the stream has. Less than it had is a server that came back
// from a backup without saying so.
func (w *work) meetGap(refused *wire.Error) error {
	st, err := w.store.Stream(w.school)
	if err != nil {
		return err
	}
	have := refused.Have[refused.Replica]
	switch acked := st.Acked[refused.Replica]; {
	case have < acked:
		return w.restart(st.Epoch)
	case have > acked:
		return again(w.store.Acked(w.school, change.Vector{refused.Replica: have}))
	}
	return errNoProgress(w.name)
}

// meetFork gives up own numbers that another laptop used since the pull. Where those of
// others are meant, as after the server came back from a backup, the next pull shows
// what the stream has in their place.
func (w *work) meetFork(refused *wire.Error) error {
	st, err := w.store.Stream(w.school)
	if err != nil || refused.Replica != st.Replica {
		return again(err)
	}
	return w.renumber()
}

func (w *work) renumber() error {
	n, err := w.store.NewReplica(w.school)
	w.out.Copied = true
	w.out.Reissued += n
	return again(err)
}

// meetRefusal asks the dashboard what this person may do. A stream that is out of
// reach is left; one that can be read and not written keeps its changes here.
func (w *work) meetRefusal(ctx context.Context, refused *wire.Error) error {
	if w.asked {
		w.out.Refused = append(w.out.Refused, w.name)
		return nil
	}
	w.asked = true
	if err := w.askAccess(ctx); err != nil {
		return err
	}
	_, err := w.store.Stream(w.school)
	if errors.Is(err, store.ErrNotJoined) {
		w.out.Refused = append(w.out.Refused, w.name)
		return nil
	}
	if err == nil && refused.Code == wire.CodeNotFound {
		return refused
	}
	return again(err)
}

func again(err error) error {
	if err != nil {
		return err
	}
	return errAgain
}

// pull takes in what is behind the cursor.
func (w *work) pull(ctx context.Context) error {
	for {
		st, err := w.store.Stream(w.school)
		if err != nil {
			return err
		}
		page, unchanged, err := w.client.Pull(ctx, w.school, st.Epoch, st.Cursor)
		if err != nil || unchanged {
			return err
		}
		took, err := w.store.Absorb(w.school, page)
		if err != nil {
			return err
		}
		if err := w.tell(took, st.Replica); err != nil {
			return err
		}
		if !page.More {
			return w.compare(ctx)
		}
		if page.Next == st.Cursor {
			return errNoProgress(w.name)
		}
	}
}

// compare asks a reader's server whether it still has what was read, when it has
// brought something. Where an old database was put in the place of the server's without
// a word, and has since grown past the cursor, a team finds out by the number of its
// next change, and who never sends any only in this way.
func (w *work) compare(ctx context.Context) error {
	st, err := w.store.Stream(w.school)
	if err != nil || st.Role != wire.Reader {
		return err
	}
	pushed, err := w.client.Push(ctx, w.school, wire.Push{Epoch: st.Epoch})
	if codeOf(err) == wire.CodeForbid {
		return nil // another kind of server, which tells readers nothing
	}
	if err != nil {
		return err
	}
	for replica, seq := range st.Acked {
		if pushed.Have[replica] < seq {
			return w.restart(pushed.Epoch)
		}
	}
	return nil
}

// tell counts what a page brought.
func (w *work) tell(took store.Absorbed, own string) error {
	w.got += len(took.New)
	w.out.Got += len(took.New)
	w.out.Copied = w.out.Copied || took.Copied
	w.out.Reissued += took.Reissued
	w.out.ClockAhead = w.out.ClockAhead || took.ClockAhead
	news, err := newsOf(w.store, took.New, own)
	w.out.News = mergeNews(w.out.News, news)
	w.report()
	return err
}

// push sends what the stream lacks, in batches.
func (w *work) push(ctx context.Context) error {
	limit, size := wire.MaxChanges, wire.MaxBody-1<<10
	for more := true; more; {
		st, err := w.store.Stream(w.school)
		if err != nil {
			return err
		}
		var changes []change.Change
		if changes, more, err = w.store.Unsent(w.school, limit, size); err != nil || len(changes) == 0 {
			return err
		}
		if w.toSend == 0 {
			if w.toSend, err = w.store.Pending(w.school); err != nil {
				return err
			}
		}
		pushed, err := w.client.Push(ctx, w.school, wire.Push{Epoch: st.Epoch, Changes: changes})
		if codeOf(err) == wire.CodeTooLarge {
			if len(changes) == 1 {
				return fmt.Errorf("one change in %q is too large for the dashboard, and those after it wait: %w. It is safe here", changes[0].Doc, err)
			}
			limit, size, more = max(1, len(changes)/2), size/2, true
			continue
		}
		if err != nil {
			return err
		}
		if err := w.acked(changes, pushed); err != nil {
			return err
		}
	}
	return nil
}

// acked notes what the server has said to have. It has to have all that was sent.
func (w *work) acked(sent []change.Change, pushed wire.Pushed) error {
	last := change.Vector{}
	for _, c := range sent {
		last.Add(c.Replica, c.Seq)
	}
	for replica, seq := range last {
		if pushed.Have[replica] < seq {
			return store.ErrServerRestored
		}
	}
	w.sent += len(sent)
	w.out.Sent += len(sent)
	w.report()
	return w.store.Acked(w.school, last)
}

// giveBack returns what the stream lost when its server came back from a backup, and
// what cannot be sent by number. A server that takes nothing back is asked once.
func (w *work) giveBack(ctx context.Context) error {
	st, err := w.store.Stream(w.school)
	if err != nil || st.Return != store.ReturnDue {
		return err
	}
	first, _, err := w.store.ToReturn(w.school, "", 1, 0)
	if err != nil {
		return err
	}
	if len(first) == 0 {
		return w.store.SetReturn(w.school, store.ReturnNothing)
	}
	meta, err := w.client.Meta(ctx)
	if err != nil {
		return err
	}
	if meta.Returns.IsZero() {
		return w.store.SetReturn(w.school, store.ReturnNothing)
	}
	left, forked, err := w.returnAll(ctx, st.Epoch, min(wire.MaxChanges, max(1, meta.Limits.Changes)))
	if err != nil {
		return err
	}
	if len(forked) > 0 {
		n, err := w.store.Reissue(w.school, forked)
		w.out.Reissued += n
		return again(err)
	}
	if left {
		return w.store.SetReturn(w.school, store.ReturnLater)
	}
	return w.store.SetReturn(w.school, store.ReturnNothing)
}

// returnAll returns what there is. left says that some was not taken, and forked what
// the server has others in the place of.
func (w *work) returnAll(ctx context.Context, epoch string, limit int) (left bool, forked []change.ID, err error) {
	const size = wire.MaxBody - 1<<10
	for after := ""; ; {
		var lost []change.Change
		if lost, after, err = w.store.ToReturn(w.school, after, limit, size); err != nil || len(lost) == 0 {
			return left, forked, err
		}
		for len(lost) > 0 {
			part := lost[:fitting(lost, limit, size)]
			pushed, err := w.client.Push(ctx, w.school, wire.Push{Epoch: epoch, Changes: []change.Change{}, Returned: part})
			if err != nil {
				return left, forked, err
			}
			if err := w.store.TakenBack(w.school, pushed.Returned); err != nil {
				return left, forked, err
			}
			w.sent += len(pushed.Returned)
			w.out.Sent += len(pushed.Returned)
			w.report()
			left = left || len(pushed.Returned) < len(part)
			forked = append(forked, pushed.Forked...)
			lost = lost[len(part):]
		}
	}
}

// fitting returns how many of the changes go in one push: one of them at least.
func fitting(changes []change.Change, limit, size int) int {
	for i, c := range changes {
		body, err := c.MarshalJSON()
		if size -= len(body); i > 0 && (err != nil || size < 0) || i == limit {
			return i
		}
	}
	return len(changes)
}

func (w *work) report() {
	w.progress(Progress{School: w.name, Got: w.got, Sent: w.sent, ToSend: max(w.toSend, w.sent)})
}
