package main

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A keyboard is where a script of keys is played. Lines are those of the script,
// for what is said when something is not as it tells.
type keyboard interface {
	step(label string)
	open(line int, day string)
	sees(line int, words string)
	text(text string)
	key(name string, times int)
	leave(line int)
}

// playKeys plays a script on a keyboard; how one is written stands at the top of
// testdata/keys.txt.
func playKeys(t *testing.T, script string, k keyboard) {
	t.Helper()
	data, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	opened := false
	for i, line := range strings.Split(string(data), "\n") {
		line, i := strings.TrimSuffix(line, "\r"), i+1
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "", "#":
		case "==":
			if !slices.ContainsFunc(cycle.Steps, func(s cycle.Step) bool { return s.Label == rest }) {
				t.Fatalf("line %d: there is no step %q", i, rest)
			}
			k.step(rest)
		case "opens":
			if opened {
				k.leave(i)
			}
			k.open(i, rest)
			opened = true
		case "sees":
			k.sees(i, rest)
		case "type":
			k.text(strings.ReplaceAll(rest, `\n`, "\n"))
		case "keys":
			for name := range strings.FieldsSeq(rest) {
				name, n, _ := strings.Cut(name, "*")
				times, err := strconv.Atoi(cmp.Or(n, "1"))
				if err != nil {
					t.Fatalf("line %d: %v", i, err)
				}
				k.key(name, times)
			}
		default:
			t.Fatalf("line %d: %q is nothing that a typist does", i, word)
		}
	}
	k.leave(0)
}
