package backendtest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A Database is a new and empty database of the back end under test.
type Database struct {
	Backend dashboard.Backend
	// Reopen closes the database and opens it again, as the next start of the
	// server does; nil where nothing lasts.
	Reopen func() (dashboard.Backend, error)
	// Another opens the same database once more while it is open, as a second
	// server process does; nil where only one may have it.
	Another func() (dashboard.Backend, error)
	// Empty takes everything out again, where that is much quicker than a new one;
	// else nil.
	Empty func() error
}

// An Opener makes a database for one test, which is cleaned up at its end.
type Opener func(t testing.TB) Database

// Run checks that the back end keeps every promise of dashboard.Backend.
func Run(t *testing.T, open Opener) {
	for _, part := range []struct {
		name string
		test func(*testing.T, Opener)
	}{
		{"settings", testSettings},
		{"schools and people", testSchoolsAndPeople},
		{"tokens", testTokens},
		{"invites", testInvites},
		{"audits", testAudits},
		{"empty", testEmpty},
		{"update is all or nothing", testAllOrNothing},
		{"a failed write fails the update", testFailedWrite},
		{"ended context", testEndedContext},
		{"reads what it wrote", testReadsOwnWrites},
		{"view is one picture", testOnePicture},
		{"lasts", testLasts},
		{"moved", testMoved},
		{"numbers without gaps", testNumbers},
		{"number taken", testTaken},
		{"long names", testLongNames},
		{"records and have", testRecords},
		{"numbers with gaps", testGaps},
		{"waiting", testWaiting},
		{"document's changes", testDocChanges},
		{"exact bytes", testExactBytes},
		{"pages of the stream", testStreamPages},
		{"pages of feeds", testFeedPages},
		{"shared, withdrawn, shared again", testSharing},
		{"long hidden stretch", testHiddenStretch},
		{"publish", testPublish},
		{"no such readers", testNoSuchReaders},
		{"documents", testDocs},
		{"lists of documents", testDocLists},
		{"find document", testFindDoc},
		{"one school at once", testOneSchoolAtOnce},
		{"nothing missed by a reader", testNothingMissed},
		{"schools side by side", testSchoolsSideBySide},
		{"one use of an invite", testOneUse},
		{"failures beside successes", testFailuresBeside},
		{"random operations", testRandom},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, open) })
	}
}

var (
	background = context.Background()
	fall       = time.Date(2026, time.October, 5, 8, 0, 0, 123456789, time.FixedZone("EST", -5*3600))
)

// oddTexts are texts that databases trip over.
var oddTexts = []string{
	"", "plain", "\x00", "a\x00b", "\"quoted\" \\ 'and' ; -- %s $1 {}", "line\r\nline\u2028line\u2029", "\ufffd\ufeff",
	"e\u0301 \u202eright to left\u202c \U0001f469\u200d\U0001f3eb", "\U0010ffff", "<b>&amp;</b>", " \t spaces ",
}

// update writes and wants no error.
func update(t testing.TB, b dashboard.Backend, school string, fn func(dashboard.Tx) error) {
	t.Helper()
	if err := b.Update(background, school, fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

// view reads and wants no error.
func view(t testing.TB, b dashboard.Backend, fn func(dashboard.Reader) error) {
	t.Helper()
	if err := b.View(background, fn); err != nil {
		t.Fatalf("View: %v", err)
	}
}

// addSchool puts in a school with the id.
func addSchool(t testing.TB, b dashboard.Backend, id string) {
	t.Helper()
	update(t, b, id, func(tx dashboard.Tx) error { return tx.PutSchool(schoolOf(id)) })
}

func schoolOf(id string) dashboard.School {
	return dashboard.School{ID: id, Name: "School " + id, Created: fall}
}

// appended puts changes at the end of a school's stream and returns the place of
// the first.
func appended(t testing.TB, b dashboard.Backend, school string, changes ...change.Change) (first uint64) {
	t.Helper()
	update(t, b, school, func(tx dashboard.Tx) (err error) {
		first, err = tx.Append(school, changes)
		return err
	})
	return first
}

// published puts changes at the end of a feed.
func published(t testing.TB, b dashboard.Backend, school string, reader wire.Audience, ids ...change.ID) {
	t.Helper()
	update(t, b, school, func(tx dashboard.Tx) error { return tx.Publish(school, reader, ids) })
}

// shared keeps a document that is shared with the group.
func shared(t testing.TB, b dashboard.Backend, school, doc string, with wire.Audience) {
	t.Helper()
	update(t, b, school, func(tx dashboard.Tx) error {
		return tx.PutDoc(dashboard.Doc{School: school, ID: doc, Kind: change.KindCycle, Shared: with, Updated: fall})
	})
}

// made returns a sealed change that sets a text.
func made(replica string, seq uint64, doc, text string) change.Change {
	c := change.Change{
		ID: change.MakeID(replica, seq), Replica: replica, Seq: seq, Doc: doc, Kind: change.KindCycle,
		Author: "Ada", At: change.Stamp{MS: fall.UnixMilli() + int64(seq)}, Schema: change.Schema,
		Ops: []change.Op{{Do: change.DoSet, Field: "title", Value: text}},
	}
	return sealed(c)
}

func sealed(c change.Change) change.Change {
	if err := c.Seal(); err != nil {
		panic(fmt.Sprintf("a change of the tests cannot be sealed: %v", err))
	}
	return c
}

// series returns the changes 1 to n of a replica, spread over documents.
func series(replica string, n int, docs ...string) []change.Change {
	changes := make([]change.Change, n)
	for i := range changes {
		changes[i] = made(replica, uint64(i+1), docs[i%len(docs)], fmt.Sprint(replica, i))
	}
	return changes
}

func idsOf(changes []change.Change) []change.ID {
	ids := make([]change.ID, len(changes))
	for i, c := range changes {
		ids[i] = c.ID
	}
	return ids
}

// equal compares two values by their JSON, which for changes is what their hash
// is made of.
func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if g, w := text(got), text(want); g != w {
		t.Errorf("%s:\n got %s\nwant %s", what, clipped(g), clipped(w))
	}
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	if string(data) == "null" {
		return "[]"
	}
	return string(data)
}

func clipped(s string) string {
	if len(s) > 2000 {
		return s[:2000] + ".."
	}
	return s
}
