package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// printJSON prints one JSON value, indented. Text in it is as it was kept; what
// a terminal could obey is written as \u escapes.
func (a *app) printJSON(v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := a.out.Write(escapeMarks(b.Bytes()))
	return err
}

// escapeMarks writes the control characters that JSON lets stand, and the marks
// that set the direction of text, as \u escapes. All of them are below U+10000
// and stand in strings only, so the JSON says the same.
func escapeMarks(encoded []byte) []byte {
	if !bytes.ContainsFunc(encoded, isMark) {
		return encoded
	}
	out := make([]byte, 0, len(encoded)+16)
	for _, r := range string(encoded) {
		if isMark(r) {
			out = fmt.Appendf(out, `\u%04x`, r)
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

// isMark reports whether r is DEL, a C1 control character or a bidirectional
// formatting character (Unicode Bidi_Control).
func isMark(r rune) bool {
	return r >= 0x7f && r <= 0x9f || unicode.Is(unicode.Bidi_Control, r)
}

// line prints one line of text. Text of cycles in it is cleaned here, whatever
// way it came into the store.
func (a *app) line(format string, args ...any) {
	fmt.Fprintln(a.out, cycle.Clean(fmt.Sprintf(format, args...), false))
}

// text prints lines of text, cleaned as by line.
func (a *app) text(s string) { fmt.Fprintln(a.out, cycle.Clean(s, true)) }

// width is how many columns the results have: those of the terminal, or what
// COLUMNS says; 0 where there is no limit. It asks the system once.
func (a *app) width() int {
	if !a.measured {
		a.measured, a.columnsWide = true, screenWidth(a.outFile)
	}
	return a.columnsWide
}

func screenWidth(out *os.File) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return max(n, 20)
	}
	if w, _, err := term.GetSize(out.Fd()); err == nil && w > 0 {
		return max(w, 20)
	}
	return 0
}

// cut shortens a line to the width of the screen.
func (a *app) cut(s string) string {
	if w := a.width(); w > 0 {
		return ansi.Truncate(s, w, "…")
	}
	return s
}

// styled reports whether results may be in bold.
func (a *app) styled() bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	return term.IsTerminal(a.outFile.Fd()) && colorprofile.Detect(a.outFile, os.Environ()) > colorprofile.Ascii
}

// bold dresses a heading.
func (a *app) bold() func(string) string {
	if !a.styled() {
		return nil
	}
	return func(s string) string { return "\x1b[1m" + s + "\x1b[m" }
}

// columns prints rows side by side. On a screen no column but the last takes
// more than two fifths of it.
func (a *app) columns(rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			row[i] = cycle.Clean(cell, false)
			if w := a.width(); w > 0 && i < len(row)-1 {
				row[i] = ansi.Truncate(row[i], w*2/5, "…")
			}
			widths[i] = max(widths[i], ansi.StringWidth(row[i]))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-ansi.StringWidth(cell)+2))
			}
		}
		a.line("%s", a.cut(strings.TrimRight(b.String(), " ")))
	}
}

// progress shows on a terminal how far a long task is.
func (a *app) progress(what string) func(done, of int) {
	if a.json || !term.IsTerminal(a.messages.Fd()) {
		return nil
	}
	return func(done, of int) {
		fmt.Fprintf(a.messages, "\r%s %d of %d", what, done, of)
		if done == of {
			fmt.Fprint(a.messages, "\r\x1b[K")
		}
	}
}
