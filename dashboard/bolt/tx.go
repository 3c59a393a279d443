package bolt

import (
	"encoding/json"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A tx is one transaction, to read or to write.
type tx struct {
	bolt *bbolt.Tx
	// failed is the first write that failed: nothing of the transaction may be
	// kept then.
	failed error
}

var _ dashboard.Tx = (*tx)(nil)

// wrote notes the outcome of a write.
func (t *tx) wrote(err error) error {
	if err != nil && t.failed == nil {
		t.failed = err
	}
	return err
}

// put keeps a record as JSON.
func (t *tx) put(bucket []byte, key string, record any) error {
	data, err := json.Marshal(record)
	if err == nil {
		err = t.bolt.Bucket(bucket).Put([]byte(key), data)
	}
	return t.wrote(err)
}

// get reads a record; ErrNotFound when it is not there.
func get[T any](t *tx, bucket []byte, key string) (record T, err error) {
	data := t.bolt.Bucket(bucket).Get([]byte(key))
	if data == nil {
		return record, dashboard.ErrNotFound
	}
	return record, parse(bucket, data, &record)
}

// parse reads a record as it is kept in a bucket.
func parse(bucket, data []byte, record any) error {
	if err := json.Unmarshal(data, record); err != nil {
		return lostRecord("one of the "+string(bucket), err)
	}
	return nil
}

// all reads the records of a bucket in the order of their keys.
func all[T any](t *tx, bucket []byte) ([]T, error) {
	var records []T
	err := t.bolt.Bucket(bucket).ForEach(func(_, data []byte) error {
		var record T
		if err := parse(bucket, data, &record); err != nil {
			return err
		}
		records = append(records, record)
		return nil
	})
	return records, err
}

// The buckets of a stream.
var (
	streamChanges = []byte("changes")
	streamPlaces  = []byte("places")
	streamHave    = []byte("have")
	streamByDoc   = []byte("bydoc")
	streamDocs    = []byte("docs")
	streamRows    = []byte("rows")
	streamStates  = []byte("states")
	streamFeeds   = []byte("feeds")

	streamParts = [][]byte{
		streamChanges, streamPlaces, streamHave, streamByDoc, streamDocs, streamRows, streamStates, streamFeeds,
	}
	feeds = []wire.Audience{wire.ForCoach, wire.ForDistrict}
)

// stream returns the bucket of a school's stream; nil when there is no such school.
func (t *tx) stream(school string) *bbolt.Bucket {
	if school == "" {
		return nil
	}
	return t.bolt.Bucket(bucketStreams).Bucket([]byte(school))
}

// feedOf returns the bucket of a stream's feed.
func feedOf(stream *bbolt.Bucket, reader wire.Audience) *bbolt.Bucket {
	return stream.Bucket(streamFeeds).Bucket([]byte(reader))
}

func createStream(streams *bbolt.Bucket, school string) error {
	stream, err := streams.CreateBucket([]byte(school))
	if err != nil {
		return err
	}
	for _, name := range streamParts {
		if _, err := stream.CreateBucket(name); err != nil {
			return err
		}
	}
	for _, reader := range feeds {
		if _, err := stream.Bucket(streamFeeds).CreateBucket([]byte(reader)); err != nil {
			return err
		}
	}
	return nil
}

// last returns the number of the last entry of a bucket that is keyed by numbers.
func last(b *bbolt.Bucket) uint64 {
	key, _ := b.Cursor().Last()
	return numberOf(key)
}

// placeKey is the key of a change in the bucket of places. The number has eight
// bytes, so no two changes share one.
func placeKey(replica string, seq uint64) []byte {
	return append([]byte(replica), number(seq)...)
}

// at reads the change at a place of a stream.
func at(stream *bbolt.Bucket, place []byte) (c change.Change, err error) {
	data := stream.Bucket(streamChanges).Get(place)
	if data == nil {
		return c, lostRecord(changeAt(place), "it is not there")
	}
	if err := c.UnmarshalJSON(data); err != nil {
		return c, lostRecord(changeAt(place), err)
	}
	return c, nil
}

func changeAt(place []byte) string { return fmt.Sprintf("change %d of a stream", numberOf(place)) }

// checkReader refuses an audience that is none: it would be taken for the team.
func checkReader(reader wire.Audience) error {
	switch reader {
	case wire.ForTeam, wire.ForCoach, wire.ForDistrict:
		return nil
	}
	return fmt.Errorf("%q is no group of readers", string(reader))
}

// checkSchool refuses an id that would not stand apart from what follows it in a key.
func checkSchool(id string) error {
	if id == "" || len(id) > dashboard.MaxName {
		return errors.New("the id of a school is missing or too long")
	}
	for i := range len(id) {
		if id[i] == 0 {
			return errors.New("the id of a school holds a zero byte")
		}
	}
	return nil
}

// checkFeed refuses readers that have no feed.
func checkFeed(reader wire.Audience) error {
	if reader != wire.ForCoach && reader != wire.ForDistrict {
		return fmt.Errorf("%q has no feed", string(reader))
	}
	return nil
}
