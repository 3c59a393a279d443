package backendtest

import (
	"errors"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// This file keeps streams, their feeds and what waits.

func (c *content) Have(school string) (change.Vector, error) {
	type place struct {
		replica string
		seq     uint64
	}
	there, replicas := map[place]bool{}, map[string]bool{}
	note := func(ch change.Change) {
		there[place{ch.Replica, ch.Seq}], replicas[ch.Replica] = true, true
	}
	for _, ch := range c.streams[school] {
		note(ch)
	}
	for _, w := range c.waiting[school] {
		note(w.Change)
	}
	have := change.Vector{}
	for replica := range replicas {
		for there[place{replica, have[replica] + 1}] {
			have[replica]++
		}
	}
	return have, nil
}

func (c *content) Records(school string, ids []change.ID) (map[change.ID]change.Change, error) {
	records := map[change.ID]change.Change{}
	for _, ch := range c.streams[school] {
		if slices.Contains(ids, ch.ID) {
			records[ch.ID] = ch
		}
	}
	return records, nil
}

func (c *content) Head(school string, reader wire.Audience) (uint64, error) {
	switch reader {
	case wire.ForTeam:
		return uint64(len(c.streams[school])), nil
	case wire.ForCoach, wire.ForDistrict:
		return uint64(len(c.feeds[feed{school, reader}])), nil
	}
	return 0, errors.New("no such readers")
}

// entries returns all entries of a reader's stream, hidden ones included.
func (c *content) entries(school string, reader wire.Audience) []change.Change {
	if reader == wire.ForTeam {
		return c.streams[school]
	}
	known := map[change.ID]change.Change{}
	for _, ch := range c.streams[school] {
		known[ch.ID] = ch
	}
	var published []change.Change
	for _, id := range c.feeds[feed{school, reader}] {
		published = append(published, known[id])
	}
	return published
}

func (c *content) Page(school string, reader wire.Audience, after uint64, limit int) (entries []dashboard.Entry, next uint64, more bool, err error) {
	head, err := c.Head(school, reader)
	if err != nil || after >= head {
		return nil, after, false, err
	}
	next = after
	for _, ch := range c.entries(school, reader)[after:] {
		if len(entries) == max(limit, 1) {
			return entries, next, true, nil
		}
		next++
		if reader == wire.ForTeam || c.docs[docKey{school, ch.Doc}].Shared.Reaches(reader) {
			entries = append(entries, dashboard.Entry{N: next, Change: ch})
		}
	}
	return entries, next, false, nil
}

func (c *content) Feed(school string, reader wire.Audience, after uint64, limit int) ([]change.ID, error) {
	if reader != wire.ForCoach && reader != wire.ForDistrict {
		return nil, errors.New("no such feed")
	}
	ids := c.feeds[feed{school, reader}]
	ids = ids[min(after, uint64(len(ids))):]
	return slices.Clone(ids[:min(len(ids), max(limit, 1))]), nil
}

func (c *content) DocChanges(school, id string) ([]change.Change, error) {
	other := func(ch change.Change) bool { return ch.Doc != id }
	return slices.DeleteFunc(slices.Clone(c.streams[school]), other), nil
}

func (c *content) Append(school string, changes []change.Change) (first uint64, err error) {
	if _, ok := c.schools[school]; !ok {
		return 0, c.fail(dashboard.ErrNotFound)
	}
	first = uint64(len(c.streams[school])) + 1
	for _, ch := range changes {
		kept, err := c.keepable(school, ch)
		if err != nil {
			return 0, c.fail(err)
		}
		c.streams[school] = append(c.streams[school], kept)
		waits := func(w dashboard.Waiting) bool { return w.Change.ID == ch.ID }
		c.waiting[school] = slices.DeleteFunc(slices.Clone(c.waiting[school]), waits)
	}
	return first, nil
}

// keepable checks a change that is to be put in and returns it as others keep it: by
// way of its JSON.
func (c *content) keepable(school string, ch change.Change) (kept change.Change, err error) {
	there, err := c.Records(school, []change.ID{ch.ID})
	switch {
	case err != nil:
		return kept, err
	case len(there) > 0:
		return kept, dashboard.ErrTaken
	case len(ch.Replica) > dashboard.MaxName || len(ch.Doc) > dashboard.MaxName:
		return kept, dashboard.ErrTooLong
	case ch.ID != change.MakeID(ch.Replica, ch.Seq):
		return kept, errors.New("the id is not that of replica and number")
	}
	body, err := ch.MarshalJSON()
	if err == nil {
		err = kept.UnmarshalJSON(body)
	}
	return kept, err
}

func (c *content) Hold(school string, from wire.Audience, changes []change.Change) error {
	if _, ok := c.schools[school]; !ok {
		return c.fail(dashboard.ErrNotFound)
	}
	for _, ch := range changes {
		kept, err := c.keepable(school, ch)
		if err != nil {
			return c.fail(err)
		}
		if waits, _ := c.Waits(school, []change.ID{ch.ID}); len(waits) > 0 {
			return c.fail(dashboard.ErrTaken)
		}
		c.waiting[school] = append(c.waiting[school], dashboard.Waiting{From: from, Change: kept})
	}
	return nil
}

func (c *content) Waits(school string, ids []change.ID) (map[change.ID]dashboard.Waiting, error) {
	out := map[change.ID]dashboard.Waiting{}
	for _, w := range c.waiting[school] {
		if slices.Contains(ids, w.Change.ID) {
			out[w.Change.ID] = w
		}
	}
	return out, nil
}

func (c *content) WaitsIn(school string, docs []string) ([]dashboard.Waiting, error) {
	other := func(w dashboard.Waiting) bool { return docs != nil && !slices.Contains(docs, w.Change.Doc) }
	out := slices.DeleteFunc(slices.Clone(c.waiting[school]), other)
	slices.SortFunc(out, dashboard.CompareWaiting)
	return out, nil
}

func (c *content) Publish(school string, reader wire.Audience, ids []change.ID) error {
	if reader != wire.ForCoach && reader != wire.ForDistrict {
		return c.fail(errors.New("no such feed"))
	}
	if _, ok := c.schools[school]; !ok {
		return c.fail(dashboard.ErrNotFound)
	}
	there, err := c.Records(school, ids)
	if err != nil {
		return c.fail(err)
	}
	for _, id := range ids {
		if _, ok := there[id]; !ok {
			return c.fail(dashboard.ErrNotFound)
		}
	}
	key := feed{school, reader}
	c.feeds[key] = append(c.feeds[key], ids...)
	return nil
}
