package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// counted are the edits of a number about a group.
func counted(id, group, value, n string) []cycle.Edit {
	var edits []cycle.Edit
	for _, f := range [][2]string{{"measure", "m"}, {"date", "2026-10-05"}, {"value", value}, {"n", n}, {"subgroup", group}} {
		edits = append(edits, cycle.SetIn("points", id, f[0], f[1]))
	}
	return edits
}

func numberAt(t testing.TB, s *Store, id string) string {
	t.Helper()
	c, err := s.Cycle("c")
	if err != nil {
		t.Fatal(err)
	}
	return c.Get("points/" + id + ".value")
}

func mustSave(t testing.TB, s *Store, edits ...cycle.Edit) {
	t.Helper()
	if _, err := s.Save("c", nil, edits...); err != nil {
		t.Fatal(err)
	}
}

// unsent is what would leave the laptop for the dashboard.
func unsent(t testing.TB, s *Store) string {
	t.Helper()
	changes, _, err := s.Unsent("canal", 1000, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(changes)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWhatIsKeptOutlivesTheProgram(t *testing.T) {
	path := storePath(t)
	s := open(t, path, Options{})
	joined(t, s)
	mustSave(t, s, counted("tiny", "A", "7101", "4")...)
	mustSave(t, s, counted("large", "B", "7202", "40")...)
	check := func(when string) {
		t.Helper()
		if got := numberAt(t, s, "tiny") + " " + numberAt(t, s, "large"); got != "7101 7202" {
			t.Errorf("%s it shows %s", when, got)
		}
	}
	check("at once")
	// As after the plug was pulled: what follows from the log is not written yet.
	copied := path + ".copy"
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(copied, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, copied, Options{})
	check("after a crash")
	s = open(t, path, Options{})
	check("opened again")
	if err := s.RebuildView(nil); err != nil {
		t.Fatal(err)
	}
	check("with its overview made anew")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if report := examine(t, path); !report.Good {
		t.Errorf("the examination finds %v", report.Findings)
	}
}

func TestTell(t *testing.T) {
	at := fallDay
	s := open(t, storePath(t), Options{Now: func() time.Time { return at }})
	joined(t, s)
	mustSave(t, s, counted("all", "", "7000", "90")...)
	mustSave(t, s, counted("large", "C", "7404", "50")...)
	tell := func(quiet time.Duration) {
		t.Helper()
		if err := s.Tell(t.Context(), "canal", quiet); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(when, want string) {
		t.Helper()
		var got []string
		for _, text := range []string{"7000", "7404", "7303", "7101"} {
			if strings.Contains(unsent(t, s), text) {
				got = append(got, text)
			}
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s %v goes out, want %s", when, got, want)
		}
	}
	tell(10 * time.Minute)
	expect("while it is being typed", "[7000]")
	at = at.Add(5 * time.Minute)
	mustSave(t, s, counted("next", "B", "7303", "12")...)
	mustSave(t, s, counted("tiny", "A", "7101", "4")...)
	at = at.Add(6 * time.Minute)
	tell(10 * time.Minute)
	expect("six minutes after another group of that day", "[7000]")
	at = at.Add(5 * time.Minute)
	before, err := s.Row("c")
	if err != nil {
		t.Fatal(err)
	}
	tell(10 * time.Minute)
	expect("when all was quiet", "[7000 7404]")
	private := func() int {
		st, err := s.State("c")
		if err != nil {
			t.Fatal(err)
		}
		return len(st.Private())
	}
	if n := private(); n != 2 {
		t.Errorf("%d points are private", n)
	}
	if row, _ := s.Row("c"); row.Updated != before.Updated {
		t.Error("telling counts as writing")
	}
	pending, _ := s.Pending("canal")
	tell(0)
	if again, _ := s.Pending("canal"); again != pending {
		t.Error("what was told is told again")
	}
	if err := s.view(func(tx *bbolt.Tx) error {
		if due := dueIn(tx); len(due) > 0 {
			t.Errorf("%v is looked at again at every sync", due)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	mustSave(t, s, cycle.SetIn("points", "tiny", "n", "14"))
	tell(0)
	expect("when it is a large group after all", "[7000 7404 7303 7101]")
	if n := private(); n != 0 {
		t.Errorf("%d points are private", n)
	}
	if got := numberAt(t, s, "tiny"); got != "7101" {
		t.Errorf("it shows %s", got)
	}
}

// TestTheDistrictChoosesTheSmallestGroup: raised, it holds back more; lowered again,
// what was held back goes out.
func TestTheDistrictChoosesTheSmallestGroup(t *testing.T) {
	s := open(t, storePath(t), Options{})
	choose := func(n int) {
		t.Helper()
		d := Dashboard{URL: "https://dashboard.example.org", Role: wire.Team, Home: "canal", MinGroup: n}
		err := s.SetJoined(d, "e1", []wire.Access{{School: "canal", Name: "Eastern Canal", Role: wire.Team}})
		if err == nil {
			err = s.Tell(t.Context(), "canal", 0)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	choose(20)
	mustSave(t, s, counted("middle", "B", "7303", "12")...)
	choose(20)
	if strings.Contains(unsent(t, s), "7303") {
		t.Error("a group of 12 goes out where 20 are asked for")
	}
	c, err := s.Cycle("c")
	if err != nil || c.SmallestGroup() != 20 {
		t.Errorf("the smallest group is %d, %v", c.SmallestGroup(), err)
	}
	choose(0)
	if !strings.Contains(unsent(t, s), "7303") {
		t.Error("a group of 12 stays back where 10 are asked for")
	}
}

// TestToldAfterOthersWrote: whether a number may be known depends on what others
// write, too.
func TestToldAfterOthersWrote(t *testing.T) {
	ana, ben := open(t, storePath(t), Options{}), open(t, storePath(t), Options{})
	joined(t, ana)
	joined(t, ben)
	carry := func(from, to *Store) {
		t.Helper()
		changes, err := from.Changes("c")
		if err == nil {
			_, err = to.Merge(t.Context(), changes, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	mustSave(t, ana, counted("all", "", "7000", "90")...)
	mustSave(t, ana, counted("next", "B", "7303", "12")...)
	mustSave(t, ben, counted("tiny", "A", "7101", "4")...)
	carry(ben, ana)
	if err := ana.Tell(t.Context(), "canal", 0); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(unsent(t, ana), "7303") {
		t.Error("the group that gives another laptop's small one away goes out")
	}
	mustSave(t, ben, cycle.Remove("points", "tiny"))
	carry(ben, ana)
	if err := ana.Tell(t.Context(), "canal", 0); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(unsent(t, ana), "7303") {
		t.Error("it stays back when there is nothing to give away any more")
	}
}

func TestRepairKeepsSecrets(t *testing.T) {
	path := storePath(t)
	s := open(t, path, Options{})
	joined(t, s)
	mustSave(t, s, counted("tiny", "A", "7101", "4")...)
	if made, err := s.BackupDaily(t.Context()); !made || err != nil {
		t.Fatal(made, err)
	}
	mustSave(t, s, counted("later", "B", "7202", "5")...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data := fileBytes(t, path)
	at := bytes.Index(data, []byte("7202")) // where the backup does not help, the file does
	record := bytes.Index(data, []byte(`{"at":{`))
	if at < 0 || record < 0 {
		t.Fatal("the file holds neither")
	}
	data[record+20] ^= 0xff
	writeFile(t, path, data)
	mend(t, path)
	s = open(t, path, Options{})
	if got := numberAt(t, s, "tiny") + " " + numberAt(t, s, "later"); got != "7101 7202" {
		t.Errorf("it shows %s", got)
	}
}

// TestADamagedTextIsWithheld: what does not match its seal is not shown.
func TestADamagedTextIsWithheld(t *testing.T) {
	if _, ok := decodeSecret("\x1fseal", []byte(`["salt","7101"]`)); ok {
		t.Error("another text is taken for the one that was typed")
	}
	if _, ok := decodeSecret("\x1fseal", []byte(`]`)); ok {
		t.Error("no text is taken for one")
	}
}

// TestWithheldInAFile: what a file calls withheld was not typed by anybody.
func TestWithheldInAFile(t *testing.T) {
	s := open(t, storePath(t), Options{})
	mustSave(t, s, counted("tiny", "A", "7101", "4")...)
	c, err := s.Cycle("c")
	if err != nil {
		t.Fatal(err)
	}
	file := c.Clone()
	it, _ := file.Item("points", "tiny")
	it.Withhold()
	if _, _, err := s.Import(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	if got := numberAt(t, s, "tiny"); got != "7101" {
		t.Errorf("it shows %s", got)
	}
	file.ID = "c2"
	if _, _, err := s.Import(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	c, err = s.Cycle("c2")
	if err != nil || strings.Contains(fmt.Sprint(c.Lists["points"]), "withheld") {
		t.Errorf("it reads %v, %v", c.Lists["points"], err)
	}
}

// TestManyTextsAreToldInPieces: a change stays within what a dashboard takes.
func TestManyTextsAreToldInPieces(t *testing.T) {
	s := open(t, storePath(t), Options{})
	joined(t, s)
	var edits []cycle.Edit
	for i := range 400 {
		edits = append(edits, counted(fmt.Sprint("p", i), fmt.Sprint("group ", i), fmt.Sprint(i), "50")...)
	}
	mustSave(t, s, edits...)
	if err := s.Tell(t.Context(), "canal", 0); err != nil {
		t.Fatal(err)
	}
	changes, err := s.Changes("c")
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, c := range changes {
		if !c.TellsOnly() {
			continue
		}
		told += len(c.Ops)
		if len(c.Ops) > tellAtOnce {
			t.Errorf("a change tells %d texts", len(c.Ops))
		}
	}
	if told != 800 {
		t.Errorf("%d texts are told", told)
	}
	if st, err := s.State("c"); err != nil || len(st.Conflicts()) > 0 || change.IsSeal(st.Cycle().Get("points/p7.value")) {
		t.Errorf("%v", err)
	}
}
