package dashboard

import (
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// feeds are the groups that read a feed instead of the stream.
var feeds = []wire.Audience{wire.ForCoach, wire.ForDistrict}

// put folds fresh changes into the document, keeps it, and publishes them in the
// feeds of those it is shared with. Who could not see the document until now gets
// all that it held before: they may have missed what was written while it was not
// shared. What they get twice makes no difference to them.
func (d *Dashboard) put(tx Tx, was Doc, fresh []change.Change) error {
	now, err := d.folded(tx, was, fresh)
	if err != nil {
		return err
	}
	if err := tx.PutDoc(now); err != nil {
		return err
	}
	for _, feed := range feeds {
		if !now.Shared.Reaches(feed) {
			continue
		}
		held := fresh
		if !was.Shared.Reaches(feed) {
			if held, err = tx.DocChanges(now.School, now.ID); err != nil {
				return err
			}
		}
		if len(held) == 0 {
			continue
		}
		if err := tx.Publish(now.School, feed, idsOf(held)); err != nil {
			return err
		}
	}
	return nil
}

func idsOf(changes []change.Change) []change.ID {
	ids := make([]change.ID, len(changes))
	for i, c := range changes {
		ids[i] = c.ID
	}
	return ids
}

// visible reports whether the caller may see the document now.
func (c Caller) visible(doc Doc) bool { return doc.Shared.Reaches(c.sees(doc.School)) }

// outside reports whether the caller is none of the school's own people.
func (c Caller) outside(school string) bool { return c.sees(school) != wire.ForTeam }
