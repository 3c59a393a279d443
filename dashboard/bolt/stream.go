package bolt

import (
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// This file keeps streams and their feeds.

// lookAhead is how many hidden entries of a feed one call of Page passes over at
// most, so that a page costs little whatever was withdrawn.
const lookAhead = 4096

func (t *tx) Have(school string) (change.Vector, error) {
	have := change.Vector{}
	stream := t.stream(school)
	if stream == nil {
		return have, nil
	}
	return have, stream.Bucket(streamHave).ForEach(func(replica, seq []byte) error {
		have[string(replica)] = numberOf(seq)
		return nil
	})
}

func (t *tx) Records(school string, ids []change.ID) (map[change.ID]change.Change, error) {
	records := map[change.ID]change.Change{}
	stream := t.stream(school)
	if stream == nil {
		return records, nil
	}
	for _, id := range ids {
		replica, seq, ok := id.Split()
		if !ok {
			continue
		}
		place := stream.Bucket(streamPlaces).Get(placeKey(replica, seq))
		if place == nil {
			continue
		}
		c, err := at(stream, place)
		if err != nil {
			return nil, err
		}
		if c.ID == id {
			records[id] = c
		}
	}
	return records, nil
}

func (t *tx) Head(school string, reader wire.Audience) (uint64, error) {
	if err := checkReader(reader); err != nil {
		return 0, err
	}
	switch stream := t.stream(school); {
	case stream == nil:
		return 0, nil
	case reader == wire.ForTeam:
		return last(stream.Bucket(streamChanges)), nil
	default:
		return last(feedOf(stream, reader)), nil
	}
}

func (t *tx) Page(school string, reader wire.Audience, after uint64, limit int) (entries []dashboard.Entry, next uint64, more bool, err error) {
	next = after
	if err := checkReader(reader); err != nil {
		return nil, next, false, err
	}
	stream := t.stream(school)
	if stream == nil {
		return nil, next, false, nil
	}
	limit = max(limit, 1)
	entriesOf := stream.Bucket(streamChanges)
	if reader != wire.ForTeam {
		entriesOf = feedOf(stream, reader)
	}
	visible := visibleTo(stream, reader)
	cursor := entriesOf.Cursor()
	key, value := cursor.Seek(number(after + 1))
	for looked := 0; key != nil && len(entries) < limit && looked < limit+lookAhead; looked++ {
		place := key
		if reader != wire.ForTeam {
			place = value[:8]
		}
		shown, err := visible(value)
		if err != nil {
			return nil, after, false, err
		}
		if shown {
			c, err := at(stream, place)
			if err != nil {
				return nil, after, false, err
			}
			entries = append(entries, dashboard.Entry{N: numberOf(key), Change: c})
		}
		next = numberOf(key)
		key, value = cursor.Next()
	}
	return entries, next, key != nil, nil
}

// visibleTo returns a function that reports whether an entry of the reader's
// stream is for the reader.
func visibleTo(stream *bbolt.Bucket, reader wire.Audience) func(entry []byte) (bool, error) {
	known := map[string]bool{}
	return func(entry []byte) (bool, error) {
		if reader == wire.ForTeam {
			return true, nil
		}
		doc := entry[8:]
		if shown, ok := known[string(doc)]; ok {
			return shown, nil
		}
		head, found, err := readHead(stream, doc)
		known[string(doc)] = found && head.Shared.Reaches(reader)
		return known[string(doc)], err
	}
}

func (t *tx) Feed(school string, reader wire.Audience, after uint64, limit int) ([]change.ID, error) {
	if err := checkFeed(reader); err != nil {
		return nil, err
	}
	stream := t.stream(school)
	if stream == nil {
		return nil, nil
	}
	var ids []change.ID
	cursor := feedOf(stream, reader).Cursor()
	for key, entry := cursor.Seek(number(after + 1)); key != nil && len(ids) < max(limit, 1); key, entry = cursor.Next() {
		c, err := at(stream, entry[:8])
		if err != nil {
			return nil, err
		}
		ids = append(ids, c.ID)
	}
	return ids, nil
}

func (t *tx) DocChanges(school, doc string) ([]change.Change, error) {
	stream := t.stream(school)
	if stream == nil {
		return nil, nil
	}
	var changes []change.Change
	cursor := stream.Bucket(streamByDoc).Cursor()
	end := string(placeKey(doc, 1<<63))
	for key, _ := cursor.Seek(placeKey(doc, 0)); key != nil && string(key) < end; key, _ = cursor.Next() {
		// A key of another length is that of a document whose name begins alike.
		if len(key) != len(end) {
			continue
		}
		c, err := at(stream, key[len(doc):])
		if err != nil {
			return nil, err
		}
		changes = append(changes, c)
	}
	return changes, nil
}

func (t *tx) Append(school string, changes []change.Change) (first uint64, err error) {
	stream := t.stream(school)
	if stream == nil {
		return 0, t.wrote(dashboard.ErrNotFound)
	}
	first = last(stream.Bucket(streamChanges)) + 1
	for i, c := range changes {
		if err := add(stream, number(first+uint64(i)), c); err != nil {
			return 0, t.wrote(err)
		}
	}
	return first, nil
}

// add puts a change at a place of a stream.
func add(stream *bbolt.Bucket, place []byte, c change.Change) error {
	if err := checkNames(c); err != nil {
		return err
	}
	places, key := stream.Bucket(streamPlaces), placeKey(c.Replica, c.Seq)
	if places.Get(key) != nil {
		return fmt.Errorf("%w: %s", dashboard.ErrTaken, c.ID)
	}
	body, err := c.MarshalJSON()
	if err != nil {
		return err
	}
	if err := stream.Bucket(streamChanges).Put(place, body); err != nil {
		return err
	}
	if err := places.Put(key, place); err != nil {
		return err
	}
	if err := stream.Bucket(streamByDoc).Put(slices.Concat([]byte(c.Doc), place), nil); err != nil {
		return err
	}
	if err := endWaiting(stream, key); err != nil {
		return err
	}
	return count(stream, c.Replica)
}

// checkNames refuses a change that cannot be looked up by its names.
func checkNames(c change.Change) error {
	if replica, seq, ok := c.ID.Split(); !ok || replica != c.Replica || seq != c.Seq {
		return fmt.Errorf("the change's id %q does not match its replica and number", string(c.ID))
	}
	if len(c.Replica) > dashboard.MaxName || len(c.Doc) > dashboard.MaxName {
		return dashboard.ErrTooLong
	}
	return nil
}

// count notes up to which number all changes of a replica are there.
func count(stream *bbolt.Bucket, replica string) error {
	have := stream.Bucket(streamHave)
	before := numberOf(have.Get([]byte(replica)))
	all := before
	for isThere(stream, placeKey(replica, all+1)) {
		all++
	}
	if all == before {
		return nil
	}
	return have.Put([]byte(replica), number(all))
}

func (t *tx) Publish(school string, reader wire.Audience, ids []change.ID) error {
	if err := checkFeed(reader); err != nil {
		return t.wrote(err)
	}
	stream := t.stream(school)
	if stream == nil {
		return t.wrote(dashboard.ErrNotFound)
	}
	feed := feedOf(stream, reader)
	n := last(feed)
	for _, id := range ids {
		replica, seq, _ := id.Split()
		place := stream.Bucket(streamPlaces).Get(placeKey(replica, seq))
		if place == nil {
			return t.wrote(fmt.Errorf("change %s: %w", id, dashboard.ErrNotFound))
		}
		c, err := at(stream, place)
		if err != nil {
			return t.wrote(err)
		}
		n++
		if err := feed.Put(number(n), slices.Concat(place, []byte(c.Doc))); err != nil {
			return t.wrote(err)
		}
	}
	return nil
}
