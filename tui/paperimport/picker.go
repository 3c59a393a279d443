package paperimport

import (
	"runtime"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/dataimport"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// A picker asks for a file: its path is typed, or it is picked from what is there.
type picker struct {
	env     *ui.Env
	files   Files
	path    textarea.Model
	dir     string // the folder that entries are of
	entries []dataimport.Entry
	at      int // the entry in hand, -1 for none
	problem string
}

// listed is a folder that was read. A picker drops what it does not ask for now.
type listed struct {
	start   string // the folder to begin with
	dir     string
	entries []dataimport.Entry
}

func newPicker(env *ui.Env, files Files) picker {
	return picker{env: env, files: files, path: form.NewArea(env, ""), at: -1}
}

// begin lists the usual folder.
func (p *picker) begin() tea.Cmd {
	files := p.files
	return func() tea.Msg {
		start := files.Start()
		entries, _ := files.List(start) // a folder that cannot be read shows nothing
		return listed{start, start, entries}
	}
}

func (p *picker) list(dir string) tea.Cmd {
	files := p.files
	return func() tea.Msg {
		entries, _ := files.List(dir) // likewise
		return listed{"", dir, entries}
	}
}

func (p *picker) take(msg listed) {
	if msg.start != "" && p.path.Value() == "" {
		p.path.SetValue(msg.start)
		p.path.MoveToEnd()
	}
	if dir, _ := splitPath(p.path.Value()); dir == msg.dir {
		p.dir, p.entries, p.at = msg.dir, msg.entries, -1
	}
}

func (p *picker) key(msg tea.KeyPressMsg) tea.Cmd {
	shown := p.matching()
	switch {
	case key.Matches(msg, ui.KeyUp):
		p.at = max(p.at-1, -1)
	case key.Matches(msg, ui.KeyDown):
		p.at = min(p.at+1, len(shown)-1)
	case key.Matches(msg, ui.KeyTab):
		return p.complete(shown)
	default:
		return p.typed(msg)
	}
	return nil
}

// typed gives a key or a text to the path.
func (p *picker) typed(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	was := p.path.Value()
	p.path, cmd = p.path.Update(msg)
	if p.path.Value() == was {
		return cmd
	}
	return tea.Batch(cmd, p.changed())
}

// paste takes a path, also as terminals give that of a file dropped on them: in
// quotes, or with backslashes before blanks.
func (p *picker) paste(msg tea.PasteMsg) tea.Cmd {
	path := strings.TrimSpace(cycle.Clean(msg.Content, false))
	dropped := false
	for _, quote := range []string{`"`, "'"} {
		if len(path) > 1 && strings.HasPrefix(path, quote) && strings.HasSuffix(path, quote) {
			path, dropped = path[1:len(path)-1], true
		}
	}
	if !dropped && runtime.GOOS != "windows" {
		path = strings.NewReplacer(`\ `, " ", `\(`, "(", `\)`, ")", `\'`, "'", `\&`, "&").Replace(path)
	}
	if strings.HasPrefix(path, "/") || strings.HasPrefix(path, "~") || strings.Contains(path, ":") || dropped {
		return p.set(path)
	}
	return p.typed(tea.PasteMsg{Content: path})
}

// set puts a path in place of what is typed.
func (p *picker) set(path string) tea.Cmd {
	p.path.SetValue(path)
	p.path.MoveToEnd()
	return p.changed()
}

func (p *picker) changed() tea.Cmd {
	p.at, p.problem = -1, ""
	dir, _ := splitPath(p.path.Value())
	if dir == p.dir {
		return nil
	}
	return p.list(dir)
}

// matching are the entries that begin with what is typed.
func (p *picker) matching() []dataimport.Entry {
	dir, base := splitPath(p.path.Value())
	if dir != p.dir {
		return nil
	}
	var out []dataimport.Entry
	for _, e := range p.entries {
		if len(e.Name) >= len(base) && strings.EqualFold(e.Name[:len(base)], base) {
			out = append(out, e)
		}
	}
	return out
}

func (p *picker) pathOf(e dataimport.Entry) string {
	if e.Folder {
		return p.dir + e.Name + "/"
	}
	return p.dir + e.Name
}

// complete types the entry in hand, the only one, or goes to the first of several.
func (p *picker) complete(shown []dataimport.Entry) tea.Cmd {
	switch {
	case len(shown) == 0: // it may have been put there since
		dir, _ := splitPath(p.path.Value())
		return p.list(dir)
	case p.at >= 0 && p.at < len(shown):
		return p.set(p.pathOf(shown[p.at]))
	case len(shown) == 1:
		return p.set(p.pathOf(shown[0]))
	}
	p.at = 0
	return nil
}

// enter gives the path of the file in hand, or what is typed. It is empty when a
// folder was entered.
func (p *picker) enter() (path string, cmd tea.Cmd) {
	shown := p.matching()
	if p.at >= 0 && p.at < len(shown) {
		e := shown[p.at]
		cmd = p.set(p.pathOf(e))
		if e.Folder {
			return "", cmd
		}
	}
	path = strings.TrimSpace(p.path.Value())
	dir, base := splitPath(path)
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
