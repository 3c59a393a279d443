package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// ErrNumberLost says that a change made here is gone, so that those behind it have
// numbers which the stream cannot take. NewReplica gives them others.
var ErrNumberLost = errors.New("a change that was saved here is gone, and those behind it cannot be sent under their numbers")

// Unsent returns changes that the stream of the school is not known to have, own
// ones first, each replica's in the order of their numbers from the first one
// missing on. There are at most limit of them, and their JSON has at most about
// size bytes; a single change may be larger. Changes of others are among them
// where the stream lacks them, as after the server came back from a backup. more
// says that there are further ones.
//
// Errors: ErrNotJoined, ErrNumberLost, ErrDamaged.
func (s *Store) Unsent(school string, limit, size int) (out []change.Change, more bool, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		st, err := streamIn(tx, school)
		if err != nil {
			return err
		}
		for _, replica := range st.senders() {
			err := eachUnsent(tx, st, replica, func(key, record []byte) (bool, error) {
				if len(out) == limit || len(out) > 0 && len(record) > size {
					more = true
					return false, nil
				}
				size -= len(record) + hashText
				c, err := readChange(key, record)
				out = append(out, c)
				return err == nil, err
			})
			if err != nil || more {
				return err
			}
		}
		return nil
	})
	return out, more, err
}

// hashText is about what a record grows by when its hash is written out.
const hashText = 64

// Pending returns how many changes Unsent would return in all.
func (s *Store) Pending(school string) (n int, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		st, err := streamIn(tx, school)
		if err != nil {
			return err
		}
		for _, replica := range st.senders() {
			err := eachUnsent(tx, st, replica, func(_, _ []byte) (bool, error) {
				n++
				return true, nil
			})
			if err != nil && !errors.Is(err, ErrNumberLost) {
				return err
			}
		}
		return nil
	})
	return n, err
}

// senders returns the replicas whose changes this laptop may send to the stream,
// its own first.
func (st Stream) senders() []string {
	switch st.Role {
	case wire.Team:
		others := slices.DeleteFunc(slices.Sorted(maps.Keys(st.Acked)), func(r string) bool { return r == st.Replica })
		return append([]string{st.Replica}, others...)
	case wire.Coach, wire.District:
		return []string{st.Replica}
	default:
		return nil
	}
}

// eachUnsent calls found for the replica's changes behind the last one that the
// stream has, as far as their numbers have no gap, until it returns false.
func eachUnsent(tx *bbolt.Tx, st Stream, replica string, found func(key, record []byte) (bool, error)) error {
	want := st.Acked[replica] + 1
	cur := tx.Bucket(bucketChanges).Cursor()
	for key, record := cur.Seek(changeKey(replica, want)); isOf(key, replica); key, record = cur.Next() {
		if !bytes.Equal(key, changeKey(replica, want)) {
			if replica == st.Replica {
				return ErrNumberLost
			}
			return nil
		}
		if more, err := found(key, record); err != nil || !more {
			return err
		}
		want++
	}
	return nil
}

// Acked notes that the stream has the replicas' changes up to these numbers. It
// only ever raises what was noted before.
func (s *Store) Acked(school string, have change.Vector) error {
	return s.updateStream(school, func(tx *bbolt.Tx, st *Stream) error {
		sent := false
		for replica, seq := range have {
			if err := noteAll(tx, st, replica, seq); err != nil {
				return err
			}
			sent = sent || replica == st.Replica && seq > 0
		}
		if !sent || !st.Home {
			return nil
		}
		data, err := json.Marshal(wire.Access{School: st.School, Name: st.Name, Role: st.Role})
		if err != nil {
			return err
		}
		return settingsIn(tx).Put([]byte(settingWentTo), data)
	})
}

// Reset begins a stream anew after the server came back from a backup: all that
// belongs to the stream counts as not sent, all of it is to be pulled, and what cannot
// be sent is to be returned. A server
// of an unknown epoch has the empty one.
func (s *Store) Reset(school, epoch string) error {
	return s.updateStream(school, func(tx *bbolt.Tx, st *Stream) error {
		st.restart(epoch, s.now())
		return forgetApart(tx, school)
	})
}

func (st *Stream) restart(epoch string, now time.Time) {
	st.Epoch, st.Cursor, st.Restored, st.Return = epoch, 0, now, ReturnDue
	for replica := range st.Acked {
		st.Acked[replica] = 0
	}
}

// isOf reports whether the key in the log is that of one of the replica's changes.
func isOf(key []byte, replica string) bool {
	return len(key) == len(replica)+9 && string(key[:len(replica)]) == replica && key[len(replica)] == 0
}

// lastOf returns the number of the replica's last change in the log; 0 when it has
// none.
func lastOf(tx *bbolt.Tx, replica string) uint64 {
	cur := tx.Bucket(bucketChanges).Cursor()
	key, _ := cur.Seek(changeKey(replica, math.MaxUint64))
	if key == nil {
		key, _ = cur.Last()
	} else if !isOf(key, replica) {
		key, _ = cur.Prev()
	}
	if !isOf(key, replica) {
		return 0
	}
	return numberOf(key[len(key)-8:])
}

// eachReplica calls found for every replica in the log.
func eachReplica(tx *bbolt.Tx, found func(string)) error {
	cur := tx.Bucket(bucketChanges).Cursor()
	last := ""
	for key, _ := cur.First(); key != nil; {
		name, _, _ := bytes.Cut(key, []byte{0})
		replica := string(name)
		if replica <= last {
			return damagedLog()
		}
		last = replica
		found(replica)
		key, _ = cur.Seek(append([]byte(replica), 1))
	}
	return nil
}
