package organizer

import (
	"fmt"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// hint is the sentence at the foot: what to do next.
func (o *Screen) hint() string {
	if g, ok := o.s.Guest(); ok {
		return o.guestHint(g)
	}
	if o.offered != nil {
		return "press enter — " + o.offered.words
	}
	if k, ok := o.apart(); ok {
		// The key comes first: a narrow window cuts the end.
		if o.inPane {
			return "press esc, then v: " + apartWords(o.s.Cycle(), k)
		}
		return "press v: " + apartWords(o.s.Cycle(), k)
	}
	return o.comesNext().Text
}

// comesNext is what the sentence speaks of where no conflict waits: who is at work on a
// step is told of that step, who looks over the steps of the whole cycle.
func (o *Screen) comesNext() cycle.Hint {
	if o.inPane {
		return o.s.Cycle().NextIn(o.step(), o.env.Today())
	}
	return o.s.Cycle().Next(o.env.Today())
}

// apart is a place that was written apart, unless something of the running week
// waits. It is told until somebody has looked: a team may well go on with both
// versions, and the status line keeps counting them.
func (o *Screen) apart() (change.Conflict, bool) {
	c, today := o.s.Cycle(), o.env.Today()
	if c.Facts().Phase(today) == cycle.Do {
		if _, _, due := c.DataDue(today); due || len(c.Late(today)) > 0 {
			return change.Conflict{}, false
		}
	}
	all := o.s.Conflicts()
	i := slices.IndexFunc(all, func(k change.Conflict) bool { return !o.looked[newest(k)] })
	if i < 0 {
		return change.Conflict{}, false
	}
	return all[i], true
}

// newest tells the conflict from one that comes to the same place later.
func newest(k change.Conflict) change.ID { return k.Versions[0].ID }

func (o *Screen) lookedAtConflicts() {
	for _, k := range o.s.Conflicts() {
		o.looked[newest(k)] = true
	}
}

// placeWidth leaves room for the rest in a window of 80 columns.
const placeWidth = 28

func apartWords(c *cycle.Cycle, k change.Conflict) string {
	place := ui.Cut(cycle.Clean(c.Words(k.Path), false), placeWidth)
	switch {
	case k.Deleted != nil:
		return fmt.Sprintf("one took out %q while another wrote in it.", place)
	case len(k.Versions) == 2 && k.Versions[0].Author != k.Versions[1].Author:
		return fmt.Sprintf("two people wrote %q differently.", place)
	}
	return fmt.Sprintf("%q was written differently on two laptops.", place)
}
