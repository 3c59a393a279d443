package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// A Row is a cycle's line in the library.
type Row struct {
	cycle.Summary
	Created   int64  `json:"created"` // milliseconds since 1970 UTC
	Updated   int64  `json:"updated"` // likewise
	UpdatedBy string `json:"by,omitempty"`
	Conflicts int    `json:"conflicts,omitempty"`
}

// UpdatedAt is when the cycle was last written in.
func (r Row) UpdatedAt() time.Time { return time.UnixMilli(r.Updated) }

func createView(tx *bbolt.Tx) error {
	if err := createEmptyView(tx); err != nil {
		return err
	}
	return tx.Bucket(bucketView).Put(keyVersion, number(viewVersion()))
}

// createEmptyView makes a cache that does not yet count as one: until it has its
// version, isView says that there is none.
func createEmptyView(tx *bbolt.Tx) error {
	view, err := tx.CreateBucket(bucketView)
	if err != nil {
		return err
	}
	for _, name := range [][]byte{bucketState, bucketRows, bucketRecent, bucketFollow} {
		if _, err := view.CreateBucket(name); err != nil {
			return err
		}
	}
	return nil
}

// putView writes all that follows from a document's state, of which line is the
// row. before is the last change that the view knows of.
func putView(tx *bbolt.Tx, st *change.State, line Row, before change.Write) error {
	view := tx.Bucket(bucketView)
	if err := view.Bucket(bucketState).Put([]byte(st.Doc), seal(encodeState(st))); err != nil {
		return err
	}
	if line.Previous != "" {
		if err := view.Bucket(bucketFollow).Put(docKey(line.Previous, []byte(st.Doc)), nil); err != nil {
			return err
		}
	}
	if err := view.Bucket(bucketRows).Put([]byte(st.Doc), seal(encodeRow(line))); err != nil {
		return err
	}
	recent := view.Bucket(bucketRecent)
	if before.ID != "" {
		if err := recent.Delete(recentKey(before.At.MS, st.Doc)); err != nil {
			return err
		}
	}
	return recent.Put(recentKey(st.Updated.At.MS, st.Doc), nil)
}

func rowOf(st *change.State) Row {
	return Row{
		Summary: st.Cycle().Summary(), Created: st.Created.At.MS, Updated: st.Updated.At.MS,
		UpdatedBy: st.Updated.Author, Conflicts: len(st.Conflicts()),
	}
}

// recentKey sorts the newest first. ms is the time of the last change.
func recentKey(ms int64, doc string) []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(math.MaxInt64-ms)), doc...)
}

// newestFirst is the order of the library.
func newestFirst(a, b Row) int {
	return bytes.Compare(recentKey(a.Updated, a.ID), recentKey(b.Updated, b.ID))
}

// State returns a document as its changes make it, to be read only. Errors: ErrNotFound,
// ErrDamaged.
func (s *Store) State(doc string) (st *change.State, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		t, err := s.tailIn(tx)
		if err != nil {
			return err
		}
		if st, err = stateIn(tx, t, doc); err == nil && t.last != st {
			s.keep(t.lastRead(st))
		}
		return err
	})
	if err == nil && len(st.Seen) == 0 {
		return nil, fmt.Errorf("%w: there is no cycle %s", ErrNotFound, doc)
	}
	return st, err
}

// Cycle returns a document as a person sees it. Errors as for State.
func (s *Store) Cycle(doc string) (*cycle.Cycle, error) {
	st, err := s.State(doc)
	if err != nil {
		return nil, err
	}
	return st.Cycle(), nil
}

// stateIn returns the document as it is before a transaction has altered anything.
func stateIn(tx *bbolt.Tx, t *tail, doc string) (*change.State, error) {
	if st := t.state(doc); st != nil {
		return st, nil
	}
	if t.last != nil && t.last.Doc == doc {
		return t.last, nil
	}
	return indexedState(tx, doc)
}

// indexedState reads the cached state, or folds the listed changes where there is
// none or where it is damaged. The tail is not in it.
func indexedState(tx *bbolt.Tx, doc string) (*change.State, error) {
	if isView(tx) {
		if st, ok := cachedState(tx.Bucket(bucketView), doc); ok {
			return asRead(tx, st), nil
		}
	}
	changes, err := changesIn(tx, doc)
	if err != nil {
		return nil, err
	}
	return foldedIn(tx, doc, changes), nil
}

func cachedState(view *bbolt.Bucket, doc string) (*change.State, bool) {
	data, ok := unseal(view.Bucket(bucketState).Get([]byte(doc)))
	if !ok {
		return nil, false
	}
	st, err := decodeState(data)
	return st, err == nil && st.Doc == doc
}

// Recent returns the rows of the n documents last written in, the newest first;
// all of them when n is 0. Errors: ErrDamaged.
func (s *Store) Recent(n int) (rows []Row, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		t, err := s.tailIn(tx)
		if err != nil {
			return err
		}
		if isView(tx) {
			rows, err = recentIn(tx, t, n)
		} else {
			rows, err = foldedRows(tx, t, n)
		}
		return err
	})
	return rows, err
}

// recentIn goes down the index and the tail side by side.
func recentIn(tx *bbolt.Tx, t *tail, n int) ([]Row, error) {
	var rows []Row
	fresh := t.rows()
	cur := tx.Bucket(bucketView).Bucket(bucketRecent).Cursor()
	for key, _ := cur.First(); key != nil && (n == 0 || len(rows) < n); key, _ = cur.Next() {
		for len(fresh) > 0 && bytes.Compare(recentKey(fresh[0].Updated, fresh[0].ID), key) < 0 {
			rows, fresh = append(rows, fresh[0]), fresh[1:]
		}
		if t.state(string(key[8:])) != nil {
			continue
		}
		row, err := rowIn(tx, string(key[8:]))
		if err != nil {
			return nil, err
		}
		if bytes.Equal(key, recentKey(row.Updated, row.ID)) {
			rows = append(rows, row)
		}
	}
	rows = append(rows, fresh...)
	if n > 0 {
		rows = rows[:min(n, len(rows))]
	}
	return rows, nil
}

// rowIn reads a cached row, or works it out where it is damaged.
func rowIn(tx *bbolt.Tx, doc string) (Row, error) {
	return rowFrom(tx, doc, tx.Bucket(bucketView).Bucket(bucketRows).Get([]byte(doc)))
}

func rowFrom(tx *bbolt.Tx, doc string, cached []byte) (Row, error) {
	if data, ok := unseal(cached); ok {
		if row, ok := decodeRow(data); ok && row.ID == doc {
			return row, nil
		}
	}
	st, err := indexedState(tx, doc)
	if err != nil {
		return Row{}, err
	}
	return rowOf(st), nil
}

// foldedRows works the rows out from the changes, for a file that can only be
// read and whose cache another version wrote.
func foldedRows(tx *bbolt.Tx, t *tail, n int) ([]Row, error) {
	docs, err := docsIn(tx)
	if err != nil {
		return nil, err
	}
	rows := t.rows()
	for _, doc := range docs {
		if t.state(doc) != nil {
			continue
		}
		st, err := indexedState(tx, doc)
		if err != nil {
			return nil, err
		}
		rows = append(rows, rowOf(st))
	}
	slices.SortFunc(rows, newestFirst)
	if n > 0 {
		rows = rows[:min(n, len(rows))]
	}
	return rows, nil
}

// Row returns one document's line of the library. Errors: ErrNotFound.
func (s *Store) Row(doc string) (row Row, err error) {
	st, err := s.State(doc)
	if err != nil {
		return row, err
	}
	return rowOf(st), nil
}

// rebuildBatch bounds the documents of one transaction of RebuildView, and with
// them the memory that it takes.
const rebuildBatch = 500

// RebuildView makes the cache anew from the changes. progress, when not nil, is
// told how many documents are done. A rebuild that was broken off begins again
// at the next Open. Errors: ErrDamaged, ErrFull, ErrReadOnly.
func (s *Store) RebuildView(progress func(done, of int)) error {
	s.saving.Lock()
	defer s.saving.Unlock()
	var docs []string
	err := s.update(func(tx *bbolt.Tx) error {
		t, err := s.tailIn(tx)
		if err == nil && !t.empty() {
			err = s.listTail(tx, t)
		}
		if err != nil {
			return err
		}
		if err := tx.DeleteBucket(bucketView); err != nil && tx.Bucket(bucketView) != nil {
			return err
		}
		if docs, err = docsIn(tx); err != nil {
			return err
		}
		return createEmptyView(tx)
	})
	if err != nil {
		return err
	}
	done := 0
	for batch := range slices.Chunk(docs, rebuildBatch) {
		if err := s.update(func(tx *bbolt.Tx) error { return rebuildDocs(tx, batch) }); err != nil {
			return err
		}
		done += len(batch)
		if progress != nil {
			progress(done, len(docs))
		}
	}
	return s.update(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketView).Put(keyVersion, number(viewVersion()))
	})
}

func rebuildDocs(tx *bbolt.Tx, docs []string) error {
	for _, doc := range docs {
		changes, err := changesIn(tx, doc)
		if err != nil {
			return err
		}
		st := foldedIn(tx, doc, changes)
		if err := putView(tx, st, rowOf(st), change.Write{}); err != nil {
			return err
		}
	}
	return nil
}

// docsIn returns the ids of all documents that have a listed change, in order.
func docsIn(tx *bbolt.Tx) ([]string, error) {
	var docs []string
	cur := tx.Bucket(bucketByDoc).Cursor()
	for key, _ := cur.First(); key != nil; {
		doc, _, _ := bytes.Cut(key, []byte{0})
		// In a damaged tree a search may lead back.
		if len(docs) > 0 && string(doc) <= docs[len(docs)-1] {
			return nil, fmt.Errorf("%w: the list of cycles is out of order. `pdsa doctor --repair` makes it anew", ErrDamaged)
		}
		docs = append(docs, string(doc))
		key, _ = cur.Seek(append(bytes.Clone(doc), 1))
	}
	return docs, nil
}

// isView reports whether the cache is there and of this version.
func isView(tx *bbolt.Tx) bool {
	view := tx.Bucket(bucketView)
	return view != nil && numberOf(view.Get(keyVersion)) == viewVersion()
}

// Followers returns the rows of the cycles that name the document as the one
// before them, by id. Errors: ErrDamaged.
func (s *Store) Followers(doc string) (rows []Row, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		t, err := s.tailIn(tx)
		if err != nil {
			return err
		}
		if isView(tx) {
			rows, err = followersIn(tx, t, doc)
		} else {
			rows, err = foldedRows(tx, t, 0)
		}
		// A link in the index may have been taken off since.
		rows = slices.DeleteFunc(rows, func(r Row) bool { return r.Previous != doc })
		slices.SortFunc(rows, func(a, b Row) int { return cmp.Compare(a.ID, b.ID) })
		return err
	})
	return rows, err
}

// followersIn returns all rows that may be those of followers.
func followersIn(tx *bbolt.Tx, t *tail, doc string) ([]Row, error) {
	rows := t.rows()
	prefix := docKey(doc, nil)
	cur := tx.Bucket(bucketView).Bucket(bucketFollow).Cursor()
	for key, _ := cur.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = cur.Next() {
		id := string(key[len(prefix):])
		if t.state(id) != nil {
			continue
		}
		row, err := rowIn(tx, id)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}
