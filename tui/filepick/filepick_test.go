package filepick

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/tui/tuitest"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// folders are files in memory, by folder. A name with a slash at its end is a folder.
type folders map[string][]string

const home = "/home/ana/Downloads/"

func (f folders) Start() string { return home }

func (f folders) List(dir string) ([]Entry, error) {
	names, ok := f[dir]
	if !ok {
		return nil, fs.ErrPermission
	}
	var out []Entry
	for _, name := range names {
		short, folder := strings.CutSuffix(name, "/")
		out = append(out, Entry{short, folder})
	}
	return out, nil
}

// A desk is a picker with a person at it.
type desk struct {
	*Picker
	chosen []string
}

var tables = folders{
	home:                {"late.csv", "late-longer.csv", "zebra (2).csv", "Old years/"},
	home + "Old years/": {"2019.csv"},
	"":                  {"here.csv"},
}

func newDesk() *desk { return newDeskOf(tables) }

func newDeskOf(f folders) *desk {
	p, cmd := New(tuitest.Env(), f, Words{Question: "Which file is it?", Help: "Any table.", One: "table"})
	d := &desk{Picker: p}
	tuitest.Drain(d, nil, cmd)
	return d
}

func (d *desk) Update(msg tea.Msg) tea.Cmd {
	path, cmd := d.Picker.Update(msg)
	if path != "" {
		d.chosen = append(d.chosen, path)
	}
	return cmd
}

func (d *desk) keys(names ...string) { tuitest.Drive(d, nil, tuitest.Keys(names...)...) }
func (d *desk) typed(text string)    { tuitest.Drive(d, nil, tuitest.Type(text)...) }

func (d *desk) wants(t *testing.T, words ...string) {
	t.Helper()
	shown := tuitest.Plain(strings.Join(d.Body(80, 20), "\n"))
	for _, w := range words {
		if !strings.Contains(shown, w) {
			t.Errorf("%q is not shown:\n%s", w, shown)
		}
	}
}

func TestWhatIsTyped(t *testing.T) {
	d := newDesk()
	d.wants(t, "Which file is it?", "Any table.", "  "+home, "  late.csv", "  Old years/")
	d.typed("LA")
	d.wants(t, "late.csv", "late-longer.csv")
	if strings.Contains(strings.Join(d.Body(80, 20), "\n"), "zebra") {
		t.Error("what does not begin so is shown")
	}
	d.keys("tab") // what both have in common
	d.wants(t, "  "+home+"late", "  late.csv")
	d.keys("tab")
	d.wants(t, "▸ late.csv")
	d.typed("-")
	d.keys("tab")
	d.wants(t, home+"late-longer.csv")
	d.keys("enter", "ctrl+u")
	d.typed(home + "old years\n")
	d.wants(t, home+"Old years/", "2019.csv")
	d.typed("x")
	d.wants(t, "No table or folder here begins with this.")
	d.keys("ctrl+u")
	d.wants(t, "here.csv")
	d.typed("/closed/")
	d.wants(t, "No table is in this folder.")
	d.keys("tab", "enter")
	d.typed("gone.csv\n")
	if got := strings.Join(d.chosen, " "); got != home+"late-longer.csv /closed/gone.csv" {
		t.Errorf("chosen: %s", got)
	}
	d.Refuse(errors.New("there is no file gone\x1b[31m.csv"))
	d.wants(t, "! there is no file gone", ".csv.")
	d.keys("backspace")
	if strings.Contains(strings.Join(d.Body(80, 20), "\n"), "!") {
		t.Error("the reason stays although something else is typed")
	}
}

func TestWhatIsPicked(t *testing.T) {
	d := newDesk()
	d.keys("up", "down", "down", "down", "down", "down", "enter") // into the folder
	d.wants(t, home+"Old years/", "  2019.csv")
	d.keys("enter") // nothing is typed or picked yet
	d.wants(t, "▸ 2019.csv")
	d.keys("enter")
	if len(d.chosen) != 1 || d.chosen[0] != home+"Old years/2019.csv" {
		t.Errorf("chosen: %v", d.chosen)
	}
}

func TestWhatIsPasted(t *testing.T) {
	for pasted, want := range map[string]string{
		"'" + home + "late.csv' ":        home + "late.csv",
		`"` + home + `late.csv"`:         home + "late.csv",
		home + `zebra\ \(2\).csv` + "\n": home + "zebra (2).csv",
		"~/late.csv":                     "~/late.csv",
		`C:\late.csv`:                    `C:\late.csv`,
		"late.csv":                       home + "late.csv", // goes on with what is typed
	} {
		d := newDesk()
		tuitest.Drive(d, nil, tea.PasteMsg{Content: pasted})
		d.keys("enter")
		if len(d.chosen) != 1 || d.chosen[0] != want {
			t.Errorf("%q pasted chooses %q, want %q", pasted, d.chosen, want)
		}
	}
}

// A folder that comes late, when another one is typed already, is dropped.
func TestWhatComesLate(t *testing.T) {
	d := newDesk()
	_, late := d.Picker.Update(tea.PasteMsg{Content: home + "Old years/"})
	d.keys("ctrl+u")
	tuitest.Drain(d, nil, late)
	d.wants(t, "here.csv")
	other := newDeskOf(folders{home: {"letter.docx"}})
	_, ofTables := d.Picker.Update(tea.PasteMsg{Content: home})
	tuitest.Drain(other, nil, ofTables)
	other.wants(t, "letter.docx")
}

func TestAnyKeys(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := newDesk()
		for _, name := range rapid.SliceOfN(rapid.SampledFrom([]string{"up", "down", "tab", "enter", "l", "O", "/", "x", "ctrl+u", "backspace", "left"}), 1, 30).Draw(rt, "keys") {
			d.keys(name)
			size := rapid.SampledFrom(tuitest.Sizes).Draw(rt, "size")
			w, h := ui.BodySize(size[0], size[1])
			lines := d.Body(w, h)
			for _, line := range lines {
				if ui.Width(line) > w {
					rt.Fatalf("%q is wider than %d", line, w)
				}
			}
			if d.at >= 0 && d.at >= len(d.matching()) {
				rt.Fatalf("number %d of %d is in hand", d.at, len(d.matching()))
			}
			for _, path := range d.chosen {
				if strings.HasSuffix(path, "/") {
					rt.Fatalf("a folder was chosen: %s", path)
				}
			}
		}
	})
}
