package plain

import (
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

// askDecision asks for the decision; each choice says what comes along into the
// next cycle.
func (d *desk) askDecision(f cycle.Field) error {
	p := cycle.Path{Field: f.Key}
	options := d.choices("", f)
	for i, o := range options {
		options[i].help = o.help + " " + comesAlong(cycle.Decision(o.value))
	}
	now := d.cycle.At(p)
	_, err := d.put(question{
		field: f, choices: options, now: now, shown: d.words("", f, now),
		keep: func(typed string) error { return d.write(p, typed) },
	})
	return err
}

// comesAlong names the steps of which a decision takes something along.
func comesAlong(decision cycle.Decision) string {
	keys, _ := decision.Carries()
	var labels []string
	for _, key := range keys {
		if step, ok := cycle.StepOf(key); ok && !slices.Contains(labels, step.Label) {
			labels = append(labels, step.Label)
		}
	}
	if len(labels) == 0 {
		return "Comes along: only your team and school."
	}
	return "Comes along: " + strings.Join(labels, ", ") + "."
}

// offerNext offers to open the next cycle once there is a decision, which is
// saved by now.
func (d *desk) offerNext() error {
	decision := cycle.Decision(d.cycle.Get("act.decision"))
	if _, ok := decision.Carries(); !ok {
		return nil
	}
	followers, err := d.rows(func(row store.Row) bool { return row.Previous == d.cycle.ID })
	if err != nil {
		return err
	}
	question := "Open the next cycle now?"
	if len(followers) > 0 {
		question = "A next cycle is there already: " + titleOf(followers[0].Title) + ". Make another one?"
	}
	d.say("")
	open, err := d.yes(question)
	if err != nil || !open {
		return err
	}
	next := d.cycle.NextCycle(decision, change.NewID())
	_, err = d.store.Create(next)
	if d.failed = err; err != nil {
		d.say("The next cycle could not be made. " + upperFirst(sentence(err.Error())) + " Your decision is saved.")
		return nil
	}
	d.say("The next cycle is made and saved.", comesAlong(decision), "This cycle stays as it is.")
	d.follow = next.ID
	return nil
}
