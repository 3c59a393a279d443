package page

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/cycle/review"
)

// A reviewView is what a good coach would ask about a cycle.
type reviewView struct {
	cycleHead
	review.Review
	Steps    []reviewStep
	Progress string // how far the team seems to have come
}

// A reviewStep is the questions and strengths of one step.
type reviewStep struct {
	Label                string
	Empty                []review.Gap
	Questions, Strengths []review.Finding
}

// review shows the review of a cycle to its team and its coaches.
func (s *site) review(v *visit) (answer, error) {
	found, err := s.dash.Cycle(v.Context(), v.caller(), v.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	view := reviewView{cycleHead: v.head(found)}
	if !view.Mine {
		return answer{}, &wire.Error{Code: wire.CodeForbid, Message: "the review is for the team and its coaches"}
	}
	view.Review = review.Of(review.Input{
		Cycle: found.Cycle, Ramp: s.ramp(v, found), Today: v.today(), Written: review.WrittenIn(found.State),
	})
	for i := range cycle.Steps {
		step := reviewStep{Label: cycle.Steps[i].Label}
		for _, g := range view.Empty {
			if g.Step == cycle.Steps[i].Key {
				step.Empty = append(step.Empty, g)
			}
		}
		step.Questions = ofStep(view.Questions, cycle.Steps[i].Key)
		step.Strengths = ofStep(view.Strengths, cycle.Steps[i].Key)
		if len(step.Empty)+len(step.Questions)+len(step.Strengths) > 0 {
			view.Steps = append(view.Steps, step)
		}
	}
	f, _ := cycle.FieldByKey("progress")
	if o, ok := f.Option(view.Review.Progress.Score); ok {
		view.Progress = o.Label + ". " + o.Help
	}
	return answer{page: "review", title: "Review of " + view.Name, data: view}, nil
}

func ofStep(all []review.Finding, step string) (out []review.Finding) {
	for _, f := range all {
		if f.Step == step {
			out = append(out, f)
		}
	}
	return out
}
