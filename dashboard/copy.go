package dashboard

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// ErrOccupied says that a database to copy to holds something already.
var ErrOccupied = errors.New("the database to copy to is not empty, and was left as it is; give it an empty one")

// atOnce is how many entries a copy reads and writes in one go.
const atOnce = 200

// Copy copies everything that a database holds to another, empty one, of any back
// end: settings with the epoch, schools, people, tokens, invites, the audit log,
// streams, feeds, what waits, and documents, in their order. Both are then read and
// compared, down to the bytes of every change. Only when they are alike the copy is
// kept, and from is marked as moved: it takes no more writes, and opening it is
// ErrMoved with the name of the new one.
//
// When it fails or is stopped, from goes on as it was and to holds nothing of it.
// It may be run again at any time; when it was broken off between keeping the copy
// and marking from, the next run finishes that. Nobody may write to from meanwhile;
// if someone did, it is found and from is not marked.
//
// progress, when not nil, is told how many changes are copied, of how many; it may
// start over. Errors: ErrOccupied, ErrMoved.
func Copy(ctx context.Context, from, to Backend, progress func(done, total int)) error {
	if progress == nil {
		progress = func(int, int) {}
	}
	var want contents
	err := from.View(ctx, func(r Reader) (err error) {
		if want, err = contentsOf(ctx, r); err != nil {
			return err
		}
		err = to.Update(ctx, "", func(tx Tx) error {
			c := copying{ctx: ctx, from: r, to: tx, total: want.changes, progress: progress}
			return c.run(want)
		})
		if errors.Is(err, ErrOccupied) && holds(ctx, to, want) {
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("copying %s to %s: %w", from.Name(), to.Name(), err)
	}
	return from.Update(ctx, "", func(tx Tx) error {
		now, err := contentsOf(ctx, tx)
		if err != nil {
			return err
		}
		if now != want {
			return fmt.Errorf("%s was written to while it was copied, and stays the one to use; empty %s and copy again", from.Name(), to.Name())
		}
		return tx.SetSetting(SettingMoved, to.Name())
	})
}

// holds reports whether an earlier run made the whole copy.
func holds(ctx context.Context, b Backend, want contents) bool {
	var got contents
	err := b.View(ctx, func(r Reader) (err error) {
		got, err = contentsOf(ctx, r)
		return err
	})
	return err == nil && got == want
}

// copying is a copy under way.
type copying struct {
	ctx         context.Context
	from        Reader
	to          Tx
	done, total int
	progress    func(done, total int)
}

func (c *copying) run(want contents) error {
	empty, err := isEmpty(c.to)
	if err != nil {
		return err
	}
	if !empty {
		return ErrOccupied
	}
	c.progress(0, c.total)
	if err := c.records(); err != nil {
		return err
	}
	schools, err := c.from.Schools()
	if err != nil {
		return err
	}
	for _, s := range schools {
		if err := c.school(s); err != nil {
			return fmt.Errorf("school %s: %w", s.ID, err)
		}
	}
	if err := c.docs(); err != nil {
		return err
	}
	got, err := contentsOf(c.ctx, c.to)
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("the copy is not like the original and was not kept: %s instead of %s", got, want)
	}
	return nil
}

// isEmpty reports whether nothing was ever put into a database.
func isEmpty(r Reader) (bool, error) {
	settings, err1 := r.Settings()
	schools, err2 := r.Schools()
	people, err3 := r.People()
	audits, err4 := r.Audits(0, 1)
	return len(settings)+len(schools)+len(people)+len(audits) == 0, errors.Join(err1, err2, err3, err4)
}

// records copies everything but schools and their streams.
func (c *copying) records() error {
	settings, err := c.from.Settings()
	if err != nil {
		return err
	}
	for key, value := range settings {
		if err := c.to.SetSetting(key, value); err != nil {
			return err
		}
	}
	if err := putAll(c.from.People, c.to.PutPerson); err != nil {
		return err
	}
	if err := putAll(c.from.Tokens, c.to.PutToken); err != nil {
		return err
	}
	if err := putAll(c.from.Invites, c.to.PutInvite); err != nil {
		return err
	}
	return putAll(func() ([]Audit, error) { return oldestFirst(c.ctx, c.from) }, c.to.AddAudit)
}

// putAll puts every record of a list.
func putAll[T any](list func() ([]T, error), put func(T) error) error {
	records, err := list()
	if err != nil {
		return err
	}
	for _, r := range records {
		if err := put(r); err != nil {
			return err
		}
	}
	return nil
}

// oldestFirst reads the whole audit log.
func oldestFirst(ctx context.Context, r Reader) ([]Audit, error) {
	var all []Audit
	for before := uint64(0); ; before = all[len(all)-1].N {
		page, err := r.Audits(before, atOnce)
		if err := errors.Join(err, ctx.Err()); err != nil {
			return nil, err
		}
		if len(page) == 0 {
			slices.Reverse(all)
			return all, nil
		}
		all = append(all, page...)
	}
}

// school copies a school with its stream and feeds.
func (c *copying) school(s School) error {
	if err := c.to.PutSchool(s); err != nil {
		return err
	}
	err := eachEntries(c.ctx, c.from, s.ID, func(entries []Entry) error {
		if _, err := c.to.Append(s.ID, changesIn(entries)); err != nil {
			return err
		}
		c.done += len(entries)
		c.progress(c.done, c.total)
		return nil
	})
	for _, reader := range []wire.Audience{wire.ForCoach, wire.ForDistrict} {
		if err == nil {
			err = eachPublished(c.ctx, c.from, s.ID, reader, func(ids []change.ID) error {
				return c.to.Publish(s.ID, reader, ids)
			})
		}
	}
	if err != nil {
		return err
	}
	waiting, err := c.from.WaitsIn(s.ID, nil)
	for _, w := range waiting {
		err = errors.Join(err, c.to.Hold(s.ID, w.From, []change.Change{w.Change}))
	}
	return err
}

// eachEntries reads a whole stream, some entries at a time.
func eachEntries(ctx context.Context, r Reader, school string, do func([]Entry) error) error {
	for after, more := uint64(0), true; more; {
		var entries []Entry
		var err error
		entries, after, more, err = r.Page(school, wire.ForTeam, after, atOnce)
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if err := do(entries); err != nil {
			return err
		}
	}
	return nil
}

// eachPublished reads a whole feed, some changes at a time.
func eachPublished(ctx context.Context, r Reader, school string, reader wire.Audience, do func([]change.ID) error) error {
	for after := uint64(0); ; {
		ids, err := r.Feed(school, reader, after, atOnce)
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if len(ids) == 0 {
			return nil
		}
		after += uint64(len(ids))
		if err := do(ids); err != nil {
			return err
		}
	}
}

func changesIn(entries []Entry) []change.Change {
	changes := make([]change.Change, len(entries))
	for i, e := range entries {
		changes[i] = e.Change
	}
	return changes
}

func (c *copying) docs() error {
	return eachDoc(c.ctx, c.from, c.to.PutDoc)
}

// eachDoc reads all documents with their states, newest first.
func eachDoc(ctx context.Context, r Reader, do func(Doc) error) error {
	var inner error
	err := r.Docs(nil, wire.ForTeam, func(listed Doc) bool {
		if inner = ctx.Err(); inner != nil {
			return false
		}
		var d Doc
		if d, inner = r.Doc(listed.School, listed.ID); inner == nil {
			inner = do(d)
		}
		return inner == nil
	})
	return errors.Join(err, inner)
}
