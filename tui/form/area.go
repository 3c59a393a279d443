package form

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Pasted is what of a paste goes into a text: no control characters, no escape
// sequences, nothing that reorders or hides text, and one line break for each of
// theirs. A text of one line gets spaces in their place.
func Pasted(msg tea.PasteMsg, multiline bool) tea.PasteMsg {
	msg.Content = cycle.Clean(msg.Content, multiline)
	if !multiline {
		msg.Content = strings.Join(strings.Fields(msg.Content), " ")
	}
	return msg
}

// NewArea returns a text field that has the keyboard and holds the value, the
// cursor at its end. It grows with its text and does not blink.
func NewArea(env *ui.Env, value string) textarea.Model {
	a := textarea.New()
	a.Prompt = ""
	a.ShowLineNumbers = false
	a.CharLimit = 0
	a.MaxHeight = 0
	a.DynamicHeight = true
	a.MinHeight = 1
	style := textarea.StyleState{Base: env.Theme.Field, Text: env.Theme.Field, CursorLine: env.Theme.Field, EndOfBuffer: env.Theme.Field, Placeholder: env.Theme.Faint, Selection: lipgloss.NewStyle().Reverse(true)}
	styles := a.Styles()
	styles.Focused, styles.Blurred = style, style
	styles.Cursor.Blink = false
	a.SetStyles(styles)
	// These keys belong to the screens around the text.
	a.KeyMap.LineNext = key.NewBinding(key.WithKeys("down"))
	a.KeyMap.LinePrevious = key.NewBinding(key.WithKeys("up"))
	a.KeyMap.CharacterBackward = key.NewBinding(key.WithKeys("left"))
	a.KeyMap.TransposeCharacterBackward.SetEnabled(false)
	a.SetValue(value)
	a.MoveToEnd()
	_ = a.Focus()
	return a
}
