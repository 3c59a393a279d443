package review

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Input is what a review reads.
type Input struct {
	Cycle *cycle.Cycle
	// Ramp holds the cycles that belong together, in order, this one among them;
	// nil for a cycle that stands alone.
	Ramp  []*cycle.Cycle
	Today cycle.Day
	// Written gives the day on which the value that stands at the path now was
	// written; the zero Day when that is not known. It may be nil.
	Written func(cycle.Path) cycle.Day
}

// A Finding is one question, or one strong point.
type Finding struct {
	Rule string     `json:"rule"` // the rule's key
	Step string     `json:"step"` // the step's key
	Path cycle.Path `json:"-"`    // where to go
	At   string     `json:"at"`   // the path as people type it
	Text string     `json:"text"` // the question, or what is good
	Why  string     `json:"why"`  // why it matters, in one sentence
}

// A Gap is a field or list that still waits for its first words, in a step of a
// phase that the cycle has reached.
type Gap struct {
	Step string     `json:"step"`
	Path cycle.Path `json:"-"`
	At   string     `json:"at"`
	Text string     `json:"text"` // "Problem: Who"
}

// A Review is what there is to say about a cycle on a day.
type Review struct {
	Empty     []Gap     `json:"empty"`
	Questions []Finding `json:"questions"`
	Strengths []Finding `json:"strengths"`
	Progress  Progress  `json:"progress"`
}

// Of reviews the cycle. The findings come in the order of the organizer.
func Of(in Input) Review {
	r := newReading(in)
	rev := Review{Empty: r.gaps(), Questions: []Finding{}, Strengths: []Finding{}}
	for i := range cycle.Steps {
		step := cycle.Steps[i].Key
		for _, rule := range Rules {
			if rule.Step != step || rule.Since.Order() > r.phase.Order() {
				continue
			}
			for _, h := range rule.Ask(r) {
				f := Finding{Rule: rule.Key, Step: step, Path: h.path, At: placeOf(h.path), Text: h.text, Why: rule.Why}
				if rule.Strong {
					rev.Strengths = append(rev.Strengths, f)
				} else {
					rev.Questions = append(rev.Questions, f)
				}
			}
		}
	}
	rev.Progress = r.progress()
	return rev
}

// Marks counts the questions by the key of their step.
func (r Review) Marks() map[string]int {
	marks := map[string]int{}
	for _, q := range r.Questions {
		marks[q.Step]++
	}
	return marks
}

func placeOf(p cycle.Path) string {
	if p.List != "" && p.Item == "" {
		return p.List
	}
	return p.String()
}

// A Rule is one thing to look at.
type Rule struct {
	Key    string
	Step   string
	Since  cycle.Phase // asked from this phase on
	Strong bool        // it names what is good
	Why    string      // why it matters, for the team to read
	// Ask gives what the rule has to say; nothing when all is well, or when what
	// it would look at is still empty: gaps are told apart.
	Ask func(*reading) []hit
}

// Rules is the table, by subject.
var Rules = join(aboutTeam, aboutEvidence, aboutProblem, aboutCauses, aboutAim, aboutTheory, aboutMeasures, aboutDoing, aboutLearning, aboutDecision, aboutSupport)

func join(parts ...[]Rule) (all []Rule) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// A hit is what a rule found.
type hit struct {
	path cycle.Path
	text string
}

// at gives one hit at a field of the cycle when the condition holds.
func at(found bool, field, text string) []hit {
	if !found {
		return nil
	}
	return []hit{{cycle.Path{Field: field}, text}}
}

// in gives one hit at a list when the condition holds.
func in(found bool, list, text string) []hit {
	if !found {
		return nil
	}
	return []hit{{cycle.Path{List: list}, text}}
}

// reading is a cycle with what several rules want to know.
type reading struct {
	*cycle.Cycle
	Input
	facts cycle.Facts
	phase cycle.Phase
	week  int // weeks that have passed, at most all
	prior *cycle.Cycle
	place int // in the ramp, from 1
}

func newReading(in Input) *reading {
	r := &reading{Cycle: in.Cycle, Input: in, facts: in.Cycle.Facts(), place: 1}
	r.phase = r.facts.Phase(in.Today)
	r.week = max(0, min(r.facts.Week(in.Today)-1, r.facts.Weeks))
	if r.phase == cycle.Done {
		r.week = r.facts.Weeks
	}
	for i, c := range in.Ramp {
		if c.ID == in.Cycle.ID {
			r.place = i + 1
			if i > 0 {
				r.prior = in.Ramp[i-1]
			}
		}
	}
	return r
}

// text gives a field's value for the rules on words: lower case, spaces single.
func (r *reading) text(field string) string { return fold(r.Cycle.Values[field]) }

// writtenAfter reports whether the value at the field is known to have been
// written after the day.
func (r *reading) writtenAfter(field string, day cycle.Day) bool {
	if r.Written == nil || day.IsZero() {
		return false
	}
	d := r.Written(cycle.Path{Field: field})
	return !d.IsZero() && day.Before(d)
}

func (r *reading) gaps() []Gap {
	out := []Gap{}
	for _, st := range r.StepStates() {
		if st.Of == 0 || st.Full() || st.Step.Phase.Order() > r.phase.Order() {
			continue
		}
		for _, p := range r.Missing(st.Step) {
			out = append(out, Gap{Step: st.Step.Key, Path: p, At: placeOf(p), Text: r.Words(p)})
		}
	}
	return out
}

// WrittenIn gives the Written of an Input from the changes that made the cycle.
// Days are those of the reader's time zone. A cycle that came in whole, from a file
// or out of the one before, does not tell when its first values were written.
func WrittenIn(st *change.State) func(cycle.Path) cycle.Day {
	return func(p cycle.Path) cycle.Day {
		w, ok := st.Written(p)
		if !ok || w.ID == st.Created.ID {
			return cycle.Day{}
		}
		return cycle.DayOf(w.At.Time())
	}
}
