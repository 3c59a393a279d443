package plain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// run is the menu of an open cycle. It ends with nil when the person goes back,
// and goes on in the next cycle when one was made.
func (d *desk) run() error {
	d.say("", d.headline())
	d.sayCycleMenu()
	for {
		d.sayNext()
		word, rest, err := d.command()
		if err != nil {
			return err
		}
		if word == "b" || word == "back" || word == endOfText {
			return nil
		}
		if err := stay(d.do(word, rest)); err != nil {
			return err
		}
		if d.follow != "" {
			next, err := d.open(d.follow)
			if err != nil {
				return err
			}
			return next.run()
		}
	}
}

// headline says which cycle this is and where it stands.
func (d *desk) headline() string {
	facts := d.cycle.Facts()
	full, of := d.cycle.Progress()
	line := fmt.Sprintf("%s. Phase: %s, %s. %d of %d steps are filled in.",
		strings.TrimRight(titleOf(d.cycle.Get("title")), "."), facts.Phase(d.today()).Word(), facts.When(d.today()), full, of)
	if n := len(d.state.Conflicts()); n > 0 {
		line += " " + cycle.HowMany(n, "place") + " written apart: c chooses."
	}
	return line
}

func (d *desk) sayNext() {
	d.say("", "Next: "+d.cycle.Next(d.today()).Text,
		fmt.Sprintf("Type a step from 1 to %d, n, w, r, p, h, u, c, next, b, q, or ? to hear what they do.", len(cycle.Steps)))
}

func (d *desk) sayCycleMenu() {
	d.say("", "Steps:")
	for i, st := range d.cycle.StepStates() {
		d.sayf(" %d %s (%s), %s", i+1, st.Step.Label, st.Step.Phase.Word(), stateWords(st))
	}
	d.say("Besides a number you can type:",
		" n for the next step in which something is left to fill in",
		" w to read the whole cycle",
		" r for the review: what a good coach would ask",
		" p to present it: heard as it is told to a room, one idea at a time",
		" h for its history: who wrote what, and when",
		" u to undo: take back what was last written on this laptop",
		" c to choose where people wrote apart (conflicts)",
		" next to decide what comes after this cycle",
		" b to go back to the main menu",
		" q to quit")
}

// do carries out one command of the menu. A step can be named by its number or
// by the beginning of its name.
func (d *desk) do(word, rest string) error {
	switch word {
	case "", "?", "help", "menu", "s", "steps":
		d.say("", d.headline())
		d.sayCycleMenu()
		return nil
	case "n":
		return d.nextStep()
	case "w", "whole", "read":
		d.readAloud()
		return nil
	case "r", "review":
		return d.sayReview()
	case "p", "present":
		return d.present()
	case "h", "history":
		return d.sayHistory()
	case "u", "undo":
		return d.undo()
	case "c", "conflicts":
		return d.settle()
	case "next", "decide":
		return d.runStep(slices.IndexFunc(cycle.Steps, func(s cycle.Step) bool { return s.Key == "next" }), 0)
	}
	if i, ok := stepNamed(strings.TrimSpace(word + " " + rest)); ok {
		return d.runStep(i, 0)
	}
	d.sayf("%q is not something to do here. Type a number from 1 to %d, the name of a step, or ? to hear all.",
		strings.TrimSpace(word+" "+rest), len(cycle.Steps))
	return nil
}

// nextStep opens the first step in which something is left to fill in.
func (d *desk) nextStep() error {
	states := d.cycle.StepStates()
	i := slices.IndexFunc(states, func(st cycle.StepState) bool { return st.Of > 0 && !st.Full() })
	if i < 0 {
		d.say("All steps are filled in. Type w to read the whole cycle, or next to decide what comes after it.")
		return nil
	}
	return d.runStep(i, 0)
}

// stepNamed finds a step by its number or the beginning of its name; a beginning
// that fits several finds none.
func stepNamed(typed string) (index int, ok bool) {
	if i, ok := place(typed, len(cycle.Steps)); ok {
		return i, true
	}
	index = -1
	for i, step := range cycle.Steps {
		if strings.HasPrefix(strings.ToLower(step.Label), strings.ToLower(typed)) || step.Key == strings.ToLower(typed) {
			if index >= 0 {
				return 0, false
			}
			index = i
		}
	}
	return index, index >= 0
}
