package bolt

import (
	"encoding/json"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// This file keeps the changes that wait outside of a stream. They are few, so one
// bucket without an index does. It is made when the first one comes.

var streamWaiting = []byte("waiting")

// A waiting change as it is kept.
type waiting struct {
	From   wire.Audience   `json:"from"`
	Change json.RawMessage `json:"change"`
}

func readWaiting(data []byte) (w dashboard.Waiting, err error) {
	var kept waiting
	if err := json.Unmarshal(data, &kept); err != nil {
		return w, err
	}
	w.From = kept.From
	return w, w.Change.UnmarshalJSON(kept.Change)
}

// isThere reports whether a change is in the stream or waits.
func isThere(stream *bbolt.Bucket, key []byte) bool {
	if stream.Bucket(streamPlaces).Get(key) != nil {
		return true
	}
	waits := stream.Bucket(streamWaiting)
	return waits != nil && waits.Get(key) != nil
}

func endWaiting(stream *bbolt.Bucket, key []byte) error {
	if waits := stream.Bucket(streamWaiting); waits != nil {
		return waits.Delete(key)
	}
	return nil
}

func (t *tx) Hold(school string, from wire.Audience, changes []change.Change) error {
	stream := t.stream(school)
	if stream == nil {
		return t.wrote(dashboard.ErrNotFound)
	}
	waits, err := stream.CreateBucketIfNotExists(streamWaiting)
	if err != nil {
		return t.wrote(err)
	}
	for _, c := range changes {
		if err := hold(stream, waits, from, c); err != nil {
			return t.wrote(err)
		}
	}
	return nil
}

func hold(stream, waits *bbolt.Bucket, from wire.Audience, c change.Change) error {
	if err := checkNames(c); err != nil {
		return err
	}
	key := placeKey(c.Replica, c.Seq)
	if isThere(stream, key) {
		return fmt.Errorf("%w: %s", dashboard.ErrTaken, c.ID)
	}
	body, err := c.MarshalJSON()
	if err != nil {
		return err
	}
	data, err := json.Marshal(waiting{from, body})
	if err != nil {
		return err
	}
	if err := waits.Put(key, data); err != nil {
		return err
	}
	return count(stream, c.Replica)
}

func (t *tx) Waits(school string, ids []change.ID) (map[change.ID]dashboard.Waiting, error) {
	out := map[change.ID]dashboard.Waiting{}
	stream := t.stream(school)
	if stream == nil || stream.Bucket(streamWaiting) == nil {
		return out, nil
	}
	for _, id := range ids {
		replica, seq, ok := id.Split()
		if !ok {
			continue
		}
		data := stream.Bucket(streamWaiting).Get(placeKey(replica, seq))
		if data == nil {
			continue
		}
		w, err := readWaiting(data)
		if err != nil {
			return nil, err
		}
		if w.Change.ID == id {
			out[id] = w
		}
	}
	return out, nil
}

func (t *tx) WaitsIn(school string, docs []string) ([]dashboard.Waiting, error) {
	stream := t.stream(school)
	if stream == nil || stream.Bucket(streamWaiting) == nil {
		return nil, nil
	}
	var out []dashboard.Waiting
	err := stream.Bucket(streamWaiting).ForEach(func(_, data []byte) error {
		w, err := readWaiting(data)
		if docs == nil || slices.Contains(docs, w.Change.Doc) {
			out = append(out, w)
		}
		return err
	})
	slices.SortFunc(out, dashboard.CompareWaiting)
	return out, err
}
