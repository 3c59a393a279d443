package store

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"sync"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// This file keeps saving cheap. A save writes its change to the log and nothing
// else. What follows from it, the index (the buckets bydoc and view), is written
// for many saves at once, when the app is idle or the tail has grown long. Until
// then every reader lays the tail over the index; after a crash it is read from
// the log again.

// tailLimit is how many changes a tail holds at most: what a start after a crash
// has to read, and between how many saves the writing of the index is shared.
const tailLimit = 64

// A tail is the end of the own log that the index does not hold yet, with the
// states that it leads to. It is never altered: a save makes another one.
type tail struct {
	tx      int // the transaction as of which it holds
	replica string
	from    uint64
	to      uint64 // the replica's changes behind from, up to this one, are in the tail
	docs    map[string]*tailDoc
	stamp   change.Stamp // of the newest change in it
	// last is the state that was read or written last. The next save is mostly in
	// the same document; it is then not read again.
	last *change.State
}

// A tailDoc is a document with changes in the tail.
type tailDoc struct {
	state   *change.State
	indexed change.Write // the last change that the index knows of
	seqs    []uint64     // of its changes in the tail
	row     func() Row
}

func (t *tail) empty() bool { return len(t.docs) == 0 }

// state returns the document when it has changes in the tail, and otherwise nil.
func (t *tail) state(doc string) *change.State {
	if d := t.docs[doc]; d != nil {
		return d.state
	}
	return nil
}

// with returns the tail and one more change. before is the document without it.
func (t *tail) with(c change.Change, before, after *change.State) *tail {
	d := &tailDoc{state: after, indexed: before.Updated, row: sync.OnceValue(func() Row { return rowOf(after) })}
	if old := t.docs[c.Doc]; old != nil {
		d.indexed, d.seqs = old.indexed, slices.Clip(old.seqs)
	}
	d.seqs = append(d.seqs, c.Seq)
	next := &tail{tx: t.tx, replica: t.replica, from: t.from, to: c.Seq, stamp: c.At, last: after}
	next.docs = make(map[string]*tailDoc, len(t.docs)+1)
	maps.Copy(next.docs, t.docs)
	next.docs[c.Doc] = d
	return next
}

// lastRead returns the tail with another state as the last.
func (t *tail) lastRead(st *change.State) *tail {
	next := *t
	next.last = st
	return &next
}

// rows returns the rows of the documents in the tail, in the order of the library.
func (t *tail) rows() []Row {
	rows := make([]Row, 0, len(t.docs))
	for _, d := range t.docs {
		rows = append(rows, d.row())
	}
	slices.SortFunc(rows, newestFirst)
	return rows
}

// tailIn returns the tail as the transaction sees it. The one in memory counts
// when it is of the same transaction; otherwise the log is read.
func (s *Store) tailIn(tx *bbolt.Tx) (*tail, error) {
	at := tx.ID()
	if tx.Writable() {
		at-- // it began with what the one before had written
	}
	indexed := numberOf(tx.Bucket(bucketMeta).Get(keyIndexed))
	if t := s.tail.Load(); t != nil && t.tx == at && t.from == indexed {
		return t, nil
	}
	t, err := readTail(tx, indexed)
	if err == nil && !tx.Writable() {
		s.keep(t)
	}
	return t, err
}

// keep makes the tail the one in memory, unless that is of a later transaction.
func (s *Store) keep(t *tail) {
	for {
		old := s.tail.Load()
		if old != nil && old.tx > t.tx || s.tail.CompareAndSwap(old, t) {
			return
		}
	}
}

// readTail makes the tail from the own changes behind the number indexed.
func readTail(tx *bbolt.Tx, indexed uint64) (*tail, error) {
	t := &tail{tx: tx.ID(), replica: string(tx.Bucket(bucketMeta).Get(keyReplica)), from: indexed, to: indexed}
	cur := tx.Bucket(bucketChanges).Cursor()
	own := changeKey(t.replica, 0)
	prefix := own[:len(own)-8]
	for key, record := cur.Seek(changeKey(t.replica, indexed+1)); bytes.HasPrefix(key, prefix) && len(key) == len(own); key, record = cur.Next() {
		c, err := readChange(key, record)
		if err != nil {
			return nil, err
		}
		before := t.state(c.Doc)
		if before == nil {
			if before, err = indexedState(tx, c.Doc); err != nil {
				return nil, err
			}
		}
		if before.Seen[c.Replica] >= c.Seq {
			continue // the mark stood too low
		}
		after, err := before.With(c)
		if err != nil {
			return nil, err
		}
		t = t.with(c, before, after)
	}
	return t, nil
}

// settle writes the index of the tail, and returns the empty one that is in force
// once the transaction is through.
func (s *Store) settle(tx *bbolt.Tx, t *tail) (*tail, error) {
	settled := &tail{tx: tx.ID(), replica: t.replica, from: t.to, to: t.to, stamp: t.stamp, last: t.last}
	if t.empty() {
		return settled, nil
	}
	if err := s.listTail(tx, t); err != nil {
		return nil, err
	}
	for _, doc := range slices.Sorted(maps.Keys(t.docs)) {
		d := t.docs[doc]
		if err := putView(tx, d.state, d.row(), d.indexed); err != nil {
			return nil, err
		}
	}
	return settled, nil
}

// settleIn settles at the start of a transaction that writes in the index.
func (s *Store) settleIn(tx *bbolt.Tx) error {
	t, err := s.tailIn(tx)
	if err == nil {
		_, err = s.settle(tx, t)
	}
	return err
}

// listTail lists the changes of the tail by document and moves the mark behind
// them. The view is the caller's to write.
func (s *Store) listTail(tx *bbolt.Tx, t *tail) error {
	for doc, d := range t.docs {
		for _, seq := range d.seqs {
			if err := putListed(tx, doc, changeKey(t.replica, seq)); err != nil {
				return err
			}
		}
	}
	if err := putClock(tx, s.clock.Next()); err != nil {
		return err
	}
	return tx.Bucket(bucketMeta).Put(keyIndexed, number(t.to))
}

// Settle writes the index of what was saved since it was last written, so that
// the next start need not. Nothing depends on it: what Save has returned is on
// the disk, and every reader sees it. A program that stays open calls it when the
// person pauses; Close calls it too. Errors: ErrFull, ErrDamaged.
func (s *Store) Settle() error {
	s.saving.Lock()
	defer s.saving.Unlock()
	if s.readOnly || s.stuck.Load() {
		return nil
	}
	var t *tail
	err := s.view(func(tx *bbolt.Tx) (err error) {
		t, err = s.tailIn(tx)
		return err
	})
	if err != nil || t.empty() {
		return err
	}
	var settled *tail
	err = s.update(func(tx *bbolt.Tx) error {
		if t, err = s.tailIn(tx); err == nil {
			settled, err = s.settle(tx, t)
		}
		return err
	})
	if err == nil {
		s.keep(settled)
	}
	return err
}

// replay settles what a program that was ended from outside has left. Where that
// cannot be written, as on a full disk, the tail goes on being read from the log.
func (s *Store) replay() error {
	if err := s.Settle(); errors.Is(err, ErrDamaged) {
		return err
	}
	return nil
}
