package history

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// An entry is one line of the history with what is shown of it.
type entry struct {
	change.Entry
	at   time.Time // in the zone of the laptop
	day  cycle.Day
	who  string
	what string // where it was written: "Problem: Who"
	text string // the value in words
	// search is all of it in lower case, for the filter.
	search string
}

// build makes the lines to show out of what was read.
func (s *Screen) build(read []change.Entry) []entry {
	c, today, zone := s.s.Cycle(), s.env.Today(), s.env.Now().Location()
	names, filled := namesOf(read), filledOf(read)
	out := make([]entry, 0, len(read))
	for _, r := range read {
		if !concerns(r.Path, s.key) || r.Do == change.DoAdd && filled[inChange{r.Change, r.Path.List, r.Path.Item}] {
			continue
		}
		e := entry{Entry: r, at: r.At.Time().In(zone), who: cycle.Clean(r.Author, false), what: placeWords(c, names, r.Path)}
		e.day = cycle.DayOf(e.at)
		if e.who == "" {
			e.who = "someone"
		}
		e.text = ui.ValueWords(c, r.Path, r.Value, today)
		e.search = strings.ToLower(e.who + "\n" + e.what + "\n" + e.text)
		out = append(out, e)
	}
	return out
}

// concerns reports whether the path belongs to the key: a field, a list, an item
// or a step. An empty key is the whole document.
func concerns(p cycle.Path, key string) bool {
	if key == "" || p.String() == key || p.List == key {
		return true
	}
	if strings.HasPrefix(p.String(), key+".") || strings.HasPrefix(p.String(), key+"/") {
		return true
	}
	field := p.Field
	if p.List != "" {
		field = p.List
	}
	step, ok := cycle.StepOf(field)
	return ok && step.Key == key
}

type inChange struct {
	change     change.ID
	list, item string
}

// filledOf tells which changes wrote in which items: that such a change has added
// the item as well needs no line of its own.
func filledOf(read []change.Entry) map[inChange]bool {
	out := map[inChange]bool{}
	for _, r := range read {
		if r.Do == change.DoSet && r.Path.List != "" {
			out[inChange{r.Change, r.Path.List, r.Path.Item}] = true
		}
	}
	return out
}

type itemKey struct{ list, id string }

// namesOf gives the last values of every item that was ever written, so that
// items that are gone have names too.
func namesOf(read []change.Entry) map[itemKey]cycle.Item {
	items := map[itemKey]cycle.Item{}
	for _, r := range read {
		if r.Do != change.DoSet || r.Path.List == "" || r.Value == "" {
			continue
		}
		k := itemKey{r.Path.List, r.Path.Item}
		it, ok := items[k]
		if !ok {
			it = cycle.Item{ID: k.id, Values: map[string]string{}}
			items[k] = it
		}
		if it.Values[r.Path.Field] == "" {
			it.Values[r.Path.Field] = r.Value
		}
	}
	return items
}

// placeWords names the place of an entry, also in an item that was taken out.
func placeWords(c *cycle.Cycle, names map[itemKey]cycle.Item, p cycle.Path) string {
	if p.List == "" {
		return cycle.Clean(c.Words(p), false)
	}
	if _, there := c.Item(p.List, p.Item); there {
		return cycle.Clean(c.Words(p), false)
	}
	gone := &cycle.Cycle{Lists: map[string][]cycle.Item{p.List: {names[itemKey{p.List, p.Item}]}}}
	return cycle.Clean(gone.Words(p), false)
}

// back is what key r would write: the edits and what they do in a sentence.
type back struct {
	edits []cycle.Edit
	// before says that it is the text that stood there before the entry.
	before bool
	item   bool
}

// back works out what can be brought back from an entry; ok is false when there
// is nothing that does not stand there already.
func (s *Screen) back(e *entry) (b back, ok bool) {
	c := s.s.Cycle()
	switch e.Do {
	case change.DoDel:
		if _, there := c.Item(e.Path.List, e.Path.Item); there {
			return back{}, false
		}
		return back{edits: s.itemEdits(e), item: true}, true
	case change.DoSet:
		now := s.now(e.Path)
		if e.Value != "" && e.Value != now {
			return back{edits: []cycle.Edit{cycle.Set(e.Path, e.Value)}}, true
		}
		for _, v := range e.Before {
			if v != now {
				return back{edits: []cycle.Edit{cycle.Set(e.Path, v)}, before: true}, true
			}
		}
	}
	return back{}, false
}

func (s *Screen) now(p cycle.Path) string {
	c := s.s.Cycle()
	if p.List == "" {
		return c.Values[p.Field]
	}
	it, _ := c.Item(p.List, p.Item)
	return it.Values[p.Field]
}

// itemEdits puts an item that was taken out back with the values that it had
// then.
func (s *Screen) itemEdits(del *entry) []cycle.Edit {
	p := del.Path
	values := map[string]string{}
	for i, r := range s.read {
		if r.Change != del.Change || r.Do != change.DoDel || r.Path != p {
			continue
		}
		for _, older := range s.read[i+1:] {
			if older.Path.List != p.List || older.Path.Item != p.Item {
				continue
			}
			if older.Do == change.DoDel {
				break
			}
			if _, later := values[older.Path.Field]; older.Do == change.DoSet && !later {
				values[older.Path.Field] = older.Value
			}
		}
		break
	}
	edits := []cycle.Edit{cycle.Add(p.List, p.Item)}
	for _, field := range slices.Sorted(maps.Keys(values)) {
		if values[field] != "" {
			edits = append(edits, cycle.SetIn(p.List, p.Item, field, values[field]))
		}
	}
	return edits
}
