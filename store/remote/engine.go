package remote

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// An Engine keeps one store in step with the dashboard that it has joined. Its
// methods may be called by several goroutines; one sync runs at a time.
type Engine struct {
	store   *store.Store
	client  *Client
	syncing sync.Mutex
}

// NewEngine returns an engine for the store. The client carries the token.
func NewEngine(s *store.Store, c *Client) *Engine { return &Engine{store: s, client: c} }

// Open returns an engine for a store that has joined a dashboard, with the token that
// is kept beside it. Errors: store.ErrNotJoined, ErrInsecure.
func Open(s *store.Store, o Options) (*Engine, error) {
	d, err := s.Dashboard()
	if err != nil {
		return nil, err
	}
	token, err := LoadToken(s.Path())
	if err != nil {
		return nil, err
	}
	o.Insecure = d.Insecure
	c, err := NewClient(d.URL, token, o)
	if err != nil {
		return nil, err
	}
	return NewEngine(s, c), nil
}

// Client returns the engine's way to the dashboard.
func (e *Engine) Client() *Client { return e.client }

// A Result says what one sync did, over all streams.
type Result struct {
	Sent int // changes that the dashboard did not have
	Got  int // changes that were not here
	News []News
	// Left is how many changes are still to be sent, as where they are refused.
	Left int
	// Copied is set when this laptop's store turned out to be a copy, or an older
	// copy, of one that went on: it writes under a new id now. Reissued is how many
	// changes got new numbers for it.
	Copied   bool
	Reissued int
	// Restored is set when the dashboard had come back from a backup, and got all
	// that is here again.
	Restored bool
	// ClockAhead is set when a change from elsewhere is dated more than an hour
	// ahead; Skew is how far the dashboard's clock is ahead of this laptop's, when
	// that is more than an hour either way.
	ClockAhead bool
	Skew       time.Duration
	// Refused are the streams that take nothing from this person any more, by name.
	Refused []string
}

// ClockWrong reports whether a clock looks wrong, this laptop's or another's.
func (r Result) ClockWrong() bool { return r.ClockAhead || r.Skew != 0 }

// Progress says how far a sync is.
type Progress struct {
	School    string // its name
	Got, Sent int
	ToSend    int // changes that wait to be sent, Sent included
}

// checkEvery is how often the dashboard is asked who may read what.
const checkEvery = 24 * time.Hour

// Join exchanges the code for a token, notes the dashboard in the store and keeps
// the token beside it. device is a name for this laptop in the district's list.
// Nothing is noted on an error: those of Client.Join, store.ErrOtherSchool.
func Join(ctx context.Context, s *store.Store, c *Client, code, device string) (wire.Me, error) {
	joined, err := c.Join(ctx, code, device)
	if err != nil {
		return wire.Me{}, err
	}
	before, beforeErr := LoadToken(s.Path())
	if err = SaveToken(s.Path(), joined.Token); err == nil {
		if err = saveMe(s, c, joined.Me); err != nil && beforeErr == nil {
			err = errors.Join(err, SaveToken(s.Path(), before))
		} else if err != nil {
			err = errors.Join(err, RemoveToken(s.Path()))
		}
	}
	if err != nil {
		// Nobody would use the new token.
		_ = c.WithToken(joined.Token).Leave(ctx)
		return wire.Me{}, err
	}
	return joined.Me, nil
}

// DeviceName returns a name for this laptop: the one that its owner gave it.
func DeviceName() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "laptop"
	}
	return name
}

func saveMe(s *store.Store, c *Client, me wire.Me) error {
	return s.SetJoined(store.Dashboard{
		URL: c.Address(), Name: me.Name, Person: me.Person, Role: me.Role, Home: me.Home,
		Insecure: c.o.Insecure, MinGroup: me.MinGroup, Checked: s.Now(),
	}, me.Epoch, me.Access)
}

// stillTyping is how long nothing may have been written on a day of a measure before
// the numbers of its student groups go out by themselves: those of other groups may
// still be typed, and one of them may be small.
const stillTyping = 10 * time.Minute

// SyncQuietly is Sync for when nobody has asked for it: numbers of student groups that
// were typed only now stay back until the next time.
func (e *Engine) SyncQuietly(ctx context.Context, progress func(Progress)) (Result, error) {
	return e.sync(ctx, progress, stillTyping)
}

// Sync pulls and pushes every stream. progress, when not nil, is told after every
// page and batch. When ctx ends, Sync stops between two of them; what was done until
// then stays done.
//
// A stream that takes nothing from this person any more is in Result.Refused. After an
// error that is about one stream, the others go on. Errors: store.ErrNotJoined, ErrUnreachable, a *wire.Error, those
// of the store. The Result holds what was done before the error.
func (e *Engine) Sync(ctx context.Context, progress func(Progress)) (Result, error) {
	return e.sync(ctx, progress, 0)
}

func (e *Engine) sync(ctx context.Context, progress func(Progress), quiet time.Duration) (Result, error) {
	e.syncing.Lock()
	defer e.syncing.Unlock()
	var out Result
	if progress == nil {
		progress = func(Progress) {}
	}
	streams, err := e.streams(ctx)
	if err != nil {
		return out, err
	}
	var failed error
	for _, st := range streams {
		w := &work{Engine: e, school: st.School, name: st.Name, out: &out, progress: progress, quiet: quiet}
		err := w.run(ctx)
		if err = e.note(st, err); isOfOneStream(err) {
			failed = errors.Join(failed, err)
		} else if err != nil {
			return out, err
		}
		left, err := e.store.Pending(st.School)
		if err != nil && !errors.Is(err, store.ErrNotJoined) {
			return out, err
		}
		out.Left += left
	}
	if skew := e.client.Skew(); skew > change.MaxSkew || skew < -change.MaxSkew {
		out.Skew = skew
	}
	return out, failed
}

// isOfOneStream reports whether the error of one stream says nothing about the others.
func isOfOneStream(err error) bool {
	switch codeOf(err) {
	case "", wire.CodeSignIn, wire.CodeMoved:
		return false
	}
	return !Passes(err)
}

// streams returns the streams to sync. The dashboard is asked for them once a day,
// and when none is known, as after the store was mended.
func (e *Engine) streams(ctx context.Context) ([]store.Stream, error) {
	d, err := e.store.Dashboard()
	if err != nil {
		return nil, err
	}
	streams, err := e.store.Streams()
	if err != nil {
		return nil, err
	}
	if age := e.store.Now().Sub(d.Checked); len(streams) > 0 && age >= 0 && age < checkEvery {
		return streams, nil
	}
	if err := e.askAccess(ctx); err != nil {
		return nil, err
	}
	return e.store.Streams()
}

func (e *Engine) askAccess(ctx context.Context) error {
	me, err := e.client.Me(ctx)
	if err != nil {
		return err
	}
	return saveMe(e.store, e.client, me)
}

// contactEvery is how often the time of the last contact is written anew while
// nothing else happens.
const contactEvery = time.Minute

// note keeps how the sync of a stream went, and passes its error on.
func (e *Engine) note(st store.Stream, err error) error {
	trouble := ""
	if err != nil {
		trouble = err.Error()
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	if age := e.store.Now().Sub(st.Contact); trouble == st.Trouble && (err != nil || age >= 0 && age < contactEvery) {
		return err
	}
	noted := e.store.Note(st.School, e.store.Now(), trouble)
	if errors.Is(noted, store.ErrNotJoined) {
		noted = nil
	}
	return errors.Join(err, noted)
}

// codeOf returns the dashboard's code in an error; empty when it is another one.
func codeOf(err error) wire.Code {
	var refused *wire.Error
	if errors.As(err, &refused) {
		return refused.Code
	}
	return ""
}

// errNoProgress says that a server goes on refusing what it has asked for.
func errNoProgress(name string) error {
	return fmt.Errorf("%w: it does not take what it asks for in the cycles of %s. Nothing is lost; tell the district", ErrUnreachable, name)
}
