package review

import (
	"fmt"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// aboutLearning looks at what the team read from the data.
var aboutLearning = []Rule{
	{
		Key: "study.results", Step: "learn", Since: cycle.Study,
		Why: "What the chart shows can be checked by others; how it felt cannot.",
		Ask: func(r *reading) []hit {
			text := r.text("study.results")
			return at(text != "" && !citesData(text), "study.results", "From how much to how much? Say what the chart shows.")
		},
	},
	{
		Key: "study.variation", Step: "learn", Since: cycle.Study,
		Why: "An average hides the days, rooms and students for whom it was different.",
		Ask: func(r *reading) []hit {
			text := r.text("study.variation")
			return at(text != "" && words(text) < 8 && !hasNumber(text), "study.variation", "Which points stand out, and what was going on there?")
		},
	},
	{
		Key: "study.prediction", Step: "learn", Since: cycle.Study,
		Why: "The difference between what you expected and what came is where you learn.",
		Ask: func(r *reading) []hit {
			text := r.text("study.prediction")
			return at(text != "" && words(text) < 6, "study.prediction", "What did you expect, what came, and was your because right?")
		},
	},
	{
		Key: "study.unpredicted", Step: "learn", Since: cycle.Study,
		Why: "Without a prediction there is nothing to compare with.",
		Ask: func(r *reading) []hit {
			return at(r.text("prediction") == "" && r.text("study.prediction") != "", "prediction", "There is no prediction to compare with. Write the next one before you begin.")
		},
	},
	{
		Key: "study.copy", Step: "learn", Since: cycle.Study,
		Why: "What you learned is seldom what you wrote before you began.",
		Ask: func(r *reading) []hit {
			for _, field := range []string{"study.learned", "study.results"} {
				if alike(r.Cycle.Values[field], r.Cycle.Values["prediction"]) {
					return at(true, field, "This says nearly the same as your prediction. What do you know now that you did not know then?")
				}
			}
			return nil
		},
	},
	{
		Key: "study.learned", Step: "learn", Since: cycle.Study,
		Why: "Another school should be able to use it.",
		Ask: func(r *reading) []hit {
			text := r.text("study.learned")
			return at(text != "" && words(text) < 7, "study.learned", "For whom, and when, does it help, and when not? Say it for a team that was not there.")
		},
	},
	{
		Key: "study.for_whom", Step: "learn", Since: cycle.Study,
		Why: "A change that helps most can leave the same few behind.",
		Ask: func(r *reading) []hit {
			text := r.text("study.for_whom")
			return at(says(text, "everybody", "everyone", "all of them", "all students", "all") && words(text) < 8, "study.for_whom", "For whom did it work less? Look at the points by student group.")
		},
	},
	{
		Key: "study.two_points", Step: "learn", Since: cycle.Study,
		Why: "Under ten points that count, a run chart cannot tell a change from chance.",
		Ask: func(r *reading) []hit {
			text := r.text("study.results")
			m, ok := r.MainMeasure()
			claims := says(text, "improved", "it worked", "success", "successful", "was effective", "proves", "proved")
			return at(ok && claims && len(r.Series(m.ID)) < 6, "study.results", "This is more than the few points can show. What would make you sure?")
		},
	},
	{
		Key: "study.good", Step: "learn", Since: cycle.Study, Strong: true,
		Why: "You put what you expected beside what came.",
		Ask: func(r *reading) []hit {
			text := r.text("study.prediction")
			return at(hasNumber(text) && words(text) >= 10 && r.text("prediction") != "", "study.prediction", "You compared your prediction with the numbers.")
		},
	},
	{
		Key: "study.for_whom.good", Step: "learn", Since: cycle.Study, Strong: true,
		Why: "Improvement that does not reach everybody is found only by looking.",
		Ask: func(r *reading) []hit {
			groups := false
			for _, p := range r.Points("") {
				groups = groups || p.Subgroup != ""
			}
			return at(groups && words(r.text("study.for_whom")) >= 8, "study.for_whom", "You looked at the points by student group.")
		},
	},
}

// aboutDecision looks at the end of the cycle and at the ramp.
var aboutDecision = []Rule{
	{
		Key: "act.cites", Step: "next", Since: cycle.Act,
		Why: "A decision that rests on the data can be explained to those who were not there.",
		Ask: func(r *reading) []hit {
			text := r.text("act.why")
			return at(text != "" && !citesData(text), "act.why", "What in the data speaks for this decision?")
		},
	},
	{
		Key: "act.same", Step: "next", Since: cycle.Act,
		Why: "Repeating a change that showed no signal brings the same chart again.",
		Ask: func(r *reading) []hit {
			text := r.text("act.why")
			return at(r.Cycle.Values["act.decision"] == string(cycle.Repeat) && says(text, "no signal", "no change", "nothing changed", "did not work", "didn't work"), "act.decision", "The data show no change. What would be different if you do the same again?")
		},
	},
	{
		Key: "ramp.adapted", Step: "drivers",
		Why: "Adapting means that something visible is different from last time.",
		Ask: func(r *reading) []hit {
			if r.prior == nil || r.prior.Values["act.decision"] != string(cycle.Adapt) || len(r.Lists["activities"]) == 0 {
				return nil
			}
			before := map[string]bool{}
			for _, it := range r.prior.Lists["activities"] {
				before[fold(it.Values["text"])] = true
			}
			for _, it := range r.Lists["activities"] {
				if !before[fold(it.Values["text"])] {
					return nil
				}
			}
			return in(true, "activities", "You decided to adapt, and the activities are those of the last cycle. What will you do differently?")
		},
	},
	{
		Key: "ramp.scale", Step: "prediction",
		Why: "What worked in one room may not work in five. Each test should be a little larger than the last.",
		Ask: func(r *reading) []hit {
			return at(r.prior != nil && r.prior.Values["act.decision"] == string(cycle.Repeat) && alike(r.Cycle.Values["scope"], r.prior.Values["scope"]), "scope", "The test has the same size as the last one. Where else, or with whom, could you try it?")
		},
	},
	{
		Key: "ramp.measures", Step: "measures",
		Why: "A measure that goes on through all cycles shows what each change did.",
		Ask: func(r *reading) []hit {
			if r.prior == nil || len(r.Measures()) == 0 || r.prior.Values["act.decision"] == string(cycle.Restart) || r.prior.Values["act.decision"] == string(cycle.Replan) {
				return nil
			}
			m, ok := r.prior.MainMeasure()
			_, kept := r.Measure(m.ID)
			return in(ok && !kept, "measures", fmt.Sprintf("The last cycle measured %q. Go on with it, and the chart shows both cycles.", short(m.Name)))
		},
	},
	{
		Key: "ramp.right", Step: "prediction",
		Why: "Predictions that never fail ask too little.",
		Ask: func(r *reading) []hit {
			right := 0
			for _, c := range r.Ramp {
				if says(fold(c.Values["study.prediction"]), "as predicted", "as we predicted", "we were right", "as expected", "exactly what we") {
					right++
				}
			}
			return at(right >= 3, "prediction", fmt.Sprintf("Your prediction came true %d times in a row. What could you predict that you are not sure of?", right))
		},
	},
	{
		Key: "ramp.good", Step: "next", Strong: true,
		Why: "Fewer than one team in five links its tests. What you learn adds up.",
		Ask: func(r *reading) []hit {
			return at(len(r.Ramp) >= 2, "act.decision", fmt.Sprintf("This is cycle %d of %d that build on each other.", r.place, len(r.Ramp)))
		},
	},
	{
		Key: "act.good", Step: "next", Since: cycle.Act, Strong: true,
		Why: "Others can follow why you go on as you do.",
		Ask: func(r *reading) []hit {
			text := r.text("act.why")
			return at(r.Cycle.Values["act.decision"] != "" && hasNumber(text) && words(text) >= 10, "act.why", "Your decision rests on numbers.")
		},
	},
}

// aboutSupport looks at requests and comments that wait.
var aboutSupport = []Rule{
	{
		Key: "support.clear", Step: "support",
		Why: "Somebody should be able to say yes or no to it.",
		Ask: func(r *reading) []hit {
			return r.each("requests", "text", func(text string) (string, bool) {
				return "What exactly do you need, by when, and what for?", words(text) < 5
			})
		},
	},
	{
		Key: "support.answer", Step: "support",
		Why: "The school plans with what was answered: yes or no, and by when.",
		Ask: func(r *reading) []hit {
			return r.each("requests", "answer", func(text string) (string, bool) {
				return "Is it a yes or a no, and by when?", says(text, "looking into it", "we will see", "we'll see", "asap", "soon") && !hasNumber(text)
			})
		},
	},
	{
		Key: "support.checkpoint", Step: "support",
		Why: "A check point with a question in it is looked at; one without is put off.",
		Ask: func(r *reading) []hit {
			return r.each("checkpoints", "text", func(text string) (string, bool) {
				return "What will you look at on that day, and who brings it?", words(text) < 3
			})
		},
	},
	{
		Key: "support.late", Step: "support",
		Why: "A promise that nobody asks about is forgotten.",
		Ask: func(r *reading) []hit {
			for _, it := range r.Lists["requests"] {
				day, ok := cycle.ParseDay(it.Values["promised"])
				state := it.Values["state"]
				if ok && day.Before(r.Today) && state != "done" && state != "declined" && r.phase != cycle.Done {
					return []hit{{cycle.Path{List: "requests", Item: it.ID, Field: "promised"}, fmt.Sprintf("%q was promised for %s. Ask how far it is.", short(it.Values["text"]), day.Words(r.Today))}}
				}
			}
			return nil
		},
	},
}
