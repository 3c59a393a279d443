package plain

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// readAloud prints the whole cycle to read, step by step, empty places included.
func (d *desk) readAloud() {
	d.say("", d.headline())
	for i := range cycle.Steps {
		step := &cycle.Steps[i]
		d.say("", fmt.Sprintf("Step %d, %s (%s), %s.", i+1, step.Label, step.Phase.Word(), stateWords(d.cycle.StepState(step))))
		for _, part := range step.Parts {
			switch {
			case part.Field != nil && !part.Field.Internal:
				d.sayField("", "", *part.Field, d.cycle.Get(part.Field.Key))
			case part.List != nil && !part.List.Internal:
				d.readList(*part.List)
			}
		}
		if step.Key == "problem" && d.cycle.Problem() != "" {
			d.say("In one sentence: " + d.cycle.Problem())
		}
	}
	d.say("", "End of the cycle.")
}

func (d *desk) sayField(lead, list string, f cycle.Field, value string) {
	words := orEmpty(d.words(list, f, value))
	if !strings.Contains(words, "\n") {
		d.say(lead + f.Label + ": " + words)
		return
	}
	d.say(lead+f.Label+":", words)
}

func (d *desk) readList(l cycle.List) {
	items := d.cycle.Lists[l.Key]
	switch {
	case len(items) == 0:
		d.say(l.Label + ": none yet.")
		return
	case l.Key == "points":
		d.readPoints(l)
		return
	case l.Key == "causes":
		d.say("Causes, by bone:")
		d.sayFishbone(d.causesByBone())
		return
	case l.Key == "whys" || l.Key == "bones":
		return // read with the causes
	}
	d.say(l.Label + ", " + cycle.HowMany(len(items), l.One) + ":")
	for i, it := range items {
		d.sayf(" %d %s", i+1, itemName(l, it))
		for _, f := range l.Fields {
			value := d.cycle.At(cycle.Path{List: l.Key, Item: it.ID, Field: f.Key})
			words := oneLine(d.words(l.Key, f, value))
			if words != "" && words != itemName(l, it) {
				d.say("   " + f.Label + ": " + words)
			}
		}
	}
}

func (d *desk) readPoints(l cycle.List) {
	for _, m := range d.cycle.Measures() {
		points := d.cycle.Points(m.ID)
		if len(points) == 0 {
			continue
		}
		d.say(l.Label + ", " + measureName(m) + ":")
		for _, p := range points {
			words := d.pointWords(m, p)
			if p.Subgroup != "" {
				words += ", " + oneLine(p.Subgroup)
			}
			d.say("   " + words)
		}
	}
}
