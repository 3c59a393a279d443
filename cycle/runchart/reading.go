package runchart

import (
	"fmt"
	"strings"
)

// ReadOptions say how the reading is worded.
type ReadOptions struct {
	Rules Rules
	// Wanted is the way that the measure is wanted to move; empty when it is not
	// known, and then nothing is said about it.
	Wanted Direction
	// Where names a stretch of points, "weeks 4-10"; nil names them by number.
	Where func(first, last int) string
	// Format writes a value; nil is [FormatValue].
	Format func(float64) string
}

// A Reading says in plain words what a chart shows.
type Reading struct {
	// Signals are the signals that were claimed, as [Analysis.Signals] gives them.
	Signals []Signal
	// Sentences are one to three sentences, the most important first.
	Sentences []string
}

// String gives the sentences as one line of text.
func (r Reading) String() string { return strings.Join(r.Sentences, " ") }

// Read puts the analysis into words: whether there is a signal, which, where,
// and whether it goes the way that is wanted. Too few points are said to be too
// few, and no difference between single points is ever called a change.
func (a Analysis) Read(o ReadOptions) Reading {
	if o.Where == nil {
		o.Where = wherePoints
	}
	if o.Format == nil {
		o.Format = FormatValue
	}
	if len(a.Phases) == 0 {
		return Reading{Sentences: []string{tooFew(0)}}
	}
	r := Reading{Signals: a.Signals(o.Rules)}
	w := wording{Analysis: a, ReadOptions: o}
	switch {
	case len(r.Signals) > 0:
		r.Sentences = w.signals(r.Signals)
	case w.now().Readable():
		r.Sentences = w.noSignal()
	default:
		r.Sentences = w.tooShort()
	}
	return r
}

// wording holds what the sentences are made from.
type wording struct {
	Analysis
	ReadOptions
}

// now gives the phase that the team is working in.
func (w wording) now() Phase { return w.Phases[len(w.Phases)-1] }

func (w wording) signals(all []Signal) []string {
	main := headline(all)
	sentences := []string{
		"Signal (" + string(all[main].Kind) + "): " + w.describe(all[main]) + ".",
		w.judge(all[main]),
	}
	switch rest := len(all) - 1; {
	case !w.now().Readable():
		about := "For the other rules"
		if len(w.Phases) > 1 {
			about = "In " + w.Where(w.now().First, w.now().Last)
		}
		sentences = append(sentences, about+" there are "+lowerFirst(tooFew(w.now().NUseful)))
	case rest > 0:
		sentences = append(sentences, w.others(all, main))
	case len(w.Phases) > 1:
		sentences = append(sentences, w.lines()...)
	}
	return sentences
}

// headline picks the signal to speak of first: the latest one, and one that has
// points to show before one that is a whole phase.
func headline(all []Signal) int {
	best := 0
	for i, s := range all {
		if s.Phase > all[best].Phase || s.lastPoint(0) >= all[best].lastPoint(0) {
			best = i
		}
	}
	return best
}

// others names one more signal in full and counts the rest.
func (w wording) others(all []Signal, main int) string {
	next := len(all) - 1
	if next == main {
		next--
	}
	text := "Also (" + string(all[next].Kind) + "): " + w.describe(all[next])
	if more := len(all) - 2; more > 0 {
		text += fmt.Sprintf("; and %s more", plural(more, "signal"))
	}
	return text + "."
}

// describe says what was seen and where.
func (w wording) describe(s Signal) string {
	p := w.Phases[s.Phase]
	var where string
	if len(s.Points) > 0 {
		where = w.Where(s.Points[0], s.Points[len(s.Points)-1])
	} else {
		where = w.Where(p.First, p.Last)
	}
	n := len(s.Points)
	switch s.Kind {
	case LongRun:
		return fmt.Sprintf("%d points in a row %s %s, %s; chance alone rarely gives more than %d",
			n, side(s.Direction), w.line(p, false), where, p.Anhoej.LongestRunMax.Value)
	case FewCrossings:
		return fmt.Sprintf("the points cross %s %s, %s; chance alone gives %d or more",
			w.line(p, false), times(p.Anhoej.Crossings.Value), where, p.Anhoej.CrossingsMin.Value)
	case Shift:
		return fmt.Sprintf("%d points in a row %s %s, %s", n, side(s.Direction), w.line(p, true), where)
	case TrendSignal:
		return fmt.Sprintf("%d points in a row going %s, %s", n, s.Direction, where)
	case FewRuns:
		return fmt.Sprintf("%s about %s, %s; chance alone gives %d or more",
			plural(p.IHI.Runs.Runs, "run"), w.line(p, true), where, p.IHI.Runs.Lower.Value)
	case ManyRuns:
		return fmt.Sprintf("%s about %s, %s; chance alone gives %d or fewer",
			plural(p.IHI.Runs.Runs, "run"), w.line(p, true), where, p.IHI.Runs.Upper.Value)
	default:
		return fmt.Sprintf("%s %s the control limits, %s", plural(n, "point"), side(s.Direction), where)
	}
}

// judge says what the signal means, which is never more than that something
// other than chance is at work.
func (w wording) judge(s Signal) string {
	const unlikely = "That is unlikely to be chance"
	switch {
	case s.Kind == ManyRuns:
		return unlikely + ": check whether two different things are mixed in one series."
	case s.Direction == "":
		return unlikely + ": look for the point where it began to be different."
	case w.Wanted == "":
		return unlikely + "."
	case s.Direction == w.Wanted:
		return unlikely + ", and it is the direction you want."
	default:
		return unlikely + ", and it is not the direction you want."
	}
}

func (w wording) noSignal() []string {
	p := w.now()
	where := ""
	if len(w.Phases) > 1 {
		where = ", " + w.Where(p.First, p.Last)
	}
	sentences := []string{
		fmt.Sprintf("No signal in %s%s: they vary about %s, %s, as chance alone would.",
			plural(p.NPresent, "point"), where, w.line(p, false), w.Format(p.Centre.Value)),
		"Do not read much into single ups and downs.",
	}
	if len(w.Phases) > 1 {
		sentences = append(sentences, w.lines()...)
	}
	return sentences
}

func (w wording) tooShort() []string {
	p := w.now()
	sentences := []string{tooFew(p.NUseful)}
	if onLine := p.NPresent - p.NUseful; p.Centre.Present && onLine > 0 {
		verb := "lie"
		if onLine == 1 {
			verb = "lies"
		}
		sentences = append(sentences, fmt.Sprintf("%s %s on %s and cannot be counted.",
			plural(onLine, "point"), verb, w.line(p, false)))
	}
	if len(w.Phases) > 1 {
		sentences = append(sentences, "The count begins anew at the start of the phase, "+w.Where(p.First, p.Last)+".")
	}
	return sentences
}

// lines compares the center line of the last two phases, in numbers and without
// a verdict.
func (w wording) lines() []string {
	was, now := w.Phases[len(w.Phases)-2], w.now()
	if w.chart.centre.Present || !was.Centre.Present || !now.Centre.Present {
		return nil
	}
	return []string{fmt.Sprintf("The %s was %s in %s and is %s in %s.", w.chart.lineName(),
		w.Format(was.Centre.Value), w.Where(was.First, was.Last),
		w.Format(now.Centre.Value), w.Where(now.First, now.Last))}
}

// line names the line that a rule was read against.
func (w wording) line(p Phase, median bool) string {
	switch {
	case w.chart.centre.Present:
		return "the line at " + w.Format(p.Centre.Value)
	case p.Baseline != p.Last && median:
		return "the baseline median"
	case p.Baseline != p.Last:
		return "the baseline " + w.chart.lineName()
	case median:
		return "the median"
	default:
		return "the " + w.chart.lineName()
	}
}

func (c *chart) lineName() string {
	if c.limits == NoLimits {
		return "median"
	}
	return "mean"
}

func tooFew(useful int) string {
	return fmt.Sprintf("Too few points to read yet: %d of %d.", useful, MinUseful)
}

func wherePoints(first, last int) string {
	if first == last {
		return fmt.Sprintf("point %d", first)
	}
	return fmt.Sprintf("points %d-%d", first, last)
}

func side(d Direction) Side {
	if d == Down {
		return Below
	}
	return Above
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func times(n int) string {
	if n == 0 {
		return "never"
	}
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
