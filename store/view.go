package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
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
	view, err := tx.CreateBucket(bucketView)
	if err != nil {
		return err
	}
	for _, name := range [][]byte{bucketState, bucketRows, bucketRecent} {
		if _, err := view.CreateBucket(name); err != nil {
			return err
		}
	}
	return view.Put(keyVersion, number(change.FoldVersion))
}

// putView writes all that follows from a document's state. before is the
// document's last change until now.
func putView(tx *bbolt.Tx, st *change.State, before change.Write) error {
	view := tx.Bucket(bucketView)
	data, err := json.Marshal(st)
	if err != nil {
		return err
	}
	if err := view.Bucket(bucketState).Put([]byte(st.Doc), data); err != nil {
		return err
	}
	row, err := json.Marshal(rowOf(st))
	if err != nil {
		return err
	}
	if err := view.Bucket(bucketRows).Put([]byte(st.Doc), row); err != nil {
		return err
	}
	recent := view.Bucket(bucketRecent)
	if before.ID != "" {
		if err := recent.Delete(recentKey(before.At, st.Doc)); err != nil {
			return err
		}
	}
	return recent.Put(recentKey(st.Updated.At, st.Doc), nil)
}

func rowOf(st *change.State) Row {
	return Row{
		Summary: st.Cycle().Summary(), Created: st.Created.At.MS, Updated: st.Updated.At.MS,
		UpdatedBy: st.Updated.Author, Conflicts: len(st.Conflicts()),
	}
}

// recentKey sorts the newest first.
func recentKey(at change.Stamp, doc string) []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(math.MaxInt64-at.MS)), doc...)
}

// State returns a document as its changes make it. Errors: ErrNotFound,
// ErrDamaged.
func (s *Store) State(doc string) (st *change.State, err error) {
	err = s.db.View(func(tx *bbolt.Tx) error {
		st, err = s.stateIn(tx, doc)
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

// stateIn reads the cached state, or folds the changes where there is none or
// where it cannot be read.
func (s *Store) stateIn(tx *bbolt.Tx, doc string) (*change.State, error) {
	view := tx.Bucket(bucketView)
	if view != nil && numberOf(view.Get(keyVersion)) == change.FoldVersion {
		if data := view.Bucket(bucketState).Get([]byte(doc)); data != nil {
			st := change.NewState(doc)
			if json.Unmarshal(data, st) == nil {
				return st, nil
			}
		}
	}
	changes, err := changesIn(tx, doc)
	if err != nil {
		return nil, err
	}
	return change.Fold(doc, changes), nil
}

// Recent returns the rows of the n documents last written in, the newest first;
// all of them when n is 0.
func (s *Store) Recent(n int) (rows []Row, err error) {
	err = s.db.View(func(tx *bbolt.Tx) error {
		view := tx.Bucket(bucketView)
		byDoc := view.Bucket(bucketRows)
		cur := view.Bucket(bucketRecent).Cursor()
		for key, _ := cur.First(); key != nil && (n == 0 || len(rows) < n); key, _ = cur.Next() {
			var row Row
			if err := json.Unmarshal(byDoc.Get(key[8:]), &row); err != nil {
				return fmt.Errorf("%w: a line of the library cannot be read; `pdsa doctor --repair` makes it anew", ErrDamaged)
			}
			rows = append(rows, row)
		}
		return nil
	})
	return rows, err
}

// Row returns one document's line of the library. Errors: ErrNotFound.
func (s *Store) Row(doc string) (row Row, err error) {
	st, err := s.State(doc)
	if err != nil {
		return row, err
	}
	return rowOf(st), nil
}

// RebuildView makes the cache anew from the changes. progress, when not nil, is
// told how many documents are done. Errors: ErrDamaged, ErrFull, ErrReadOnly.
func (s *Store) RebuildView(progress func(done, of int)) error {
	return s.update(func(tx *bbolt.Tx) error { return rebuildView(tx, progress) })
}

func rebuildView(tx *bbolt.Tx, progress func(done, of int)) error {
	if err := tx.DeleteBucket(bucketView); err != nil && tx.Bucket(bucketView) != nil {
		return err
	}
	if err := createView(tx); err != nil {
		return err
	}
	docs := docsIn(tx)
	for i, doc := range docs {
		changes, err := changesIn(tx, doc)
		if err != nil {
			return err
		}
		if err := putView(tx, change.Fold(doc, changes), change.Write{}); err != nil {
			return err
		}
		if progress != nil {
			progress(i+1, len(docs))
		}
	}
	return nil
}

// docsIn returns the ids of all documents, in order.
func docsIn(tx *bbolt.Tx) []string {
	var docs []string
	cur := tx.Bucket(bucketByDoc).Cursor()
	for key, _ := cur.First(); key != nil; {
		doc, _, _ := bytes.Cut(key, []byte{0})
		docs = append(docs, string(doc))
		key, _ = cur.Seek(append(bytes.Clone(doc), 1))
	}
	return docs
}

// Find returns the id of the cycle that a person means: an id, an unambiguous
// beginning of one, or an unambiguous beginning of a title (upper and lower case
// are the same). Errors: ErrNotFound, also when several cycles fit; the message
// then names some of them.
func (s *Store) Find(want string) (string, error) {
	want = strings.TrimSpace(want)
	if want == "" {
		return "", fmt.Errorf("%w: no cycle was named", ErrNotFound)
	}
	var exact, byID, byTitle, sameTitle []Row
	rows, err := s.Recent(0)
	if err != nil {
		return "", err
	}
	lower := strings.ToLower(want)
	for _, row := range rows {
		title := strings.ToLower(row.Title)
		switch {
		case row.ID == want:
			exact = append(exact, row)
		case strings.HasPrefix(row.ID, lower):
			byID = append(byID, row)
		case title == lower:
			sameTitle = append(sameTitle, row)
		case strings.HasPrefix(title, lower):
			byTitle = append(byTitle, row)
		}
	}
	for _, hits := range [][]Row{exact, byID, sameTitle, byTitle} {
		if len(hits) == 1 {
			return hits[0].ID, nil
		}
		if len(hits) > 1 {
			return "", ambiguous(want, hits)
		}
	}
	return "", fmt.Errorf("%w: there is no cycle %q. `pdsa list` shows them all", ErrNotFound, cycle.Clean(want, false))
}

func ambiguous(want string, hits []Row) error {
	var names []string
	for _, row := range hits[:min(len(hits), 4)] {
		names = append(names, fmt.Sprintf("%s (%s)", row.ID, row.Title))
	}
	slices.Sort(names)
	return fmt.Errorf("%w: %d cycles begin with %q: %s. Type more of the id", ErrNotFound, len(hits), want, strings.Join(names, ", "))
}

// isView reports whether the cache is there and of this version.
func isView(tx *bbolt.Tx) bool {
	view := tx.Bucket(bucketView)
	return view != nil && numberOf(view.Get(keyVersion)) == change.FoldVersion
}

