package main

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

// A shownWord is a word on a screen, with its place and its neighbors.
type shownWord struct {
	row, column         int
	text, before, after string
}

// wordsOn gives the words of a screen in the order in which they are read.
// Figures are words; frames and the marks of a chart are not.
func wordsOn(screen string) []shownWord {
	var words []shownWord
	for row, line := range strings.Split(screen, "\n") {
		var inLine []shownWord
		letters := []rune(line + " ")
		begin := 0
		for column, r := range letters {
			if r != ' ' && !isDrawn(r) {
				continue
			}
			if text := string(letters[begin:column]); strings.ContainsFunc(text, isReadable) {
				inLine = append(inLine, shownWord{row: row, column: begin, text: text})
			}
			begin = column + 1
		}
		for i := 1; i < len(inLine); i++ {
			inLine[i].before, inLine[i-1].after = inLine[i-1].text, inLine[i].text
		}
		words = append(words, inLine...)
	}
	return words
}

func isReadable(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isDrawn reports whether a character is part of a frame or a chart: boxes, blocks,
// shapes and Braille cells.
func isDrawn(r rune) bool { return r >= 0x2500 && r <= 0x25ff || r >= 0x2800 && r <= 0x28ff }

// A reader reads what is new on the screen.
type reader struct {
	screen []shownWord     // as it was read last
	ever   map[string]bool // pairs of words that were read at any time
}

// read gives how many words have come to a screen that were not there when it was
// read last, and were not just typed either: those that are shown for the first
// time, and those that were shown at some time before. A word has not come anew
// where it stood, nor beside the neighbor it had: then its line has only moved.
func (d *reader) read(screen, typed string) (first, again int) {
	stood, pairs := map[shownWord]bool{}, map[string]bool{}
	for _, w := range d.screen {
		stood[shownWord{row: w.row, column: w.column, text: w.text}] = true
		for _, pair := range w.pairs() {
			pairs[pair] = true
		}
	}
	own := map[string]int{}
	for text := range strings.FieldsSeq(typed) {
		own[text]++
	}
	d.screen = wordsOn(screen)
	for _, w := range d.screen {
		known := stood[shownWord{row: w.row, column: w.column, text: w.text}] ||
			slices.ContainsFunc(w.pairs(), func(pair string) bool { return pairs[pair] })
		if !known && own[w.text] > 0 {
			own[w.text]--
			known = true
		}
		if known {
			continue
		}
		if slices.ContainsFunc(w.pairs(), func(pair string) bool { return d.ever[pair] }) {
			again++
		} else {
			first++
		}
	}
	if d.ever == nil {
		d.ever = map[string]bool{}
	}
	for _, w := range d.screen {
		for _, pair := range w.pairs() {
			d.ever[pair] = true
		}
	}
	return first, again
}

// pairs are a word with each of its neighbors; one that stands alone is a pair
// with nothing.
func (w shownWord) pairs() []string {
	switch {
	case w.before == "" && w.after == "":
		return []string{w.text}
	case w.before == "":
		return []string{w.text + " " + w.after}
	case w.after == "":
		return []string{w.before + " " + w.text}
	}
	return []string{w.before + " " + w.text, w.text + " " + w.after}
}

func TestReader(t *testing.T) {
	const first = "│ Problem  ▸ Who\n│ Goals      Does"
	for _, c := range []struct {
		name, screen, typed string
		first, again        int
	}{
		{"the same screen", first, "", 0, 0},
		{"frames and charts", first + "\n └──┬─── ●─╮ ⠿⠿", "", 0, 0},
		{"a new line", first + "\n  Grade 7 advisers", "", 3, 0},
		{"what was typed", first + "\n  Grade 7 advisers", "Grade 7 advisers", 0, 0},
		{"a word that was typed and stands there twice", first + "\n  Grade\n  Grade", "Grade", 1, 0},
		{"lines that moved", "\n" + first, "", 0, 0},
		{"another word in the place of one", "│ Problem  ▸ Who\n│ Goals      What", "", 1, 0},
	} {
		d := &reader{}
		if n, again := d.read(first, ""); n != 4 || again != 0 {
			t.Fatalf("on the first screen %d words are new and %d known", n, again)
		}
		if n, again := d.read(c.screen, c.typed); n != c.first || again != c.again {
			t.Errorf("%s: %d words are new, %d come back, want %d and %d", c.name, n, again, c.first, c.again)
		}
		d.read("", "")
		if n, again := d.read(first, ""); n != 0 || again != 4 {
			t.Errorf("%s: when the first screen comes back, %d words are new and %d come back", c.name, n, again)
		}
	}
}
