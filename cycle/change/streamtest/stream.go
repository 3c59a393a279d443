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
	have    change.Vector
	shared  map[string]wire.Audience          // by document
	feeds   map[wire.Audience][]change.Change // of coaches and of the district
	fed     map[wire.Audience]map[string]bool // documents that entered a feed
}

func newStream(name string) *stream {
	return &stream{
		name: name, byDoc: map[string][]change.Change{}, hashes: map[change.ID]string{}, have: change.Vector{}, shared: map[string]wire.Audience{}, feeds: map[wire.Audience][]change.Change{},
		fed: map[wire.Audience]map[string]bool{wire.ForCoach: {}, wire.ForDistrict: {}},
	}
}

// clone copies the stream; changes are shared, they are never altered.
func (s *stream) clone() *stream {
	c := *s
	c.changes, c.have, c.shared, c.hashes = slices.Clip(s.changes), s.have.Clone(), maps.Clone(s.shared), maps.Clone(s.hashes)
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

// push takes in changes, all or none.
func (s *stream) push(changes []change.Change, role wire.Role) *wire.Error {
	have := s.have.Clone()
	var fresh []change.Change
	for _, c := range changes {
		if err := c.Verify(); err != nil {
			return &wire.Error{Code: wire.CodeDamaged, Message: err.Error()}
		}
		if !role.MayWrite(c) {
			return &wire.Error{Code: wire.CodeForbid, Message: "only the team may write that"}
		}
		hash, taken := s.hashes[c.ID]
		switch at := have[c.Replica]; {
		case taken && hash == c.Hash:
		case taken:
			return &wire.Error{Code: wire.CodeFork, Replica: c.Replica, Have: change.Vector{c.Replica: s.have[c.Replica]}}
		case c.Seq != at+1:
			return &wire.Error{Code: wire.CodeGap, Replica: c.Replica, Have: change.Vector{c.Replica: s.have[c.Replica]}}
		default:
			have.Add(c.Replica, c.Seq)
			fresh = append(fresh, c)
		}
	}
	s.have = have
	s.changes = append(s.changes, fresh...)
	for _, c := range fresh {
		s.hashes[c.ID] = c.Hash
		s.byDoc[c.Doc] = append(s.byDoc[c.Doc], c)
	}
	s.publish(fresh)
	return nil
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
