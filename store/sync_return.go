package store

import (
	"bytes"
	"cmp"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// After a server came back from a backup, this laptop may hold what nobody else does.
// A team sends it by number. What has no place there, because numbers before it are
// missing here or because the person may not write it, is given back: this file says
// what that is.

// Return says whether changes of others are to be given back to a server.
type Return string

// What is to be given back.
const (
	ReturnNothing Return = ""
	ReturnDue     Return = "due"   // whatever the stream is not known to have
	ReturnLater   Return = "later" // some were not taken: again when the stream brings something
)

// SetReturn notes what is left to be given back.
func (s *Store) SetReturn(school string, r Return) error {
	return s.updateStream(school, func(_ *bbolt.Tx, st *Stream) error {
		st.Return = r
		return nil
	})
}

// ToReturn returns changes that the school's stream is not known to have and that
// are not this laptop's to send: those of the documents behind after, in their order,
// as many whole documents as fit into limit changes and about size bytes, but at least
// one. In each document those that say with whom it is shared come first. next is the
// last of these documents; without any there is nothing more. Own changes, and those
// that Unsent returns until they are acknowledged, are not among them.
//
// Errors: ErrNotJoined, ErrDamaged.
func (s *Store) ToReturn(school, after string, limit, size int) (out []change.Change, next string, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		st, err := streamIn(tx, school)
		if err != nil {
			return err
		}
		docs, err := returnable(tx, st)
		if err != nil {
			return err
		}
		for _, doc := range docs {
			if doc <= after {
				continue
			}
			changes, bytes, err := returnedOf(tx, st, doc)
			if err != nil {
				return err
			}
			if len(out) > 0 && (len(out)+len(changes) > limit || bytes > size) {
				return nil
			}
			out, next, size = append(out, changes...), doc, size-bytes
		}
		return nil
	})
	if len(out) == 0 {
		next = ""
	}
	return out, next, err
}

// returnable returns the documents in which there may be changes to return, in order.
func returnable(tx *bbolt.Tx, st Stream) (docs []string, err error) {
	if !st.Home {
		owners := tx.Bucket(bucketSync).Bucket(bucketDocs)
		if owners == nil {
			return nil, nil
		}
		err := owners.ForEach(func(doc, school []byte) error {
			if string(school) == st.School {
				docs = append(docs, string(doc))
			}
			return nil
		})
		return docs, err
	}
	for replica, all := range st.Acked {
		if replica == st.Replica {
			continue
		}
		cur := tx.Bucket(bucketChanges).Cursor()
		for key, record := cur.Seek(changeKey(replica, all+1)); isOf(key, replica); key, record = cur.Next() {
			c, err := readChange(bytes.Clone(key), record)
			if err != nil {
				return nil, err
			}
			docs = append(docs, c.Doc)
		}
	}
	slices.Sort(docs)
	return slices.Compact(docs), nil
}

// returnedOf returns the changes of a document that are to be returned, and about how
// many bytes they are. Where one of them says with whom it is shared, the earlier ones
// that say so go along, though the stream has them: a server believes such a change
// only from who knows those before it.
func returnedOf(tx *bbolt.Tx, st Stream, doc string) (out []change.Change, size int, err error) {
	all, err := changesIn(tx, doc)
	if err != nil {
		return nil, 0, err
	}
	var had []change.Change
	for _, c := range all {
		_, known := st.Acked[c.Replica]
		switch {
		case hasTaken(tx, st, c.Replica, c.Seq):
			had = append(had, c)
		case c.Replica != st.Replica && (known || !st.Home):
			out = append(out, c)
		}
	}
	if slices.ContainsFunc(out, shares) {
		out = append(out, slices.DeleteFunc(had, func(c change.Change) bool { return !shares(c) })...)
	}
	for _, c := range out {
		body, err := c.MarshalJSON()
		if err != nil {
			return nil, 0, err
		}
		size += len(body)
	}
	slices.SortFunc(out, func(a, b change.Change) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Replica, b.Replica), cmp.Compare(a.Seq, b.Seq))
	})
	return out, size, nil
}

// place is 0 for a change that says with whom its document is shared.
func place(c change.Change) int {
	if shares(c) {
		return 0
	}
	return 1
}

func shares(c change.Change) bool {
	return slices.ContainsFunc(c.Ops, func(op change.Op) bool { return op.List == "" && op.Field == "sharing" })
}

// Reissue gives changes of others new numbers, in whose place the server has others:
// a team writes them again behind its own, and who may not do that under a replica
// that stands for them and is returned. It returns how many they were.
func (s *Store) Reissue(school string, ids []change.ID) (int, error) {
	s.saving.Lock()
	defer s.saving.Unlock()
	return s.displace(school, false, func(tx *bbolt.Tx, st Stream) ([]taken, error) {
		var out []taken
		for _, id := range ids {
			replica, seq, ok := id.Split()
			if !ok || replica == st.Replica {
				continue
			}
			key := changeKey(replica, seq)
			record := tx.Bucket(bucketChanges).Get(key)
			if record == nil {
				continue
			}
			c, err := readChange(key, record)
			if err != nil {
				return nil, err
			}
			out = append(out, taken{Change: c})
		}
		return takeOut(tx, out)
	})
}

// returnsAgain reports whether what came from the stream makes it worth while to
// return once more what was not taken.
func (st *Stream) returnsAgain(page wire.Page) bool {
	return st.Return == ReturnLater && len(page.Changes) > 0
}
