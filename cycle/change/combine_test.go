package change_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

func TestCombine(t *testing.T) {
	tests := []struct{ name, base, a, b, want string }{
		{"both add behind the base", "one", "one\ntwo", "one\nthree", "one\nthree\ntwo"},
		{"one adds before, one behind", "mid", "first\nmid", "mid\nlast", "first\nmid\nlast"},
		{"both write the same", "", "same", "same", "same"},
		{"both add the same in other company", "x", "y", "y\nx", "y"},
		{"one takes out what the other left", "keep\ndrop", "keep", "keep\ndrop", "keep"},
		{"one rewrites, one adds", "old", "new", "old\nmore", "new\nmore"},
		{"no base", "", "ours", "theirs", "ours\ntheirs"},
		{"empty lines between paragraphs stay", "one", "one\n\ntwo", "one", "one\n\ntwo"},
		{"one is emptied", "one\ntwo", "", "one\ntwo", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := change.Combine(tt.base, tt.a, tt.b); got != tt.want {
				t.Errorf("Combine = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCombineIsSymmetricAndKeepsWhatIsNew(t *testing.T) {
	// Few different lines make equal and moved paragraphs common.
	text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "", "e f"}), 0, 6), func(lines []string) string {
		return strings.Join(lines, "\n")
	})
	rapid.Check(t, func(t *rapid.T) {
		base, a, b := text.Draw(t, "base"), text.Draw(t, "a"), text.Draw(t, "b")
		got := change.Combine(base, a, b)
		if other := change.Combine(base, b, a); other != got {
			t.Fatalf("the order matters: %q and %q", got, other)
		}
		for _, line := range strings.Split(a+"\n"+b, "\n") {
			if line != "" && !has(base, line) && !has(got, line) {
				t.Fatalf("%q was written and is lost in %q", line, got)
			}
		}
		for _, line := range strings.Split(base, "\n") {
			if line != "" && strings.Count(base, line) == 1 && strings.HasPrefix(a, base) && strings.HasPrefix(b, base) && !has(got, line) {
				t.Fatalf("nobody took out %q and it is lost in %q", line, got)
			}
		}
		if again := change.Combine(base, a, a); !slices.Equal(nonEmpty(again), nonEmpty(a)) {
			t.Fatalf("a text combined with itself gives %q", again)
		}
	})
}

func has(text, line string) bool { return slices.Contains(strings.Split(text, "\n"), line) }

func nonEmpty(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(s string) bool { return s == "" })
}

func TestCombinedFindsTheCommonBase(t *testing.T) {
	mk := func(replica string, seq uint64, ms int64, value string, replaces ...change.ID) change.Change {
		return change.Change{
			ID: change.MakeID(replica, seq), Replica: replica, Seq: seq, Doc: "d", At: change.Stamp{MS: ms},
			Ops: []change.Op{{Do: change.DoSet, Field: "strengths", Value: value, Replaces: replaces}},
		}
	}
	changes := []change.Change{
		mk("r", 1, 1, "old\nshared"),
		mk("r", 2, 2, "shared\nfrom r", "r-1"),
		mk("s", 1, 3, "old\nshared\nfrom s", "r-1"),
	}
	conflicts := change.Fold("d", changes).Conflicts()
	if len(conflicts) != 1 {
		t.Fatalf("there are %d conflicts, want 1", len(conflicts))
	}
	if got, want := conflicts[0].Combined(changes), "shared\nfrom s\nfrom r"; got != want && got != "shared\nfrom r\nfrom s" {
		t.Errorf("Combined = %q, want the old line gone and both new ones there", got)
	}
	if got := conflicts[0].Combined(nil); !has(got, "old") || !has(got, "from r") || !has(got, "from s") {
		t.Errorf("without a base Combined = %q, want every line", got)
	}
}
