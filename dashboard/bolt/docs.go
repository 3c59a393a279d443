package bolt

import (
	"encoding/json"
	"math"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// This file keeps documents as they are folded. Head, row and state stand apart:
// lists read no states, and feeds ask the heads alone.

// docsAtOnce is how many documents of a list are read before they are handed out.
const docsAtOnce = 200

// A head is what is kept of a document besides its row and its state.
type head struct {
	Kind    change.Kind   `json:"kind,omitempty"`
	Shared  wire.Audience `json:"shared,omitempty"`
	Version uint64        `json:"version"`
	Updated int64         `json:"updated"` // microseconds since 1970
	By      string        `json:"by,omitempty"`
	Fold    int           `json:"fold"`
}

func readHead(stream *bbolt.Bucket, id []byte) (h head, found bool, err error) {
	data := stream.Bucket(streamDocs).Get(id)
	if data == nil {
		return h, false, nil
	}
	return h, true, parse(streamDocs, data, &h)
}

// readDoc reads a document without its state.
func readDoc(stream *bbolt.Bucket, school, id string) (d dashboard.Doc, found bool, err error) {
	h, found, err := readHead(stream, []byte(id))
	if err != nil || !found {
		return d, false, err
	}
	return dashboard.Doc{
		School: school, ID: id, Kind: h.Kind, Shared: h.Shared, Version: h.Version,
		Updated: time.UnixMicro(h.Updated).UTC(), By: h.By, Fold: h.Fold,
		Row: content(stream.Bucket(streamRows), id),
	}, true, nil
}

// content copies a value out of the file; nil when it is empty.
func content(b *bbolt.Bucket, key string) []byte { return append([]byte(nil), b.Get([]byte(key))...) }

func (t *tx) Doc(school, id string) (dashboard.Doc, error) {
	stream := t.stream(school)
	if stream == nil || id == "" {
		return dashboard.Doc{}, dashboard.ErrNotFound
	}
	d, found, err := readDoc(stream, school, id)
	if err == nil && !found {
		err = dashboard.ErrNotFound
	}
	if err != nil {
		return dashboard.Doc{}, err
	}
	d.State = content(stream.Bucket(streamStates), id)
	return d, nil
}

func (t *tx) FindDoc(id string) ([]dashboard.Doc, error) {
	var docs []dashboard.Doc
	if id == "" {
		return nil, nil
	}
	return docs, t.bolt.Bucket(bucketStreams).ForEachBucket(func(school []byte) error {
		d, found, err := readDoc(t.stream(string(school)), string(school), id)
		if found {
			docs = append(docs, d)
		}
		return err
	})
}

func (t *tx) Docs(schools []string, reader wire.Audience, each func(dashboard.Doc) bool) error {
	if err := checkReader(reader); err != nil {
		return err
	}
	var from []byte
	for {
		docs, last, err := t.recent(from, schools, reader)
		if err != nil {
			return err
		}
		for _, d := range docs {
			if !each(d) {
				return nil
			}
		}
		if last == nil {
			return nil
		}
		from = append(last, 0)
	}
}

// recent reads the next documents of the schools, newest first, and returns the
// key up to which it looked; nil at the end.
func (t *tx) recent(from []byte, schools []string, reader wire.Audience) (docs []dashboard.Doc, last []byte, err error) {
	cursor := t.bolt.Bucket(bucketRecent).Cursor()
	for key, value := cursor.Seek(from); key != nil; key, value = cursor.Next() {
		if len(docs) == docsAtOnce {
			return docs, last, nil
		}
		last = slices.Clone(key)
		school := string(value)
		if schools != nil && !slices.Contains(schools, school) {
			continue
		}
		d, found, err := readDoc(t.stream(school), school, string(key[8+len(school)+1:]))
		if err != nil {
			return nil, nil, err
		}
		if found && d.Shared.Reaches(reader) {
			docs = append(docs, d)
		}
	}
	return docs, nil, nil
}

// recentKey sorts newer documents first.
func recentKey(updated int64, school, id string) []byte {
	// Flipping the sign bit puts times before 1970 below those after it.
	newestFirst := math.MaxUint64 - (uint64(updated) ^ 1<<63)
	return slices.Concat(number(newestFirst), []byte(school), []byte{0}, []byte(id))
}

func (t *tx) PutDoc(d dashboard.Doc) error {
	stream := t.stream(d.School)
	switch {
	case stream == nil:
		return t.wrote(dashboard.ErrNotFound)
	case len(d.ID) > dashboard.MaxName:
		return t.wrote(dashboard.ErrTooLong)
	}
	return t.wrote(t.putDoc(stream, d))
}

func (t *tx) putDoc(stream *bbolt.Bucket, d dashboard.Doc) error {
	id, recent := []byte(d.ID), t.bolt.Bucket(bucketRecent)
	old, found, err := readHead(stream, id)
	if err != nil {
		return err
	}
	if found {
		if err := recent.Delete(recentKey(old.Updated, d.School, d.ID)); err != nil {
			return err
		}
	}
	updated := d.Updated.UnixMicro()
	if err := recent.Put(recentKey(updated, d.School, d.ID), []byte(d.School)); err != nil {
		return err
	}
	data, err := json.Marshal(head{Kind: d.Kind, Shared: d.Shared, Version: d.Version, Updated: updated, By: d.By, Fold: d.Fold})
	if err != nil {
		return err
	}
	if err := stream.Bucket(streamDocs).Put(id, data); err != nil {
		return err
	}
	if err := stream.Bucket(streamRows).Put(id, d.Row); err != nil {
		return err
	}
	return stream.Bucket(streamStates).Put(id, d.State)
}
