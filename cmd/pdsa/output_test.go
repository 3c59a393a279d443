package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
)

// What a terminal could obey never comes out raw, and what is read back is what
// was written.
func TestJSONWithoutMarks(t *testing.T) {
	var all strings.Builder
	for r := range rune(0x3000) {
		all.WriteRune(r)
	}
	for _, text := range []string{"plain", "<b> & é 😀 日本", "\u009b31mred", "a\u202eb\u2066c\u200ed\u061ce\x7f", all.String()} {
		out := printed(t, map[string]string{text: text})
		for _, r := range strings.ReplaceAll(out, "\n", "") {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("U+%04X comes out raw", r)
			}
		}
		var back map[string]string
		if err := json.Unmarshal([]byte(out), &back); err != nil || back[text] != text {
			t.Errorf("%q is %q when read back, %v", text, back, err)
		}
	}
	if out := printed(t, "a\u202eé"); out != `"a\u202eé"`+"\n" {
		t.Errorf("printed %s", out)
	}
}

func printed(t *testing.T, v any) string {
	t.Helper()
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	if err := (&app{out: w}).printJSON(v); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
