package review

import (
	"fmt"
	"math"
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// aboutAim looks at Point A and Point B.
var aboutAim = []Rule{
	{
		Key: "aim.number", Step: "goals",
		Why: "Without a number nobody can say in six weeks whether you arrived.",
		Ask: func(r *reading) []hit {
			text := r.text("point_b.how_much")
			return at(text != "" && (!hasNumber(text) || says(text, "ever", "never")), "point_b.how_much", "How many, or what share, will it be? A number that you could reach in this cycle.")
		},
	},
	{
		Key: "aim.baseline", Step: "goals",
		Why: "Without a number for today there is nothing to compare with.",
		Ask: func(r *reading) []hit {
			text := r.text("point_a.how_much")
			return at(text != "" && !hasNumber(text), "point_a.how_much", "How many is it today, and counted how? An estimate from two weeks will do.")
		},
	},
	{
		Key: "aim.window", Step: "goals",
		Why: "A goal beyond the cycle cannot tell you at its end whether the change helped.",
		Ask: func(r *reading) []hit {
			by, ok := cycle.ParseDay(r.Cycle.Values["point_b.by_when"])
			end := r.facts.End()
			return at(ok && !end.IsZero() && by.Sub(end) > 14, "point_b.by_when", "This is after the cycle ends. What could be reached by then, on the way there?")
		},
	},
	{
		Key: "aim.past", Step: "goals",
		Why: "Point B is where you will be at the end of the cycle.",
		Ask: func(r *reading) []hit {
			by, ok := cycle.ParseDay(r.Cycle.Values["point_b.by_when"])
			start := r.facts.Start
			return at(ok && !start.IsZero() && by.Before(start), "point_b.by_when", "This day is before the cycle begins. Which day did you mean?")
		},
	},
	{
		Key: "aim.group", Step: "goals",
		Why: "The smaller and clearer the group, the sooner you see a change in it.",
		Ask: func(r *reading) []hit {
			for _, field := range []string{"point_b.for_whom", "point_a.for_whom"} {
				if text := r.text(field); says(text, "our students", "everybody", "everyone", "the school", "all kids", "the district") && !hasNumber(text) {
					return at(true, field, "Which students or adults exactly, and how many are they?")
				}
			}
			return nil
		},
	},
	{
		Key: "aim.same", Step: "goals",
		Why: "Point A and Point B are read side by side: same people, same count.",
		Ask: func(r *reading) []hit {
			a, b := r.text("point_a.how_much"), r.text("point_b.how_much")
			return at(a != "" && a == b, "point_b.how_much", "Point A and Point B are the same. What should be different in six weeks?")
		},
	},
	{
		Key: "aim.direction", Step: "goals",
		Why: "When goal and measure point in different directions, the chart cannot be read.",
		Ask: func(r *reading) []hit {
			m, ok := r.MainMeasure()
			baseline, goal := number(m.Baseline), number(m.Goal)
			wrong := ok && m.Kind == cycle.Outcome && !math.IsNaN(baseline-goal) &&
				(m.Direction == "up" && goal < baseline || m.Direction == "down" && goal > baseline)
			if !wrong {
				return nil
			}
			return []hit{{cycle.Path{List: "measures", Item: m.ID, Field: "direction"}, fmt.Sprintf("The goal of %q lies the other way than what you call better. Which of the two is meant?", short(m.Name))}}
		},
	},
	{
		Key: "aim.seen", Step: "goals",
		Why: "Two people should see and hear the same thing when they read your goal.",
		Ask: func(r *reading) []hit {
			for _, field := range []string{"point_a.what", "point_b.what"} {
				if text := r.text(field); vague(text) && words(text) < 9 {
					return at(true, field, "What do people do, that a visitor could see or hear?")
				}
			}
			return nil
		},
	},
	{
		Key: "aim.whole", Step: "goals", Strong: true,
		Why: "Who, what, how much and by when: everyone can tell later whether you arrived.",
		Ask: func(r *reading) []hit {
			whole := true
			for _, part := range []string{"what", "for_whom", "by_when", "how_much"} {
				whole = whole && r.text("point_a."+part) != "" && r.text("point_b."+part) != ""
			}
			return at(whole && hasNumber(r.text("point_a.how_much")) && hasNumber(r.text("point_b.how_much")), "point_b.how_much", "Your goal has a group, a date and a number, today's and the one you want.")
		},
	},
}

// aboutTheory looks at drivers, prediction and the size of the test.
var aboutTheory = []Rule{
	{
		Key: "drivers.linked", Step: "drivers",
		Why: "An activity that moves no driver is work without a reason.",
		Ask: func(r *reading) []hit {
			var out []hit
			for _, it := range r.Loose("activities", "driver", "drivers") {
				if it.Values["text"] != "" {
					out = append(out, hit{cycle.Path{List: "activities", Item: it.ID, Field: "driver"}, fmt.Sprintf("Which driver does %q move?", short(it.Values["text"]))})
				}
			}
			return out
		},
	},
	{
		Key: "drivers.activity", Step: "drivers",
		Why: "A driver without an activity stays a wish.",
		Ask: func(r *reading) []hit {
			var out []hit
			for _, it := range r.Lists["drivers"] {
				if it.Values["text"] != "" && len(r.Under("activities", "driver", it.ID)) == 0 && len(r.Lists["activities"]) > 0 {
					out = append(out, hit{cycle.Path{List: "drivers", Item: it.ID, Field: "text"}, fmt.Sprintf("What will you do to move %q?", short(it.Values["text"]))})
				}
			}
			return out
		},
	},
	{
		Key: "drivers.vague", Step: "drivers",
		Why: "A driver says what has to be different for the problem to change.",
		Ask: func(r *reading) []hit {
			return r.each("drivers", "text", func(text string) (string, bool) {
				return "What exactly has to be different, and where would you see it?", vague(text) && words(text) < 7
			})
		},
	},
	{
		Key: "drivers.reason", Step: "drivers",
		Why: "A reason from your own evidence holds when the work gets hard.",
		Ask: func(r *reading) []hit {
			return r.each("drivers", "rationale", func(text string) (string, bool) {
				return "What in your evidence, or in research, speaks for this driver here?", words(text) < 7 && !hasNumber(text)
			})
		},
	},
	{
		Key: "drivers.clear", Step: "drivers",
		Why: "Everyone should know on Monday morning what to do.",
		Ask: func(r *reading) []hit {
			return r.each("activities", "text", func(text string) (string, bool) {
				return "Who does what, where and when? Somebody new should be able to do it from this line.", words(text) <= 3
			})
		},
	},
	{
		Key: "drivers.many", Step: "drivers",
		Why: "When many things change at once, nobody knows which of them helped.",
		Ask: func(r *reading) []hit {
			n := len(r.Lists["activities"])
			return in(n > 5, "activities", fmt.Sprintf("You plan %d activities at once. Which one or two would you try first?", n))
		},
	},
	{
		Key: "prediction.because", Step: "prediction",
		Why: "The because is your theory: the numbers can only teach you something about it when it is written down.",
		Ask: func(r *reading) []hit {
			text := r.text("prediction")
			return at(text != "" && !hasReason(text), "prediction", "Because of what? Add why you think so.")
		},
	},
	{
		Key: "prediction.number", Step: "prediction",
		Why: "A prediction that cannot fail cannot teach you anything.",
		Ask: func(r *reading) []hit {
			text := r.text("prediction")
			clear := hasNumber(text) || hasDirection(text) && words(text) > 5
			return at(text != "" && !clear, "prediction", "Which number will move, which way, and how far?")
		},
	},
	{
		Key: "prediction.before", Step: "prediction",
		Why: "What is written after the first numbers is no longer a prediction.",
		Ask: func(r *reading) []hit {
			start := r.facts.Start
			return at(r.text("prediction") != "" && !start.IsZero() && r.writtenAfter("prediction", start.AddDays(7)), "prediction", "This was written or changed after week 1. What did you expect before you began?")
		},
	},
	{
		Key: "scope.small", Step: "prediction",
		Why: "If it goes wrong in one room, little is lost. If it goes well, the next test can be bigger.",
		Ask: func(r *reading) []hit {
			text := r.text("scope")
			return at(r.place == 1 && wide(text) && !says(text, "one class", "one room", "one teacher", "two teachers", "one grade", "only"), "scope", "Could you try it first in one room, with one or two people?")
		},
	},
	{
		Key: "scope.long", Step: "prediction",
		Why: "Short tests bring more chances to learn in one school year.",
		Ask: func(r *reading) []hit {
			return at(r.facts.Weeks > 10, "weeks", fmt.Sprintf("This test takes %d weeks. What could you know after six?", r.facts.Weeks))
		},
	},
	{
		Key: "prediction.good", Step: "prediction", Strong: true,
		Why: "Only one team in eight writes down what it expects. You can now learn from being wrong.",
		Ask: func(r *reading) []hit {
			text := r.text("prediction")
			return at(hasNumber(text) && hasReason(text), "prediction", "Your prediction has a number and a because.")
		},
	},
	{
		Key: "scope.good", Step: "prediction", Strong: true,
		Why: "A small test can be finished, and can fail, without harm.",
		Ask: func(r *reading) []hit {
			text := r.text("scope")
			return at(text != "" && hasNumber(text) && !wide(text), "scope", "Your first test is small and clear.")
		},
	},
}

// number reads a kept decimal number; NaN for none.
func number(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}
