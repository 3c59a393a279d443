package main

import (
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A tally is what one step took on one day.
type tally struct {
	day, step    string
	took         time.Duration // by the wall clock
	keys, words  int           // pressed beside the text; typed
	first, again int           // words that were read for the first time; that came back
	// What the person did in the time; what is left was the program's.
	typing, pressing, deciding, reading time.Duration
}

// tallies are those of a walk, in order.
type tallies struct {
	all   []*tally
	since time.Time // when the last one began
}

// now is the tally that goes on.
func (l *tallies) now() *tally { return l.all[len(l.all)-1] }

func (l *tallies) begin(day, step string) {
	l.all, l.since = append(l.all, &tally{day: day, step: step}), time.Now()
}

func (l *tallies) end() { l.now().took = time.Since(l.since) }

// report tells what each step took, then each sitting, then all of it.
func (l *tallies) report(t *testing.T) {
	t.Logf("%-20s %7s %6s %6s %6s %6s   %5s %5s %5s %5s",
		"minutes for", "in all", "typing", "keys", "decide", "read", "words", "keys", "read", "again")
	line := func(label string, of func(*tally) bool) {
		var sum tally
		for _, one := range l.all {
			if of(one) {
				sum.add(one)
			}
		}
		if sum.took == 0 {
			return
		}
		t.Logf("%-20s %7.1f %6.1f %6.1f %6.1f %6.1f   %5d %5d %5d %5d", label, sum.took.Minutes(), sum.typing.Minutes(),
			sum.pressing.Minutes(), sum.deciding.Minutes(), sum.reading.Minutes(), sum.words, sum.keys, sum.first, sum.again)
	}
	for _, step := range cycle.Steps {
		line(step.Label, func(one *tally) bool { return one.step == step.Label })
	}
	for i, first := range l.all {
		if i == 0 || l.all[i-1].day != first.day {
			line(first.day, func(one *tally) bool { return one.day == first.day })
		}
	}
	line("in all", func(*tally) bool { return true })
}

func (s *tally) add(one *tally) {
	s.took += one.took
	s.keys += one.keys
	s.words += one.words
	s.first += one.first
	s.again += one.again
	s.typing += one.typing
	s.pressing += one.pressing
	s.deciding += one.deciding
	s.reading += one.reading
}
