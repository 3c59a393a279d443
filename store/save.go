package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Save writes what a person did to a document as one change and returns the
// document's new state. seen is what that person had read (State.Seen); nil
// means all that the store holds. The state is shared, to be read only. When the
// edits change nothing, nothing is written. The first save of an id makes the
// document.
//
// When Save returns without an error the change is on the disk. Errors:
// ErrFull, ErrReadOnly, ErrNotAllowed.
func (s *Store) Save(doc string, seen change.Vector, edits ...cycle.Edit) (*change.State, error) {
	return s.write(doc, "", func(own string, st *change.State) ([]change.Op, error) {
		return st.Build(own, seen, edits), nil
	})
}

// Create writes a whole new cycle as one change.
func (s *Store) Create(c *cycle.Cycle) (*change.State, error) {
	return s.Save(c.ID, nil, cycle.Diff(cycle.New(c.ID), c)...)
}

// SaveOps is Save for ops that are not edits, such as those that resolve a
// conflict. build is called with the state that they will be applied to.
func (s *Store) SaveOps(doc string, build func(*change.State) ([]change.Op, error)) (*change.State, error) {
	return s.write(doc, "", func(_ string, st *change.State) ([]change.Op, error) { return build(st) })
}

// A builder makes the ops of a save; own is the replica that writes them.
type builder func(own string, st *change.State) ([]change.Op, error)

func (s *Store) write(doc string, undoes change.ID, build builder) (*change.State, error) {
	s.saving.Lock()
	defer s.saving.Unlock()
	defer unwrapPanic()
	s.backupFirst()
	var st *change.State
	var next *tail
	err := s.update(func(tx *bbolt.Tx) error {
		t, err := s.tailIn(tx)
		if err != nil {
			return err
		}
		if st, err = stateIn(tx, t, doc); err != nil {
			return err
		}
		w, err := s.writerFor(tx, doc)
		if err != nil {
			return err
		}
		ops, err := call(build, w.replica, st)
		if err != nil || len(ops) == 0 {
			return err
		}
		if err := w.check(ops); err != nil {
			return err
		}
		ops, secrets := st.Seal(ops)
		if err := keepSecrets(tx, doc, ops, secrets); err != nil {
			return err
		}
		st = st.Keeping(secrets)
		if w.replica != s.Replica() {
			st, err = s.writeOther(tx, w, st, undoes, ops)
			return err
		}
		c, err := s.issue(tx, st, ops)
		if err != nil {
			return err
		}
		c.Undoes = undoes
		if err := putNew(tx, &c); err != nil {
			return err
		}
		before := st
		if st, err = before.With(c); err != nil {
			return err
		}
		next = t.with(c, before, st)
		next.tx = tx.ID()
		if s.atOnce || next.to-next.from >= tailLimit {
			next, err = s.settle(tx, next)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if next != nil {
		s.keep(next)
	}
	return st, nil
}

func call(build builder, own string, st *change.State) ([]change.Op, error) {
	defer wrapPanic()
	return build(own, st)
}

// issue makes the store's next change out of the ops.
func (s *Store) issue(tx *bbolt.Tx, st *change.State, ops []change.Op) (change.Change, error) {
	last, err := s.lastOwn(tx)
	if err != nil {
		return change.Change{}, err
	}
	seq := last + 1
	if err := tx.Bucket(bucketChanges).SetSequence(seq); err != nil {
		return change.Change{}, err
	}
	return s.newChange(tx, s.Replica(), seq, st, ops), nil
}

// newChange returns a change by the person of this laptop, not yet sealed.
func (s *Store) newChange(tx *bbolt.Tx, replica string, seq uint64, st *change.State, ops []change.Op) change.Change {
	who := personIn(tx)
	school := who.School
	if r, ok := st.Fields["school"]; ok && len(r.Live) > 0 && school == "" {
		school = r.Live[0].Value
	}
	return change.Change{
		ID: change.MakeID(replica, seq), Replica: replica, Seq: seq,
		Doc: st.Doc, Kind: st.Kind, School: school, Author: who.Name,
		At: s.clock.Next(), Schema: change.Schema, Ops: ops,
	}
}

// lastOwn returns the number of the last change made here. The changes themselves
// say so: a number that is too low must not write over one of them, and one that
// is too high means that some are gone.
func (s *Store) lastOwn(tx *bbolt.Tx) (uint64, error) {
	log := tx.Bucket(bucketChanges)
	cur := log.Cursor()
	key, _ := cur.Seek(changeKey(s.Replica(), math.MaxUint64))
	if key == nil {
		key, _ = cur.Last()
	} else {
		key, _ = cur.Prev()
	}
	own := changeKey(s.Replica(), 0)
	var last uint64
	if len(key) == len(own) && bytes.HasPrefix(key, own[:len(own)-8]) {
		last = numberOf(key[len(own)-8:])
	}
	if noted := max(log.Sequence(), numberOf(tx.Bucket(bucketMeta).Get(keyIndexed))); noted > last {
		return 0, fmt.Errorf("%w: %d changes were saved here and the last that is there is number %d. This was not saved. `pdsa doctor --repair` brings back what there is", ErrDamaged, noted, last)
	}
	return last, nil
}

func putClock(tx *bbolt.Tx, stamp change.Stamp) error {
	data, err := json.Marshal(stamp)
	if err != nil {
		return err
	}
	return tx.Bucket(bucketMeta).Put(keyClock, data)
}

// Undo takes back the last change that this store made in the document and has
// not taken back yet, by a new change. Errors: ErrNotFound,
// change.ErrNothingToUndo.
func (s *Store) Undo(doc string) (*change.State, error) {
	return s.revert(doc, change.UndoTarget)
}

// Redo takes the last Undo back, as long as nothing was written since. Errors as
// for Undo.
func (s *Store) Redo(doc string) (*change.State, error) {
	return s.revert(doc, change.RedoTarget)
}

func (s *Store) revert(doc string, pick func([]change.Change, string) (change.Change, error)) (*change.State, error) {
	changes, err := s.Changes(doc)
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 {
		return nil, fmt.Errorf("%w: there is no cycle %s", ErrNotFound, doc)
	}
	st, err := s.State(doc)
	if err != nil {
		return nil, err
	}
	own, err := s.ReplicaIn(doc)
	if err != nil {
		return nil, err
	}
	// A change that others have written over has nothing left to take back: the
	// one before it is meant then.
	for left := changes; ; {
		target, err := pick(left, own)
		if err != nil {
			return nil, err
		}
		if len(st.Build(own, nil, st.Revert(target, changes))) == 0 {
			left = slices.DeleteFunc(slices.Clone(left), func(c change.Change) bool { return c.ID == target.ID })
			continue
		}
		return s.write(doc, target.ID, func(own string, st *change.State) ([]change.Op, error) {
			return st.Build(own, nil, st.Revert(target, changes)), nil
		})
	}
}
