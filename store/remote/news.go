package remote

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

// News says what one person changed in one cycle, for the line "Maria changed the
// goal".
type News struct {
	Doc    string    `json:"id"`
	Title  string    `json:"title"`
	Author string    `json:"author"`
	At     time.Time `json:"at"` // of the last change
	// Began is set when the cycle itself is new.
	Began bool `json:"began,omitempty"`
	// What names the places, each once, in the order of the changes.
	What []string `json:"what"`
}

// maxWhat bounds the places that are named.
const maxWhat = 8

// String is the line, without the time.
func (n News) String() string {
	who, title := cmp.Or(n.Author, "someone"), cmp.Or(n.Title, "a cycle without a title")
	if n.Began {
		return fmt.Sprintf("%s began %q", who, title)
	}
	what := strings.Join(n.What[:min(len(n.What), 2)], " and ")
	switch left := len(n.What) - 2; {
	case len(n.What) == 0:
		what = "the cycle"
	case left > 0:
		what += fmt.Sprintf(" and %d more", left)
	}
	return fmt.Sprintf("%s changed %s in %q", who, what, title)
}

// newsOf tells what others changed. own is the replica of this laptop.
func newsOf(s *store.Store, changes []change.Change, own string) ([]News, error) {
	type document struct {
		state *change.State
		shown *cycle.Cycle
	}
	var all []News
	docs := map[string]document{}
	for _, c := range changes {
		if c.Replica == own || c.TellsOnly() {
			continue
		}
		doc, met := docs[c.Doc]
		if !met {
			st, err := s.State(c.Doc)
			if err != nil {
				return nil, err
			}
			doc = document{st, st.Cycle()}
			docs[c.Doc] = doc
		}
		all = mergeNews(all, []News{newsIn(doc.state, doc.shown, c)})
	}
	return all, nil
}

func newsIn(st *change.State, doc *cycle.Cycle, c change.Change) News {
	n := News{
		Doc: c.Doc, Title: cycle.Clean(doc.Values["title"], false), Author: cycle.Clean(c.Author, false),
		At: c.At.Time(), Began: st.Created.ID == c.ID,
	}
	for _, op := range c.Ops {
		if op.Do != change.DoAdd && op.Do != change.DoSet && op.Do != change.DoDel || len(n.What) == maxWhat {
			continue
		}
		what := cycle.Clean(doc.Words(placeOf(op)), false)
		if !slices.Contains(n.What, what) {
			n.What = append(n.What, what)
		}
	}
	return n
}

// mergeNews adds news to what is there: one for each person and cycle.
func mergeNews(all, more []News) []News {
	for _, n := range more {
		i := slices.IndexFunc(all, func(old News) bool { return old.Doc == n.Doc && old.Author == n.Author })
		if i < 0 {
			all = append(all, n)
			continue
		}
		for _, what := range n.What {
			if !slices.Contains(all[i].What, what) && len(all[i].What) < maxWhat {
				all[i].What = append(all[i].What, what)
			}
		}
		all[i].Began = all[i].Began || n.Began
		if n.At.After(all[i].At) {
			all[i].At = n.At
		}
	}
	return all
}

// placeOf returns where an op wrote. A whole item stands for all its fields.
func placeOf(op change.Op) cycle.Path {
	if op.List != "" {
		return cycle.Path{List: op.List, Item: op.Item}
	}
	return cycle.Path{Field: op.Field}
}
