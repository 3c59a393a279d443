package store

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// This file keeps what is written about student groups and has not been told: the
// changes carry seals in its place (change.State.Seal), and the texts stand beside the
// log. A text leaves this bucket when a change tells it.

var (
	bucketSecrets = []byte("secrets")
	bucketTexts   = []byte("texts")
	bucketDue     = []byte("due")
)

// secretBucket returns one of the buckets, nil where there is none: nothing was ever
// kept then.
func secretBucket(tx *bbolt.Tx, name []byte) *bbolt.Bucket {
	if b := tx.Bucket(bucketSecrets); b != nil {
		return b.Bucket(name)
	}
	return nil
}

func secretKey(doc, seal string) []byte { return docKey(doc, []byte(seal)) }

// keepSecrets writes what goes with a change to the document: the texts that were
// taken out of its ops are kept, those that it tells are not any more, and where it
// writes in the numbers it is to be looked at what may be told.
func keepSecrets(tx *bbolt.Tx, doc string, ops []change.Op, secrets []change.Secret) error {
	if len(secrets) == 0 && tx.Bucket(bucketSecrets) == nil {
		return nil
	}
	b, err := tx.CreateBucketIfNotExists(bucketSecrets)
	if err != nil {
		return err
	}
	texts, err := b.CreateBucketIfNotExists(bucketTexts)
	if err != nil {
		return err
	}
	due, err := b.CreateBucketIfNotExists(bucketDue)
	if err != nil {
		return err
	}
	for _, k := range secrets {
		data, err := json.Marshal([2]string{k.Salt, k.Text})
		if err != nil {
			return err
		}
		if err := texts.Put(secretKey(doc, k.Seal), data); err != nil {
			return err
		}
	}
	for _, op := range ops {
		switch {
		case op.Do == change.DoTell:
			err = texts.Delete(secretKey(doc, op.Field))
		case op.List == cycle.PointsList:
			err = due.Put([]byte(doc), nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// secretsIn returns the texts of a document that stay here. One that is damaged is
// left out: its place then reads as withheld.
func secretsIn(tx *bbolt.Tx, doc string) (out []change.Secret) {
	texts := secretBucket(tx, bucketTexts)
	if texts == nil {
		return nil
	}
	prefix := docKey(doc, nil)
	cur := texts.Cursor()
	for key, data := cur.Seek(prefix); bytes.HasPrefix(key, prefix); key, data = cur.Next() {
		if k, ok := decodeSecret(string(key[len(prefix):]), data); ok {
			out = append(out, k)
		}
	}
	return out
}

func decodeSecret(seal string, data []byte) (change.Secret, bool) {
	var parts [2]string
	if json.Unmarshal(data, &parts) != nil {
		return change.Secret{}, false
	}
	k := change.Secret{Seal: seal, Salt: parts[0], Text: parts[1]}
	return k, k.Matches()
}

// foldedIn folds all changes of a document as this laptop reads them.
func foldedIn(tx *bbolt.Tx, doc string, changes []change.Change) *change.State {
	return asRead(tx, change.Fold(doc, changes))
}

// asRead puts into a state what follows from no change: what this laptop keeps to
// itself, and which student groups the district takes for small.
func asRead(tx *bbolt.Tx, st *change.State) *change.State {
	return st.Keeping(secretsIn(tx, st.Doc)).Showing(minGroupIn(tx))
}

// minGroupIn returns the smallest student group that the district shows; 0 when it has
// chosen none.
func minGroupIn(tx *bbolt.Tx) int {
	var d Dashboard
	// One that cannot be read says nothing; joining again writes it anew.
	_ = json.Unmarshal(settingsIn(tx).Get([]byte(settingDashboard)), &d)
	return d.MinGroup
}

// allDue notes for every document that something may be to tell, as when the district
// counts other groups as small.
func allDue(tx *bbolt.Tx) error {
	texts := secretBucket(tx, bucketTexts)
	if texts == nil {
		return nil
	}
	due := secretBucket(tx, bucketDue)
	return texts.ForEach(func(key, _ []byte) error {
		doc, _, _ := bytes.Cut(key, []byte{0})
		return due.Put(doc, nil)
	})
}

// tellAtOnce is how many texts one change tells at most, so that it stays well within
// what a dashboard takes.
const tellAtOnce = 500

// Tell writes into the documents of the school's stream what was kept back about
// student groups and may be known outside, see change.State.Tell: what is then sent
// holds it. It is for the school that this laptop's team writes; for others it does
// nothing. A day of a measure in which something was written less than quiet ago is left until later; with
// a quiet of 0 none is.
//
// Errors: ErrNotJoined, the error of ctx, those of Save.
func (s *Store) Tell(ctx context.Context, school string, quiet time.Duration) error {
	var docs []string
	err := s.view(func(tx *bbolt.Tx) error {
		st, err := streamIn(tx, school)
		if err == nil && st.Home {
			docs = dueIn(tx)
		}
		return err
	})
	if err != nil || s.readOnly {
		return err
	}
	for _, doc := range docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.TellDoc(doc, quiet); err != nil {
			return err
		}
	}
	return nil
}

// TellDoc is Tell for one document, as before it is carried away in a file.
func (s *Store) TellDoc(doc string, quiet time.Duration) error {
	due := false
	err := s.view(func(tx *bbolt.Tx) error {
		due = slices.Contains(dueIn(tx), doc)
		return nil
	})
	if err != nil || !due || s.readOnly {
		return err
	}
	since := int64(math.MaxInt64)
	if quiet > 0 {
		since = s.clock.Next().MS - quiet.Milliseconds()
	}
	for full := true; full; {
		_, err := s.write(doc, "", func(_ string, st *change.State) ([]change.Op, error) {
			ops := st.Tell(since)
			full = len(ops) > tellAtOnce
			return ops[:min(len(ops), tellAtOnce)], nil
		})
		if err != nil {
			return err
		}
	}
	return s.clearDue(doc)
}

// dueIn returns the documents of this laptop's team of which something may be to tell.
func dueIn(tx *bbolt.Tx) (docs []string) {
	due := secretBucket(tx, bucketDue)
	if due == nil {
		return nil
	}
	owners := tx.Bucket(bucketSync).Bucket(bucketDocs)
	cur := due.Cursor()
	for key, _ := cur.First(); key != nil; key, _ = cur.Next() {
		if owners == nil || owners.Get(key) == nil {
			docs = append(docs, string(key))
		}
	}
	return docs
}

// clearDue notes that there is nothing to tell of the document, until someone writes
// in its numbers again.
func (s *Store) clearDue(doc string) error {
	return s.update(func(tx *bbolt.Tx) error {
		due := secretBucket(tx, bucketDue)
		t, err := s.tailIn(tx)
		if err != nil || due == nil {
			return err
		}
		st, err := stateIn(tx, t, doc)
		if err != nil || len(st.Tell(math.MaxInt64)) > 0 {
			return err
		}
		return due.Delete([]byte(doc))
	})
}

// noteMerged notes that changes from elsewhere may have made it known what may be told
// of a document.
func noteMerged(tx *bbolt.Tx, doc string, changes []change.Change) error {
	if len(secretsIn(tx, doc)) == 0 {
		return nil
	}
	for _, c := range changes {
		if err := keepSecrets(tx, doc, c.Ops, nil); err != nil {
			return err
		}
	}
	return nil
}

// putSalvaged keeps texts that a damaged store gave, by their keys; those that are not
// what their seals say are left out.
func putSalvaged(tx *bbolt.Tx, texts map[string][]byte) error {
	for key, data := range texts {
		doc, seal, _ := strings.Cut(key, "\x00")
		k, ok := decodeSecret(seal, data)
		if !ok {
			continue
		}
		// Whether it may be told is to be looked at anew.
		if err := keepSecrets(tx, doc, []change.Op{{List: cycle.PointsList}}, []change.Secret{k}); err != nil {
			return err
		}
	}
	return nil
}
