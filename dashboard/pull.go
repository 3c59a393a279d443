package dashboard

import (
	"context"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// Pull returns up to limit changes of the caller's stream of the school behind a
// cursor, in order: for a team all there are, for coaches and the district those
// of documents shared with them, some of them perhaps again. A page holds at most
// wire.MaxChanges changes and wire.MaxBody bytes of them, but at least one while
// there is one. epoch is the one that the client knows, or empty.
//
// A cursor from beyond the end of the stream comes back as the end.
//
// Errors: CodeNotFound for a school that is not the caller's, CodeEpoch.
func (d *Dashboard) Pull(ctx context.Context, who Caller, school, epoch string, after wire.Cursor, limit int) (wire.Page, error) {
	if limit <= 0 || limit > wire.MaxChanges {
		limit = wire.MaxChanges
	}
	var page wire.Page
	err := d.back.View(ctx, func(r Reader) (err error) {
		page = wire.Page{Changes: []change.Change{}}
		if _, err = schoolFor(r, who, school); err != nil {
			return err
		}
		if page.Epoch, err = checkEpoch(r, epoch); err != nil {
			return err
		}
		reader := who.sees(school)
		head, err := r.Head(school, reader)
		if err != nil || uint64(after) >= head {
			page.Next = wire.Cursor(head)
			return err
		}
		entries, next, more, err := r.Page(school, reader, uint64(after), limit)
		if err != nil {
			return err
		}
		page.Next, page.More = wire.Cursor(next), more
		return fit(&page, entries)
	})
	if err != nil {
		return wire.Page{}, outward(err)
	}
	return page, nil
}

// fit puts as many entries on the page as its size allows.
func fit(page *wire.Page, entries []Entry) error {
	size := 0
	for i, e := range entries {
		body, err := e.Change.MarshalJSON()
		if err != nil {
			return err
		}
		if size += len(body); size > wire.MaxBody && i > 0 {
			page.Next, page.More = wire.Cursor(entries[i-1].N), true
			return nil
		}
		page.Changes = append(page.Changes, e.Change)
	}
	return nil
}

// Head returns where the caller's stream of the school ends, and the epoch. It is
// cheap: most pulls bring nothing new. Error: CodeNotFound for a school that is
// not the caller's.
func (d *Dashboard) Head(ctx context.Context, who Caller, school string) (end wire.Cursor, epoch string, err error) {
	err = d.back.View(ctx, func(r Reader) error {
		if _, err := schoolFor(r, who, school); err != nil {
			return err
		}
		if epoch, err = epochIn(r); err != nil {
			return err
		}
		n, err := r.Head(school, who.sees(school))
		end = wire.Cursor(n)
		return err
	})
	if err != nil {
		return 0, "", outward(err)
	}
	return end, epoch, nil
}
