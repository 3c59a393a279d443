package plain

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/review"
)

// sayReview reads out what a good coach would ask, what is strong, and where the
// team may stand. Nothing has to be answered.
func (d *desk) sayReview() error {
	ramp, err := d.store.Ramp(d.cycle.ID)
	if err != nil {
		return err
	}
	rev := review.Of(review.Input{Cycle: d.cycle, Ramp: ramp, Today: d.today(), Written: review.WrittenIn(d.state)})
	d.say("")
	if len(rev.Questions) == 0 {
		d.say("No questions: what is written reads well.")
	} else {
		d.sayf("%s to talk about. Nothing has to be answered.", cycle.HowMany(len(rev.Questions), "question"))
	}
	d.sayFindings(rev.Questions, true)
	if len(rev.Strengths) > 0 {
		d.say("", "Strong:")
		d.sayFindings(rev.Strengths, false)
	}
	if len(rev.Progress.Evidence) > 0 {
		d.sayf("Progress, a suggestion: %s. You set it in the step Support.", review.ProgressLabel(rev.Progress.Score))
	}
	return nil
}

func (d *desk) sayFindings(all []review.Finding, reasons bool) {
	for _, f := range all {
		d.sayf(" %s: %s", cycle.StepLabel(f.Step), f.Text)
		if reasons {
			d.say("   Why it matters: " + f.Why)
		}
	}
}
