package store

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// ErrServerRestored says that a server is not where it was left: it came back from
// a backup. Reset begins its stream anew.
var ErrServerRestored = errors.New("the dashboard came back from a backup")

// Absorbed says what a page of a stream brought.
type Absorbed struct {
	New []change.Change // those that were not here before, in the order of the page
	// ClockAhead is set when a change is dated more than an hour in the future.
	ClockAhead bool
	// Copied is set when the page held changes under this laptop's own numbers
	// that it has not made: its store was copied, or is an older copy. It writes
	// under a new replica id from then on.
	Copied bool
	// Reissued is how many changes were given new numbers because the stream has
	// others under theirs.
	Reissued int
}

// Absorb takes in a page of the school's stream and moves the cursor behind it, in
// one transaction: the cursor never stands behind a change that is not here. A page
// that was absorbed before makes no difference.
//
// Where the stream has another change under a number than this store, the stream
// counts, since everyone reads it; the change here is written again under a new
// number, see NewReplica, in a transaction before that one.
//
// Errors: ErrNotJoined; ErrServerRestored when the page is of another epoch or ends
// before the cursor; an error that names a change whose hash is wrong. The page is
// then left out as a whole.
func (s *Store) Absorb(school string, page wire.Page) (Absorbed, error) {
	s.saving.Lock()
	defer s.saving.Unlock()
	s.backupFirst()
	var out Absorbed
	for _, c := range page.Changes {
		if err := c.Verify(); err != nil {
			return out, fmt.Errorf("the dashboard sent a damaged change %q: %w. Nothing was taken in, and what is here is safe", string(c.ID), err)
		}
	}
	clash, err := s.clashes(school, page)
	if err != nil {
		return out, err
	}
	for _, at := range clash {
		n, err := s.displace(school, at.own, at.pick)
		if err != nil {
			return out, err
		}
		out.Reissued += n
		out.Copied = out.Copied || at.own
	}
	for _, c := range page.Changes {
		if errors.Is(s.clock.Absorb(c.At), change.ErrAhead) {
			out.ClockAhead = true
		}
	}
	var strange string
	err = s.update(func(tx *bbolt.Tx) error {
		st, err := streamIn(tx, school)
		if err != nil {
			return err
		}
		if strange, err = s.absorb(tx, &st, page, &out); err != nil {
			return err
		}
		return putStream(tx, st)
	})
	if err != nil || strange == "" {
		return out, err
	}
	out.Copied = true
	n, err := s.displace(school, true, func(tx *bbolt.Tx, st Stream) ([]taken, error) {
		if st.Role == wire.Team {
			return nil, nil // goes on sending what it has under the old id
		}
		return takeFrom(tx, st, strange, st.Acked[strange]+1, nil)
	})
	out.Reissued += n
	return out, err
}

// absorb writes the page. strange is the own replica when the page held changes of
// it that were not here.
func (s *Store) absorb(tx *bbolt.Tx, st *Stream, page wire.Page, out *Absorbed) (strange string, err error) {
	if st.Epoch == "" {
		st.Epoch = page.Epoch
	}
	var docs []string
	byDoc := map[string][]change.Change{}
	for _, c := range page.Changes {
		if err := noteTaken(tx, st, c.Replica, c.Seq); err != nil {
			return "", err
		}
		known, err := holds(tx, c)
		if err != nil {
			return "", err
		}
		if !known {
			out.New = append(out.New, c)
			if c.Replica == st.Replica {
				strange = c.Replica
			}
		}
		if byDoc[c.Doc] == nil {
			docs = append(docs, c.Doc)
		}
		byDoc[c.Doc] = append(byDoc[c.Doc], c)
	}
	var merged Merged
	for _, doc := range docs {
		if err := s.mergeDoc(tx, doc, byDoc[doc], &merged); err != nil {
			return "", err
		}
		if err := putOwner(tx, *st, doc); err != nil {
			return "", err
		}
	}
	if st.returnsAgain(page) {
		st.Return = ReturnDue
	}
	st.Cursor = page.Next
	return strange, putClock(tx, s.clock.Next())
}

// A fork is where the stream and this store have different changes under the same
// numbers: from seq on, but for those that both have.
type fork struct {
	replica string
	seq     uint64
	own     bool
	both    map[uint64]bool
}

// pick takes out what only this store has.
func (f fork) pick(tx *bbolt.Tx, st Stream) ([]taken, error) {
	return takeFrom(tx, st, f.replica, f.seq, f.both)
}

// clashes checks that the page belongs behind the cursor, and returns where it has
// other changes than this store.
func (s *Store) clashes(school string, page wire.Page) (found []fork, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		st, err := streamIn(tx, school)
		if err != nil {
			return err
		}
		if st.Epoch != "" && page.Epoch != st.Epoch || page.Next < st.Cursor {
			return ErrServerRestored
		}
		first, both := map[string]uint64{}, map[string]map[uint64]bool{}
		for _, c := range page.Changes {
			record := tx.Bucket(bucketChanges).Get(changeKey(c.Replica, c.Seq))
			if record == nil {
				continue
			}
			same, err := isRecordOf(record, c)
			if err != nil {
				return err
			}
			if both[c.Replica] == nil {
				both[c.Replica] = map[uint64]bool{}
			}
			both[c.Replica][c.Seq] = same
			if seq, there := first[c.Replica]; !same && (!there || c.Seq < seq) {
				first[c.Replica] = c.Seq
			}
		}
		for replica, seq := range first {
			found = append(found, fork{replica, seq, replica == st.Replica, both[replica]})
		}
		return nil
	})
	return found, err
}
