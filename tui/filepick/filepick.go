// Package filepick asks for a file of this laptop: its path is typed, completed
// with tab, pasted or dropped on the terminal, or picked from what is in the folder.
// It reads folders and leaves the file itself to its owner.
package filepick

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Folders is what a picker needs of the laptop's files. Its methods are called in
// commands only.
type Folders interface {
	// Start is the folder in which to begin, with the separator at its end.
	Start() string
	// List gives the files that could be meant and the folders in a folder.
	List(dir string) ([]Entry, error)
}

// Words are what a picker says of the file that it asks for.
type Words struct {
	Question string // "Which file holds your numbers?"
	Help     string // which kinds of files can be read
	One      string // what such a file is called: "table"
}

// A Picker asks for a file.
type Picker struct {
	env     *ui.Env
	folders Folders
	words   Words

	path    textarea.Model
	dir     string // the folder that entries are of
	entries []Entry
	at      int // the entry in hand, -1 for none
	problem string
}

// listed is a folder that was read. A picker drops what it does not ask for now.
type listed struct {
	to      *Picker
	start   string // the folder to begin with, when none was typed yet
	dir     string
	entries []Entry
}

// New returns a picker that asks in these words, and the command that lists the
// first folder.
func New(env *ui.Env, folders Folders, words Words) (*Picker, tea.Cmd) {
	p := &Picker{env: env, folders: folders, words: words, path: form.NewArea(env, ""), at: -1}
	return p, func() tea.Msg {
		start := folders.Start()
		entries, _ := folders.List(start) // a folder that cannot be read shows nothing
		return listed{p, start, start, entries}
	}
}

// Refuse says why the file that was chosen was not taken.
func (p *Picker) Refuse(why error) {
	p.problem = cycle.Clean(why.Error(), false)
	if !strings.HasSuffix(p.problem, ".") && !strings.HasSuffix(p.problem, "?") {
		p.problem += "."
	}
}

// Update takes keys and messages. It gives the path of the file once one is chosen;
// until then it is empty.
func (p *Picker) Update(msg tea.Msg) (path string, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case listed:
		if msg.to == p {
			p.take(msg)
		}
	case tea.PasteMsg:
		return "", p.paste(msg)
	case tea.KeyPressMsg:
		return p.key(msg)
	}
	return "", nil
}

func (p *Picker) take(msg listed) {
	if msg.start != "" && p.path.Value() == "" {
		p.path.SetValue(msg.start)
		p.path.MoveToEnd()
	}
	if dir, _ := Split(p.path.Value()); dir == msg.dir { // nothing else was typed meanwhile
		p.dir, p.entries, p.at = msg.dir, msg.entries, -1
	}
}

func (p *Picker) key(msg tea.KeyPressMsg) (path string, cmd tea.Cmd) {
	shown := p.matching()
	switch {
	case key.Matches(msg, ui.KeyUp):
		p.at = max(p.at-1, -1)
	case key.Matches(msg, ui.KeyDown):
		p.at = min(p.at+1, len(shown)-1)
	case key.Matches(msg, ui.KeyTab):
		return "", p.complete(shown)
	case key.Matches(msg, keyOpen):
		return p.enter(shown)
	default:
		return "", p.typed(msg)
	}
	return "", nil
}

// paste takes a whole path in place of what is typed, and a part of one into it.
func (p *Picker) paste(msg tea.PasteMsg) tea.Cmd {
	path := Dropped(msg.Content)
	if isWhole(path) {
		return p.set(path)
	}
	return p.typed(tea.PasteMsg{Content: path})
}

// typed gives a key or a text to the path.
func (p *Picker) typed(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	was := p.path.Value()
	p.path, cmd = p.path.Update(msg)
	if p.path.Value() == was {
		return cmd
	}
	return tea.Batch(cmd, p.changed())
}

// set puts a path in place of what is typed.
func (p *Picker) set(path string) tea.Cmd {
	p.path.SetValue(path)
	p.path.MoveToEnd()
	return p.changed()
}

func (p *Picker) changed() tea.Cmd {
	p.at, p.problem = -1, ""
	dir, _ := Split(p.path.Value())
	if dir == p.dir {
		return nil
	}
	return p.list(dir)
}

func (p *Picker) list(dir string) tea.Cmd {
	return func() tea.Msg {
		entries, _ := p.folders.List(dir) // as for the first
		return listed{p, "", dir, entries}
	}
}

// matching are the entries that begin with what is typed.
func (p *Picker) matching() []Entry {
	dir, base := Split(p.path.Value())
	if dir != p.dir {
		return nil
	}
	var out []Entry
	for _, e := range p.entries {
		if len(e.Name) >= len(base) && strings.EqualFold(e.Name[:len(base)], base) {
			out = append(out, e)
		}
	}
	return out
}

// pathOf is the whole path of an entry.
func (p *Picker) pathOf(e Entry) string {
	if e.Folder {
		return p.dir + e.Name + "/"
	}
	return p.dir + e.Name
}

// complete types as much as is certain: the entry in hand, the only one, or what
// all have in common.
func (p *Picker) complete(shown []Entry) tea.Cmd {
	dir, base := Split(p.path.Value())
	switch {
	case len(shown) == 0: // it may have been put there since
		return p.list(dir)
	case p.at >= 0 && p.at < len(shown):
		return p.set(p.pathOf(shown[p.at]))
	case len(shown) == 1:
		return p.set(p.pathOf(shown[0]))
	}
	common := shown[0].Name
	for _, e := range shown[1:] {
		for !strings.HasPrefix(strings.ToLower(e.Name), strings.ToLower(common)) {
			r := []rune(common)
			common = string(r[:len(r)-1])
		}
	}
	if len(common) <= len(base) {
		p.at = 0
		return nil
	}
	return p.set(p.dir + common)
}

// enter gives the path of the file in hand, or what is typed. It is empty when a
// folder was entered.
func (p *Picker) enter(shown []Entry) (path string, cmd tea.Cmd) {
	if p.at >= 0 && p.at < len(shown) {
		cmd = p.set(p.pathOf(shown[p.at]))
	}
	path = strings.TrimSpace(p.path.Value())
	dir, base := Split(path)
	if base == "" {
		p.at = min(0, len(shown)-1)
		return "", cmd
	}
	for _, e := range shown {
		if e.Folder && strings.EqualFold(e.Name, base) {
			return "", p.set(dir + e.Name + "/")
		}
	}
	p.problem = ""
	return path, cmd
}
