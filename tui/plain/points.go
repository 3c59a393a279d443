package plain

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// runPoints asks for numbers: the measure first, then a line for each day.
func (d *desk) runPoints(l cycle.List) error {
	d.say("", l.Label+". "+l.Prompt, l.Help)
	for {
		measures := d.cycle.Measures()
		if len(measures) == 0 {
			d.say("There is nothing to count yet: the step Measures comes first. Or type i to bring numbers in from a file. An empty line goes on.")
		} else {
			d.say("")
		}
		for i, m := range measures {
			d.sayf(" %d %s: %s", i+1, measureName(m), numbersSoFar(len(d.cycle.Points(m.ID))))
		}
		if len(measures) > 0 {
			d.say("Type the number of a measure to write down what you counted. r 1 reads the chart of number 1 in words. i brings numbers in from a file. An empty line goes on.")
		}
		word, rest, err := d.command()
		if err != nil {
			return err
		}
		i, ok := place(word, len(measures))
		switch {
		case word == "":
			return nil
		case word == endOfText || word == "b" || word == "back":
			return errLeave
		case word == "?" || word == "help":
			d.say(l.Help)
		case word == "i" || word == "import":
			if err := stay(d.bringIn()); err != nil {
				return err
			}
		case word == "r" || word == "read":
			d.readChart(rest, measures)
		case !ok:
			d.sayf("%q is none of the measures. They go from 1 to %d.", word, len(measures))
		default:
			if err := stay(d.enterPoints(l, measures[i])); err != nil {
				return err
			}
		}
	}
}

func numbersSoFar(n int) string {
	if n == 0 {
		return "no numbers yet"
	}
	return cycle.HowMany(n, "number")
}

func measureName(m cycle.Measure) string {
	if name := oneLine(m.Name); name != "" {
		return name
	}
	return "A measure without a name"
}

const pointKeys = "Type a day and a number, such as 10/5 31. Behind it, if you like, out of how many, and a note: " +
	"10/5 31 180 snow, buses late. A - stands for no number out of how many. " +
	"d 2 removes number 2, l lists them, an empty line ends."

// enterPoints takes the numbers of one measure until an empty line.
func (d *desk) enterPoints(l cycle.List, m cycle.Measure) error {
	group, err := d.askGroup(l)
	if err != nil {
		return err
	}
	d.sayPoints(m, group)
	d.say(pointKeys)
	for {
		typed, err := d.line()
		if err != nil {
			return err
		}
		typed = strings.TrimSpace(typed)
		word, rest, _ := strings.Cut(typed, " ")
		switch strings.ToLower(word) {
		case "", endOfText:
			return nil
		case "?", "help":
			d.say(pointKeys)
		case "l", "list":
			d.sayPoints(m, group)
		case "d", "delete", "remove":
			d.removePoint(m, group, rest)
		default:
			d.keepPoint(m, group, typed)
		}
	}
}

// askGroup asks for the student group that the numbers are about; empty for
// everybody together.
func (d *desk) askGroup(l cycle.List) (group string, err error) {
	f, _ := l.Field("subgroup")
	f.Prompt += " An empty line means everybody together."
	_, err = d.put(question{field: f, keep: func(typed string) error {
		group = oneLine(typed)
		return nil
	}})
	return group, err
}

func (d *desk) pointsOf(m cycle.Measure, group string) []cycle.Point {
	var out []cycle.Point
	for _, p := range d.cycle.Points(m.ID) {
		if p.Subgroup == group {
			out = append(out, p)
		}
	}
	return out
}

func (d *desk) sayPoints(m cycle.Measure, group string) {
	points := d.pointsOf(m, group)
	head := measureName(m)
	if group != "" {
		head += ", " + group
	}
	if len(points) == 0 {
		d.say("", head+": no numbers yet.")
		return
	}
	d.say("", head+", "+cycle.HowMany(len(points), "number")+":")
	for i, p := range points {
		d.sayf(" %d %s", i+1, d.pointWords(m, p))
	}
}

// pointWords reads a point aloud: "Mon, Oct 5: 31 students a day, out of 180,
// snow".
func (d *desk) pointWords(m cycle.Measure, p cycle.Point) string {
	return orEmpty(d.cycle.SpanOf(m.ID).Words(p.Date, d.today())) + ": " + valueWords(m, p)
}

// valueWords is a point without its day.
func valueWords(m cycle.Measure, p cycle.Point) string {
	words := orEmpty(p.Text)
	if m.Unit != "" {
		words += " " + oneLine(m.Unit)
	}
	if p.N > 0 {
		words += fmt.Sprintf(", out of %d", p.N)
	}
	if p.Note != "" {
		words += ", " + oneLine(p.Note)
	}
	return words
}

// keepPoint reads one line of numbers and saves it. A number for a day that has
// one already takes its place; what the line leaves out stays.
func (d *desk) keepPoint(m cycle.Measure, group, typed string) {
	p, err := parsePoint(typed, d.today())
	if err != nil {
		d.say("Not saved. " + upperFirst(sentence(err.Error())))
		return
	}
	id := cycle.PointID(m.ID, p.date, group)
	old, there := d.cycle.Item("points", id)
	edits := []cycle.Edit{cycle.Add("points", id)}
	for _, set := range [][2]string{
		{"measure", m.ID}, {"date", p.date.String()}, {"value", p.value}, {"subgroup", group}, {"n", p.n}, {"note", p.note},
	} {
		if field, value := set[0], set[1]; value != "" {
			edits = append(edits, cycle.SetIn("points", id, field, value))
		}
	}
	kept := d.cycle.Clone()
	kept.Apply(edits...)
	if err := d.save(p.said(d.today())+": "+pointIn(kept, m, id), edits...); err != nil {
		d.sayRefused(err)
		return
	}
	if was := old.Get("value"); there && was != p.value {
		d.say("It was " + orEmpty(was) + " before.")
	}
	if p, ok := d.cycle.Point(id); ok {
		if why := d.cycle.WhyWithheld(p); why != "" {
			d.say("It stays on this laptop: " + why + ".")
		}
	}
}

func pointIn(c *cycle.Cycle, m cycle.Measure, id string) string {
	for _, p := range c.Points(m.ID) {
		if p.ID == id {
			return valueWords(m, p)
		}
	}
	return ""
}

func (d *desk) removePoint(m cycle.Measure, group, rest string) {
	points := d.pointsOf(m, group)
	i, ok := place(strings.TrimSpace(rest), len(points))
	if !ok {
		d.sayf("Type d and the number of the one to remove, such as d 1; %s.", thereAre(len(points), "number"))
		return
	}
	if err := d.save("", cycle.Remove("points", points[i].ID)); err != nil {
		d.sayRefused(err)
		return
	}
	d.say("Removed: " + d.pointWords(m, points[i]) + ". The word u in the menu of the cycle brings it back.")
	d.sayPoints(m, group)
}
