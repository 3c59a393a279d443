package form

import "github.com/cqi-pdsa/pdsa/tui/ui"

// HelpWithin draws the help of the row in hand into at most h lines. What does
// not fit whole is left out, the examples first.
func (f *Form) HelpWithin(w, h int) []string {
	if len(f.rows) == 0 {
		return nil
	}
	t, r := f.env.Theme, f.Row()
	blocks := [][]string{ui.Styled(t.Dim, r.Field.Help, w)}
	if o, ok := r.Field.Option(f.value(r)); ok && o.Help != "" {
		blocks = append([][]string{ui.Styled(t.Text, o.Label+": "+o.Help, w)}, blocks...)
	}
	return ui.Blocks(h, append(blocks, Examples(t, r.Field.Strong, "", "", w), Examples(t, "", r.Field.Weak, r.Field.Why, w))...)
}

// Examples draws one strong and one weak example w columns wide; why says what
// makes the weak one weak. Empty ones are left out.
func Examples(t *ui.Theme, strong, weak, why string, w int) []string {
	var lines []string
	if strong != "" {
		lines = append(lines, example(t, t.Good, "Strong", strong, "", w)...)
	}
	if weak != "" {
		lines = append(lines, example(t, t.Warn, "Weak", weak, why, w)...)
	}
	return lines
}
