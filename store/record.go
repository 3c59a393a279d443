package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

func changeKey(replica string, seq uint64) []byte {
	key := append([]byte(replica), 0)
	return append(key, number(seq)...)
}

func docKey(doc string, rest []byte) []byte {
	return append(append([]byte(doc), 0), rest...)
}

func hashOf(c change.Change) ([]byte, error) {
	sum, err := hex.DecodeString(c.Hash)
	if err != nil || len(sum) != sha256.Size {
		return nil, fmt.Errorf("change %q carries no hash", string(c.ID))
	}
	return sum, nil
}

// putChange writes a sealed change, its hash and then the canonical JSON that the
// hash is of, and lists it.
func putChange(tx *bbolt.Tx, c change.Change) error {
	sum, err := hashOf(c)
	if err != nil {
		return err
	}
	c.Hash = ""
	body, err := c.MarshalJSON()
	if err != nil {
		return err
	}
	if err := putRecord(tx, c, sum, body); err != nil {
		return err
	}
	return putListed(tx, c.Doc, changeKey(c.Replica, c.Seq))
}

// putNew seals a change made here and writes it. It is listed with the tail.
func putNew(tx *bbolt.Tx, c *change.Change) error {
	body, err := c.MarshalJSON()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	c.Hash = hex.EncodeToString(sum[:])
	return putRecord(tx, *c, sum[:], body)
}

func putRecord(tx *bbolt.Tx, c change.Change, sum, body []byte) error {
	return tx.Bucket(bucketChanges).Put(changeKey(c.Replica, c.Seq), slices.Concat(sum, body))
}

// putListed lists a change under its document. key is its key in the log.
func putListed(tx *bbolt.Tx, doc string, key []byte) error {
	return tx.Bucket(bucketByDoc).Put(docKey(doc, key), nil)
}

// readChange turns a record back into a change. A record that does not match its
// hash or its key gives ErrDamaged with the key's change named.
func readChange(key, record []byte) (change.Change, error) {
	var c change.Change
	if len(record) < sha256.Size {
		return c, badRecord(key, "is missing or cut short")
	}
	sum, body := record[:sha256.Size], record[sha256.Size:]
	if got := sha256.Sum256(body); !bytes.Equal(got[:], sum) {
		return c, badRecord(key, "does not match its hash")
	}
	if err := json.Unmarshal(body, &c); err != nil {
		return c, badRecord(key, "cannot be read")
	}
	if !bytes.Equal(key, changeKey(c.Replica, c.Seq)) {
		return c, badRecord(key, "holds another change")
	}
	c.Hash = hex.EncodeToString(sum)
	return c, nil
}

func badRecord(key []byte, what string) error {
	return fmt.Errorf("%w: change %q %s. `pdsa doctor --repair` brings back the rest and the newest backup", ErrDamaged, keyName(key), what)
}

func keyName(key []byte) string {
	replica, seq, ok := bytes.Cut(key, []byte{0})
	if !ok {
		return "?"
	}
	return string(change.MakeID(string(replica), numberOf(seq)))
}

// Changes returns all changes of a document, in no particular order; none for a
// document that is not here. Errors: ErrDamaged.
func (s *Store) Changes(doc string) (out []change.Change, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		t, err := s.tailIn(tx)
		if err != nil {
			return err
		}
		if out, err = changesIn(tx, doc); err != nil || t.docs[doc] == nil {
			return err
		}
		for _, seq := range t.docs[doc].seqs {
			key := changeKey(t.replica, seq)
			c, err := readChange(key, tx.Bucket(bucketChanges).Get(key))
			if err != nil {
				return err
			}
			out = append(out, c)
		}
		return nil
	})
	return out, err
}

// changesIn returns the changes that are listed under the document: all but those
// in the tail.
func changesIn(tx *bbolt.Tx, doc string) ([]change.Change, error) {
	var out []change.Change
	prefix := docKey(doc, nil)
	records := tx.Bucket(bucketChanges)
	cur := tx.Bucket(bucketByDoc).Cursor()
	for key, _ := cur.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = cur.Next() {
		at := key[len(prefix):]
		c, err := readChange(at, records.Get(at))
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}
