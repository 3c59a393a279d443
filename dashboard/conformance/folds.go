package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// folds are the checks of the cycles as the server folds them.
var folds = []check{
	{"folded cycle", wire.LevelFolded, checkFolded},
	{"list of cycles", wire.LevelFolded, checkListed},
	{"history", wire.LevelFolded, checkHistory},
	{"unchanged cycle", wire.LevelFolded, checkSameCycle},
	{"no such cycle", wire.LevelFolded, checkNoCycle},
}

// story is a cycle that two laptops write.
type story struct {
	s       *session
	doc     string
	changes []change.Change // what the server has
	a, b    *writer
}

func (s *session) story() *story {
	st := &story{s: s, doc: docPrefix + change.NewID(), a: s.writer(), b: s.writer()}
	st.a.doc, st.b.doc = st.doc, st.doc
	return st
}

// state is the cycle as the changes make it here.
func (st *story) state() *change.State { return change.Fold(st.doc, st.changes) }

// write pushes one change with the edits, as made by someone who had seen so many
// of the changes.
func (st *story) write(ctx context.Context, w *writer, seen int, edits ...cycle.Edit) error {
	ops := change.Fold(st.doc, st.changes[:seen]).Build(w.replica, nil, edits)
	c := w.next(ops...)
	c.At.N = int64(len(st.changes)) // within one millisecond, too, the later is the newer
	c = sealed(c)
	if _, err := st.s.push(ctx, c); err != nil {
		return err
	}
	st.changes = append(st.changes, c)
	return nil
}

// tell writes a cycle with lists, a move, a deletion that met an edit, and two
// values that were written apart.
func (st *story) tell(ctx context.Context, after func() error) error {
	for _, step := range []struct {
		w     *writer
		seen  int
		edits []cycle.Edit
	}{
		{st.a, 0, []cycle.Edit{cycle.SetField("title", "Conformance"), cycle.SetField("problem.who", "Teachers"), cycle.Add("drivers", "d1"), cycle.SetIn("drivers", "d1", "text", "Routines")}},
		{st.b, 1, []cycle.Edit{cycle.Add("drivers", "d2"), cycle.SetIn("drivers", "d2", "text", "Feedback"), cycle.Move("drivers", "d2", "d1")}},
		{st.a, 2, []cycle.Edit{cycle.SetField("problem.does", "give time to talk"), cycle.SetField("problem.who", "New teachers")}},
		{st.b, 2, []cycle.Edit{cycle.SetField("problem.who", "Mentors")}},
		{st.a, 3, []cycle.Edit{cycle.Remove("drivers", "d1")}},
		{st.b, 4, []cycle.Edit{cycle.SetIn("drivers", "d1", "text", "Calm routines")}},
		{st.a, 6, []cycle.Edit{cycle.Remove("drivers", "d2")}},
	} {
		if err := st.write(ctx, step.w, step.seen, step.edits...); err != nil {
			return err
		}
		if err := after(); err != nil {
			return fmt.Errorf("after change %d of the cycle: %w", len(st.changes), err)
		}
	}
	return nil
}

func (st *story) path() string { return "/v1/cycles/" + url.PathEscape(st.doc) }

// get reads one JSON answer of status 200.
func (s *session) get(ctx context.Context, path string, into any) (answer, error) {
	a, err := s.send(ctx, request{path: path})
	if err != nil {
		return a, err
	}
	if a.status != http.StatusOK {
		return a, mismatch(a.what, "200", a.words())
	}
	return a, a.decode(into)
}

// checkFolded: at any moment the server's cycle is the one that the same changes
// make on a laptop.
func checkFolded(ctx context.Context, s *session) error {
	st := s.story()
	return st.tell(ctx, func() error {
		var got map[string]json.RawMessage
		a, err := s.get(ctx, st.path(), &got)
		if err != nil {
			return err
		}
		state := st.state()
		want := state.Cycle().Document()
		want["conflicts"] = len(state.Conflicts())
		for _, key := range slices.Sorted(maps.Keys(want)) {
			value, err := json.Marshal(want[key])
			if err != nil {
				return err
			}
			if !sameJSON(got[key], value) {
				return mismatch(a.what+": "+key, string(value), string(got[key]))
			}
		}
		return nil
	})
}

// sameJSON compares two JSON values, whatever the order of their members.
func sameJSON(a, b []byte) bool {
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	left, err := json.Marshal(x)
	right, err2 := json.Marshal(y)
	return err == nil && err2 == nil && string(left) == string(right)
}

// checkListed: the list has the cycle, with its title and whose it is, on one of
// its pages, and what is the team's own is not offered to other schools.
func checkListed(ctx context.Context, s *session) error {
	st := s.story()
	if err := st.tell(ctx, func() error { return nil }); err != nil {
		return err
	}
	for scope, want := range map[string]bool{"mine": true, "network": false} {
		row, err := s.find(ctx, scope, st.doc)
		if err != nil {
			return err
		}
		what := "GET /v1/cycles?scope=" + scope
		if (row != nil) != want {
			return mismatch(what, fmt.Sprintf("the cycle is listed: %v", want), fmt.Sprint(row != nil))
		}
		if row == nil {
			continue
		}
		title := st.state().Cycle().Values["title"]
		if row.School != s.school || row.Summary.Title != title || row.Sharing != string(wire.ForTeam) {
			return mismatch(what, fmt.Sprintf("%q of school %s, sharing %s", title, s.school, wire.ForTeam), fmt.Sprintf("%q of school %s, sharing %s", row.Summary.Title, row.School, row.Sharing))
		}
	}
	return nil
}

// listed is the part of a line of the list that is looked at.
type listed struct {
	ID, School, Sharing string
	Summary             struct{ Title string }
}

// find looks for a cycle on all pages of a list.
func (s *session) find(ctx context.Context, scope, doc string) (*listed, error) {
	after := ""
	for {
		var page struct {
			Cycles []listed
			Next   string
		}
		query := url.Values{"scope": {scope}, "limit": {"50"}}
		if after != "" {
			query.Set("after", after)
		}
		a, err := s.get(ctx, "/v1/cycles?"+query.Encode(), &page)
		if err != nil {
			return nil, err
		}
		for _, row := range page.Cycles {
			if row.ID == doc {
				return &row, nil
			}
		}
		if page.Next == "" {
			return nil, nil
		}
		if page.Next == after || len(page.Cycles) == 0 {
			return nil, mismatch(a.what, "another page", "the same one again")
		}
		after = page.Next
	}
}

// checkHistory: who wrote what, the newest first.
func checkHistory(ctx context.Context, s *session) error {
	st := s.story()
	if err := st.tell(ctx, func() error { return nil }); err != nil {
		return err
	}
	type line struct {
		Change change.ID `json:"change"`
		Do     string    `json:"do"`
		Field  string    `json:"field"`
		Value  string    `json:"value"`
	}
	var got struct{ Entries []line }
	a, err := s.get(ctx, st.path()+"/history", &got)
	if err != nil {
		return err
	}
	want := []line{}
	for _, e := range change.NewState("").History(st.changes) {
		want = append(want, line{e.Change, e.Do, e.Path.String(), e.Value})
	}
	if !slices.Equal(got.Entries, want) {
		return mismatch(a.what, fmt.Sprint(want), fmt.Sprint(got.Entries))
	}
	return nil
}

// checkSameCycle: who has the cycle as it is gets 304.
func checkSameCycle(ctx context.Context, s *session) error {
	st := s.story()
	if err := st.write(ctx, st.a, 0, cycle.SetField("title", "Conformance")); err != nil {
		return err
	}
	a, err := s.send(ctx, request{path: st.path()})
	if err != nil {
		return err
	}
	tag := a.header.Get("ETag")
	if tag == "" {
		return mismatch(a.what, "an ETag", "none")
	}
	look := request{path: st.path(), header: map[string]string{"If-None-Match": tag}}
	if a, err = s.send(ctx, look); err != nil {
		return err
	}
	if a.status != http.StatusNotModified || len(a.body) > 0 {
		return mismatch(a.what+" unchanged", "304 without a body", fmt.Sprintf("%s with %d bytes", a.words(), len(a.body)))
	}
	if err := st.write(ctx, st.a, 1, cycle.SetField("title", "Conformance again")); err != nil {
		return err
	}
	if a, err = s.send(ctx, look); err != nil {
		return err
	}
	if a.status != http.StatusOK {
		return mismatch(a.what+" changed", "200", a.words())
	}
	return nil
}

// checkNoCycle: what is not there is 404, with its history too.
func checkNoCycle(ctx context.Context, s *session) error {
	path := "/v1/cycles/" + docPrefix + change.NewID()
	for _, p := range []string{path, path + "/history"} {
		a, err := s.send(ctx, request{path: p})
		if err != nil {
			return err
		}
		if err := a.refused(http.StatusNotFound, wire.CodeNotFound); err != nil {
			return err
		}
	}
	return nil
}
