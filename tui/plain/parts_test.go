package plain

import (
	"bufio"
	"errors"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func TestParsePoint(t *testing.T) {
	today := cycle.DayOf(clock())
	for typed, want := range map[string]typedPoint{
		"10/5 31":                    {cycle.Day{Year: 2026, Month: 10, Day: 5}, "read as Mon, Oct 5, 2026", "31", "", ""},
		"2026-10-05 31.5 180":        {cycle.Day{Year: 2026, Month: 10, Day: 5}, "", "31.5", "180", ""},
		"Oct 5 31 180 snow, late":    {cycle.Day{Year: 2026, Month: 10, Day: 5}, "read as Mon, Oct 5, 2026", "31", "180", "snow, late"},
		"Oct 5 2026 31":              {cycle.Day{Year: 2026, Month: 10, Day: 5}, "", "31", "", ""},
		"Mon, Oct 5, 2026 31 - snow": {cycle.Day{Year: 2026, Month: 10, Day: 5}, "", "31", "", "snow"},
		"Oct 5 2026":                 {cycle.Day{Year: 2026, Month: 10, Day: 5}, "read as Mon, Oct 5, 2026", "2026", "", ""},
		"today 85% snow":             {today, "", "85", "", "snow"},
		"5 October 31":               {cycle.Day{Year: 2026, Month: 10, Day: 5}, "read as Mon, Oct 5, 2026", "31", "", ""},
	} {
		got, err := parsePoint(typed, today)
		if err != nil || got != want {
			t.Errorf("%q is read as %+v, %v; want %+v", typed, got, err, want)
		}
	}
	for typed, want := range map[string]string{
		"":              "nothing is typed",
		"31":            "the line begins with the day",
		"10/5":          "the number is missing",
		"10/5 x":        `"x" cannot be read as a number`,
		"Mon Oct 5 abc": `"abc" cannot be read as a number`,
		"13/45 31":      `"13/45" cannot be read as a date`,
	} {
		if _, err := parsePoint(typed, today); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", typed, err, want)
		}
	}
}

func FuzzParsePoint(f *testing.F) {
	for _, seed := range []string{"10/5 31", "Oct 5 2026 31 180 snow", "today - -", "monday 1,5 2 x", "10/5 31%", "", "\x00 1"} {
		f.Add(seed)
	}
	today := cycle.DayOf(clock())
	f.Fuzz(func(t *testing.T, typed string) {
		p, err := parsePoint(typed, today)
		if err != nil {
			return
		}
		if p.date.IsZero() || !isNumber(p.value) {
			t.Errorf("%q is read as %+v", typed, p)
		}
		again, err := parsePoint(strings.TrimSpace(p.date.String()+" "+p.value), today)
		if err != nil || again.date != p.date || again.value != p.value {
			t.Errorf("%q does not read back: %+v, %v", typed, again, err)
		}
	})
}

// No line is too wide, and no word is lost or changed.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := cycle.Clean(rapid.StringMatching(`( {0,3}[a-zé漢 ]{0,200}\n?){0,3}`).Draw(t, "text"), true)
		limit := rapid.IntRange(20, 80).Draw(t, "limit")
		got := wrap(text, limit)
		for line := range strings.SplitSeq(got, "\n") {
			if w := ansi.StringWidth(line); w > limit {
				t.Fatalf("%d columns, over %d: %q", w, limit, line)
			}
		}
		if squeeze(got) != squeeze(text) {
			t.Fatalf("%q became %q", text, got)
		}
	})
	if got, want := wrap(" 1 one two three", 12), " 1 one two\n    three"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// Lines of any length come one by one, with either kind of line break and
// without one at the end.
func TestReadLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lengths := rapid.SliceOf(rapid.SampledFrom([]int{0, 1, 4095, 4096, 4097, cycle.MaxText - 1, cycle.MaxText, cycle.MaxText + 1, cycle.MaxText + 9000})).Draw(t, "lengths")
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line break")
		closed := rapid.Bool().Draw(t, "line break at the end")
		var text strings.Builder
		for i, n := range lengths {
			text.WriteString(strings.Repeat("x", n))
			if i+1 < len(lengths) || closed || n == 0 {
				text.WriteString(end)
			}
		}
		in := bufio.NewReader(strings.NewReader(text.String()))
		for i, n := range lengths {
			line := readLine(in)
			switch {
			case line.err != nil:
				t.Fatalf("line %d: %v", i, line.err)
			case n > cycle.MaxText && line.long != n:
				t.Fatalf("line %d is %d bytes long, said to be %d", i, n, line.long)
			case n <= cycle.MaxText && len(line.text) != n:
				t.Fatalf("line %d has %d bytes, want %d", i, len(line.text), n)
			}
		}
		if line := readLine(in); !errors.Is(line.err, errEnd) {
			t.Fatalf("behind the last line stands %q, %v", line.text, line.err)
		}
	})
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }
func (brokenPipe) Read([]byte) (int, error)  { return 0, errors.New("the terminal is gone") }

func TestBrokenPipes(t *testing.T) {
	st := openStore(t)
	if err := Run(t.Context(), st, strings.NewReader("Ana\n"), brokenPipe{}, clock); err == nil || !strings.Contains(err.Error(), "the pipe is closed") {
		t.Errorf("a broken output gives %v", err)
	}
	var screen strings.Builder
	if err := Run(t.Context(), st, brokenPipe{}, &screen, clock); err == nil || !strings.Contains(err.Error(), "the terminal is gone") {
		t.Errorf("a broken input gives %v", err)
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Late": "Late.", "Late?": "Late?", "At most 18. (At 9:00.)": "At most 18. (At 9:00.)", "of a text that goes on …": "of a text that goes on …",
		`He said "Late"`: `He said "Late".`, "(late)": "(late).", ")": ").",
	} {
		if got := sentence(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
