package form

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Lines draws the form w columns wide. at is the line on which the row in hand
// begins, so that a caller can scroll to it.
func (f *Form) Lines(w int) (lines []string, at int) {
	f.sync()
	lw := f.labelWidth(w)
	for i, r := range f.rows {
		if i > 0 && (r.Field.Kind == cycle.Text || f.rows[i-1].Field.Kind == cycle.Text) {
			lines = append(lines, "")
		}
		if i == f.at {
			at = len(lines)
		}
		lines = append(lines, f.rowLines(i, lw, w)...)
	}
	return lines, at
}

func (f *Form) labelWidth(w int) int {
	if f.LabelWidth > 0 {
		return f.LabelWidth
	}
	widest := 0
	for _, r := range f.rows {
		widest = max(widest, ui.Width(r.Field.Label))
	}
	return min(widest+3, max(10, w*2/5))
}

func (f *Form) rowLines(i, lw, w int) []string {
	t, r := f.env.Theme, f.rows[i]
	inHand := f.active && i == f.at
	label := t.Dim.Render("  " + r.Field.Label)
	if inHand {
		label = t.Accent.Render("▸ " + r.Field.Label)
	}
	var lines []string
	for n, line := range f.valueLines(i, w-lw) {
		if n == 0 {
			lines = append(lines, ui.Pad(label, lw-1)+" "+line)
		} else {
			lines = append(lines, strings.Repeat(" ", lw)+line)
		}
	}
	return lines
}

func (f *Form) valueLines(i, w int) []string {
	t, r := f.env.Theme, f.rows[i]
	inHand := f.active && i == f.at
	var lines []string
	switch {
	case r.Field.Kind == cycle.Choice || r.Field.Kind == cycle.Ref || r.Field.Kind == cycle.YesNo:
		lines = f.optionLines(r, inHand && f.writable(), w)
	case inHand && f.Typing():
		f.area.SetWidth(max(4, w))
		lines = strings.Split(strings.TrimRight(f.area.View(), "\n"), "\n")
	default:
		lines = f.restLines(r, w)
	}
	if v, ok := f.wrong[r.Path]; ok {
		lines = append(lines, ui.Styled(t.Bad, "! "+v.why, w)...)
	} else if note := f.note[r.Path]; note != "" {
		lines = append(lines, t.Dim.Render(ui.Cut(note, w)))
	}
	if c, ok := f.s.ConflictAt(r.Path); ok && len(c.Versions) > 1 {
		lines = append(lines, t.Warn.Render(ui.Cut(Also(f.env, c), w)))
	} else if inHand && f.overtaken() {
		lines = append(lines, t.Warn.Render(ui.Cut("changed elsewhere: tab shows it", w)))
	}
	return lines
}

func nameOr(author string) string {
	if author == "" {
		return "someone"
	}
	return author
}

// restLines draws a text that has not the keyboard.
func (f *Form) restLines(r Row, w int) []string {
	t := f.env.Theme
	v := cycle.Clean(f.value(r), r.Field.Kind == cycle.Text)
	if v == "" {
		return []string{t.Faint.Render(strings.Repeat("·", min(12, w)))}
	}
	if r.Field.Kind == cycle.Date {
		if d, ok := cycle.ParseDay(v); ok {
			v = d.Words(f.env.Today())
		}
	}
	if o, ok := r.Field.Option(v); ok {
		v = o.Label
	}
	return ui.Styled(t.Text, v, w)
}

// optionLines draws the answers of a row, side by side where they fit.
func (f *Form) optionLines(r Row, inHand bool, w int) []string {
	t, value := f.env.Theme, f.value(r)
	if r.Field.Kind == cycle.YesNo {
		if value == cycle.True {
			return []string{t.Good.Render("✓ yes")}
		}
		return []string{t.Faint.Render("○ no")}
	}
	options := f.options(r)
	if len(options) == 0 {
		return []string{t.Faint.Render("nothing to choose from yet")}
	}
	var parts []string
	width := 0
	for _, o := range options {
		part := mark(t, o.Key == value, o.Label)
		parts = append(parts, part)
		width += ui.Width(part) + 2
	}
	if !inHand {
		for i, o := range options {
			if o.Key == value {
				return []string{t.Text.Render(ui.Cut(options[i].Label, w))}
			}
		}
		if value != "" && r.Field.Kind == cycle.Choice {
			return []string{t.Text.Render(ui.Cut(cycle.Clean(value, false), w))}
		}
		return []string{t.Faint.Render(strings.Repeat("·", min(12, w)))}
	}
	f.chosenLine = 0
	if width <= w {
		return []string{strings.Join(parts, "  ")}
	}
	f.chosenLine = max(0, slices.IndexFunc(options, func(o cycle.Option) bool { return o.Key == value }))
	for i := range parts {
		parts[i] = ui.Cut(parts[i], w)
	}
	return parts
}

func mark(t *ui.Theme, on bool, label string) string {
	if on {
		return t.Accent.Render("● " + label)
	}
	return t.Dim.Render("○ " + label)
}

// HelpLines draws the help of the row in hand: what to write, and one strong and
// one weak example.
func (f *Form) HelpLines(w int) []string {
	r := f.Row()
	if len(f.rows) == 0 {
		return nil
	}
	t := f.env.Theme
	lines := ui.Styled(t.Dim, r.Field.Help, w)
	if o, ok := r.Field.Option(f.value(r)); ok && o.Help != "" {
		lines = append(lines, ui.Styled(t.Text, o.Label+": "+o.Help, w)...)
	}
	if r.Path == sharing {
		lines = append(lines, ui.Styled(t.Text, sharingWords(f.env, f.value(r)), w)...)
	}
	if r.Field.Strong != "" {
		lines = append(lines, example(t, t.Good, "Strong", r.Field.Strong, "", w)...)
	}
	if r.Field.Weak != "" {
		lines = append(lines, example(t, t.Warn, "Weak", r.Field.Weak, r.Field.Why, w)...)
	}
	return lines
}

func example(t *ui.Theme, st lipgloss.Style, label, text, why string, w int) []string {
	const indent = 9
	body := "“" + text + "”"
	if why != "" {
		body += " (" + why + ")"
	}
	var out []string
	for i, line := range ui.Styled(t.Text, body, max(10, w-indent)) {
		head := strings.Repeat(" ", indent)
		if i == 0 {
			head = ui.Pad(st.Render(label), indent)
		}
		out = append(out, head+line)
	}
	return out
}
