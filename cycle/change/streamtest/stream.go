package streamtest

import (
	"maps"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// stream is the stream of one school and the feeds that are drawn from it.
type stream struct {
	name    string
	changes []change.Change
	byDoc   map[string][]change.Change
	hashes  map[change.ID]string
	have    change.Vector // without gaps, those that wait included
	waiting map[change.ID]waiting
	shared  map[string]wire.Audience          // by document
	widest  map[string]wire.Audience          // by document: the largest group ever chosen
	feeds   map[wire.Audience][]change.Change // of coaches and of the district
	fed     map[wire.Audience]map[string]bool // documents that entered a feed
}

func newStream(name string) *stream {
	return &stream{
		name: name, byDoc: map[string][]change.Change{}, hashes: map[change.ID]string{}, have: change.Vector{}, waiting: map[change.ID]waiting{},
		shared: map[string]wire.Audience{}, widest: map[string]wire.Audience{}, feeds: map[wire.Audience][]change.Change{},
		fed: map[wire.Audience]map[string]bool{wire.ForCoach: {}, wire.ForDistrict: {}},
	}
}

// clone copies the stream; changes are shared, they are never altered.
func (s *stream) clone() *stream {
	c := *s
	c.changes, c.have, c.shared, c.widest = slices.Clip(s.changes), s.have.Clone(), maps.Clone(s.shared), maps.Clone(s.widest)
	c.hashes, c.waiting = maps.Clone(s.hashes), maps.Clone(s.waiting)
	c.byDoc = map[string][]change.Change{}
	for doc, changes := range s.byDoc {
		c.byDoc[doc] = slices.Clip(changes)
	}
	c.feeds, c.fed = map[wire.Audience][]change.Change{}, map[wire.Audience]map[string]bool{}
	for reader, docs := range s.fed {
		c.feeds[reader], c.fed[reader] = slices.Clip(s.feeds[reader]), maps.Clone(docs)
	}
	return &c
}

// A waiting change was written in a document that its writer's group cannot see.
type waiting struct {
	from wire.Audience
	change.Change
}

// count notes up to which number all changes of a replica are there.
func (s *stream) count(replica string) {
	for {
		id := change.MakeID(replica, s.have[replica]+1)
		if _, waits := s.waiting[id]; s.hashes[id] == "" && !waits {
			return
		}
		s.have[replica]++
	}
}

// push takes in changes, all or none.
func (s *stream) push(changes []change.Change, role wire.Role) *wire.Error {
	next, fresh := map[string]uint64{}, map[change.ID]bool{}
	reader := role.Audience()
	var admitted, early []change.Change
	for _, c := range changes {
		if err := c.Verify(); err != nil {
			return &wire.Error{Code: wire.CodeDamaged, Message: err.Error()}
		}
		if !role.MayWrite(c) {
			return &wire.Error{Code: wire.CodeForbid, Message: "only the team may write that"}
		}
		have := max(next[c.Replica], s.have[c.Replica])
		hash, taken := s.hashes[c.ID]
		w, waits := s.waiting[c.ID]
		switch {
		case taken && hash == c.Hash, waits && reader != wire.ForTeam && w.Hash == c.Hash, fresh[c.ID]:
			next[c.Replica] = max(have, c.Seq)
			continue
		case taken, waits && reader != wire.ForTeam:
			return &wire.Error{Code: wire.CodeFork, Replica: c.Replica, Have: change.Vector{c.Replica: s.have[c.Replica]}}
		case c.Seq != have+1 && !waits:
			return &wire.Error{Code: wire.CodeGap, Replica: c.Replica, Have: change.Vector{c.Replica: s.have[c.Replica]}}
		}
		next[c.Replica], fresh[c.ID] = max(have, c.Seq), true
		if reader == wire.ForTeam || s.widest[c.Doc].Reaches(reader) {
			admitted = append(admitted, c)
		} else {
			early = append(early, c)
		}
	}
	for _, c := range early {
		s.waiting[c.ID] = waiting{reader, c}
		s.count(c.Replica)
	}
	s.admit(admitted)
	return nil
}

// takeBack takes in returned changes. It returns those that are there then, and those
// in whose place others are.
func (s *stream) takeBack(changes []change.Change, role wire.Role) (has, others []change.ID) {
	reader := role.Audience()
	for _, c := range changes {
		if s.hashes[c.ID] != "" && s.hashes[c.ID] != c.Hash {
			others = append(others, c.ID)
			continue
		}
		shown := reader == wire.ForTeam || s.widest[c.Doc].Reaches(reader)
		for _, each := range changes {
			shown = shown || each.Doc == c.Doc && widest(each, wire.ForTeam).Reaches(reader)
		}
		if s.hashes[c.ID] == "" && shown {
			s.admit([]change.Change{c})
		}
		if s.hashes[c.ID] != "" {
			has = append(has, c.ID)
		}
	}
	return has, others
}

// widest returns the largest group that a change chose, or atLeast.
func widest(c change.Change, atLeast wire.Audience) wire.Audience {
	for _, op := range c.Ops {
		if chosen := wire.Audience(op.Value); op.List == "" && op.Field == "sharing" && !atLeast.Reaches(chosen) {
			atLeast = chosen
		}
	}
	return atLeast
}

// admit puts changes into the stream, and then what waited for them.
func (s *stream) admit(fresh []change.Change) {
	for len(fresh) > 0 {
		s.changes = append(s.changes, fresh...)
		for _, c := range fresh {
			s.hashes[c.ID] = c.Hash
			s.byDoc[c.Doc] = append(s.byDoc[c.Doc], c)
			s.widest[c.Doc] = widest(c, s.widest[c.Doc])
			delete(s.waiting, c.ID)
			s.count(c.Replica)
		}
		s.publish(fresh)
		fresh = nil
		for _, id := range slices.Sorted(maps.Keys(s.waiting)) {
			if w := s.waiting[id]; s.widest[w.Doc].Reaches(w.from) {
				fresh = append(fresh, w.Change)
			}
		}
	}
}

// publish puts changes into the feeds of those who may see their documents; a
// document that becomes visible brings all it has until then.
func (s *stream) publish(fresh []change.Change) {
	done := map[string]bool{}
	for _, c := range fresh {
		if done[c.Doc] {
			continue
		}
		done[c.Doc] = true
		s.shared[c.Doc] = wire.SharedWith(change.Fold(c.Doc, s.byDoc[c.Doc]))
		for reader, docs := range s.fed {
			if !s.shared[c.Doc].Reaches(reader) {
				docs[c.Doc] = false // what comes now is missed, so all is published anew
				continue
			}
			from := fresh
			if !docs[c.Doc] {
				from = s.byDoc[c.Doc]
			}
			docs[c.Doc] = true
			for _, each := range from {
				if each.Doc == c.Doc {
					s.feeds[reader] = append(s.feeds[reader], each)
				}
			}
		}
	}
}

// page returns up to limit changes behind the cursor.
func (s *stream) page(reader wire.Audience, after wire.Cursor, limit int) (out []change.Change, next wire.Cursor, more bool) {
	from := s.of(reader)
	next = min(after, wire.Cursor(len(from)))
	for _, c := range from[next:] {
		if len(out) == limit {
			return out, next, true
		}
		if reader == wire.ForTeam || s.shared[c.Doc].Reaches(reader) {
			out = append(out, c)
		}
		next++
	}
	return out, next, false
}

// of returns the stream as the reader gets it.
func (s *stream) of(reader wire.Audience) []change.Change {
	if reader == wire.ForTeam {
		return s.changes
	}
	return s.feeds[reader]
}
