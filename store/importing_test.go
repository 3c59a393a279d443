package store_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/examples"
	"github.com/cqi-pdsa/pdsa/store"
)

// laptop is a store with a person.
func laptop(t *testing.T, name string) *store.Store {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "pdsa.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.SetPerson(store.Person{Name: name}); err != nil {
		t.Fatal(err)
	}
	return s
}

func exported(t *testing.T, s *store.Store, doc string) []byte {
	t.Helper()
	st, err := s.State(doc)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := s.Changes(doc)
	if err != nil {
		t.Fatal(err)
	}
	data, err := report.JSON(st.Cycle(), nil, changes)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func imported(t *testing.T, s *store.Store, data []byte) (string, store.Merged) {
	t.Helper()
	c, changes, err := report.ReadJSON(data, change.NewID)
	if err != nil {
		t.Fatal(err)
	}
	doc, merged, err := s.Import(context.Background(), c, changes)
	if err != nil {
		t.Fatal(err)
	}
	return doc, merged
}

func save(t *testing.T, s *store.Store, doc string, edits ...cycle.Edit) {
	t.Helper()
	if _, err := s.Save(doc, nil, edits...); err != nil {
		t.Fatal(err)
	}
}

func TestImportOfAnExportIsTheSame(t *testing.T) {
	ana, sok := laptop(t, "Ana"), laptop(t, "Sok")
	if _, err := ana.Merge(context.Background(), examples.Changes(examples.Cycles()), nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range examples.Cycles() {
		save(t, ana, c.ID, cycle.SetField("strengths", "rewritten by Ana"), cycle.Remove("causes", c.Lists["causes"][0].ID))
		data := exported(t, ana, c.ID)
		doc, merged := imported(t, sok, data)
		if doc != c.ID || merged.New == 0 {
			t.Errorf("%s came in as %s with %d changes", c.ID, doc, merged.New)
		}
		if !bytes.Equal(exported(t, sok, c.ID), data) {
			t.Errorf("%s is not the same after export, import, export", c.ID)
		}
		if _, merged := imported(t, sok, data); merged.New != 0 {
			t.Errorf("%s brings %d changes the second time", c.ID, merged.New)
		}
		if !bytes.Equal(exported(t, sok, c.ID), data) {
			t.Errorf("%s changed by a second import", c.ID)
		}
	}
}

func TestImportSavesWhatWasEditedInTheFile(t *testing.T) {
	ana, sok := laptop(t, "Ana"), laptop(t, "Sok")
	save(t, ana, "doc", cycle.SetField("title", "Late"), cycle.SetField("problem.who", "advisers"), cycle.SetIn("bones", "b", "name", "Time"))
	file := bytes.Replace(exported(t, ana, "doc"), []byte(`"who": "advisers"`), []byte(`"who": "grade 7 advisers"`), 1)

	imported(t, sok, file)
	changes, err := sok.Changes("doc")
	if err != nil {
		t.Fatal(err)
	}
	own := slices.DeleteFunc(changes, func(c change.Change) bool { return c.Replica != sok.Replica() })
	if len(own) != 1 || own[0].Author != "Sok" || len(own[0].Ops) != 1 || own[0].Ops[0].Value != "grade 7 advisers" {
		t.Fatalf("the edit in the file was saved as %+v", own)
	}
	st, err := sok.State("doc")
	if err != nil {
		t.Fatal(err)
	}
	if len(st.Conflicts()) != 0 {
		t.Error("an edit of what was read is a conflict")
	}
}

// The person who edited the file had not seen what was written here meanwhile.
func TestImportDoesNotWriteOverWhatTheFileHadNotSeen(t *testing.T) {
	ana, sok := laptop(t, "Ana"), laptop(t, "Sok")
	save(t, ana, "doc", cycle.SetField("problem.who", "advisers"))
	file := exported(t, ana, "doc")
	imported(t, sok, file)
	save(t, ana, "doc", cycle.SetField("problem.who", "all advisers"))
	imported(t, sok, exported(t, ana, "doc"))

	imported(t, sok, bytes.Replace(file, []byte(`"who": "advisers"`), []byte(`"who": "two advisers"`), 1))
	st, err := sok.State("doc")
	if err != nil {
		t.Fatal(err)
	}
	conflicts := st.Conflicts()
	if len(conflicts) != 1 || len(conflicts[0].Versions) != 2 {
		t.Fatalf("the conflicts are %+v, want Ana's newer value beside the one in the file", conflicts)
	}
}

func TestImportOfADocumentWithoutChanges(t *testing.T) {
	s := laptop(t, "Ana")
	doc, _ := imported(t, s, []byte(`{"title":"By hand","strengths":"we are few","bones":[{"id":"b","name":"Time"},{"id":"c","name":"Place"}]}`))
	if doc == "" {
		t.Fatal("the cycle got no id")
	}
	if again, _ := imported(t, s, []byte(`{"title":"By hand"}`)); again == doc {
		t.Error("a second document without an id is written into the first")
	}

	// With the id it says what is different; what it does not name stays.
	imported(t, s, []byte(`{"id":"`+doc+`","title":"","bones":[{"id":"b","name":"Minutes"}]}`))
	c, err := s.Cycle(doc)
	if err != nil {
		t.Fatal(err)
	}
	if c.Get("title") != "" || c.Get("strengths") != "we are few" || len(c.Lists["bones"]) != 1 || c.Get("bones/b.name") != "Minutes" {
		t.Errorf("the cycle now holds %v and %v", c.Values, c.Lists)
	}

	if named, _ := imported(t, s, []byte(`{"id":"mine","title":"Named"}`)); named != "mine" {
		t.Errorf("the id of the file became %s", named)
	}
}

func TestImportRefuses(t *testing.T) {
	ana, s := laptop(t, "Ana"), laptop(t, "Sok")
	save(t, ana, "doc", cycle.SetField("title", "Late"))
	file := string(exported(t, ana, "doc"))
	stopped, stop := context.WithCancel(context.Background())
	stop()
	tests := []struct {
		name, file string
		ctx        context.Context
		want       string
	}{
		{"changes of another cycle", strings.Replace(file, `"id": "doc"`, `"id": "other"`, 1), context.Background(), "changes of cycle"},
		{"a change that was altered", strings.Replace(file, `"value": "Late"`, `"value": "Early"`, 1), context.Background(), "hash"},
		{"a stopped import", file, stopped, "canceled"},
		{"a stopped import by hand", `{"title":"x"}`, stopped, "canceled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, changes, err := report.ReadJSON([]byte(tt.file), change.NewID)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := s.Import(tt.ctx, c, changes); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want %q in it", err, tt.want)
			}
			if rows, err := s.Recent(0); err != nil || len(rows) != 0 {
				t.Errorf("%d cycles were taken in all the same (%v)", len(rows), err)
			}
		})
	}
	if _, err := s.State("doc"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("doc is here: %v", err)
	}
}
