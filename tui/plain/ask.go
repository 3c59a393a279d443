package plain

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// An ask is the conversation itself: all that is said goes out through say, and
// all that is typed comes in through line.
type ask struct {
	lines *lineReader
	out   io.Writer
	err   error // the first failed write; it ends the conversation at the next question
}

// say prints each text on lines of its own, made safe and wrapped. An empty text
// is an empty line.
func (a *ask) say(texts ...string) {
	for _, text := range texts {
		a.write(wrap(cycle.Clean(text, true), width) + "\n")
	}
}

func (a *ask) sayf(format string, args ...any) { a.say(fmt.Sprintf(format, args...)) }

func (a *ask) write(s string) {
	if a.err == nil {
		_, a.err = io.WriteString(a.out, s)
	}
}

// line waits for one line and gives it cleaned, without space behind it. A line
// that no field could hold is refused and asked for again. The error is errEnd,
// or says how the input or output broke.
func (a *ask) line() (string, error) {
	for {
		a.write("> ")
		if a.err != nil {
			return "", fmt.Errorf("the output broke off: %w", a.err)
		}
		line := a.lines.next()
		if line.err != nil {
			a.write("\n")
			return "", line.err
		}
		if line.long > 0 {
			a.sayf("That line was not taken: it is %d bytes long, and %d is the most. Type a shorter one.", line.long, cycle.MaxText)
			continue
		}
		if err := cycle.CheckText(line.text); err != nil {
			a.sayf("That line was not taken: %v.", err)
			continue
		}
		return strings.TrimRight(cycle.Clean(line.text, false), " "), nil
	}
}

// command waits for the answer to a menu: its first word in lower case, and what
// follows. The word q ends the conversation.
func (a *ask) command() (word, rest string, err error) {
	typed, err := a.line()
	if err != nil {
		return "", "", err
	}
	word, rest, _ = strings.Cut(strings.TrimSpace(typed), " ")
	word = strings.ToLower(word)
	switch word {
	case "q", "quit", "exit", "bye":
		return "", "", errEnd
	}
	return word, strings.TrimSpace(rest), nil
}

// endOfText is the line that ends a text of several lines.
const endOfText = "."

// moreLines reads the lines of a text behind text until endOfText. A line that
// would make the text longer than a field can hold is refused. Where the input
// ends first, what was typed comes back with the error.
func (a *ask) moreLines(text string) (string, error) {
	for {
		line, err := a.line()
		if err != nil {
			return text, err
		}
		if line == endOfText {
			return strings.TrimRight(text, "\n "), nil
		}
		if len(text)+1+len(line) > cycle.MaxText {
			a.say("That line was not taken: the text is as long as it can be. A line with a single . ends it.")
			continue
		}
		text += "\n" + line
	}
}

// yes asks a question that is answered with yes or no; an empty line is no.
func (a *ask) yes(question string) (bool, error) {
	a.say(question + " Type yes or no.")
	for {
		typed, err := a.line()
		if err != nil {
			return false, err
		}
		switch strings.ToLower(strings.TrimSpace(typed)) {
		case "yes", "y":
			return true, nil
		case "no", "n", "", ".", "-":
			return false, nil
		}
		a.sayf("%q is neither yes nor no. Type yes or no.", typed)
	}
}

// place reads a number from 1 to n as the place of an item, counted from 0.
func place(typed string, n int) (int, bool) {
	i, err := strconv.Atoi(typed)
	return i - 1, err == nil && i >= 1 && i <= n
}

// thereAre says how many there are: "there is 1 action", "there are no actions
// yet".
func thereAre(n int, one string) string {
	switch n {
	case 0:
		return "there are no " + strings.TrimPrefix(cycle.HowMany(0, one), "0 ") + " yet"
	case 1:
		return "there is 1 " + one
	}
	return "there are " + cycle.HowMany(n, one)
}

// article puts a or an in front of a word.
func article(one string) string {
	if strings.ContainsAny(one[:1], "aeio") {
		return "an " + one
	}
	return "a " + one
}
