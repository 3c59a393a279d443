package shareout

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/examples"
)

func keys(slides []Slide) (out []string) {
	for _, s := range slides {
		out = append(out, s.Key)
	}
	return out
}

func TestSlidesOfAnExample(t *testing.T) {
	c := examples.Cycles()[0]
	slides := Of(c, examples.Day())
	want := []string{"title", "problem", "why", "aim", "change", "prediction", "done", "chart", "learned", "next"}
	if got := keys(slides); !slices.Equal(slices.DeleteFunc(got, func(k string) bool { return k == "need" }), want) {
		t.Errorf("slides %v, want %v", got, want)
	}
	for _, s := range slides {
		if s.Title == "" || len(s.Lines) > mostLines {
			t.Errorf("slide %+v", s)
		}
		if _, ok := stepOf(s.Step); !ok {
			t.Errorf("slide %s comes from no step: %q", s.Key, s.Step)
		}
		for _, l := range append(s.Lines, Line{"", s.Say}) {
			if n := utf8.RuneCountInString(l.Text); n > mostLetters+2 {
				t.Errorf("slide %s: a line of %d letters", s.Key, n)
			}
		}
	}
}

func stepOf(key string) (*cycle.Step, bool) {
	for i := range cycle.Steps {
		if cycle.Steps[i].Key == key {
			return &cycle.Steps[i], true
		}
	}
	return nil, false
}

func TestEmptyCycleHasItsTitle(t *testing.T) {
	slides := Of(cycle.New("c"), examples.Day())
	if len(slides) != 1 || slides[0].Say != "(no title yet)" {
		t.Errorf("%+v", slides)
	}
}

func TestWhatIsAskedFor(t *testing.T) {
	c := cycle.New("c")
	for id, state := range map[string]string{"a": "open", "b": "done", "d": "declined", "e": "promised"} {
		c.Apply(cycle.SetIn("requests", id, "text", "request "+id), cycle.SetIn("requests", id, "state", state))
	}
	slides := Of(c, examples.Day())
	got := ""
	for _, l := range slides[len(slides)-1].Lines {
		got += l.Text + ";"
	}
	if !strings.Contains(got, "request a") || !strings.Contains(got, "request e") || strings.Contains(got, "request b") || strings.Contains(got, "request d") {
		t.Errorf("asked for: %s", got)
	}
}

func TestHostileText(t *testing.T) {
	c := cycle.New("c")
	for i := range cycle.Steps {
		for _, part := range cycle.Steps[i].Parts {
			if part.Field != nil && part.Field.Kind != cycle.Choice {
				c.Values[part.Field.Key] = strings.Repeat("\x1b[31m\u202ex ", 9000)
			}
		}
	}
	for _, s := range Of(c, examples.Day()) {
		for _, text := range []string{s.Title, s.Say} {
			if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r == '\u202e' }) {
				t.Errorf("slide %s: %q", s.Key, text)
			}
		}
	}
}

func TestShortEndsAtASentence(t *testing.T) {
	long := strings.Repeat("We saw the same thing. ", 20)
	if got := short(long); !strings.HasSuffix(got, "thing.") || utf8.RuneCountInString(got) > mostLetters {
		t.Errorf("%q", got)
	}
	if got := short(strings.Repeat("word ", 100)); !strings.HasSuffix(got, " …") {
		t.Errorf("%q", got)
	}
}
