package dashboard

import (
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// feeds are the groups that read a feed instead of the stream.
var feeds = []wire.Audience{wire.ForCoach, wire.ForDistrict}

// put folds fresh changes into the document, keeps it, and publishes them in the
// feeds of those it is shared with. Who could not see the document until now gets
// all that it held before: they may have missed what was written while it was not
// shared. What they get twice makes no difference to them. It returns the document.
func (d *Dashboard) put(tx Tx, was Doc, fresh []change.Change) (now Doc, err error) {
	if now, err = d.folded(tx, was, fresh); err != nil {
		return now, err
	}
	if err := tx.PutDoc(now); err != nil {
		return now, err
	}
	for _, feed := range feeds {
		if !now.Shared.Reaches(feed) {
			continue
		}
		held := fresh
		if !was.Shared.Reaches(feed) {
			if held, err = tx.DocChanges(now.School, now.ID); err != nil {
				return now, err
			}
			sharingFirst(held)
		}
		if len(held) == 0 {
			continue
		}
		if err := tx.Publish(now.School, feed, idsOf(held)); err != nil {
			return now, err
		}
	}
	return now, nil
}

// sharingFirst puts the changes that choose with whom a document is shared before the
// others. Who has read a part of it then has those too, and can show by them that it
// may return what it has, see believable.
func sharingFirst(changes []change.Change) {
	slices.SortStableFunc(changes, func(a, b change.Change) int {
		switch sa, sb := shares(a), shares(b); {
		case sa == sb:
			return 0
		case sa:
			return -1
		}
		return 1
	})
}

func idsOf(changes []change.Change) []change.ID {
	ids := make([]change.ID, len(changes))
	for i, c := range changes {
		ids[i] = c.ID
	}
	return ids
}

// shownTo reports whether the group can know of the document: a comment written
// while it was shared is taken in also when it is not any more, since it could
// never be unwritten.
func shownTo(doc Doc, reader wire.Audience) bool {
	row, ok := doc.row()
	return doc.Shared.Reaches(reader) || ok && row.Widest.Reaches(reader)
}

// visible reports whether the caller may see the document now.
func (c Caller) visible(doc Doc) bool { return doc.Shared.Reaches(c.sees(doc.School)) }

// outside reports whether the caller is none of the school's own people.
func (c Caller) outside(school string) bool { return c.sees(school) != wire.ForTeam }
