package plain

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/shareout"
)

// present reads the cycle out as it is told to a room: the slides of the projector,
// one idea at a time.
func (d *desk) present() error {
	slides := shareout.Of(d.cycle, d.today())
	d.sayf("\nAs it is told to a room, one idea at a time, %d in all. An empty line or n goes on, b goes back, a number goes to that one, s stops.", len(slides))
	at := 0
	d.saySlide(slides, at)
	for {
		word, rest, err := d.command()
		if err != nil {
			return err
		}
		to, isNumber := place(word, len(slides))
		switch {
		case isNumber && rest == "":
			at = to
		case word == "" || word == "n" || word == "next":
			if at == len(slides)-1 {
				d.say("That was the last one.")
				return nil
			}
			at++
		case word == "b" || word == "back":
			if at == 0 {
				d.say("This is the first one. s stops.")
				continue
			}
			at--
		case word == "s" || word == "stop" || word == endOfText:
			return nil
		default:
			d.sayf("%q is not something to do here. Type n for the next one, b for the one before, a number from 1 to %d, or s to stop.",
				strings.TrimSpace(word+" "+rest), len(slides))
			continue
		}
		d.saySlide(slides, at)
	}
}

// saySlide reads one slide out; a chart in words.
func (d *desk) saySlide(slides []shareout.Slide, at int) {
	s := slides[at]
	d.sayf("\n%d of %d. %s", at+1, len(slides), sentence(s.Title))
	if s.Say != "" {
		d.say(sentence(s.Say))
	}
	for _, l := range s.Lines {
		d.say(entry(l.Label, l.Text))
	}
	if m, ok := d.cycle.Measure(s.Measure); ok {
		d.sayChart(m)
	}
}
