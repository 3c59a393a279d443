package store

import (
	"bytes"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// Two stores that write under one replica id, because one is a copy of the other,
// give the same numbers to different changes. The stream takes those that reach it
// first. This file gives the others numbers of their own.

// NewReplica lets this laptop write in the school's stream under a new replica id,
// after the stream refused its numbers. The own changes that the stream is not
// known to have are written again under the new id, in the same order and with the
// same author and time; where they name each other as replaced or undone they do so
// by the new ids. It returns how many they were.
//
// Nobody else has them under their old ids, unless they were carried there in a
// file: both are then kept, with the same content. Errors: ErrNotJoined, ErrDamaged,
// ErrFull.
func (s *Store) NewReplica(school string) (reissued int, err error) {
	s.saving.Lock()
	defer s.saving.Unlock()
	return s.displace(school, true, func(tx *bbolt.Tx, st Stream) ([]taken, error) {
		return takeFrom(tx, st, st.Replica, st.Acked[st.Replica]+1, nil)
	})
}

// displace takes changes out of the log, those that pick takes. Own ones are written
// again under a new replica id, which is the laptop's in this stream from then on; a
// team writes those of others again behind its own, since the laptop that made them
// may be gone. Who may not do that keeps them aside; but after the server came back
// from a backup, when they may be the last ones, they get a replica id that stands
// for them, and are returned. The caller holds s.saving.
func (s *Store) displace(school string, own bool, pick func(*bbolt.Tx, Stream) ([]taken, error)) (reissued int, err error) {
	// A reader that is under way would look for the tail under the new id.
	if err := s.update(s.settleIn); err != nil {
		return 0, err
	}
	main := s.Replica()
	err = s.update(func(tx *bbolt.Tx) error {
		st, err := streamIn(tx, school)
		if err != nil {
			return err
		}
		taken, err := pick(tx, st)
		if err != nil {
			return err
		}
		if len(taken) == 0 && !own {
			return nil
		}
		isMain := st.Replica == main
		to := st.Replica
		switch {
		case own:
			st.Replica, st.Copied = change.NewID(), s.now()
			to = st.Replica
			st.Acked[to] = 0
		case st.Role == wire.Team:
		case st.Restored.IsZero():
			if err := setRecordsAside(tx, taken); err != nil {
				return err
			}
			return refold(tx, taken)
		default:
			to = change.NewID()
			st.Acked[to], st.Return = 0, ReturnDue
		}
		if reissued, err = putAgain(tx, taken, to); err != nil {
			return err
		}
		if isMain {
			if main, err = st.Replica, makeMain(tx, st.Replica); err != nil {
				return err
			}
		}
		return putStream(tx, st)
	})
	if err == nil {
		s.replica.Store(&main)
	}
	return reissued, err
}

// A taken change is one that was taken out of the log, with its document as it was.
type taken struct {
	change.Change
	before change.Write
}

// takeFrom takes out the replica's changes from the number on, but for those that the
// stream has as well: those that both have, and those that it is known to have behind
// a gap.
func takeFrom(tx *bbolt.Tx, st Stream, replica string, from uint64, both map[uint64]bool) ([]taken, error) {
	var out []taken
	cur := tx.Bucket(bucketChanges).Cursor()
	for key, record := cur.Seek(changeKey(replica, from)); isOf(key, replica); key, record = cur.Next() {
		c, err := readChange(bytes.Clone(key), record)
		if err != nil {
			return nil, err
		}
		same, met := both[c.Seq]
		if same || !met && isApart(tx, st.School, replica, c.Seq) {
			continue
		}
		out = append(out, taken{Change: c})
	}
	return takeOut(tx, out)
}

// takeOut removes the changes.
func takeOut(tx *bbolt.Tx, out []taken) ([]taken, error) {
	for i, c := range out {
		before, err := indexedState(tx, c.Doc)
		if err != nil {
			return nil, err
		}
		out[i].before = before.Updated
	}
	for _, c := range out {
		key := changeKey(c.Replica, c.Seq)
		if err := tx.Bucket(bucketChanges).Delete(key); err != nil {
			return nil, err
		}
		if err := tx.Bucket(bucketByDoc).Delete(docKey(c.Doc, key)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// putAgain writes the changes behind the last one of the replica to, and makes
// their documents anew.
func putAgain(tx *bbolt.Tx, all []taken, to string) (int, error) {
	last := lastOf(tx, to)
	ids := make(map[change.ID]change.ID, len(all))
	for i, c := range all {
		ids[c.ID] = change.MakeID(to, last+uint64(i)+1)
	}
	for _, old := range all {
		c := renamed(old.Change, ids)
		if err := c.Seal(); err != nil {
			return 0, err
		}
		if err := putChange(tx, c); err != nil {
			return 0, err
		}
	}
	return len(all), refold(tx, all)
}

// renamed returns the change with the ids exchanged, its own and those it names. It
// has no hash yet.
func renamed(c change.Change, ids map[change.ID]change.ID) change.Change {
	name := func(id change.ID) change.ID {
		if to, ok := ids[id]; ok {
			return to
		}
		return id
	}
	c.ID, c.Undoes = name(c.ID), name(c.Undoes)
	c.Replica, c.Seq, _ = c.ID.Split()
	c.Ops = slices.Clone(c.Ops)
	for i, op := range c.Ops {
		c.Ops[i].Replaces = slices.Clone(op.Replaces)
		for j, id := range op.Replaces {
			c.Ops[i].Replaces[j] = name(id)
		}
	}
	return c
}

// refold makes the documents of the changes anew.
func refold(tx *bbolt.Tx, all []taken) error {
	done := map[string]bool{}
	for _, c := range all {
		if done[c.Doc] {
			continue
		}
		done[c.Doc] = true
		changes, err := changesIn(tx, c.Doc)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			if err := dropView(tx, c.Doc, c.before); err != nil {
				return err
			}
			continue
		}
		st := foldedIn(tx, c.Doc, changes)
		if err := putView(tx, st, rowOf(st), c.before); err != nil {
			return err
		}
	}
	return nil
}

// dropView takes a document without changes out of the cache.
func dropView(tx *bbolt.Tx, doc string, before change.Write) error {
	view := tx.Bucket(bucketView)
	for _, name := range [][]byte{bucketState, bucketRows} {
		if err := view.Bucket(name).Delete([]byte(doc)); err != nil {
			return err
		}
	}
	return view.Bucket(bucketRecent).Delete(recentKey(before.At.MS, doc))
}

// makeMain makes the replica the one under which this store writes.
func makeMain(tx *bbolt.Tx, replica string) error {
	last := lastOf(tx, replica)
	meta := tx.Bucket(bucketMeta)
	if err := meta.Put(keyReplica, []byte(replica)); err != nil {
		return err
	}
	if err := meta.Put(keyIndexed, number(last)); err != nil {
		return err
	}
	return tx.Bucket(bucketChanges).SetSequence(last)
}

// setRecordsAside keeps changes that no longer count, each with its hash.
func setRecordsAside(tx *bbolt.Tx, all []taken) error {
	b, err := tx.Bucket(bucketSync).CreateBucketIfNotExists(bucketAside)
	if err != nil {
		return err
	}
	for _, c := range all {
		body, err := c.MarshalJSON()
		if err != nil {
			return err
		}
		if err := b.Put([]byte(c.ID), body); err != nil {
			return err
		}
	}
	return nil
}

// isRecordOf reports whether the record in the log is the change.
func isRecordOf(record []byte, c change.Change) (bool, error) {
	want, err := hashOf(c)
	if err != nil {
		return false, err
	}
	return bytes.HasPrefix(record, want), nil
}

func damagedLog() error {
	return fmt.Errorf("%w: its log is out of order. `pdsa doctor --repair` makes it anew", ErrDamaged)
}
