package plot

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// Name is what stands above the chart: the measure, or the student group of it.
func (p *Plot) Name() string {
	switch {
	case p.Series.Name != "" && p.Chart.Title != "":
		return p.Chart.Title + ": " + p.Series.Name
	case p.Series.Name != "":
		return p.Series.Name
	case p.Chart.Title != "":
		return p.Chart.Title
	default:
		return "(no name yet)"
	}
}

// Title is the name with the unit.
func (p *Plot) Title() string {
	if p.Chart.Unit == "" {
		return p.Name()
	}
	return p.Name() + ", " + p.Chart.Unit
}

// Format writes a value as shown, with its percent sign.
func (p *Plot) Format(v float64) string { return runchart.FormatValue(v) + p.percent() }

// Tick writes a number of the scale.
func (p *Plot) Tick(axis runchart.Axis, tick float64) string { return axis.Label(tick) + p.percent() }

func (p *Plot) percent() string {
	if p.Chart.Percent() || p.scale == 100 {
		return "%"
	}
	return ""
}

// LineName is what the center line is called: "median", "mean", "baseline
// median" or "line".
func (p *Plot) LineName(phase runchart.Phase) string {
	name := "median"
	switch {
	case p.fixed:
		return "line"
	case p.Chart.Limits != "" && p.Chart.Limits != cycle.LimitsNone:
		name = "mean"
	}
	if Frozen(phase) {
		return "baseline " + name
	}
	return name
}

// dateLayout chooses how dates are written on the axis. It is empty when the
// points have no dates.
func (p *Plot) dateLayout() string {
	points := p.Series.Points
	if len(points) == 0 || points[0].Date.IsZero() {
		return ""
	}
	if p.span != cycle.Days {
		return "2006"
	}
	switch days := points[len(points)-1].Date.Sub(points[0].Date); {
	case days > 3*365 && len(points) < 2*days/365:
		return "2006"
	case days > 365 && days < 20*len(points): // months would be called alike
		return "Jan 2, 2006"
	case days > 365:
		return "Jan 2006"
	default:
		return "Jan 2"
	}
}

// XLabel is the name of a point on the axis, short.
func (p *Plot) XLabel(point int) string {
	if d := p.Series.Points[point-1].Date; p.layout != "" && !d.IsZero() {
		return p.date(d, p.layout)
	}
	return strings.TrimSpace(cycle.Clean(p.Series.Points[point-1].X, false))
}

// When is the name of a point in a sentence: its date with the year where the
// chart spans more than one.
func (p *Plot) When(point int) string {
	d := p.Series.Points[point-1].Date
	switch {
	case d.IsZero() && p.XLabel(point) == strconv.Itoa(point):
		return "point " + strconv.Itoa(point)
	case d.IsZero():
		return p.XLabel(point)
	default:
		return p.longDate(d)
	}
}

// longDate writes a day with its year, unless the chart spans a few months only.
func (p *Plot) longDate(d cycle.Day) string {
	if p.layout == "Jan 2" {
		return p.date(d, p.layout)
	}
	return p.date(d, "Jan 2, 2006")
}

// date writes a day, and a year by its name where the points are of whole years.
func (p *Plot) date(d cycle.Day, layout string) string {
	if year := p.span.Name(d); year != "" {
		return year
	}
	return d.Time().Format(layout)
}

// spanOf tells what the dates of points stand for.
func spanOf(points []cycle.ChartPoint) cycle.Span {
	return cycle.SpanOf(func(yield func(cycle.Day) bool) {
		for _, at := range points {
			if !yield(at.Date) {
				return
			}
		}
	})
}

// Where names a stretch of points: "Oct 5 to Nov 9".
func (p *Plot) Where(first, last int) string {
	switch {
	case first == last:
		return p.When(first)
	case strings.HasPrefix(p.When(first), "point "):
		return fmt.Sprintf("points %d-%d", first, last)
	default:
		return p.When(first) + " to " + p.When(last)
	}
}

// Reading says what the chart shows, in one to three sentences.
func (p *Plot) Reading() []string {
	if p.Present() == 0 {
		return []string{"No numbers to read yet."}
	}
	return p.Analysis.Read(runchart.ReadOptions{
		Rules:  p.Rules,
		Wanted: p.wanted(),
		Where:  p.Where,
		Format: func(v float64) string { return p.Format(v * p.scale) },
	}).Sentences
}

func (p *Plot) wanted() runchart.Direction {
	switch d := runchart.Direction(p.Chart.Direction); d {
	case runchart.Up, runchart.Down:
		return d
	}
	return ""
}

// Better says which way is wanted; empty when that is not known.
func (p *Plot) Better() string {
	switch p.wanted() {
	case runchart.Up:
		return "higher is better"
	case runchart.Down:
		return "lower is better"
	}
	return ""
}

// Facts are the numbers behind the chart, a few words each: points, center
// line, goal, the way that is better, n, rules.
func (p *Plot) Facts() []string {
	facts := []string{cycle.HowMany(p.Present(), "point")}
	if missing := p.Len() - p.Present() - p.Withheld(); missing > 0 {
		facts[0] += fmt.Sprintf(", %d missing", missing)
	}
	if n := p.Withheld(); n > 0 {
		facts = append(facts, fmt.Sprintf("%d withheld to protect small groups", n))
	}
	for _, phase := range p.Analysis.Phases {
		if v := p.Centre(phase); v.Present {
			fact := p.LineName(phase) + " " + p.Format(v.Value)
			switch {
			case Frozen(phase):
				fact += ", from " + p.Where(phase.First, phase.Baseline)
			case len(p.Analysis.Phases) > 1:
				fact += ", " + p.Where(phase.First, phase.Last)
			}
			facts = append(facts, fact)
		}
	}
	if g := p.Goal(); g.Present {
		facts = append(facts, "goal "+p.Format(g.Value))
	}
	if better := p.Better(); better != "" {
		facts = append(facts, better)
	}
	if least, most, ok := p.Ns(); ok {
		n := "n " + runchart.FormatValue(least)
		if most > least {
			n += " to " + runchart.FormatValue(most)
		}
		facts = append(facts, n)
	}
	if p.Rules == runchart.IHIRules {
		return append(facts, "IHI rules")
	}
	return append(facts, "Anhøj rules")
}

// Signs explains the signs that are on the chart besides plain points, and
// suggests a point that may be an astronomical one; whether it is, is for a
// person to say. It is empty when there is nothing to explain.
func (p *Plot) Signs() []string {
	var signal, excluded, missing bool
	for i := range p.Len() {
		switch p.Sign(i + 1) {
		case SignalPoint:
			signal = true
		case ExcludedPoint:
			excluded = true
		case NoPoint:
			missing = true
		}
	}
	var out []string
	if signal {
		out = append(out, "◆ point of a signal")
	}
	if excluded {
		out = append(out, "○ left out: "+p.excluded())
	}
	if missing {
		out = append(out, "a gap is a missing number")
	}
	if far := p.Analysis.Astronomical(); far.Present {
		out = append(out, "look at "+p.When(far.Value)+": it lies far from all others. Was something different, or is it a slip?")
	}
	return out
}

// excluded names the points that are left out, with the reason.
func (p *Plot) excluded() string {
	var out []string
	for _, point := range p.Series.Exclude {
		if point > p.Len() {
			continue
		}
		words := p.When(point)
		if why := p.Series.Points[point-1].Excluded; why != "" {
			words += " (" + why + ")"
		}
		out = append(out, words)
	}
	return strings.Join(out, ", ")
}

// Point tells everything about a point: date, value, n, and its notes.
func (p *Plot) Point(point int) string {
	at := p.Series.Points[point-1]
	words := []string{p.When(point)}
	switch v := p.Value(point); {
	case at.Withheld:
		words = append(words, fmt.Sprintf("withheld: a group with fewer than %d students, or one that would give it away", p.Series.MinGroup))
	case !v.Present:
		words = append(words, "no number")
	case p.percent() != "" || p.Chart.Unit == "":
		words = append(words, p.Format(v.Value))
	default:
		words = append(words, p.Format(v.Value)+" "+p.Chart.Unit)
	}
	if at.N == at.N { // not NaN
		words = append(words, "n "+runchart.FormatValue(at.N))
	}
	if p.Sign(point) == SignalPoint {
		words = append(words, "part of a signal")
	}
	if at.Excluded != "" {
		words = append(words, "left out: "+at.Excluded)
	}
	if at.Note != "" {
		words = append(words, at.Note)
	}
	for _, m := range p.Series.Marks {
		if m.Point == point {
			words = append(words, m.Text)
		}
	}
	return strings.Join(words, " · ")
}
