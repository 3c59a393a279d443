package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// checkRecords compares the changes with the lists that name them.
func (x *examination) checkRecords() {
	for key, r := range x.records {
		if !x.byDoc[string(docKey(r.doc, []byte(key)))] && !x.inTail(key) {
			x.report.find(Damage, "Change %q is not listed under its cycle.", keyName([]byte(key)))
		}
	}
	for key := range x.byDoc {
		doc, rest, _ := strings.Cut(key, "\x00")
		if r, ok := x.records[rest]; !ok || r.doc != doc {
			x.report.find(Damage, "Change %q is listed under a cycle and is not there.", keyName([]byte(rest)))
		}
	}
	x.checkOwn()
	if text, said := x.settings[settingPerson]; said && json.Unmarshal([]byte(text), new(Person)) != nil {
		x.report.find(Note, "The name of the person on this laptop cannot be read. The program asks for it again.")
	}
}

// inTail reports whether the change is one that the index need not know of yet.
func (x *examination) inTail(key string) bool {
	replica, seq, ok := strings.Cut(key, "\x00")
	return ok && replica == x.replica && numberOf([]byte(seq)) > x.indexed
}

// checkOwn checks the numbers of this laptop's own changes: 1, 2, 3 .. up to the
// one that is noted as the last.
func (x *examination) checkOwn() {
	if !plausible(string(changeKey(x.replica, 1))) {
		x.report.find(Damage, "The store has lost its own id.")
		return
	}
	for seq := uint64(1); seq <= min(x.seq, maxNumber); seq++ {
		if _, ok := x.records[string(changeKey(x.replica, seq))]; !ok {
			x.report.find(Damage, "Change %q was saved on this laptop and is not there.", string(change.MakeID(x.replica, seq)))
		}
	}
	if _, ok := x.records[string(changeKey(x.replica, x.seq+1))]; ok || x.seq > maxNumber || x.indexed > x.seq {
		x.report.find(Damage, "The number of the last save is wrong: %d.", x.seq)
	}
}

func (x *examination) checkPages(tx *bbolt.Tx) error {
	for err := range tx.Check() {
		x.report.find(Damage, "The file is damaged: %s.", err)
	}
	return nil
}

// checkView makes every document anew and compares it with the cache.
func (x *examination) checkView(ctx context.Context, progress func(done, of int)) error {
	db, err := guardedOpen(x.path, examineWait, true)
	if err != nil {
		return openError(x.path, err)
	}
	defer func() { _ = db.close() }()
	err = guard(x.path, func() error {
		return db.View(func(tx *bbolt.Tx) error {
			if view := tx.Bucket(bucketView); view != nil && view.Get(keyVersion) != nil && !isView(tx) {
				x.report.find(Note, "The overview was made by another version of pdsa. It is made anew when the store is opened.")
				return nil
			}
			return x.compareView(ctx, tx, progress)
		})
	})
	if errors.Is(err, ErrDamaged) {
		x.report.find(Damage, "The file is damaged: %s.", err)
		return nil
	}
	return err
}

func (x *examination) compareView(ctx context.Context, tx *bbolt.Tx, progress func(done, of int)) error {
	view := tx.Bucket(bucketView)
	if !isView(tx) || view.Bucket(bucketState) == nil || view.Bucket(bucketRows) == nil || view.Bucket(bucketRecent) == nil || view.Bucket(bucketFollow) == nil {
		x.report.find(Cache, "The overview of the cycles is missing.")
		return nil
	}
	docs, err := docsIn(tx)
	if err != nil {
		return err
	}
	for i, doc := range docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		changes, err := changesIn(tx, doc)
		if err != nil {
			return err
		}
		if st := foldedIn(tx, doc, changes); !isCached(view, st) {
			x.report.find(Cache, "The overview says something else about cycle %q than its changes do.", doc)
		}
		if progress != nil {
			progress(i+1, len(docs))
		}
	}
	for _, name := range [][]byte{bucketState, bucketRows, bucketRecent} {
		if n := view.Bucket(name).Stats().KeyN; n != len(docs) {
			x.report.find(Cache, "The overview lists %d cycles and there are %d.", n, len(docs))
			break
		}
	}
	return nil
}

// isCached reports whether the cache holds the state and what follows from it.
func isCached(view *bbolt.Bucket, st *change.State) bool {
	cached, ok := cachedState(view, st.Doc)
	row := rowOf(st)
	return ok && bytes.Equal(canonicalState(cached), canonicalState(st)) &&
		bytes.Equal(view.Bucket(bucketRows).Get([]byte(st.Doc)), seal(encodeRow(row))) &&
		hasKey(view.Bucket(bucketRecent), recentKey(row.Updated, st.Doc)) &&
		(row.Previous == "" || hasKey(view.Bucket(bucketFollow), docKey(row.Previous, []byte(st.Doc))))
}

func hasKey(b *bbolt.Bucket, want []byte) bool {
	key, _ := b.Cursor().Seek(want)
	return bytes.Equal(key, want)
}

// String says what was found in a sentence or more.
func (r Report) String() string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintln(&b, f.What)
	}
	if r.Good {
		fmt.Fprintf(&b, "%s is sound: %d cycles, %d changes.\n", r.Path, r.Docs, r.Changes)
	}
	return b.String()
}
