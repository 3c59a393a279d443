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
			return nil
		}
		if page.Next == st.Cursor {
			return errNoProgress(w.name)
		}
	}
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

func (w *work) report() {
	w.progress(Progress{School: w.name, Got: w.got, Sent: w.sent, ToSend: max(w.toSend, w.sent)})
}
