package store

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// ErrNotAllowed says that a cycle belongs to another school and that this person
// may not write that in it.
var ErrNotAllowed = errors.New("not allowed")

// A writer is who writes in a document here.
type writer struct {
	replica string
	role    wire.Role
	school  string // the name of the document's school, where that is another one
}

// writerFor returns as whom this laptop writes in the document: a document of
// another school's stream is written under the replica of that stream and with the
// person's role there, every other one under the store's own and freely.
func (s *Store) writerFor(tx *bbolt.Tx, doc string) (writer, error) {
	owners := tx.Bucket(bucketSync).Bucket(bucketDocs)
	if owners == nil {
		return writer{replica: s.Replica(), role: wire.Team}, nil
	}
	school := owners.Get([]byte(doc))
	if school == nil {
		return writer{replica: s.Replica(), role: wire.Team}, nil
	}
	st, err := streamIn(tx, string(school))
	switch {
	case errors.Is(err, ErrNotJoined):
		return writer{replica: s.Replica(), role: wire.Reader}, nil
	case err != nil:
		return writer{}, err
	}
	return writer{replica: st.Replica, role: st.Role, school: st.Name}, nil
}

// ReplicaIn returns the replica under which this laptop writes in the document.
func (s *Store) ReplicaIn(doc string) (replica string, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		w, err := s.writerFor(tx, doc)
		replica = w.replica
		return err
	})
	return replica, err
}

// check refuses what the writer may not do, with ErrNotAllowed.
func (w writer) check(ops []change.Op) error {
	of := ""
	if w.school != "" {
		of = " of " + cycle.Clean(w.school, false)
	}
	switch {
	case w.role.MayWrite(change.Change{Ops: ops}):
		return nil
	case w.role == wire.Coach || w.role == wire.District:
		return fmt.Errorf("%w: you can comment on this cycle; only its team%s can change it. Nothing was changed", ErrNotAllowed, of)
	default:
		return fmt.Errorf("%w: you can read this cycle; only its team%s can change it. Nothing was changed", ErrNotAllowed, of)
	}
}

// Owner returns the stream of another school to which the document belongs; ok is
// false for a document of this store's own.
func (s *Store) Owner(doc string) (st Stream, ok bool, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		owners := tx.Bucket(bucketSync).Bucket(bucketDocs)
		if owners == nil {
			return nil
		}
		school := owners.Get([]byte(doc))
		if ok = school != nil; !ok {
			return nil
		}
		all, err := streamsIn(tx)
		for _, each := range all {
			if each.School == string(school) {
				st = each
			}
		}
		return err
	})
	return st, ok, err
}

// putOwner notes that a document came from a stream that is not the home.
func putOwner(tx *bbolt.Tx, st Stream, doc string) error {
	if st.Home {
		return nil
	}
	owners, err := tx.Bucket(bucketSync).CreateBucketIfNotExists(bucketDocs)
	if err != nil || owners.Get([]byte(doc)) != nil {
		return err
	}
	return owners.Put([]byte(doc), []byte(st.School))
}

// writeOther writes a change in a document of another school. It goes into the log and
// the index at once: the tail holds only what the store's own replica writes. st is
// the document without it.
func (s *Store) writeOther(tx *bbolt.Tx, w writer, st *change.State, undoes change.ID, ops []change.Op) (*change.State, error) {
	c := s.newChange(tx, w.replica, lastOf(tx, w.replica)+1, st, ops)
	c.Undoes = undoes
	if err := c.Seal(); err != nil {
		return nil, err
	}
	after, err := st.With(c)
	if err != nil {
		return nil, err
	}
	if err := putChange(tx, c); err != nil {
		return nil, err
	}
	if err := putClock(tx, c.At); err != nil {
		return nil, err
	}
	return after, putView(tx, after, rowOf(after), st.Updated)
}
