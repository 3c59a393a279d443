package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

func TestSaveIsThereAfterReopening(t *testing.T) {
	path := storePath(t)
	s := open(t, path, Options{})
	if err := s.SetPerson(Person{Name: "Ana", School: "Eastern Canal"}); err != nil {
		t.Fatal(err)
	}
	replica := s.Replica()
	set(t, s, "c1", "title", "Bus riders")
	set(t, s, "c1", "title", "Bus riders late")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = open(t, path, Options{MustExist: true})
	if got := value(t, s, "c1", "title"); got != "Bus riders late" {
		t.Errorf("title = %q", got)
	}
	if s.Replica() != replica {
		t.Errorf("replica = %q, was %q", s.Replica(), replica)
	}
	changes, err := s.Changes("c1")
	if err != nil || len(changes) != 2 {
		t.Fatalf("Changes = %d, %v", len(changes), err)
	}
	last := changes[1]
	if last.ID != change.MakeID(replica, 2) || last.Author != "Ana" || last.School != "Eastern Canal" || last.Verify() != nil {
		t.Errorf("change = %+v", last)
	}
	if set(t, s, "c1", "weeks", "6"); lastSeq(t, s) != 3 {
		t.Errorf("the numbers do not go on: %d", lastSeq(t, s))
	}
}

func lastSeq(t *testing.T, s *Store) (last uint64) {
	rows, err := s.Recent(0)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		changes, err := s.Changes(row.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			if c.Replica == s.Replica() && c.Seq > last {
				last = c.Seq
			}
		}
	}
	return last
}

func TestSaveThatChangesNothingWritesNothing(t *testing.T) {
	s := open(t, storePath(t), Options{})
	set(t, s, "c1", "title", "Bus riders")
	set(t, s, "c1", "title", "Bus riders")
	if changes, _ := s.Changes("c1"); len(changes) != 1 {
		t.Errorf("%d changes, want 1", len(changes))
	}
}

func TestSaveThatIsRefusedLeavesNoTrace(t *testing.T) {
	s := open(t, storePath(t), Options{})
	set(t, s, "c1", "title", "Bus riders")
	no := errors.New("no")
	if _, err := s.SaveOps("c1", func(*change.State) ([]change.Op, error) { return nil, no }); !errors.Is(err, no) {
		t.Errorf("err = %v", err)
	}
	set(t, s, "c1", "title", "Walkers")
	if got := lastSeq(t, s); got != 2 {
		t.Errorf("last number = %d, want 2 without a gap", got)
	}
}

func TestPanicOfTheCallerIsNoDamage(t *testing.T) {
	s := open(t, storePath(t), Options{})
	set(t, s, "c1", "title", "Bus riders")
	func() {
		defer func() {
			if got := recover(); got != "mine" {
				t.Errorf("recovered %v, want the caller's own panic", got)
			}
		}()
		_, _ = s.SaveOps("c1", func(*change.State) ([]change.Op, error) { panic("mine") })
	}()
	set(t, s, "c1", "title", "Walkers")
	if got := value(t, s, "c1", "title"); got != "Walkers" {
		t.Errorf("title = %q", got)
	}
}

func TestUndoAndRedo(t *testing.T) {
	s := open(t, storePath(t), Options{})
	for _, v := range []string{"one", "two", "three"} {
		set(t, s, "c1", "title", v)
	}
	steps := []struct {
		do   func(string) (*change.State, error)
		want string
	}{
		{s.Undo, "two"},
		{s.Undo, "one"},
		{s.Redo, "two"},
		{s.Redo, "three"},
	}
	for i, step := range steps {
		if _, err := step.do("c1"); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		if got := value(t, s, "c1", "title"); got != step.want {
			t.Fatalf("step %d: title = %q, want %q", i, got, step.want)
		}
	}
	if _, err := s.Redo("c1"); !errors.Is(err, change.ErrNothingToUndo) {
		t.Errorf("Redo with nothing undone: %v", err)
	}
	if _, err := s.Undo("nowhere"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Undo of nothing: %v", err)
	}
}

func TestRecentIsNewestFirst(t *testing.T) {
	s := open(t, storePath(t), Options{})
	for _, doc := range []string{"c1", "c2", "c3"} {
		set(t, s, doc, "title", "Title "+doc)
	}
	set(t, s, "c1", "weeks", "6")
	order := func(n int) string {
		rows, err := s.Recent(n)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		return strings.Join(ids, " ")
	}
	if got := order(0); got != "c1 c3 c2" {
		t.Errorf("Recent = %s, want c1 c3 c2", got)
	}
	if got := order(2); got != "c1 c3" {
		t.Errorf("Recent(2) = %s, want c1 c3", got)
	}
	row, err := s.Row("c1")
	if err != nil || row.Title != "Title c1" || row.Created >= row.Updated {
		t.Errorf("Row = %+v, %v", row, err)
	}
}

func TestFind(t *testing.T) {
	s := open(t, storePath(t), Options{})
	for doc, title := range map[string]string{"abc1": "Bus riders", "abd2": "Bus riders late", "xyz3": "Walkers", "walk": "Reading logs"} {
		set(t, s, doc, "title", title)
	}
	for want, doc := range map[string]string{
		"abc1": "abc1", "abc": "abc1", "bus riders": "abc1", "Walkers": "xyz3", "walk": "walk", " XYZ ": "xyz3", "Bus riders l": "abd2",
	} {
		if got, err := s.Find(want); err != nil || got != doc {
			t.Errorf("Find(%q) = %q, %v, want %q", want, got, err, doc)
		}
	}
	for _, want := range []string{"ab", "bus", "", "nothing like it"} {
		if got, err := s.Find(want); !errors.Is(err, ErrNotFound) {
			t.Errorf("Find(%q) = %q, %v, want ErrNotFound", want, got, err)
		}
	}
}

func TestSettings(t *testing.T) {
	path := storePath(t)
	s := open(t, path, Options{})
	if p, err := s.Person(); err != nil || p != (Person{}) {
		t.Errorf("Person before anyone said = %v, %v", p, err)
	}
	if err := errors.Join(s.SetSetting("theme", "dark"), s.SetPerson(Person{Name: "Ana"}), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, Options{})
	theme, err := s.Setting("theme")
	person, err2 := s.Person()
	if theme != "dark" || person.Name != "Ana" || err != nil || err2 != nil {
		t.Errorf("theme %q, person %v, %v, %v", theme, person, err, err2)
	}
	if none, err := s.Setting("none"); none != "" || err != nil {
		t.Errorf("a setting that is not set = %q, %v", none, err)
	}
}

func TestManyGoroutinesSaveToOneStore(t *testing.T) {
	s := open(t, storePath(t), Options{})
	const savers, each = 6, 10
	var wg sync.WaitGroup
	errs := make(chan error, 2*savers*each)
	for n := range savers {
		wg.Go(func() {
			for i := range each {
				_, err := s.Save("shared", nil, cycle.SetIn("diary", fmt.Sprintf("d%d-%d", n, i), "text", "x"))
				errs <- err
				_, err = s.Recent(10)
				errs <- err
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	c, err := s.Cycle("shared")
	if err != nil || len(c.Lists["diary"]) != savers*each {
		t.Errorf("%d items, %v, want %d", len(c.Lists["diary"]), err, savers*each)
	}
	changes, _ := s.Changes("shared")
	seqs := make([]uint64, len(changes))
	for i, c := range changes {
		seqs[i] = c.Seq
	}
	slices.Sort(seqs)
	if len(slices.Compact(seqs)) != savers*each {
		t.Errorf("numbers are not 1..%d: %v", savers*each, seqs)
	}
}

func TestReadOnlyStore(t *testing.T) {
	path := sample(t)
	want := contents(t, path)
	before := fileBytes(t, path)
	s := open(t, path, Options{ReadOnly: true})
	got, err := readAll(s)
	if err != nil || got.rows != want.rows {
		t.Errorf("read %v, %v", got.rows, err)
	}
	if _, err := s.Save("cycle-0", nil, cycle.SetField("title", "x")); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Save: %v, want ErrReadOnly", err)
	}
	if err := s.SetSetting("a", "b"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("SetSetting: %v, want ErrReadOnly", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if string(fileBytes(t, path)) != string(before) {
		t.Error("the file was altered")
	}
}
