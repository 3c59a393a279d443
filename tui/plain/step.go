package plain

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// keysHelp is said at the start of every step.
const keysHelp = "An empty line keeps what is there, - clears it, ? explains, a single . leaves the step."

// runStep walks through the step with the index in cycle.Steps, from the part
// with the index first, and comes back when the person has seen all of it or
// leaves it. The error is errEnd, or says what broke.
func (d *desk) runStep(index, first int) error {
	step := &cycle.Steps[index]
	d.sayStep(index)
	for _, part := range step.Parts[first:] {
		err := d.runPart(step, part)
		if errors.Is(err, errLeave) {
			break
		}
		if err != nil {
			return err
		}
	}
	d.say("", "End of "+step.Label+". "+upperFirst(stateWords(d.cycle.StepState(step)))+".")
	return nil
}

func (d *desk) sayStep(index int) {
	step := &cycle.Steps[index]
	st := d.cycle.StepState(step)
	d.say("", fmt.Sprintf("Step %d of %d: %s (%s), %s.", index+1, len(cycle.Steps), step.Label, step.Phase.Word(), stateWords(st)))
	if !st.Full() {
		d.say(step.Help)
	}
	for _, it := range d.cycle.Lists["comments"] {
		if it.Get("step") == step.Key && it.Get("text") != "" {
			d.say("Comment from " + orEmpty(oneLine(it.Get("author"))) + ": " + it.Get("text"))
		}
	}
	d.say(keysHelp)
}

// stateWords says how full a step is: "all filled in", "2 of 4 filled in".
func stateWords(st cycle.StepState) string {
	switch {
	case st.Full():
		return "all filled in"
	case st.Of > 0 && st.Filled > 0:
		return fmt.Sprintf("%d of %d filled in", st.Filled, st.Of)
	case st.Any:
		return "begun"
	case st.Of == 0:
		return "empty, and may stay so"
	}
	return "empty"
}

func (d *desk) runPart(step *cycle.Step, part cycle.Part) error {
	if part.List != nil {
		if part.List.Internal {
			return nil
		}
		return d.runList(*part.List)
	}
	f := *part.Field
	switch {
	case f.Internal:
		return nil
	case f.Key == "act.decision":
		return d.askDecision(f)
	}
	if _, err := d.askAt(cycle.Path{Field: f.Key}, f); err != nil {
		return err
	}
	switch f.Key {
	case "problem.what":
		if problem := d.cycle.Problem(); problem != "" {
			d.say("In one sentence: " + problem)
		}
	case "act.why":
		return d.offerNext()
	}
	return nil
}

// runList walks through a list, each in the way that suits it.
func (d *desk) runList(l cycle.List) error {
	switch l.Key {
	case "evidence":
		if err := d.askFixed(l); err != nil {
			return err
		}
		return d.ownEvidence(l).run(d)
	case "goal_checks":
		d.sayGoals()
		return d.askFixed(l)
	case "causes":
		return d.causes(l).run(d)
	case "whys":
		return nil // asked under their causes
	case "actions":
		return d.weeklyPlan(l).run(d)
	case "points":
		return d.runPoints(l)
	}
	return d.plainList(l).run(d)
}

// sayGoals reads both points aloud, for the questions that compare them.
func (d *desk) sayGoals() {
	for _, point := range []string{"a", "b"} {
		var said []string
		for _, key := range []string{"what", "for_whom", "by_when", "how_much"} {
			f, _ := cycle.FieldByKey("point_" + point + "." + key)
			if v := d.words("", f, d.cycle.Get(f.Key)); v != "" {
				said = append(said, sentence(oneLine(v)))
			}
		}
		if len(said) > 0 {
			d.say("", "Point "+strings.ToUpper(point)+": "+strings.Join(said, " "))
		}
	}
}
