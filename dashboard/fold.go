package dashboard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// foldVersion is the Fold of documents as this program makes them. The last byte
// is raised whenever the form of a Row changes.
const foldVersion = change.FoldVersion<<8 | 2

// errUnfolded says that the program stumbled over what a document holds.
var errUnfolded = errors.New("a document cannot be folded")

// stateOf returns the document's state with fresh changes folded in; the stream
// has them already. What people wrote must never end the server: a panic is
// returned as errUnfolded.
func stateOf(r Reader, doc Doc, fresh []change.Change) (st *change.State, err error) {
	defer recovered(&err)
	if doc.Fold == foldVersion {
		if st = applied(doc, fresh); st != nil {
			return st, nil
		}
	}
	all, err := r.DocChanges(doc.School, doc.ID)
	if err != nil {
		return nil, err
	}
	return change.Fold(doc.ID, all), nil
}

// applied folds the changes into the state that was kept; nil when all of the
// document's changes are needed for that.
func applied(doc Doc, fresh []change.Change) *change.State {
	st := change.NewState(doc.ID)
	if json.Unmarshal(doc.State, st) != nil {
		return nil
	}
	for _, c := range fresh {
		if st.Apply(c) != nil {
			return nil
		}
	}
	return st
}

func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", errUnfolded, r)
	}
}

// folded returns the document with fresh changes folded in. One that cannot be
// folded keeps its changes and its last row, and is the team's alone until a
// program comes that can.
func (d *Dashboard) folded(r Reader, doc Doc, fresh []change.Change) (Doc, error) {
	st, err := stateOf(r, doc, fresh)
	if err == nil {
		err = d.fill(&doc, st, fresh)
	}
	if errors.Is(err, errUnfolded) {
		d.log.Error("a document cannot be folded; its changes are kept", "school", doc.School, "doc", doc.ID)
		doc.Fold, doc.Shared, doc.State = 0, wire.ForTeam, nil
		if doc.Updated.IsZero() {
			doc.Kind, doc.Updated = change.KindCycle, d.now().UTC().Truncate(time.Millisecond)
		}
		err = nil
	}
	return doc, err
}

// fill writes all that follows from the state, into which fresh was folded.
func (d *Dashboard) fill(doc *Doc, st *change.State, fresh []change.Change) (err error) {
	defer recovered(&err)
	shared := wire.SharedWith(st)
	row := d.row(st)
	row.Created, row.Widest = believed(st.Created.At, d.now()), widestIn(fresh, shared)
	if before, ok := doc.row(); ok && before.Widest.Reaches(row.Widest) {
		row.Widest = before.Widest
	}
	rowJSON, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("%w: %w", errUnfolded, err)
	}
	state, err := json.Marshal(st)
	if err != nil {
		return fmt.Errorf("%w: %w", errUnfolded, err)
	}
	doc.Kind, doc.Shared, doc.Fold = st.Kind, shared, foldVersion
	doc.Row, doc.State = rowJSON, state
	doc.By, doc.Updated = st.Updated.Author, believed(st.Updated.At, d.now())
	return nil
}

// widestIn returns the largest group that the changes chose, or one of the given
// size if none did. After the server came back from a backup a laptop may send at
// once that a document was shared and that it is not any more; who commented in
// between still sends that comment.
func widestIn(changes []change.Change, atLeast wire.Audience) wire.Audience {
	for _, c := range changes {
		for _, op := range c.Ops {
			chosen := wire.Audience(op.Value)
			if op.Do == change.DoSet && op.List == "" && op.Field == "sharing" && !atLeast.Reaches(chosen) {
				atLeast = chosen
			}
		}
	}
	return atLeast
}

// believed is the time of a stamp as far as it can be true: a laptop whose clock
// runs ahead must not stand first for ever, and there are times that neither JSON
// nor a database can hold.
func believed(s change.Stamp, now time.Time) time.Time {
	return time.UnixMilli(max(0, min(s.MS, now.UnixMilli()))).UTC()
}

// Refold makes anew what an older version of the program has made out of the
// changes, and returns how many documents that were. A server calls it when it
// starts; it may be broken off and called again.
func (d *Dashboard) Refold(ctx context.Context) (n int, err error) {
	var old []Doc
	err = d.back.View(ctx, func(r Reader) error {
		old = nil
		return r.Docs(nil, wire.ForTeam, func(doc Doc) bool {
			if doc.Fold != foldVersion {
				old = append(old, Doc{School: doc.School, ID: doc.ID})
			}
			return ctx.Err() == nil
		})
	})
	for i := 0; i < len(old) && err == nil; i++ {
		if err = ctx.Err(); err != nil {
			break
		}
		err = d.back.Update(ctx, old[i].School, func(tx Tx) error {
			doc, err := tx.Doc(old[i].School, old[i].ID)
			if err != nil {
				return err
			}
			_, err = d.put(tx, doc, nil)
			return err
		})
		if err == nil {
			n++
		}
	}
	return n, outward(err)
}
