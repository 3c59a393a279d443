package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Merged says what a merge brought.
type Merged struct {
	New   int      // changes that were not here before
	Known int      // changes that were
	Docs  []string // documents that got new changes, each once, in order
	// ClockAhead is set when a change is dated more than an hour in the future.
	ClockAhead bool
}

// mergeBatch bounds the documents of one transaction, so that a long merge shows
// progress and can be stopped; what was merged until then stays.
const mergeBatch = 200

// Merge takes in changes that were made elsewhere. Known ones make no
// difference. progress, when not nil, is told how many of the documents are
// done. When ctx ends, Merge stops between two documents and returns its error;
// what was merged is kept and can be merged again.
//
// A change whose hash is wrong, or that has the number of another change, is
// refused with an error that names it, and nothing of its batch is taken in.
func (s *Store) Merge(ctx context.Context, changes []change.Change, progress func(done, of int)) (Merged, error) {
	s.saving.Lock()
	defer s.saving.Unlock()
	s.backupFirst()
	var out Merged
	byDoc := map[string][]change.Change{}
	var docs []string
	for _, c := range changes {
		if err := c.Verify(); err != nil {
			return out, fmt.Errorf("change %q: %w. Nothing was taken in", string(c.ID), err)
		}
		if byDoc[c.Doc] == nil {
			docs = append(docs, c.Doc)
		}
		byDoc[c.Doc] = append(byDoc[c.Doc], c)
		if errors.Is(s.clock.Absorb(c.At), change.ErrAhead) {
			out.ClockAhead = true
		}
	}
	done := 0
	for batch := range slices.Chunk(docs, mergeBatch) {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		taken := out
		err := s.update(func(tx *bbolt.Tx) error {
			for _, doc := range batch {
				if err := s.mergeDoc(tx, doc, byDoc[doc], &taken); err != nil {
					return err
				}
			}
			return putClock(tx, s.clock.Next())
		})
		if err != nil {
			return out, err
		}
		out = taken
		done += len(batch)
		if progress != nil {
			progress(done, len(docs))
		}
	}
	return out, nil
}

func (s *Store) mergeDoc(tx *bbolt.Tx, doc string, changes []change.Change, out *Merged) error {
	if err := s.settleIn(tx); err != nil {
		return err
	}
	old, err := indexedState(tx, doc)
	if err != nil {
		return err
	}
	fresh := 0
	for _, c := range changes {
		known, err := holds(tx, c)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		fresh++
		if err := putChange(tx, c); err != nil {
			return err
		}
		if err := s.keepAhead(tx, c); err != nil {
			return err
		}
	}
	out.New += fresh
	out.Known += len(changes) - fresh
	if fresh == 0 {
		return nil
	}
	out.Docs = append(out.Docs, doc)
	// All there is of a document that was not here before is what came in.
	all := changes
	if len(old.Seen) > 0 {
		if all, err = changesIn(tx, doc); err != nil {
			return err
		}
	}
	if err := noteMerged(tx, doc, changes); err != nil {
		return err
	}
	st := foldedIn(tx, doc, all)
	return putView(tx, st, rowOf(st), old.Updated)
}

// keepAhead keeps the own numbering ahead of own changes that come back from
// elsewhere, as after a store was set up anew from a copy.
func (s *Store) keepAhead(tx *bbolt.Tx, c change.Change) error {
	log := tx.Bucket(bucketChanges)
	if c.Replica != s.Replica() || c.Seq <= log.Sequence() {
		return nil
	}
	if err := log.SetSequence(c.Seq); err != nil {
		return err
	}
	return tx.Bucket(bucketMeta).Put(keyIndexed, number(c.Seq))
}

// holds reports whether the change is here already. The error says that another
// change has its number.
func holds(tx *bbolt.Tx, c change.Change) (bool, error) {
	record := tx.Bucket(bucketChanges).Get(changeKey(c.Replica, c.Seq))
	if record == nil {
		return false, nil
	}
	want, err := hashOf(c)
	if err != nil {
		return false, err
	}
	if len(record) < len(want) || !bytes.Equal(record[:len(want)], want) {
		return false, fmt.Errorf("change %q exists here with other content: the store was copied to a second laptop. Nothing was taken in", string(c.ID))
	}
	return true, nil
}
