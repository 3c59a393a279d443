package store

import (
	"bytes"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// A stream has each replica's changes without gaps, but for those that were returned
// after its server came back from a backup, and in a feed also but for those that are
// not shown. That the stream has a change thus does not say that it has those before
// it: these may be here alone, and still have to be sent. This file keeps what is
// known of a stream: up to which number it has all, and what it has behind a gap.

// noteTaken notes that the stream has a change.
func noteTaken(tx *bbolt.Tx, st *Stream, replica string, seq uint64) error {
	all := st.Acked[replica]
	switch {
	case seq <= all:
		return nil
	case seq == all+1:
		return noteAll(tx, st, replica, seq)
	}
	st.Acked[replica] = all // the replica is one of the stream's
	if !st.keepsApart(replica) {
		return nil
	}
	apart, err := tx.Bucket(bucketSync).CreateBucketIfNotExists(bucketApart)
	if err != nil {
		return err
	}
	return apart.Put(apartKey(st.School, replica, seq), nil)
}

// keepsApart reports whether it matters what the stream has behind a gap. In a feed
// there are gaps everywhere; there it does only for the own changes, and for those to
// be returned.
func (st *Stream) keepsApart(replica string) bool {
	return st.Role.Audience() == wire.ForTeam || replica == st.Replica || !st.Restored.IsZero()
}

// noteAll notes that the stream has all of the replica's changes up to the number, and
// with them those that are known to follow.
func noteAll(tx *bbolt.Tx, st *Stream, replica string, seq uint64) error {
	if seq <= st.Acked[replica] {
		return nil
	}
	st.Acked[replica] = seq
	apart := tx.Bucket(bucketSync).Bucket(bucketApart)
	if apart == nil {
		return nil
	}
	prefix := apartKey(st.School, replica, 0)
	prefix = prefix[:len(prefix)-8]
	cur := apart.Cursor()
	for key, _ := cur.Seek(prefix); key != nil; key, _ = cur.Seek(prefix) {
		if len(key) != len(prefix)+8 || !bytes.HasPrefix(key, prefix) {
			return nil
		}
		n := numberOf(key[len(prefix):])
		if n > st.Acked[replica]+1 {
			return nil
		}
		st.Acked.Add(replica, n)
		if err := cur.Delete(); err != nil {
			return err
		}
	}
	return nil
}

// hasTaken reports whether the stream is known to have the change.
func hasTaken(tx *bbolt.Tx, st Stream, replica string, seq uint64) bool {
	return seq <= st.Acked[replica] || isApart(tx, st.School, replica, seq)
}

// isApart reports whether the stream is known to have the change behind a gap.
func isApart(tx *bbolt.Tx, school, replica string, seq uint64) bool {
	apart := tx.Bucket(bucketSync).Bucket(bucketApart)
	if apart == nil {
		return false
	}
	want := apartKey(school, replica, seq)
	key, _ := apart.Cursor().Seek(want)
	return bytes.Equal(key, want)
}

// forgetApart forgets what the stream had behind gaps.
func forgetApart(tx *bbolt.Tx, school string) error {
	apart := tx.Bucket(bucketSync).Bucket(bucketApart)
	if apart == nil {
		return nil
	}
	prefix := append([]byte(school), 0)
	cur := apart.Cursor()
	for key, _ := cur.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = cur.Seek(prefix) {
		if err := cur.Delete(); err != nil {
			return err
		}
	}
	return nil
}

func apartKey(school, replica string, seq uint64) []byte {
	return append(append([]byte(school), 0), changeKey(replica, seq)...)
}

// TakenBack notes that the stream has the returned changes.
func (s *Store) TakenBack(school string, ids []change.ID) error {
	return s.updateStream(school, func(tx *bbolt.Tx, st *Stream) error {
		for _, id := range ids {
			replica, seq, ok := id.Split()
			if !ok {
				continue
			}
			if err := noteTaken(tx, st, replica, seq); err != nil {
				return err
			}
		}
		return nil
	})
}
