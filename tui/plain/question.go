package plain

import (
	"errors"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A question asks a person for the value of one field.
type question struct {
	list    string // the list the field belongs to, or empty
	field   cycle.Field
	choices []choice
	// now is what stands there, as it is kept, and shown the same for a reader.
	now, shown string
	// keep checks an answer and saves it. The error says why it was not kept.
	keep func(typed string) error
}

// put asks the question until there is an answer that can be kept, and reports
// whether there is one: not where the person went on with an empty line. The
// error is errLeave where they leave this part, or errEnd.
func (a *ask) put(q question) (answered bool, err error) {
	a.sayQuestion(q)
	asked := 0 // how often for help
	for {
		typed, err := a.line()
		if err != nil {
			return false, err
		}
		switch strings.TrimSpace(typed) {
		case "":
			return false, nil
		case endOfText:
			return false, errLeave
		case "?":
			a.explain(q, asked > 0)
			asked++
			continue
		case "-":
			if q.now == "" {
				a.say("It is empty already.")
				return false, nil
			}
			typed = ""
		default:
			if typed, err = a.complete(q, typed); err != nil && !errors.Is(err, errEnd) {
				a.sayRefused(err)
				continue
			}
		}
		if refused := q.keep(typed); refused != nil && err == nil {
			a.sayRefused(refused)
			continue
		}
		return true, err
	}
}

// complete turns the first line of an answer into the whole of it: the lines of
// a text that follow, or the choice that is meant. With errEnd comes the part of
// a text that was typed before the input ended.
func (a *ask) complete(q question, typed string) (string, error) {
	switch {
	case q.field.Kind == cycle.Text && strings.TrimSpace(typed) == "+" && q.now != "":
		return a.moreLines(q.now)
	case q.field.Kind == cycle.Text:
		return a.moreLines(typed)
	case len(q.choices) > 0:
		return pick(q.choices, typed, q.field.Kind == cycle.Line)
	}
	return typed, nil
}

func (a *ask) sayQuestion(q question) {
	a.say("", q.field.Label+". "+q.field.Prompt)
	a.sayChoices(q.choices)
	switch q.field.Kind {
	case cycle.Text:
		a.say("Several lines are fine. A line with a single . ends the text.")
		if q.now != "" {
			a.say("It takes the place of what is there; + as the first line adds to it.")
		}
	case cycle.YesNo:
		a.say("Type yes or no.")
	case cycle.Line:
		if len(q.choices) > 0 {
			a.say("Type a number, or your own words.")
		}
	}
	switch {
	case strings.Contains(q.shown, "\n"):
		a.say("now:", q.shown)
	case q.shown != "":
		a.say("now: " + q.shown)
	}
}

// explain says what to answer, with a strong and a weak example; asked once more,
// with ten other good ones.
func (a *ask) explain(q question, again bool) {
	f, more := q.field, q.examples()
	if again && len(more) > 0 {
		for _, e := range more {
			a.say(e.Subject+":", "  "+e.Text)
		}
		a.sayf("%s. %s", f.Label, f.Prompt)
		return
	}
	a.say(f.Help)
	if f.Strong != "" {
		a.say("A strong example: " + f.Strong)
	}
	if f.Weak != "" {
		a.say("A weak example: "+f.Weak, "Why it is weak: "+f.Why)
	}
	if len(more) > 0 {
		a.sayf("Type ? once more for %d other good ones.", len(more))
	}
	a.sayf("%s. %s", f.Label, f.Prompt)
}

func (q question) examples() []cycle.Example {
	key := q.field.Key
	if q.list != "" {
		key = q.list + "." + key
	}
	return cycle.ExamplesOf(key)
}

// sayRefused says why an answer was not kept; the question stays open.
func (a *ask) sayRefused(err error) {
	a.say("Not saved. "+upperFirst(sentence(err.Error())), "Type it again, or an empty line to go on without.")
}
