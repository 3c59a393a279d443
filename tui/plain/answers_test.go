package plain

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// begin is what a new person types to start a cycle and leave its first step.
func begin(lines ...string) []string {
	return append([]string{"Ana Ruiz", "Butler", "2", "Late", "."}, lines...)
}

func wantOnScreen(t *testing.T, screen string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(oneLine(screen), want) {
			t.Errorf("the screen does not say %q:\n%s", want, tail(screen))
		}
	}
}

// A bad answer is refused with its reason at once, and the next one counts.
func TestBadAnswers(t *testing.T) {
	for name, test := range map[string]struct {
		lines []string
		key   string
		want  string
		says  string
	}{
		"date":          {[]string{"1", "", "", "", "13/45", "10/5", "."}, "start", "2026-10-05", `"13/45" cannot be read as a date`},
		"number":        {[]string{"1", "", "", "", "", "six", "5", "."}, "weeks", "5", `"six" cannot be read as a number`},
		"half":          {[]string{"1", "", "", "", "", "2.5", "5", "."}, "weeks", "5", `"2.5" is not a whole number`},
		"choice":        {[]string{"1", "", "", "", "", "", "", "9", "nobody", "team and coach", "."}, "sharing", "coach", `"9" is none of the choices; type a number from 1 to 3`},
		"scale":         {[]string{"14", "", "", "", "6", "1"}, "progress", "1", `"6" is none of the choices; type one from 0.5 to 5`},
		"goes on":       {[]string{"1", "", "", "", "13/45", "", "."}, "start", "2026-11-23", "Type it again, or an empty line to go on without."},
		"yes or no":     {[]string{"2", "maybe", "yes", "."}, "evidence/interviews.consulted", "true", `"maybe" is neither yes nor no`},
		"ambiguous":     {[]string{"13", "re", "rest", "."}, "act.decision", "restart", `"re" could be Repeat or Replan`},
		"cleared":       {[]string{"1", "", "", "A; B", ".", "1", "", "", "-", "."}, "team", "", "now: A; B"},
		"kept":          {[]string{"1", "", "", "A; B", ".", "1", "", "", "", "."}, "team", "A; B", "now: A; B"},
		"more examples": {[]string{"3", "", "?", "?", "Advisers", "."}, "problem.who", "Advisers", "Math, grade 6: Grade 6 math teachers"},
		"of an item":    {[]string{"9", "a", "?", "?", "Late arrivals", ".", "."}, "title", "Late", "Math, grade 6: Students who speak in a math lesson"},
		"explained":     {[]string{"3", "", "?", "Advisers", "."}, "problem.who", "Advisers", "A weak example: Families who do not care"},
		"added to":      {[]string{"7", "One", ".", ".", "7", "+", "two", ".", "."}, "prediction", "One\ntwo", "+ as the first line adds to it"},
		"empty already": {[]string{"7", "-", "."}, "prediction", "", "It is empty already."},
	} {
		t.Run(name, func(t *testing.T) {
			st := openStore(t)
			screen := talk(t, st, begin(test.lines...)...)
			if got := byTitle(t, st, "Late")[0].Get(test.key); got != test.want {
				t.Errorf("%s is %q, want %q", test.key, got, test.want)
			}
			wantOnScreen(t, screen, test.says)
		})
	}
}

// What is typed can hold anything; what is kept and printed is text.
func TestControlCharacters(t *testing.T) {
	st := openStore(t)
	var screen bytes.Buffer
	in := strings.NewReader("Ana\x1b[2J Ruiz\nBut\x07ler\n2\nLate\x1b]0;title\x07 \x1b[31mto\u202e first\n.\nw\nb\n\x1b[A\nq\n")
	if err := Run(context.Background(), st, in, &screen, clock); err != nil {
		t.Fatal(err)
	}
	for _, r := range screen.String() {
		if unicode.IsControl(r) && r != '\n' || r == '\u202e' {
			t.Fatalf("%q is on the screen", r)
		}
	}
	if got := len(byTitle(t, st, "Late to first")); got != 1 {
		t.Errorf("the title was not cleaned:\n%s", screen.String())
	}
	if who, _ := st.Person(); who.Name != "Ana Ruiz" || who.School != "Butler" {
		t.Errorf("the person is %+v", who)
	}
}

// What others wrote is made safe when it is printed, whatever a store holds.
func TestForeignTextIsCleaned(t *testing.T) {
	st := openStore(t)
	c := cycle.New("x1")
	c.Apply(cycle.SetField("title", "Late\x1b[31m"), cycle.SetField("team", "A\x1b]0;x\x07"), cycle.SetField("strengths", "one\r\x1b[2Jtwo"))
	if _, err := st.Create(c); err != nil {
		t.Fatal(err)
	}
	screen := talk(t, st, "Ana", "", "1", "1", "w", "h", "1", ".", "b", "q")
	if strings.ContainsAny(screen, "\x1b\x07\r") {
		t.Error("control characters are on the screen")
	}
}

// A line that no field can hold is refused with its length, and the next one is
// read as ever.
func TestLongLines(t *testing.T) {
	st := openStore(t)
	long := strings.Repeat("x", cycle.MaxText+1)
	screen := talk(t, st, begin("1", "", "", long, "Ana; Sok", ".", "7", "One", long, "two", ".", ".")...)
	c := byTitle(t, st, "Late")[0]
	if c.Get("team") != "Ana; Sok" || c.Get("prediction") != "One\ntwo" {
		t.Errorf("team %q, prediction %q", c.Get("team"), c.Get("prediction"))
	}
	if n := strings.Count(oneLine(screen), "it is 65537 bytes long, and 65536 is the most"); n != 2 {
		t.Errorf("the length is said %d times, want 2", n)
	}
}

func TestLongTextAndBrokenBytes(t *testing.T) {
	st := openStore(t)
	half := strings.Repeat("y", cycle.MaxText/2)
	screen := talk(t, st, begin("7", half, half, "\xff\xfe", "end", ".", ".")...)
	if got := byTitle(t, st, "Late")[0].Get("prediction"); got != half+"\nend" {
		t.Errorf("the prediction has %d bytes, want %d", len(got), len(half)+4)
	}
	wantOnScreen(t, screen, "the text is as long as it can be", "bytes that stand for no letter")
}

// A word that no menu knows gets an answer that says what can be typed.
func TestUnknownWords(t *testing.T) {
	st := openStore(t)
	screen := talk(t, st, "Ana", "Butler", "dance", "1", "find nothing", "open Nowhere", "2", "", "2", "Late", ".",
		"dance", "15", "4", "a", "Time", "jump", "7", "d", "d 9", "m 1", "", ".",
		"8", "done 1 1", "a", "Greet", "", "1, 2", ".", "done 1 5", "done 1", "done 1 x", "done 9 1", "note 1 1", ".",
		"11", "", "", "", "c", "u", "b", "b", "q")
	wantOnScreen(t, screen,
		`"dance" is not something to do here. Type a number from 1 to 7, or q to quit.`,
		"There are no cycles yet. Type 2 to start one.",
		`No cycle has the words "nothing"`, `No title begins with "Nowhere"`, "No cycle was started.",
		`"dance" is not something to do here. Type a number from 1 to 14, the name of a step`,
		`"15" is not something to do here`, `"jump" is not something to do here`,
		"There is no number 7. They go from 1 to 1", "Type d and the number of the one to remove", "Type m, the number to move",
		"there are no actions yet.", "Action 1 is not planned for week 5, its weeks are: 1, 2; type 1 to change them.",
		"The week is missing; type it like done 1 2.", `"x" is not a week of this cycle`, "there is 1 action.",
		"Type note, the number of an action, a week and the words",
		"There is nothing to count yet: the step Measures comes first.",
		"Nobody has written apart here", "This is the main menu. q quits.")
}
