package remote

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

func comment(id, text string) []cycle.Edit {
	return []cycle.Edit{cycle.Add("comments", id), cycle.SetIn("comments", id, "text", text)}
}

func TestCoach(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana := w.team()
	hill := w.laptop(wire.Team, 0, "hill")
	coach := w.laptop(wire.Coach, 0, "canal", "hill")
	coach.save("mine", cycle.SetField("title", "My own notes"))

	ana.save("d1", cycle.SetField("title", "Late"))
	ana.save("d2", cycle.SetField("title", "Secret"))
	hill.save("h1", cycle.SetField("title", "Walkers"), cycle.SetField("sharing", "coach"))
	hill.mustSync()
	ana.mustSync()
	if r := coach.mustSync(); r.Got != 1 {
		t.Fatalf("the coach got %d changes of what is shared, want 1", r.Got)
	}
	ana.save("d1", cycle.SetField("sharing", "coach"))
	ana.mustSync()
	coach.mustSync()
	if got := shows(t, coach, "d1", "title"); got != "Late" {
		t.Errorf("title = %q", got)
	}
	if _, err := coach.store.State("d2"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("what is not shared: %v", err)
	}

	coach.save("d1", comment("c1", "Who keeps the count?")...)
	coach.save("h1", comment("c2", "Fine")...)
	_, err := coach.store.Save("d1", nil, cycle.SetField("title", "Mine now"))
	if !errors.Is(err, store.ErrNotAllowed) || !strings.Contains(err.Error(), "you can comment on this cycle; only its team of Eastern Canal can change it") {
		t.Errorf("Save = %v", err)
	}
	if got := shows(t, coach, "d1", "title"); got != "Late" {
		t.Errorf("title = %q", got)
	}
	if status, _ := StatusOf(coach.store, nil); status.ToSend != 2 {
		t.Errorf("status %+v", status)
	}
	if r := coach.mustSync(); r.Sent != 2 || r.Left != 0 {
		t.Errorf("Sync = %+v", r)
	}
	ana.mustSync()
	c, err := ana.store.Cycle("d1")
	if err != nil || len(c.Lists["comments"]) != 1 || c.Lists["comments"][0].Values["text"] != "Who keeps the count?" {
		t.Errorf("the team sees %+v, %v", c.Lists["comments"], err)
	}
	for _, school := range []string{"canal", "hill"} {
		for _, ch := range w.server.Changes(school) {
			if ch.Doc == "mine" {
				t.Errorf("the coach's own notes went to %s", school)
			}
		}
	}
	// Undo reaches the comment, under the replica that wrote it.
	if _, err := coach.store.Undo("d1"); err != nil {
		t.Errorf("Undo: %v", err)
	}
	coach.mustSync()
	ana.mustSync()
	if c, _ := ana.store.Cycle("d1"); len(c.Lists["comments"]) != 0 {
		t.Errorf("after undo the team sees %+v", c.Lists["comments"])
	}
	// After leaving, it can only be read.
	if err := coach.store.Leave(); err != nil {
		t.Fatal(err)
	}
	if _, err := coach.store.Save("d1", nil, comment("c3", "x")...); !errors.Is(err, store.ErrNotAllowed) {
		t.Errorf("after leaving: %v", err)
	}
	coach.save("mine", cycle.SetField("title", "Still mine"))
}

func TestReader(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, reader := w.team(), w.laptop(wire.Reader, 0, "canal")
	ana.save("d1", cycle.SetField("title", "Late"))
	ana.mustSync()
	reader.save("own", cycle.SetField("title", "Notes"))
	reader.mustSync()
	if _, err := reader.store.Save("d1", nil, comment("c", "x")...); !errors.Is(err, store.ErrNotAllowed) || !strings.Contains(err.Error(), "you can read") {
		t.Errorf("Save = %v", err)
	}
	if n := len(w.server.Changes("canal")); n != 1 {
		t.Errorf("the server has %d changes, want 1", n)
	}
}

// TestRoleTakenAway refuses a team's push: the changes stay, and the rest goes on.
func TestRoleTakenAway(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, sok := w.team(), w.team()
	ana.save("d1", cycle.SetField("title", "Late"))
	w.settle()
	ana.save("d1", cycle.SetField("title", "Later"))
	sok.save("d1", cycle.SetField("strengths", "Greetings"))
	sok.mustSync()
	w.server.Assign(ana.token, wire.Reader, "canal")
	r := ana.mustSync()
	if len(r.Refused) > 0 || r.Got != 1 || shows(t, ana, "d1", "strengths") != "Greetings" {
		t.Errorf("Sync = %+v", r)
	}
	if _, err := ana.store.Save("d1", nil, cycle.SetField("title", "x")); err != nil {
		t.Logf("a reader's save: %v", err)
	}
	w.server.Assign(ana.token, wire.Team, "canal")
	if _, err := Join(t.Context(), ana.store, ana.client(), w.server.Invite(ana.token), "laptop"); err != nil {
		t.Fatal(err)
	}
	if r := ana.mustSync(); r.Sent == 0 || r.Left != 0 {
		t.Errorf("as a team again: %+v", r)
	}
	w.settle()
	w.checkEqual()
}

// TestCopiedCoach forks in a feed that does not show everything.
func TestCopiedCoach(t *testing.T) {
	w := newWorld(t)
	defer w.end()
	ana, coach := w.team(), w.laptop(wire.Coach, 0, "canal")
	for _, doc := range []string{"d1", "d2"} {
		ana.save(doc, cycle.SetField("title", doc), cycle.SetField("sharing", "coach"))
	}
	ana.mustSync()
	coach.mustSync()
	twin := w.clone(coach)
	coach.save("d1", comment("c1", "one")...)
	coach.mustSync()
	ana.mustSync()
	ana.save("d1", cycle.SetField("sharing", "team"))
	ana.mustSync()
	twin.save("d2", comment("c2", "two")...)
	if r := twin.mustSync(); !r.Copied || r.Sent != 1 {
		t.Errorf("Sync = %+v", r)
	}
	ana.mustSync()
	c, err := ana.store.Cycle("d2")
	if err != nil || len(c.Lists["comments"]) != 1 {
		t.Errorf("the team sees %+v, %v", c.Lists["comments"], err)
	}
}

// TestFeeds plays a team that shares and withdraws while a coach comments: every
// comment reaches the team, and the coach sees the cycles that are shared as they are.
func TestFeeds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		defer w.end()
		ana, coach := w.team(), w.laptop(wire.Coach, 0, "canal")
		ana.wire.Next, coach.wire.Next = ana.faults(t), coach.faults(t)
		comments := map[string]string{}
		for range rapid.IntRange(5, 25).Draw(t, "steps") {
			doc := rapid.SampledFrom([]string{"d1", "d2"}).Draw(t, "doc")
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 0, 1:
				ana.save(doc, cycle.SetField("title", w.value()))
			case 2:
				ana.save(doc, cycle.SetField("sharing", rapid.SampledFrom([]string{"team", "coach", "district"}).Draw(t, "sharing")))
			case 3:
				_, _ = ana.sync()
			case 4:
				_, _ = coach.sync()
			default:
				if _, err := coach.store.State(doc); err == nil {
					text := w.value()
					coach.save(doc, comment(change.NewID(), text)...)
					comments[text] = doc
				}
			}
		}
		w.settle()
		for text, doc := range comments {
			found := false
			c, err := ana.store.Cycle(doc)
			if err != nil {
				t.Fatalf("%v", err)
			}
			for _, it := range c.Lists["comments"] {
				found = found || it.Values["text"] == text
			}
			if !found {
				t.Fatalf("the comment %q did not reach the team", text)
			}
		}
		for _, doc := range []string{"d1", "d2"} {
			st, err := ana.store.State(doc)
			if err != nil || wire.SharedWith(st) == wire.ForTeam {
				continue
			}
			theirs, err := coach.store.State(doc)
			if err != nil || len(theirs.Seen) != len(st.Seen) || differ(theirs, st) {
				t.Fatalf("the coach sees in %s\n%+v\nand the team\n%+v (%v)", doc, theirs, st, err)
			}
		}
	})
}

func differ(a, b *change.State) bool {
	for replica, seq := range a.Seen {
		if b.Seen[replica] != seq {
			return true
		}
	}
	return a.Cycle().Values["title"] != b.Cycle().Values["title"]
}
