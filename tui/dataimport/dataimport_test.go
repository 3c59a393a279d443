package dataimport_test

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/dataimport"
	"github.com/cqi-pdsa/pdsa/tui/filepick"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// files are kept in memory, by path.
type files map[string]string

func (f files) Start() string { return "/home/ana/Downloads/" }

func (f files) List(dir string) ([]filepick.Entry, error) {
	if dir == "/closed/" {
		return nil, fs.ErrPermission
	}
	var out []filepick.Entry
	seen := map[string]bool{}
	for _, path := range []string{"attendance.csv", "late.csv", "late-longer.csv", "students.csv", "broken.csv", "several.xlsx", "Old years/2019.csv"} {
		rest, ok := strings.CutPrefix("/home/ana/Downloads/"+path, dir)
		name, _, folder := strings.Cut(rest, "/")
		if ok && !seen[name] {
			seen[name] = true
			out = append(out, filepick.Entry{Name: name, Folder: folder})
		}
	}
	return out, nil
}

func (f files) Open(path string) (io.ReadCloser, int64, error) {
	text, ok := f[path[strings.LastIndex(path, "/")+1:]]
	if !ok {
		return nil, 0, fs.ErrNotExist
	}
	return io.NopCloser(strings.NewReader(text)), int64(len(text)), nil
}

func disk(t testing.TB) files {
	t.Helper()
	state, err := os.ReadFile("../../examples/data/dese-lowell-attendance.csv")
	if err != nil {
		t.Fatal(err)
	}
	return files{
		"attendance.csv":  string(state),
		"late.csv":        "Week of,Late arrivals\n10/30/2026,31\n11/6/2026,28\n11/13/2026,NA\n",
		"late-longer.csv": "Week of,Late arrivals\n10/30/2026,29\n11/6/2026,28\n11/13/2026,30\n11/20/2026,26\n",
		"students.csv":    "Student ID,Date,Absent\n31204,9/1/2026,1\n",
		"broken.csv":      "Week,Late\nW1,31\nW2,many\n",
	}
}

// desk is the screen for a cycle with one measure, or with none.
func desk(t testing.TB, measure string) (*dataimport.Screen, *session.Session, *tuitest.Memory) {
	c := cycle.New("c")
	c.Apply(cycle.SetField("start", "2026-11-02"))
	if measure != "" {
		c.Apply(cycle.SetIn("measures", "m", "name", measure))
	}
	s, m := tuitest.Session(t, c)
	d, cmd := dataimport.New(tuitest.Env(), s, disk(t), "m")
	tuitest.Drain(d, s, cmd)
	return d, s, m
}

func keys(d *dataimport.Screen, s *session.Session, names ...string) []tea.Msg {
	return tuitest.Drive(d, s, tuitest.Keys(names...)...)
}

// typed types a text; a tab in it is the key.
func typed(d *dataimport.Screen, s *session.Session, text string) (seen []tea.Msg) {
	for i, part := range strings.Split(text, "\t") {
		if i > 0 {
			seen = append(seen, keys(d, s, "tab")...)
		}
		seen = append(seen, tuitest.Drive(d, s, tuitest.Type(part)...)...)
	}
	return seen
}

func view(d *dataimport.Screen) string { return tuitest.Plain(d.View(100, 36)) }

func wants(t *testing.T, d *dataimport.Screen, words ...string) {
	t.Helper()
	v := view(d)
	for _, w := range words {
		if !strings.Contains(v, w) {
			t.Errorf("%q is not on the screen:\n%s", w, v)
		}
	}
}

func points(s *session.Session) string {
	var out []string
	for _, m := range s.Cycle().Measures() {
		text := m.Name + ":"
		for _, p := range s.Cycle().Points(m.ID) {
			text += fmt.Sprintf(" %s=%s", p.Date, p.Text)
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

func said(msgs []tea.Msg) (text string, bad, back bool) {
	for _, msg := range msgs {
		switch msg := msg.(type) {
		case ui.Notice:
			text, bad = msg.Text, msg.Bad
		case ui.Back:
			back = true
		}
	}
	return text, bad, back
}

func TestGolden(t *testing.T) {
	d, s, _ := desk(t, "Chronic absence")
	look := func(name string) {
		t.Helper()
		for _, wh := range [][2]int{{80, 24}, {120, 40}} {
			tuitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, wh[0], wh[1]), d.View(wh[0], wh[1]))
		}
		for _, wh := range tuitest.Sizes {
			tuitest.CheckFit(t, d.View(wh[0], wh[1]), wh[0], wh[1])
		}
	}
	look("path")
	typed(d, s, "nothing.csv\n")
	look("missing")
	keys(d, s, "ctrl+u")
	typed(d, s, "/home/ana/Downloads/att\t\n")
	look("state")
	keys(d, s, "end")
	look("other-value")
	keys(d, s, "down", "down", "down", "down", "down", "left")
	look("unclear")
	keys(d, s, "up", "up", "up")
	typed(d, s, "att")
	look("two-values")
}

// TestButler goes the way of somebody who has never seen it: the state's file,
// one school, one measure.
func TestButler(t *testing.T) {
	d, s, m := desk(t, "Chronic absence")
	before := len(m.Changes)
	typed(d, s, "att\t\n")
	wants(t, d, "attendance.csv · 215 rows", "▸ Value      ← Chronically Absent (10% or more) →", "Lowell-B.F. Butler Middle School",
		"8 new, 0 changed, 0 the same", "  2017-18           12.4  new", "press enter to write 8 numbers into Chronic absence.")
	if len(m.Changes) != before {
		t.Fatal("something was written before enter")
	}
	text, bad, back := said(keys(d, s, "enter"))
	if bad || !back || text != "8 numbers written. ctrl+z takes all of it back" {
		t.Errorf("it said %q, back %v", text, back)
	}
	if got := points(s); !strings.HasPrefix(got, "Chronic absence: 2017-07-01=12.4 2018-07-01=11.3") || len(m.Changes) != before+1 {
		t.Errorf("%s, in %d changes", got, len(m.Changes)-before)
	}
	tuitest.Drain(d, s, s.Undo())
	if got := points(s); got != "Chronic absence:" {
		t.Errorf("after undo %s", got)
	}
}

func TestALongerFile(t *testing.T) {
	d, s, _ := desk(t, "Late arrivals")
	typed(d, s, "late.csv\n")
	wants(t, d, "2 new, 0 changed, 0 the same, 1 without a value")
	keys(d, s, "enter")
	d, cmd := dataimport.New(tuitest.Env(), s, disk(t), "m")
	tuitest.Drain(d, s, cmd)
	typed(d, s, "late-l\t\n")
	wants(t, d, "2 new, 1 changed (31 → 29), 1 the same", "10/30/2026    Oct 30, 2026        29  31 → 29")
	keys(d, s, "enter")
	if got := points(s); got != "Late arrivals: 2026-10-30=29 2026-11-06=28 2026-11-13=30 2026-11-20=26" {
		t.Error(got)
	}
	if text, bad, back := said(keys(d, s, "enter")); text != "all of it is there already: nothing to write" || bad || back {
		t.Errorf("it said %q", text)
	}
	wants(t, d, "0 new, 0 changed, 4 the same", "all of it is there already.")
}

func TestANewMeasure(t *testing.T) {
	d, s, _ := desk(t, "")
	typed(d, s, "late.csv\n")
	wants(t, d, "into       a new measure", "called     Late arrivals", "kind       Outcome")
	keys(d, s, "down", "down")
	typed(d, s, " in ? 7")
	keys(d, s, "enter")
	if got := points(s); got != "Late arrivals in ? 7: 2026-10-30=31 2026-11-06=28" {
		t.Error(got)
	}
	if m := s.Cycle().Measures()[0]; m.Kind != cycle.Outcome {
		t.Errorf("the kind is %q", m.Kind)
	}
	d, cmd := dataimport.New(tuitest.Env(), s, disk(t), "")
	tuitest.Drain(d, s, cmd)
	typed(d, s, "late.csv\n")
	keys(d, s, "tab", "tab", "ctrl+u")
	if text, bad, _ := said(keys(d, s, "enter")); !bad || text != "nothing was written: Give the new measure a name" {
		t.Errorf("it said %q", text)
	}
}

func TestChoosing(t *testing.T) {
	d, s, _ := desk(t, "Chronic absence")
	typed(d, s, "att\t\n")
	keys(d, s, "left")
	wants(t, d, "← Absent 10 or more days →")
	typed(d, s, "qq")
	wants(t, d, "← Absent 10 or more days →")
	typed(d, s, "av")
	wants(t, d, "← Average # of Absences →")
	typed(d, s, "unex")
	wants(t, d, "← Unexcused > 9 days →", `Looking for "unex"`, "4 new, 0 changed, 0 the same, 4 without a value")
	keys(d, s, "backspace", "backspace")
	wants(t, d, `Looking for "un"`)
	// Another school, by a part of its name.
	keys(d, s, "down", "down", "down", "down", "down", "down")
	typed(d, s, "bailey")
	wants(t, d, "← Lowell-Dr Gertrude Bailey →")
	// All schools at once would be one point twice: nothing can be written.
	keys(d, s, "up", "home")
	wants(t, d, "! Lines 5 and 13 are both for", "Academic Year  School Name")
	if text, bad, back := said(keys(d, s, "enter")); !bad || back || !strings.HasPrefix(text, "nothing was written: ") {
		t.Errorf("it said %q", text)
	}
	// By school instead, as groups.
	keys(d, s, "up", "up")
	typed(d, s, "school")
	wants(t, d, "← School Name →", "Lowell-Dr Gertrude Bailey")
	if got := points(s); got != "Chronic absence:" {
		t.Error(got)
	}
	// Nothing says how many there are in a group.
	if text, _, _ := said(keys(d, s, "enter")); !strings.Contains(text, " for this laptop only") {
		t.Errorf("it said %q", text)
	}
}

func TestWhatIsRefused(t *testing.T) {
	d, s, m := desk(t, "Late")
	before := len(m.Changes)
	typed(d, s, "students.csv\n")
	wants(t, d, `! this file was not taken: the column "Student ID" holds ids of students.`, "Which file")
	keys(d, s, "ctrl+u")
	typed(d, s, "/home/ana/Downloads/broken.csv\n")
	wants(t, d, `! broken.csv, line 3, column "Late": "many" cannot be read as a number`)
	if text, bad, _ := said(keys(d, s, "enter")); !bad || !strings.Contains(text, "nothing was written") {
		t.Errorf("it said %q", text)
	}
	keys(d, s, "esc")
	wants(t, d, "Which file", "/home/ana/Downloads/broken.csv")
	if _, _, back := said(keys(d, s, "esc")); !back {
		t.Error("esc does not leave")
	}
	if len(m.Changes) != before {
		t.Error("something was written")
	}
}

func TestThePath(t *testing.T) {
	d, s, _ := desk(t, "Late")
	wants(t, d, "/home/ana/Downloads/", "attendance.csv", "Old years/")
	keys(d, s, "tab", "down", "down", "enter")
	wants(t, d, "late-longer.csv · 4 rows")
	keys(d, s, "esc", "ctrl+u")
	typed(d, s, "/home/ana/Downloads/la\t")
	wants(t, d, "/home/ana/Downloads/late")
	keys(d, s, "ctrl+u")
	typed(d, s, "/home/ana/Downloads/OLD\t")
	wants(t, d, "/home/ana/Downloads/Old years/", "2019.csv")
	keys(d, s, "ctrl+u")
	typed(d, s, "/home/ana/Downloads/old years\n")
	wants(t, d, "2019.csv")
	keys(d, s, "ctrl+u")
	typed(d, s, "/home/ana/Downloads/zzz")
	wants(t, d, "No table or folder here begins with this.")
	typed(d, s, "\n")
	wants(t, d, "! there is no file /home/ana/Downloads/zzz.")
	keys(d, s, "ctrl+u")
	typed(d, s, "/closed/x")
	wants(t, d, "No table or folder")
	// A file dropped on the terminal comes as a path in quotes.
	tuitest.Drive(d, s, tea.PasteMsg{Content: "'/home/ana/Downloads/late.csv' "})
	typed(d, s, "\n")
	wants(t, d, "late.csv · 3 rows")
}

// A file too large to keep is read anew for each choice.
func TestALargeFile(t *testing.T) {
	_, s, _ := desk(t, "Late")
	var text strings.Builder
	text.WriteString("Date,School,Late,Note\n")
	note := strings.Repeat("x", 4000)
	for i := range 4300 {
		fmt.Fprintf(&text, "%s,School %d,%d,%s\n", cycle.Day{Year: 2010, Month: 1, Day: 1}.AddDays(i), i%40, i%37, note)
	}
	d, cmd := dataimport.New(tuitest.Env(), s, files{"large.csv": text.String()}, "m")
	tuitest.Drain(d, s, cmd)
	typed(d, s, "large.csv")
	finish(d, s, d.Update(tuitest.Keys("enter")[0]))
	wants(t, d, "▸   only     ← choose one →", "there are 40 different ones in School")
	for _, msg := range tuitest.Type("school 7") {
		finish(d, s, d.Update(msg))
	}
	wants(t, d, "large.csv · 4,300 rows", "← School 7 →", "108 new")
}

// finish runs a command to its end, however long it takes.
func finish(d *dataimport.Screen, s *session.Session, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			finish(d, s, c)
		}
	default:
		finish(d, s, d.Update(msg))
	}
}

// slow is a file that waits until its reader is told to stop.
type slow struct{ files }

func (slow) Open(string) (io.ReadCloser, int64, error) {
	return io.NopCloser(io.MultiReader(strings.NewReader("Week,Late\n"), endless{})), 100 << 20, nil
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, "W1,31\n"), nil }

func TestStopping(t *testing.T) {
	c := cycle.New("c")
	s, m := tuitest.Session(t, c)
	d, cmd := dataimport.New(tuitest.Env(), s, slow{}, "")
	tuitest.Drain(d, s, cmd)
	before := len(m.Changes)
	typed(d, s, "big.csv")
	read := d.Update(tuitest.Keys("enter")[0])
	ended := make(chan struct{})
	go func() { tuitest.Drain(nil, nil, read); close(ended) }()
	wants(t, d, "Reading …", "press esc to stop")
	if text, _, _ := said(keys(d, s, "esc")); text != "stopped. Nothing was written" {
		t.Errorf("it said %q", text)
	}
	<-ended
	wants(t, d, "Which file")
	if len(m.Changes) != before {
		t.Error("something was written")
	}
}

// What was read before esc and arrives after it is dropped.
func TestWhatComesLate(t *testing.T) {
	d, s, _ := desk(t, "Late")
	typed(d, s, "late.csv")
	late := d.Update(tuitest.Keys("enter")[0])()
	keys(d, s, "esc")
	tuitest.Drive(d, s, late)
	wants(t, d, "Which file")
}

// TestAnyKeys: nothing that is pressed panics, breaks the drawing, or writes
// without enter.
func TestAnyKeys(t *testing.T) {
	disk := disk(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := cycle.New("c")
		c.Apply(cycle.SetIn("measures", "m", "name", "Late"))
		s, m := tuitest.Session(t, c)
		d, cmd := dataimport.New(tuitest.Env(), s, disk, "m")
		tuitest.Drain(d, s, cmd)
		names := rapid.SliceOfN(rapid.SampledFrom([]string{"up", "down", "left", "right", "home", "end", "tab", "shift+tab", "backspace", "enter", "esc", "a", "l", "ctrl+u", "space", "?"}), 1, 40).Draw(rt, "keys")
		for _, name := range names {
			written := len(m.Changes)
			keys(d, s, name)
			if name != "enter" && len(m.Changes) != written {
				rt.Fatalf("%s wrote something", name)
			}
			wh := rapid.SampledFrom(tuitest.Sizes).Draw(rt, "size")
			tuitest.CheckFit(rt, d.View(wh[0], wh[1]), wh[0], wh[1])
		}
	})
}
