package backendtest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

func testSettings(t *testing.T, open Opener) {
	b := open(t).Backend
	want := map[string]string{}
	for i, odd := range oddTexts {
		key := fmt.Sprint("key", i)
		want[key] = odd
		update(t, b, "", func(tx dashboard.Tx) error {
			return errors.Join(tx.SetSetting(key, "before"), tx.SetSetting(key, odd))
		})
	}
	view(t, b, func(r dashboard.Reader) error {
		for key, value := range want {
			got, err := r.Setting(key)
			if got != value || err != nil {
				t.Errorf("setting %s is %q (%v), want %q", key, got, err, value)
			}
		}
		got, err := r.Settings()
		equal(t, "settings", got, want)
		return err
	})
}

func testSchoolsAndPeople(t *testing.T, open Opener) {
	b := open(t).Backend
	// Two with one name, and capitals, which come before small letters.
	names := append([]string{"Zeta", "alpha", "Beta", "Beta"}, oddTexts[1:]...)
	memory := NewMemory()
	for i, name := range names {
		put := func(tx dashboard.Tx) error {
			return errors.Join(
				tx.PutSchool(dashboard.School{ID: fmt.Sprint("s", len(names)-i), Name: "old", Created: fall}),
				tx.PutSchool(dashboard.School{ID: fmt.Sprint("s", len(names)-i), Name: name, Network: name, Created: fall}),
				tx.PutPerson(dashboard.Person{
					ID: fmt.Sprint("p", len(names)-i), Name: name, Role: wire.Roles[i%len(wire.Roles)], Admin: i%2 == 0,
					Schools: []string{"s2", "s1"}[:i%3], Created: fall,
				}),
			)
		}
		update(t, b, "", put)
		update(t, memory, "", put)
	}
	revoke := func(tx dashboard.Tx) error {
		p, err := tx.Person("p1")
		p.Revoked = fall.Add(time.Hour)
		return errors.Join(err, tx.PutPerson(p))
	}
	update(t, b, "", revoke)
	update(t, memory, "", revoke)
	Same(t, memory, b)
	noID := func(tx dashboard.Tx) error { return tx.PutSchool(dashboard.School{Name: "x", Created: fall}) }
	if err := b.Update(background, "", noID); err == nil {
		t.Error("a school without an id is taken")
	}
}

func testTokens(t *testing.T, open Opener) {
	b := open(t).Backend
	first := dashboard.Token{Hash: "b", ID: "t1", Person: "p", Use: dashboard.ForDevice, Device: "Ada's\x00laptop", Created: fall.Add(time.Hour)}
	older := dashboard.Token{Hash: "c", ID: "t2", Person: "p", Use: dashboard.ForBrowser, Created: fall, Expires: fall.AddDate(0, 0, 1)}
	twin := dashboard.Token{Hash: "a", ID: "t3", Person: "q", Created: fall, Revoked: fall}
	update(t, b, "", func(tx dashboard.Tx) error {
		return errors.Join(tx.PutToken(first), tx.PutToken(older), tx.PutToken(twin))
	})
	seen := fall.Add(2 * time.Hour)
	update(t, b, "", func(tx dashboard.Tx) error {
		return errors.Join(tx.SeenToken("b", seen), tx.SeenToken("b", seen.Add(-time.Minute)), tx.SeenToken("unknown", seen))
	})
	first.LastSeen = seen.Truncate(time.Microsecond)
	check := func() {
		t.Helper()
		view(t, b, func(r dashboard.Reader) error {
			all, err := r.Tokens()
			equal(t, "tokens", all, []dashboard.Token{twin.UTC(), older.UTC(), first.UTC()})
			one, oneErr := r.Token("b")
			equal(t, "token", one, first.UTC())
			if _, err := r.Token("unknown"); !errors.Is(err, dashboard.ErrNotFound) {
				t.Errorf("an unknown token: %v", err)
			}
			return errors.Join(err, oneErr)
		})
	}
	check()
	// What is put is what is there, also when it says less than was seen.
	first.Revoked, first.LastSeen = seen, fall
	update(t, b, "", func(tx dashboard.Tx) error { return tx.PutToken(first) })
	check()
}

func testInvites(t *testing.T, open Opener) {
	b := open(t).Backend
	one := dashboard.Invite{Hash: "y", Person: "p", By: "Grace", Created: fall.Add(time.Second), Expires: fall.AddDate(0, 0, 1)}
	two := dashboard.Invite{Hash: "z", Person: "p", By: "a\x00", Created: fall}
	twin := dashboard.Invite{Hash: "x", Person: "q", Created: fall}
	update(t, b, "", func(tx dashboard.Tx) error {
		return errors.Join(tx.PutInvite(one), tx.PutInvite(two), tx.PutInvite(twin))
	})
	one.Used = fall.Add(time.Hour)
	update(t, b, "", func(tx dashboard.Tx) error { return tx.PutInvite(one) })
	view(t, b, func(r dashboard.Reader) error {
		got, err := r.Invite("y")
		equal(t, "invite", got, one.UTC())
		all, allErr := r.Invites()
		equal(t, "invites", all, []dashboard.Invite{twin.UTC(), two.UTC(), one.UTC()})
		if _, err := r.Invite("unknown"); !errors.Is(err, dashboard.ErrNotFound) {
			t.Errorf("an unknown invite: %v", err)
		}
		return errors.Join(err, allErr)
	})
}

func testAudits(t *testing.T, open Opener) {
	b := open(t).Backend
	const lines = 25
	for i := range lines {
		update(t, b, "", func(tx dashboard.Tx) error {
			return tx.AddAudit(dashboard.Audit{At: fall, Who: "Ada\x00", What: fmt.Sprint("line ", i), School: "s", Detail: "d"})
		})
	}
	for _, limit := range []int{1, 7, lines, lines + 1} {
		view(t, b, func(r dashboard.Reader) error {
			var got []dashboard.Audit
			for before := uint64(0); ; before = got[len(got)-1].N {
				page, err := r.Audits(before, limit)
				if err != nil {
					return err
				}
				if len(page) == 0 {
					break
				}
				if len(page) > limit || len(got) > lines {
					t.Fatalf("limit %d: %d lines at once, %d in all", limit, len(page), len(got))
				}
				got = append(got, page...)
			}
			if len(got) != lines {
				t.Fatalf("limit %d: %d lines, want %d", limit, len(got), lines)
			}
			for i, a := range got {
				if i > 0 && a.N >= got[i-1].N {
					t.Errorf("limit %d: number %d follows %d", limit, a.N, got[i-1].N)
				}
				want := dashboard.Audit{N: a.N, At: fall.UTC(), Who: "Ada\x00", What: fmt.Sprint("line ", lines-1-i), School: "s", Detail: "d"}
				equal(t, "line", a, want)
			}
			return nil
		})
	}
}

func testEmpty(t *testing.T, open Opener) {
	b := open(t).Backend
	if b.Name() == "" {
		t.Error("the database has no name")
	}
	if err := b.Ready(background); err != nil {
		t.Errorf("Ready: %v", err)
	}
	Same(t, NewMemory(), b)
	view(t, b, func(r dashboard.Reader) error {
		_, school := r.School("s")
		_, person := r.Person("p")
		_, token := r.Token("t")
		_, invite := r.Invite("i")
		_, doc := r.Doc("s", "d")
		_, odd := r.Doc("", "")
		for name, err := range map[string]error{"school": school, "person": person, "token": token, "invite": invite, "document": doc, "no document": odd} {
			if !errors.Is(err, dashboard.ErrNotFound) {
				t.Errorf("%s that is not there: %v", name, err)
			}
		}
		for _, reader := range readers {
			entries, next, more, err := r.Page("s", reader, 3, 10)
			if len(entries) != 0 || next != 3 || more || err != nil {
				t.Errorf("page of no stream for %s: %v, %d, %v, %v", reader, entries, next, more, err)
			}
			if head, err := r.Head("s", reader); head != 0 || err != nil {
				t.Errorf("head of no stream for %s: %d, %v", reader, head, err)
			}
		}
		return nil
	})
	for name, write := range map[string]func(dashboard.Tx) error{
		"append":   func(tx dashboard.Tx) error { _, err := tx.Append("s", series("r", 1, "d")); return err },
		"publish":  func(tx dashboard.Tx) error { return tx.Publish("s", wire.ForCoach, nil) },
		"document": func(tx dashboard.Tx) error { return tx.PutDoc(dashboard.Doc{School: "s", ID: "d"}) },
	} {
		if err := b.Update(background, "s", write); !errors.Is(err, dashboard.ErrNotFound) {
			t.Errorf("%s in a school that is not there: %v", name, err)
		}
	}
}
