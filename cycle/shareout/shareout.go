// Package shareout makes a cycle ready to be told to a room: one idea a slide,
// in the order in which a team tells its story. The app shows the slides on a
// projector and the reports put the same ones into a file.
//
// The package is pure: no I/O, no clock.
package shareout

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A Slide is one idea. Texts are clean (cycle.Clean) and none is markup.
type Slide struct {
	Key   string // "problem", "aim", ..
	Step  string // the organizer's step that it comes from
	Title string // a few words: what the slide is about
	Say   string // the one sentence to be read from the back of the room; may be empty
	Lines []Line // what stands under it, a few short lines
	// Measure is the id of the measure whose run chart the slide shows; empty for
	// none.
	Measure string
}

// A Line is one short line under the sentence.
type Line struct {
	Label string // "Now", "Why"; may be empty
	Text  string
}

// How much a slide holds, so that it can be read from the back of a room.
const (
	mostLines   = 5
	mostLetters = 220
)

// Of returns the slides of a cycle on a day. What is not written has no slide;
// the first, with the title, is always there.
func Of(c *cycle.Cycle, today cycle.Day) []Slide {
	t := teller{c, today}
	all := []Slide{t.title()}
	for _, make := range []func() Slide{t.problem, t.causes, t.aim, t.change, t.prediction, t.done, t.chart, t.learned, t.next, t.need} {
		if s := make(); s.Say != "" || len(s.Lines) > 0 || s.Measure != "" {
			all = append(all, s)
		}
	}
	return all
}

type teller struct {
	c     *cycle.Cycle
	today cycle.Day
}

// value gives a field's text in one paragraph, short enough for a slide.
func (t teller) value(field string) string { return short(t.c.Values[field]) }

func short(s string) string {
	s = strings.Join(strings.Fields(cycle.Clean(s, true)), " ")
	r := []rune(s)
	if len(r) <= mostLetters {
		return s
	}
	cut := string(r[:mostLetters])
	if end := strings.LastIndexAny(cut, ".!?"); end > mostLetters/2 {
		return cut[:end+1]
	}
	if space := strings.LastIndexByte(cut, ' '); space > 0 {
		cut = cut[:space]
	}
	return cut + " …"
}

func lines(all ...Line) (out []Line) {
	for _, l := range all {
		if l.Text != "" && len(out) < mostLines {
			out = append(out, l)
		}
	}
	return out
}

func (t teller) title() Slide {
	title := t.value("title")
	if title == "" {
		title = "(no title yet)"
	}
	var team []string
	for _, name := range t.c.Team() {
		team = append(team, short(name))
	}
	when := ""
	if f := t.c.Facts(); !f.Start.IsZero() {
		when = f.Start.Words(t.today) + " to " + f.End().Words(t.today)
	}
	return Slide{Key: "title", Step: "about", Title: t.value("school"), Say: title, Lines: lines(Line{"", strings.Join(team, ", ")}, Line{"", when})}
}

func (t teller) problem() Slide {
	return Slide{Key: "problem", Step: "problem", Title: "The problem", Say: short(t.c.Problem()), Lines: lines(Line{"What works already", t.value("strengths")})}
}

func (t teller) causes() Slide {
	s := Slide{Key: "why", Step: "fishbone", Title: "Why it happens"}
	for _, it := range t.c.Lists["causes"] {
		if it.Values["root"] != cycle.True || it.Values["text"] == "" || len(s.Lines) == mostLines {
			continue
		}
		text := short(it.Values["text"])
		if whys := t.c.Under("whys", "cause", it.ID); len(whys) > 0 {
			if last := short(whys[len(whys)-1].Values["text"]); last != "" {
				s.Lines = append(s.Lines, Line{text, last})
				continue
			}
		}
		s.Lines = append(s.Lines, Line{"", text})
	}
	return s
}

func (t teller) aim() Slide {
	s := Slide{Key: "aim", Step: "goals", Title: "What we want to reach", Say: t.value("point_b.what")}
	by := ""
	if d, ok := cycle.ParseDay(t.c.Values["point_b.by_when"]); ok {
		by = d.Words(t.today)
	}
	s.Lines = lines(Line{"From", t.value("point_a.how_much")}, Line{"To", t.value("point_b.how_much")}, Line{"By", by}, Line{"For", t.value("point_b.for_whom")})
	return s
}

func (t teller) change() Slide {
	s := Slide{Key: "change", Step: "drivers", Title: "What we try"}
	for _, d := range t.c.Lists["drivers"] {
		for _, a := range t.c.Under("activities", "driver", d.ID) {
			if text := short(a.Values["text"]); text != "" && len(s.Lines) < mostLines {
				s.Lines = append(s.Lines, Line{short(d.Values["text"]), text})
			}
		}
	}
	for _, a := range t.c.Loose("activities", "driver", "drivers") {
		if text := short(a.Values["text"]); text != "" && len(s.Lines) < mostLines {
			s.Lines = append(s.Lines, Line{"", text})
		}
	}
	return s
}

func (t teller) prediction() Slide {
	return Slide{Key: "prediction", Step: "prediction", Title: "What we expect", Say: t.value("prediction"), Lines: lines(Line{"Size of the test", t.value("scope")})}
}

func (t teller) done() Slide {
	s := Slide{Key: "done", Step: "plan", Title: "What we did"}
	done, missed := 0, 0
	for _, a := range t.c.Actions() {
		n := 0
		for _, status := range a.Status {
			switch status {
			case cycle.StatusDone:
				n++
			case cycle.StatusMissed:
				missed++
			}
		}
		done += n
		if n > 0 && len(s.Lines) < mostLines {
			s.Lines = append(s.Lines, Line{fmt.Sprintf("%d of %d weeks", n, max(n, len(a.Weeks))), short(a.What)})
		}
	}
	if done+missed > 0 {
		s.Say = fmt.Sprintf("%d of %d parts of the plan were done.", done, done+missed)
	}
	return s
}

func (t teller) chart() Slide {
	m, ok := t.c.MainMeasure()
	if !ok || len(t.c.Series(m.ID)) == 0 {
		return Slide{}
	}
	return Slide{Key: "chart", Step: "data", Title: "What the numbers show", Measure: m.ID}
}

func (t teller) learned() Slide {
	say := t.value("study.learned")
	if say == "" {
		say = t.value("study.results")
	}
	return Slide{Key: "learned", Step: "learn", Title: "What we learned", Say: say, Lines: lines(Line{"Against our prediction", t.value("study.prediction")}, Line{"For whom", t.value("study.for_whom")})}
}

func (t teller) next() Slide {
	s := Slide{Key: "next", Step: "next", Title: "What comes next"}
	f, _ := cycle.FieldByKey("act.decision")
	o, ok := f.Option(t.c.Values["act.decision"])
	if !ok {
		return s
	}
	s.Say = o.Label
	s.Lines = lines(Line{"", o.Help}, Line{"Why", t.value("act.why")})
	return s
}

func (t teller) need() Slide {
	s := Slide{Key: "need", Step: "support", Title: "What we need"}
	for _, it := range t.c.Lists["requests"] {
		state := it.Values["state"]
		if text := short(it.Values["text"]); text != "" && state != "done" && state != "declined" && len(s.Lines) < mostLines {
			s.Lines = append(s.Lines, Line{short(it.Values["owner"]), text})
		}
	}
	return s
}
