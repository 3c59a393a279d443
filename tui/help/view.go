package help

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// View draws the part of the page that is scrolled to.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	if s.lines == nil || s.width != bw || s.theme != s.env.Theme {
		s.lines, s.width, s.theme = s.lay(bw), bw, s.env.Theme
	}
	body := s.scroll.Window(s.lines, bh)
	return ui.Frame{Title: "Help", Status: s.status(), Body: body, Next: s.hint(), Keys: s.Keys()}.View(s.env, w, h)
}

func (s *Screen) status() string {
	if s.step != nil {
		return s.step.Label
	}
	return ""
}

func (s *Screen) hint() string {
	if rest := s.scroll.Below(); rest > 1 {
		return fmt.Sprintf("%d more lines below. esc goes back to where you were.", rest)
	}
	return "press esc to go back to where you were."
}

// A page collects lines.
type page struct {
	t     *ui.Theme
	w     int
	lines []string
}

const textWidth = 92

func (s *Screen) lay(w int) []string {
	p := &page{t: s.env.Theme, w: min(w, textWidth)}
	p.head("Keys here")
	p.keys(notEverywhere(s.keys))
	p.head("Keys everywhere")
	p.keys(everywhere)
	if s.step != nil {
		p.step(s.step)
	}
	p.head("Words")
	for _, word := range glossary {
		p.labeled(p.t.Strong, word.term, word.means, 20)
	}
	p.head("Good to know")
	p.text("Everything is saved as you write. Nothing that was written is ever lost: ctrl+z takes back the last change, and the history of a cycle keeps all of them.")
	return p.lines
}

// notEverywhere leaves out the keys that are listed as working everywhere, and
// those named twice.
func notEverywhere(keys []key.Binding) []key.Binding {
	var out []key.Binding
	seen := map[string]bool{ui.KeyHelp.Help().Key: true}
	for _, b := range everywhere {
		seen[b.Help().Key] = true
	}
	for _, b := range keys {
		if h := b.Help(); b.Enabled() && h.Key != "" && !seen[h.Key] {
			seen[h.Key] = true
			out = append(out, b)
		}
	}
	return out
}

func (p *page) head(text string) {
	if len(p.lines) > 0 {
		p.lines = append(p.lines, "")
	}
	p.lines = append(p.lines, p.t.Accent.Render(ui.Cut(text, p.w)))
}

func (p *page) text(s string) {
	p.lines = append(p.lines, ui.Styled(p.t.Text, s, p.w)...)
}

// keys prints keys in two columns where there is room.
func (p *page) keys(keys []key.Binding) {
	const column = 38
	per := max(1, p.w/column)
	rows := (len(keys) + per - 1) / per
	for i := range rows {
		line := ""
		for j := range per {
			if n := j*rows + i; n < len(keys) {
				h := keys[n].Help()
				line += ui.Pad(p.t.Key.Render(ui.Pad(h.Key, 10))+" "+p.t.Text.Render(h.Desc), column)
			}
		}
		p.lines = append(p.lines, line)
	}
}

// labeled prints a word and, behind it, what there is to say about it; in narrow
// windows below it.
func (p *page) labeled(st lipgloss.Style, label, text string, indent int) {
	for i, line := range ui.Styled(p.t.Text, text, max(10, p.w-indent)) {
		head := ""
		if i == 0 {
			head = st.Render(ui.Cut(label, indent-1))
		}
		p.lines = append(p.lines, ui.Pad(head, indent)+line)
	}
}

// step prints what a step is for, what it asks and its examples.
func (p *page) step(st *cycle.Step) {
	p.head("This step: " + st.Label)
	p.text(st.Help)
	for _, part := range st.Parts {
		if f := part.Field; f != nil && !f.Internal {
			p.field(f, "")
		}
		if l := part.List; l != nil && !l.Internal {
			p.list(l)
		}
	}
}

func (p *page) list(l *cycle.List) {
	p.lines = append(p.lines, "", p.t.Strong.Render(l.Label))
	if l.Prompt != "" {
		p.text(l.Prompt)
	}
	if l.Help != "" {
		p.lines = append(p.lines, ui.Styled(p.t.Dim, l.Help, p.w)...)
	}
	for i := range l.Fields {
		if f := &l.Fields[i]; !f.Internal && f.Prompt != "" {
			p.field(f, l.Label)
		}
	}
}

// field prints what a field asks for. Fields of a list stand closer together.
func (p *page) field(f *cycle.Field, list string) {
	if list == "" {
		p.lines = append(p.lines, "")
	}
	p.labeled(p.t.Strong, f.Label, f.Prompt, 20)
	if list == "" && f.Help != "" {
		p.labeled(p.t.Dim, "", f.Help, 20)
	}
	const indent = 20
	if f.Strong != "" {
		p.example(p.t.Good, "Strong", "“"+f.Strong+"”", indent)
	}
	if f.Weak != "" {
		text := "“" + f.Weak + "”"
		if f.Why != "" {
			text += " (" + f.Why + ")"
		}
		p.example(p.t.Warn, "Weak", text, indent)
	}
	if f.Kind == cycle.Choice {
		for _, o := range f.Options {
			if o.Help != "" {
				p.example(p.t.Dim, o.Label, o.Help, indent)
			}
		}
	}
}

func (p *page) example(st lipgloss.Style, label, text string, indent int) {
	p.labeled(st, "  "+label, text, indent)
}
