package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// This file keeps what this laptop knows about the dashboard that it has joined:
// the dashboard itself among the settings, so that it outlives a repair, and for
// every school whose stream the person reads a Stream.

var (
	bucketStreams = []byte("streams") // school id -> Stream, JSON
	bucketDocs    = []byte("docs")    // document of another school -> school id
	bucketAside   = []byte("aside")   // records that a stream has under other content
	bucketApart   = []byte("apart")   // school id, 0x00, key of a change behind a gap -> nothing
)

const (
	settingDashboard = "dashboard"
	settingWentTo    = "went-to" // the school that this store's own changes went to
)

// ErrNotJoined says that this laptop has not joined a dashboard, or not the school
// in question.
var ErrNotJoined = errors.New("this laptop has not joined a dashboard. `pdsa join` does")

// ErrOtherSchool says that the store's own changes went to another school.
var ErrOtherSchool = errors.New("the cycles here belong to another school")

// A Dashboard is the central dashboard that this laptop has joined.
type Dashboard struct {
	URL    string    `json:"url"`
	Name   string    `json:"name"`           // of the district, for people
	Person string    `json:"person"`         // whom it takes this laptop's owner for
	Role   wire.Role `json:"role"`           // what that person is
	Home   string    `json:"home,omitempty"` // the school that a team writes
	// Insecure is set when the person chose to send the token over plain HTTP.
	Insecure bool `json:"insecure,omitempty"`
	// MinGroup is the smallest student group whose numbers may leave a laptop; 0 is the
	// usual.
	MinGroup int `json:"min_group,omitempty"`
	// Checked is when the dashboard was last asked who may read what.
	Checked time.Time `json:"checked"`
}

// A Stream is what this laptop knows about the stream of one school.
type Stream struct {
	School string    `json:"school"` // its id
	Name   string    `json:"name"`
	Role   wire.Role `json:"role"` // what the person is in that school
	// Home is set for the school that a team writes: all documents that belong to
	// no other stream go there.
	Home bool `json:"home,omitempty"`
	// Gone is set when the person left or lost access. What is here stays.
	Gone bool `json:"gone,omitempty"`
	// Replica is the one under which this laptop writes in the stream. No other
	// stream has it, so that its numbers have no gaps there.
	Replica string      `json:"replica"`
	Cursor  wire.Cursor `json:"cursor"` // up to where the stream is here
	Epoch   string      `json:"epoch"`  // the server's, as last seen
	// Acked holds for every replica that writes in the stream the number up to which
	// the stream is known to have all of its changes. Those behind a gap which it has
	// too are in the bucket of those apart.
	Acked   change.Vector `json:"acked"`
	Contact time.Time     `json:"contact,omitzero"` // when a sync last went through
	Trouble string        `json:"trouble,omitempty"`
	// Copied and Restored are when it was last found that this laptop's store had
	// been copied, and that the server had come back from a backup.
	Copied   time.Time `json:"copied,omitzero"`
	Restored time.Time `json:"restored,omitzero"`
	// Return says whether changes of others are to be given back to the server.
	Return Return `json:"return,omitempty"`
}

// Dashboard returns the dashboard that this laptop has joined. The error is
// ErrNotJoined when there is none.
func (s *Store) Dashboard() (d Dashboard, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		data := settingsIn(tx).Get([]byte(settingDashboard))
		if data == nil {
			return ErrNotJoined
		}
		return json.Unmarshal(data, &d)
	})
	return d, err
}

// Streams returns the streams that this laptop follows, by school id.
func (s *Store) Streams() (out []Stream, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		all, err := streamsIn(tx)
		for _, st := range all {
			if !st.Gone {
				out = append(out, st)
			}
		}
		return err
	})
	return out, err
}

// Stream returns the stream of one school. The error is ErrNotJoined when this
// laptop does not follow it.
func (s *Store) Stream(school string) (st Stream, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		st, err = streamIn(tx, school)
		return err
	})
	return st, err
}

// SetJoined notes the dashboard and the streams that the person may read there,
// after joining and whenever the dashboard was asked again. What is known about a
// stream already is kept.
//
// The error is ErrOtherSchool when the person's home is another school than the
// one that this store's own changes went to; nothing is noted then.
func (s *Store) SetJoined(d Dashboard, epoch string, access []wire.Access) error {
	s.saving.Lock()
	defer s.saving.Unlock()
	return s.update(func(tx *bbolt.Tx) error {
		if err := isSameHome(tx, d, access); err != nil {
			return err
		}
		data, err := json.Marshal(d)
		if err != nil {
			return err
		}
		if d.MinGroup != minGroupIn(tx) {
			if err := allDue(tx); err != nil {
				return err
			}
		}
		if err := settingsIn(tx).Put([]byte(settingDashboard), data); err != nil {
			return err
		}
		known, err := streamsIn(tx)
		if err != nil {
			return err
		}
		old := map[string]Stream{}
		for _, st := range known {
			old[st.School] = st
			st.Gone = true
			if err := putStream(tx, st); err != nil {
				return err
			}
		}
		for _, a := range access {
			st, there := old[a.School]
			if !there {
				st = Stream{School: a.School, Epoch: epoch, Acked: change.Vector{}}
			}
			if err := s.follow(tx, st, a, d.Home, !there || st.Gone); err != nil {
				return err
			}
		}
		return nil
	})
}

// isSameHome refuses a home that is another school than the one which has the
// changes made here: they would be mixed.
func isSameHome(tx *bbolt.Tx, d Dashboard, access []wire.Access) error {
	var went wire.Access
	data := settingsIn(tx).Get([]byte(settingWentTo))
	if data == nil || d.Home == "" {
		return nil
	}
	if err := json.Unmarshal(data, &went); err != nil || went.School == d.Home {
		return err
	}
	name := d.Home
	for _, a := range access {
		if a.School == d.Home {
			name = a.Name
		}
	}
	return fmt.Errorf("%w, %s, and would be mixed with those of %s. Keep the two apart: `pdsa --store OTHERFILE join ..`. Nothing was changed",
		ErrOtherSchool, cycle.Clean(went.Name, false), cycle.Clean(name, false))
}

// follow brings a stream up to what the dashboard says about the person's access.
// fresh says that it was not followed until now.
func (s *Store) follow(tx *bbolt.Tx, st Stream, a wire.Access, home string, fresh bool) error {
	if st.Role.Audience() != a.Role.Audience() {
		st.Cursor = 0 // it counted another feed
	}
	st.Name, st.Role, st.Gone = a.Name, a.Role, false
	st.Home = a.School == home && a.Role == wire.Team
	switch {
	case st.Home:
		st.Replica = s.Replica()
		// Whatever is here and in no other stream is the school's then, also what
		// this store wrote under an earlier id. What comes later in a file is its
		// writer's to send.
		if fresh {
			if err := claimAll(tx, &st); err != nil {
				return err
			}
		}
	case st.Replica == "" || st.Replica == s.Replica():
		st.Replica = change.NewID()
	}
	return putStream(tx, st)
}

// claimAll makes every replica in the log that writes in no other stream one of the
// stream's.
func claimAll(tx *bbolt.Tx, st *Stream) error {
	others := map[string]bool{}
	all, err := streamsIn(tx)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.School == st.School {
			continue
		}
		for replica := range other.Acked {
			others[replica] = true
		}
	}
	return eachReplica(tx, func(replica string) {
		if _, there := st.Acked[replica]; !there && !others[replica] {
			st.Acked[replica] = 0
		}
	})
}

// Leave forgets the dashboard. All cycles stay; those of other schools can only
// be read from then on.
func (s *Store) Leave() error {
	return s.update(func(tx *bbolt.Tx) error {
		if err := settingsIn(tx).Delete([]byte(settingDashboard)); err != nil {
			return err
		}
		all, err := streamsIn(tx)
		for _, st := range all {
			st.Gone = true
			err = errors.Join(err, putStream(tx, st))
		}
		return err
	})
}

// Note keeps how the last sync of a stream went: trouble is empty after one that
// went through, at the time at.
func (s *Store) Note(school string, at time.Time, trouble string) error {
	return s.updateStream(school, func(_ *bbolt.Tx, st *Stream) error {
		if trouble == "" {
			st.Contact = at
		}
		st.Trouble = trouble
		return nil
	})
}

// updateStream alters a stream in one transaction.
func (s *Store) updateStream(school string, alter func(*bbolt.Tx, *Stream) error) error {
	return s.update(func(tx *bbolt.Tx) error {
		st, err := streamIn(tx, school)
		if err != nil {
			return err
		}
		if err := alter(tx, &st); err != nil {
			return err
		}
		return putStream(tx, st)
	})
}

func settingsIn(tx *bbolt.Tx) *bbolt.Bucket { return tx.Bucket(bucketMeta).Bucket(bucketSetting) }

// streamIn reads a stream. One that the person has left is not there.
func streamIn(tx *bbolt.Tx, school string) (st Stream, err error) {
	var data []byte
	if b := tx.Bucket(bucketSync).Bucket(bucketStreams); b != nil {
		data = b.Get([]byte(school))
	}
	if data == nil {
		return st, ErrNotJoined
	}
	if st, err = decodeStream(data); err == nil && st.Gone {
		err = ErrNotJoined
	}
	return st, err
}

func streamsIn(tx *bbolt.Tx) (all []Stream, err error) {
	b := tx.Bucket(bucketSync).Bucket(bucketStreams)
	if b == nil {
		return nil, nil
	}
	err = b.ForEach(func(_, data []byte) error {
		st, err := decodeStream(data)
		all = append(all, st)
		return err
	})
	return all, err
}

func decodeStream(data []byte) (st Stream, err error) {
	if err := json.Unmarshal(data, &st); err != nil {
		return st, fmt.Errorf("%w: what is known about the dashboard cannot be read. `pdsa doctor --repair`, then `pdsa sync`", ErrDamaged)
	}
	if st.Acked == nil {
		st.Acked = change.Vector{}
	}
	return st, nil
}

func putStream(tx *bbolt.Tx, st Stream) error {
	b, err := tx.Bucket(bucketSync).CreateBucketIfNotExists(bucketStreams)
	if err != nil {
		return err
	}
	data, err := json.Marshal(st)
	if err != nil {
		return err
	}
	return b.Put([]byte(st.School), data)
}
