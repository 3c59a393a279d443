package form

import (
	"strings"

	"charm.land/bubbles/v2/textarea"
)

// OneLine draws a text field in one line of w columns: of a text that is longer,
// the part in which the cursor is.
func OneLine(a *textarea.Model, w int) string {
	a.SetWidth(max(4, w))
	lines := strings.Split(strings.TrimRight(a.View(), "\n"), "\n")
	return lines[min(a.LineInfo().RowOffset, len(lines)-1)]
}
