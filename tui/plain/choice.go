package plain

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A choice is one of the answers that a question offers.
type choice struct {
	value string // what is kept
	word  string // another way to type it; empty for items, whose ids nobody sees
	label string
	help  string
}

// choices gives the answers that the field offers: its options, the items that a
// Ref can name, the steps for a comment; none for other fields.
func (d *desk) choices(list string, f cycle.Field) []choice {
	var out []choice
	switch {
	case f.Kind == cycle.Ref:
		l, _ := cycle.ListByKey(f.Ref)
		for _, it := range d.cycle.Lists[f.Ref] {
			out = append(out, choice{value: it.ID, label: itemName(l, it)})
		}
	case list == "comments" && f.Key == "step":
		for i := range cycle.Steps {
			out = append(out, choice{value: cycle.Steps[i].Key, word: cycle.Steps[i].Key, label: cycle.Steps[i].Label})
		}
	case f.Kind == cycle.Choice || f.Kind == cycle.Line:
		for _, o := range f.Options {
			out = append(out, choice{o.Key, o.Key, o.Label, o.Help})
		}
	}
	return out
}

// numbered reports whether the choices can be told by their places: not where
// the words to type are numbers themselves, as those of a scale.
func numbered(choices []choice) bool {
	for _, c := range choices {
		if _, err := strconv.ParseFloat(c.word, 64); err == nil {
			return false
		}
	}
	return true
}

func (a *ask) sayChoices(choices []choice) {
	byNumber := numbered(choices)
	for i, c := range choices {
		line := " "
		if byNumber {
			line += strconv.Itoa(i+1) + " "
		}
		line += oneLine(c.label)
		if c.help != "" {
			line += ": " + c.help
		}
		a.say(line)
	}
}

// pick finds the choice that was typed: by its word, its number, its label or
// the beginning of the label. open is set where other answers are good as well:
// then only a whole word or label is taken. The error says what can be typed.
func pick(choices []choice, typed string, open bool) (value string, err error) {
	typed = strings.TrimSpace(typed)
	for _, c := range choices {
		if strings.EqualFold(c.word, typed) || strings.EqualFold(c.label, typed) {
			return c.value, nil
		}
	}
	if numbered(choices) {
		if i, ok := place(typed, len(choices)); ok {
			return choices[i].value, nil
		}
	}
	if open {
		return typed, nil
	}
	var hits []choice
	for _, c := range choices {
		if strings.HasPrefix(strings.ToLower(c.label), strings.ToLower(typed)) {
			hits = append(hits, c)
		}
	}
	switch {
	case len(hits) == 1:
		return hits[0].value, nil
	case len(hits) > 1:
		return "", fmt.Errorf("%q could be %s or %s; type more of it", typed, hits[0].label, hits[1].label)
	case numbered(choices):
		return "", fmt.Errorf("%q is none of the choices; type a number from 1 to %d, or the word", typed, len(choices))
	}
	return "", fmt.Errorf("%q is none of the choices; type one from %s to %s", typed, choices[0].word, choices[len(choices)-1].word)
}
