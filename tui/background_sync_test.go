package tui

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/streamtest"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// TestTwoLaptops is the story of sync: two people join, write offline in the same
// cycle, meet again with one place in two versions, settle it, and hold the same.
func TestTwoLaptops(t *testing.T) {
	d := newDistrict(t)
	ana, sok := d.laptop("Ana Ruiz", "Eastern Canal"), d.laptop("Sok Chan", "Eastern Canal")
	ana.join(d.code("Ana Ruiz", wire.Team, "Eastern Canal"))
	doc := ana.begins("Late to first period")
	ana.sees("1 change to send")
	ana.inStep()
	ana.sees("synced just now")
	sok.join(d.code("Sok Chan", wire.Team, "Eastern Canal"))
	sok.sees("Late to first period", "Ana Ruiz")

	ana.link.Next, sok.link.Next = down, down
	for i, l := range []*laptop{ana, sok} {
		l.toField("Problem", "Who")
		l.types([]string{"Grade 7 advisers", "Grade 8 advisers"}[i])
		l.keys("tab")
		if i == 1 {
			l.types("take attendance late")
		}
		d.pass(time.Minute)
		l.keys("esc")
		l.inStep()
		l.keys("esc")
		l.sees("offline since", "to send")
	}
	ana.link.Next, sok.link.Next = nil, nil
	d.pass(5 * time.Minute)
	ana.inStep()
	ana.sees("synced just now")
	sok.keys("enter")
	sok.inStep()
	sok.sees(`Ana Ruiz changed`, "1 place in two versions")
	sok.keys("esc")
	ana.inStep()
	ana.sees("Sok Chan changed", "settle two versions")

	ana.keys("enter", "v")
	ana.sees("Grade 7 advisers", "Grade 8 advisers", "Ana Ruiz", "Sok Chan")
	if line := lineWith(ana.screen(), "Grade 7"); !strings.Contains(line, "Grade 8") {
		t.Errorf("the versions do not stand side by side:\n%s", ana.screen())
	}
	ana.keys("2")
	ana.sees("settled")
	ana.inStep()
	sok.inStep()
	if ana.shows(doc) != sok.shows(doc) || strings.Contains(sok.screen(), "two versions") {
		t.Errorf("Ana has\n%s\nSok has\n%s", ana.shows(doc), sok.shows(doc))
	}
	if sok.value(doc, "problem.does") != "take attendance late" || !strings.HasPrefix(sok.value(doc, "problem.who"), "Grade ") {
		t.Errorf("the problem is %q", sok.value(doc, "problem.who"))
	}
}

func lineWith(screen, words string) string {
	for line := range strings.SplitSeq(screen, "\n") {
		if strings.Contains(line, words) {
			return line
		}
	}
	return ""
}

// TestTypingGoesOnWhileChangesArrive has Sok write in the place in which Ana types:
// her letters and her cursor stay, what she had not read is not written over, and the
// place has two versions.
func TestTypingGoesOnWhileChangesArrive(t *testing.T) {
	d := newDistrict(t)
	ana, sok := d.laptop("Ana Ruiz", "Eastern Canal"), d.laptop("Sok Chan", "Eastern Canal")
	ana.join(d.code("Ana Ruiz", wire.Team, "Eastern Canal"))
	doc := ana.begins("Late to first period")
	ana.inStep()
	sok.join(d.code("Sok Chan", wire.Team, "Eastern Canal"))
	sok.toField("Problem", "Who")
	sok.types("Grade 8 advisers")
	sok.keys("tab")
	sok.types("come late")
	sok.keys("esc")
	sok.inStep()

	ana.toField("Problem", "Who")
	ana.types("Advisers of 7")
	ana.keys("left")
	before := ana.screen()
	ana.comes("paused") // typing rested: what is there is saved
	ana.types("grade ")
	ana.inStep()
	ana.sees("Sok Chan changed", "come late", "Advisers of grade 7")
	if strings.Count(before, "▸") != strings.Count(ana.screen(), "▸") {
		t.Errorf("before\n%s\nafter\n%s", before, ana.screen())
	}
	ana.types("x")
	ana.sees("Advisers of grade x7")
	ana.comes("paused")
	ana.types("y")
	ana.sees("Advisers of grade xy7", "also written")
	ana.keys("esc")
	ana.sees("1 place in two versions")
	ana.inStep()
	sok.inStep()
	sok.sees("1 place in two versions")
	if ana.shows(doc) != sok.shows(doc) {
		t.Errorf("Ana has\n%s\nSok has\n%s", ana.shows(doc), sok.shows(doc))
	}
	st, err := ana.st.State(doc)
	if err != nil {
		t.Fatal(err)
	}
	var versions []string
	for _, v := range st.Conflicts()[0].Versions {
		versions = append(versions, v.Value)
	}
	slices.Sort(versions)
	if fmt.Sprint(versions) != "[Advisers of grade xy7 Grade 8 advisers]" {
		t.Errorf("the versions are %q", versions)
	}
}

// TestTypedTextStays has Sok alter what Ana typed, was saved, and is still under her
// cursor: it stays before her eyes with a word about his, and leaving the field shows
// his.
func TestTypedTextStays(t *testing.T) {
	d := newDistrict(t)
	ana, sok := d.laptop("Ana Ruiz", "Eastern Canal"), d.laptop("Sok Chan", "Eastern Canal")
	ana.join(d.code("Ana Ruiz", wire.Team, "Eastern Canal"))
	ana.begins("Late to first period")
	ana.toField("Problem", "Who")
	ana.types("Advisers")
	ana.comes("paused")
	ana.inStep()
	sok.join(d.code("Sok Chan", wire.Team, "Eastern Canal"))
	sok.toField("Problem", "Who")
	sok.types(" of grade 8")
	sok.keys("esc")
	sok.inStep()
	ana.inStep()
	ana.seesNot("Advisers of grade 8")
	ana.sees("Who Advisers", "changed elsewhere: tab shows it")
	ana.keys("tab")
	ana.sees("Advisers of grade 8")
	ana.seesNot("two versions")
}

// TestUntouchedFieldFollows has Sok write in a place in which Ana stands without
// having typed: she sees his words, and what she types then is no conflict.
func TestUntouchedFieldFollows(t *testing.T) {
	d := newDistrict(t)
	ana, sok := d.laptop("Ana Ruiz", "Eastern Canal"), d.laptop("Sok Chan", "Eastern Canal")
	ana.join(d.code("Ana Ruiz", wire.Team, "Eastern Canal"))
	doc := ana.begins("Late to first period")
	ana.inStep()
	sok.join(d.code("Sok Chan", wire.Team, "Eastern Canal"))
	sok.toField("Problem", "Who")
	sok.types("Advisers")
	sok.keys("esc")
	sok.inStep()
	ana.toField("Problem", "Who")
	ana.inStep()
	ana.sees("Advisers", "just now")
	ana.types(" of grade 7")
	ana.keys("esc")
	ana.seesNot("two versions")
	if got := ana.value(doc, "problem.who"); got != "Advisers of grade 7" {
		t.Errorf("it holds %q", got)
	}
}

// TestLateReadChangesNothing brings a document that was read before the person's last
// edit: what they wrote stays on the screen.
func TestLateReadChangesNothing(t *testing.T) {
	d := newDistrict(t)
	ana := d.laptop("Ana Ruiz", "Eastern Canal")
	ana.begins("Late")
	ana.toField("Problem", "Who")
	read := ana.app.reread()()
	ana.types("Advisers")
	ana.keys("tab")
	ana.give(read)
	ana.sees("Advisers")
	ana.settle()
	ana.sees("Advisers")
	if ana.app.rereadDue {
		t.Error("it is not read again")
	}
}

// TestCoach has a coach read two schools: the cycles stand by school, comments go
// back to the team, and no field takes letters that could not be saved.
func TestCoach(t *testing.T) {
	d := newDistrict(t)
	ana := d.laptop("Ana Ruiz", "Eastern Canal")
	ana.join(d.code("Ana Ruiz", wire.Team, "Eastern Canal"))
	doc := ana.begins("Late to first period")
	for _, e := range []cycle.Edit{cycle.SetField("sharing", "coach"), cycle.SetField("problem.who", "Grade 7 advisers")} {
		if _, err := ana.st.Save(doc, nil, e); err != nil {
			t.Fatal(err)
		}
	}
	ana.inStep()
	lee := d.laptop("Lee Coach", "")
	lee.join(d.code("Lee Coach", wire.Coach, "Eastern Canal"))
	lee.sees("Eastern Canal\n", "Late to first period")
	for _, z := range tuitest.Sizes {
		tuitest.CheckFit(t, lee.app.top().View(z[0], z[1]), z[0], z[1])
	}
	before := lee.shows(doc)
	lee.keys("enter", "home")
	lee.comes("noticeOver")
	lee.sees("Only its team changes it", "read it")
	lee.keys("down", "down")
	lee.keys("enter")
	lee.sees("Grade 7 advisers", "next step")
	lee.types("abc")
	lee.keys("esc")
	for _, step := range cycle.Steps {
		if step.Key == "support" {
			continue
		}
		lee.give(ui.GoStep{Step: step.Key})
		lee.settle()
		for _, key := range []string{"a", "e", "tab", "a", "tab", "space", "tab", "tab", "a", "z", "down", "1", "right"} {
			lee.keys(key)
			if lee.app.top().Typing() {
				t.Fatalf("letters go into a text that cannot be saved:\n%s", lee.screen())
			}
		}
		lee.keys("esc")
	}
	lee.give(ui.GoStep{Step: "support"})
	lee.keys("tab", "a", "z")
	if lee.app.top().Typing() {
		t.Errorf("letters go into a text that cannot be saved:\n%s", lee.screen())
	}
	lee.keys("tab", "tab", "1", "right")
	lee.seesNot("○ 0.5")
	lee.keys("esc")
	if lee.shows(doc) != before {
		t.Fatalf("a coach wrote\n%s\nover\n%s", lee.shows(doc), before)
	}
	lee.keys("home", "c", "a")
	lee.types("Why the advisers?")
	lee.keys("esc", "esc")
	lee.inStep()
	ana.inStep()
	ana.sees("Lee Coach")
	if said := must(ana.st.Cycle(doc)).Lists["comments"]; len(said) != 1 || said[0].Values["text"] != "Why the advisers?" {
		t.Errorf("the team has %v", said)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestUseAsAStart reads what another school shares, offline, and begins from it.
func TestUseAsAStart(t *testing.T) {
	d := newDistrict(t)
	ana, kim := d.laptop("Ana Ruiz", "Eastern Canal"), d.laptop("Kim Lo", "Hill School")
	ana.join(d.code("Ana Ruiz", wire.Team, "Eastern Canal"))
	doc := ana.begins("Late to first period")
	edits := []cycle.Edit{
		cycle.SetField("sharing", "district"), cycle.SetField("problem.who", "Advisers"), cycle.SetField("problem.does", "greet nobody"),
		cycle.SetIn("drivers", "d1", "text", "Belonging"), cycle.SetIn("measures", "m1", "name", "Late arrivals"),
		cycle.SetIn("points", "p1", "value", "12"),
	}
	if _, err := ana.st.Save(doc, nil, edits...); err != nil {
		t.Fatal(err)
	}
	ana.inStep()
	kim.join(d.code("Kim Lo", wire.Team, "Hill School"))
	kim.link.Next = down
	kim.keys("o")
	kim.sees("What other schools share", "Late to first period", "Eastern Canal")
	kim.keys("/")
	kim.types("belonging")
	kim.sees("1 cycle found")
	kim.types("zzz")
	kim.sees("No shared cycle has these words")
	kim.keys("esc", "enter")
	kim.sees("shared by Eastern Canal")
	kim.keys("n", "n", "n")
	kim.sees("greet nobody")
	kim.keys("n", "n", "n")
	kim.sees("Belonging")
	kim.keys("u")
	kim.sees("(no title yet)", "a draft of your own")
	rows, err := kim.st.Recent(1)
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	c := must(kim.st.Cycle(rows[0].ID))
	if c.ID == doc || c.Values["problem.does"] != "greet nobody" || c.Values["title"] != "" || c.Values["school"] != "Hill School" ||
		c.Lists["drivers"][0].Values["text"] != "Belonging" || c.Lists["drivers"][0].ID == "d1" || len(c.Lists["points"]) > 0 ||
		!strings.Contains(c.Lists["comments"][0].Values["text"], "Eastern Canal") {
		t.Errorf("it begins with %+v", c)
	}
}

// TestSyncGoesOnBehindExamples looks at the examples while a sync is due.
func TestSyncGoesOnBehindExamples(t *testing.T) {
	d := newDistrict(t)
	ana := d.laptop("Ana Ruiz", "Eastern Canal")
	ana.join(d.code("Ana Ruiz", wire.Team, "Eastern Canal"))
	ana.begins("Late")
	ana.sees("1 change to send")
	shown, err := New(demoStore(t), Options{Demo: true, Now: d.now})
	if err != nil {
		t.Fatal(err)
	}
	shown.env.Tick = ana.app.env.Tick
	ana.app.guest = &guest{shown, Examples{Close: func() error { return nil }}}
	ana.inStep()
	ana.app.guest = nil
	ana.give(tea.WindowSizeMsg{Width: 80, Height: 24})
	ana.sees("synced just now")
}

func TestExamplesNeverSync(t *testing.T) {
	st := demoStore(t)
	var asked bytes.Buffer
	link := &streamtest.Wire{To: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked.WriteString(r.URL.Path) })}
	d := start(t, st, 80, 24, Options{Demo: true, Remote: remote.Options{Transport: link}})
	d.do(d.Init()())
	d.keys("s", "o")
	if d.link != nil || asked.Len() > 0 {
		t.Errorf("the examples asked for %s", asked.String())
	}
}
