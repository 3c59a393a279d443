package paperimport_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/paper/papertest"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
	"github.com/cqi-pdsa/pdsa/tui/filepick"
	"github.com/cqi-pdsa/pdsa/tui/paperimport"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// files are documents in memory, in /home/ana/Downloads/.
type files map[string]string

const folder = "/home/ana/Downloads/"

func (f files) Start() string { return folder }

func (f files) List(dir string) ([]filepick.Entry, error) {
	if dir != folder {
		return nil, fs.ErrNotExist
	}
	var out []filepick.Entry
	for name := range f {
		out = append(out, filepick.Entry{Name: name})
	}
	slices.SortFunc(out, func(a, b filepick.Entry) int { return strings.Compare(a.Name, b.Name) })
	return append(out, filepick.Entry{Name: "Old years", Folder: true}), nil
}

func (f files) Read(ctx context.Context, path string) (*word.Document, error) {
	data, ok := f[strings.TrimPrefix(path, folder)]
	if !ok {
		return nil, errors.New("there is no file " + path)
	}
	return word.Read(ctx, strings.NewReader(data), int64(len(data)))
}

var disk = files{
	"organizer.docx": string(papertest.File{Body: papertest.Style("Title", "Late to first period") +
		papertest.Bold("Problem of practice") +
		papertest.Table(papertest.Row("Who", "Does", "What"), papertest.Row("Advisers", "take attendance", "too late")) +
		papertest.Bold("Parking lot:") + papertest.P("Ask about the buses.") +
		papertest.Bold("Baseline") + papertest.P("many")}.Bytes()),
	"empty.docx":  string(papertest.File{Body: papertest.Bold("Problem of practice") + papertest.P("______")}.Bytes()),
	"old.doc":     "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on",
	"other.docx":  "PK\x03\x04",
	"zz top.docx": string(papertest.File{Body: papertest.P("Strengths: music")}.Bytes()),
}

// cabinet keeps what is made.
type cabinet struct {
	made     []*cycle.Cycle
	readOnly bool
	err      error
}

func (c *cabinet) ReadOnly() bool { return c.readOnly }

func (c *cabinet) Create(made *cycle.Cycle) (*change.State, error) {
	if c.err == nil {
		c.made = append(c.made, made)
	}
	return nil, c.err
}

func desk() (*paperimport.Screen, *cabinet) {
	st := &cabinet{}
	s, cmd := paperimport.New(tuitest.Env(), st, disk)
	tuitest.Drain(s, nil, cmd)
	return s, st
}

func keys(s *paperimport.Screen, names ...string) []tea.Msg {
	return tuitest.Drive(s, nil, tuitest.Keys(names...)...)
}

func typed(s *paperimport.Screen, text string) []tea.Msg {
	return tuitest.Drive(s, nil, tuitest.Type(text)...)
}

func wants(t *testing.T, s *paperimport.Screen, words ...string) {
	t.Helper()
	v := tuitest.Plain(s.View(100, 30))
	for _, w := range words {
		if !strings.Contains(v, w) {
			t.Errorf("%q is not on the screen:\n%s", w, v)
		}
	}
}

func TestGolden(t *testing.T) {
	s, _ := desk()
	look := func(name string) {
		t.Helper()
		for _, wh := range [][2]int{{80, 24}, {120, 40}} {
			tuitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, wh[0], wh[1]), s.View(wh[0], wh[1]))
		}
		for _, wh := range tuitest.Sizes {
			tuitest.CheckFit(t, s.View(wh[0], wh[1]), wh[0], wh[1])
		}
	}
	look("path")
	typed(s, "old.doc\n")
	look("refused")
	keys(s, "ctrl+u")
	typed(s, folder+"organizer.docx\n")
	look("proposal")
}

func TestACycleIsMadeByEnterOnly(t *testing.T) {
	s, st := desk()
	typed(s, "org")
	keys(s, "tab", "enter")
	wants(t, s, "Late to first period", "Who", "Advisers", "Left over", "Parking lot", "press enter to make")
	if len(st.made) != 0 {
		t.Fatal("a cycle was made before enter")
	}
	seen := keys(s, "enter")
	if len(st.made) != 1 {
		t.Fatalf("%d cycles were made", len(st.made))
	}
	c := st.made[0]
	if c.Get("title") != "Late to first period" || c.Get("problem.does") != "take attendance" || !strings.Contains(c.Get("diary/week-0.text"), "Ask about the buses.") {
		t.Errorf("%v", c.Values)
	}
	var back, open, told bool
	for _, msg := range seen {
		switch msg := msg.(type) {
		case ui.Back:
			back = true
		case ui.OpenCycle:
			open = back && msg.Doc == c.ID
		case ui.Notice:
			told = msg.Text == "made from organizer.docx. Read it through; the rest is in the diary, week 0"
		}
	}
	if !open || !told {
		t.Errorf("it does not lead to the new cycle: %v", seen)
	}
}

func TestWhatIsRefused(t *testing.T) {
	s, st := desk()
	for name, want := range map[string]string{
		"old.doc": "! this is an old Word file", "other.docx": "! this file is cut off or damaged", "empty.docx": "! no answer was found in empty.docx. Is it the filled one?\n",
		"nothing.docx": "! there is no file",
	} {
		keys(s, "ctrl+u")
		typed(s, folder+name+"\n")
		wants(t, s, want, "Which organizer")
	}
	if len(st.made) != 0 {
		t.Error("a cycle was made")
	}
}

func TestTroubleWithTheStore(t *testing.T) {
	s, st := desk()
	typed(s, "organizer.docx\n")
	st.readOnly = true
	if seen := keys(s, "enter"); len(seen) != 1 || !seen[0].(ui.Notice).Bad {
		t.Errorf("%v", seen)
	}
	st.readOnly, st.err = false, errors.New("the disk is full")
	seen := keys(s, "enter")
	if n, ok := seen[len(seen)-1].(ui.Notice); !ok || !n.Bad || !strings.Contains(n.Text, "the disk is full") {
		t.Errorf("%v", seen)
	}
	wants(t, s, "Advisers") // and can be tried again
}

func TestTheWayBack(t *testing.T) {
	s, _ := desk()
	typed(s, "organizer.docx\n")
	keys(s, "esc")
	wants(t, s, "Which organizer", folder+"organizer.docx")
	if seen := keys(s, "esc"); len(seen) != 1 || seen[0] != (ui.Back{}) {
		t.Errorf("%v", seen)
	}
}

func TestAFileDroppedOnTheTerminal(t *testing.T) {
	for _, pasted := range []string{"'" + folder + "zz top.docx'", folder + `zz\ top.docx `} {
		s, _ := desk()
		tuitest.Drive(s, nil, tea.PasteMsg{Content: pasted})
		keys(s, "enter")
		wants(t, s, "music")
	}
}

// What was read before esc and arrives after it is dropped.
func TestWhatComesLate(t *testing.T) {
	s, _ := desk()
	typed(s, "organizer.docx")
	late := s.Update(tuitest.Keys("enter")[0])
	wants(t, s, "Reading")
	keys(s, "esc")
	tuitest.Drain(s, nil, late)
	wants(t, s, "Which organizer")
}

func TestAnyKeys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, st := desk()
		if rapid.Bool().Draw(rt, "open") {
			typed(s, "organizer.docx\n")
		}
		for _, name := range rapid.SliceOfN(rapid.SampledFrom([]string{"up", "down", "tab", "home", "end", "pgup", "pgdown", "enter", "esc", "a", "ctrl+u", "backspace"}), 1, 25).Draw(rt, "keys") {
			was := len(st.made)
			keys(s, name)
			if name != "enter" && len(st.made) != was {
				rt.Fatalf("%s made a cycle", name)
			}
			wh := rapid.SampledFrom(tuitest.Sizes).Draw(rt, "size")
			tuitest.CheckFit(rt, s.View(wh[0], wh[1]), wh[0], wh[1])
		}
	})
}
