package diagram

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A driver is one driver with its activities as it is drawn.
type driver struct {
	text       string
	kind       string
	loose      bool // for activities that lost their driver
	activities []string
}

func drivers(c *cycle.Cycle) []driver {
	var out []driver
	kinds, _ := cycle.FieldByKey("drivers.kind")
	for _, it := range c.Lists["drivers"] {
		d := driver{text: orUnnamed(it.Get("text"))}
		if option, ok := kinds.Option(it.Get("kind")); ok {
			d.kind = option.Label
		}
		for _, a := range c.Under("activities", "driver", it.ID) {
			d.activities = append(d.activities, orUnnamed(a.Get("text")))
		}
		out = append(out, d)
	}
	if loose := c.Loose("activities", "driver", "drivers"); len(loose) > 0 {
		d := driver{text: "Under no driver", loose: true}
		for _, a := range loose {
			d.activities = append(d.activities, orUnnamed(a.Get("text")))
		}
		out = append(out, d)
	}
	return out
}

// aim is what the drivers lead to: Point B, or else the problem.
func aim(c *cycle.Cycle) []string {
	var words []string
	for _, key := range []string{"point_b.how_much", "point_b.what", "point_b.for_whom"} {
		if s := tidy(c.Values[key]); s != "" {
			words = append(words, s)
		}
	}
	if day, ok := cycle.ParseDay(c.Values["point_b.by_when"]); ok && len(words) > 0 {
		words = append(words, "by "+day.Time().Format("January 2, 2006"))
	}
	if len(words) == 0 {
		return []string{cmp.Or(tidy(c.Problem()), "(the goal is not written yet)")}
	}
	return words
}

// The columns of a driver diagram, in pixels.
const (
	aimWidth      = 210
	driverWidth   = 270
	columnGap     = 44
	activityWidth = Width - 2*edge - aimWidth - driverWidth - 2*columnGap
	boxGap        = 10
)

// A box is words in a frame.
type box struct {
	words  []text
	dashed bool
}

func (b box) height() int { return len(b.words)*line + 2*inside }

// draw puts the box at x with its middle at y.
func (b box) draw(c *canvas, x, middle, width int, stroke float64) {
	top := middle - b.height()/2
	c.frame(x, top, width, b.height(), stroke, b.dashed)
	c.words(x+inside, top+inside+size, b.words)
}

func boxOf(s string, width int, like text) box {
	return box{words: lines(s, width-2*inside, like)}
}

// Drivers draws the theory of change, to be read from the left: the aim, the
// drivers that lead to it, and under each the activities that move it. It is nil
// for a cycle without drivers and activities.
func Drivers(c *cycle.Cycle) []byte {
	all := drivers(c)
	if len(all) == 0 {
		return nil
	}
	var d canvas
	driverX := edge + aimWidth + columnGap
	activityX := driverX + driverWidth + columnGap
	d.words(edge, edge+size, []text{{s: "Aim", bold: true}})
	d.words(driverX, edge+size, []text{{s: "Drivers", bold: true}})
	d.words(activityX, edge+size, []text{{s: "Change activities", bold: true}})

	y := edge + 2*line
	var aimBox box
	for _, s := range aim(c) {
		aimBox.words = append(aimBox.words, lines(s, aimWidth-2*inside, text{bold: true})...)
	}
	var middles []int
	for _, one := range all {
		b := boxOf(one.text, driverWidth, text{})
		b.dashed = one.loose
		b.words = append(b.words, lines(one.kind, driverWidth-2*inside, text{small: true})...)
		var activities []box
		high := 0
		for _, a := range one.activities {
			activities = append(activities, boxOf(a, activityWidth, text{}))
			high += activities[len(activities)-1].height() + boxGap
		}
		band := max(high-boxGap, b.height())
		middle := y + band/2
		d.branches(activities, y+(band-max(high-boxGap, 0))/2, middle, driverX+driverWidth, activityX)
		b.draw(&d, driverX, middle, driverWidth, 1.5)
		middles = append(middles, middle)
		y += band + 2*boxGap
	}
	bottom := y - 2*boxGap
	middle := max((middles[0]+middles[len(middles)-1])/2, edge+2*line+aimBox.height()/2)
	d.join(middles, middle, edge+aimWidth, driverX)
	aimBox.draw(&d, edge, middle, aimWidth, 2)
	bottom = max(bottom, middle+aimBox.height()/2)
	return d.image(bottom+edge, "Driver diagram: "+aim(c)[0], describeDrivers(all))
}

// branches draws the activities of one driver below each other from top on and
// joins them to it.
func (c *canvas) branches(activities []box, top, middle, from, x int) {
	var middles []int
	for _, a := range activities {
		at := top + a.height()/2
		a.draw(c, x, at, activityWidth, 1)
		middles = append(middles, at)
		top += a.height() + boxGap
	}
	if len(middles) > 0 {
		c.join(middles, middle, from, x)
	}
}

// join draws lines from the boxes at the right, whose middles are given, to the
// box at the left with a tip at its edge.
func (c *canvas) join(right []int, left, from, to int) {
	trunk := (from + to) / 2
	for _, y := range right {
		c.line(trunk, y, to, y, dark, 1)
	}
	c.line(trunk, min(right[0], left), trunk, max(right[len(right)-1], left), dark, 1)
	c.line(from+8, left, trunk, left, dark, 1)
	c.arrow(from, left, false)
}

func describeDrivers(all []driver) string {
	n := 0
	for _, d := range all {
		n += len(d.activities)
	}
	activities := "activities"
	if n == 1 {
		activities = "activity"
	}
	s := fmt.Sprintf("Driver diagram with %s and %d %s.", cycle.HowMany(len(all), "driver"), n, activities)
	for _, d := range all {
		s += " " + d.text + ": " + cmp.Or(strings.Join(d.activities, "; "), "no activities yet") + "."
	}
	return s
}
