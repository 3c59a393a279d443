package review

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// aboutTeam looks at who works on what.
var aboutTeam = []Rule{
	{
		Key: "about.title", Step: "about",
		Why: "In a year, and at other schools, people find your work by its title.",
		Ask: func(r *reading) []hit {
			text := r.text("title")
			return at(words(text) <= 3 && says(text, "cycle*", "pdsa", "test", "new", "untitled", "project"), "title", "What is this cycle about? A few words that tell it from the others.")
		},
	},
	{
		Key: "about.team", Step: "about",
		Why: "A name can be asked how it is going; a group cannot.",
		Ask: func(r *reading) []hit {
			text := r.text("team")
			return at(text != "" && len(r.Team()) == 1 && says(text, "team", "staff", "everyone", "teachers", "leadership"), "team", "Who is it? Name each person.")
		},
	},
}

// aboutEvidence looks at what the team has looked at.
var aboutEvidence = []Rule{
	{
		Key: "evidence.varied", Step: "evidence",
		Why: "Numbers show how much, people tell why. One kind of evidence alone misleads.",
		Ask: func(r *reading) []hit {
			kinds := r.sources()
			return in(len(kinds) == 1, "evidence", "All your evidence is of one kind. What would another kind show, such as a talk with six students?")
		},
	},
	{
		Key: "evidence.voices", Step: "evidence",
		Why: "Those who live with the problem often name a cause that nobody on the team has seen.",
		Ask: func(r *reading) []hit {
			kinds := r.sources()
			return in(len(kinds) >= 2 && !kinds["interviews"] && !kinds["hals"] && !r.mentionsVoices(), "evidence", "Have you asked the people it is about? An empathy interview takes ten minutes.")
		},
	},
	{
		Key: "evidence.finding", Step: "evidence",
		Why: "What was seen can be checked later; a judgment cannot.",
		Ask: func(r *reading) []hit {
			return r.each("evidence", "finding", func(text string) (string, bool) {
				return "What was seen, how often, or in whose words? This reads like a judgment.", words(text) < 6 && !hasNumber(text) && !strings.Contains(text, `"`)
			})
		},
	},
	{
		Key: "strengths.copy", Step: "evidence",
		Why: "The first idea to try is often already in the building.",
		Ask: func(r *reading) []hit {
			text := r.text("strengths")
			return at(text != "" && words(text) < 6, "strengths", "Who does what, where it works? Say it so that somebody could copy it tomorrow.")
		},
	},
	{
		Key: "evidence.varied.good", Step: "evidence", Strong: true,
		Why: "Different kinds of evidence correct each other.",
		Ask: func(r *reading) []hit {
			n := len(r.sources())
			return in(n >= 3, "evidence", fmt.Sprintf("You looked at %d kinds of evidence.", n))
		},
	},
}

// sources gives the kinds of evidence that the team has used.
func (r *reading) sources() map[string]bool {
	kinds := map[string]bool{}
	for _, it := range r.Lists["evidence"] {
		if it.Values["finding"] != "" && it.Values["source"] != "" {
			kinds[it.Values["source"]] = true
		}
	}
	return kinds
}

func (r *reading) mentionsVoices() bool {
	for _, it := range r.Lists["evidence"] {
		if says(fold(it.Values["source"]+" "+it.Values["finding"]), "interview*", "asked", "told us", "said", "survey*", "in their words") {
			return true
		}
	}
	return false
}

// each asks about the texts of one field of a list's items.
func (r *reading) each(list, field string, ask func(text string) (question string, found bool)) []hit {
	var out []hit
	for _, it := range r.Lists[list] {
		text := fold(it.Values[field])
		if text == "" {
			continue
		}
		if question, found := ask(text); found {
			out = append(out, hit{cycle.Path{List: list, Item: it.ID, Field: field}, question})
		}
	}
	return out
}

// aboutProblem looks at the problem of practice.
var aboutProblem = []Rule{
	{
		Key: "problem.solution", Step: "problem",
		Why: "A problem that is a missing solution has its answer built in, and nobody asks for the cause any more.",
		Ask: func(r *reading) []hit {
			return at(missingSolution(fold(r.Problem())), "problem.does", "This names something that is missing. What do people do today that you would like to change?")
		},
	},
	{
		Key: "problem.blame", Step: "problem",
		Why: "What children or families are cannot be changed in six weeks; what adults at school do can.",
		Ask: func(r *reading) []hit {
			return at(blame(fold(r.Problem())), "problem.who", "Does this lay it on children or families? What do the adults at school do, that they could do differently?")
		},
	},
	{
		Key: "problem.seen", Step: "problem",
		Why: "If a visitor could not see or hear it, you cannot tell later whether it has changed.",
		Ask: func(r *reading) []hit {
			text := fold(r.Cycle.Values["problem.does"] + " " + r.Cycle.Values["problem.what"])
			return at(r.text("problem.what") != "" && (vague(text) || manner(r.text("problem.what"))) && words(text) < 9, "problem.what", "What would a visitor see or hear? Two people may picture something different here.")
		},
	},
	{
		Key: "problem.priority", Step: "problem",
		Why: "The area should be small enough that a team can move something in it.",
		Ask: func(r *reading) []hit {
			text := r.text("priority")
			return at(text != "" && vague(text) && words(text) < 6, "priority", "Which part of it, in which grade or subject, and for which students?")
		},
	},
	{
		Key: "problem.who", Step: "problem",
		Why: "A problem of everybody is worked on by nobody.",
		Ask: func(r *reading) []hit {
			who := r.text("problem.who")
			return at(says(who, "everybody", "everyone", "all staff", "people", "we all", "the district", "society", "all teachers"), "problem.who", "Which people exactly: which grade, subject or team?")
		},
	},
	{
		Key: "problem.good", Step: "problem", Strong: true,
		Why: "It is something that can be seen, done by people you can work with.",
		Ask: func(r *reading) []hit {
			text := fold(r.Problem())
			whole := r.text("problem.who") != "" && r.text("problem.does") != "" && r.text("problem.what") != ""
			return at(whole && words(text) >= 8 && !missingSolution(text) && !blame(text) && !vague(text), "problem.does", "Your problem of practice says who does what.")
		},
	},
}

// aboutCauses looks at the fishbone.
var aboutCauses = []Rule{
	{
		Key: "causes.root", Step: "fishbone",
		Why: "Changes that do not touch a root cause wear off.",
		Ask: func(r *reading) []hit {
			return in(len(r.Lists["causes"]) >= 4 && len(r.roots()) == 0, "causes", "Which of these causes can you act on, and would change the most? Mark it as a root cause.")
		},
	},
	{
		Key: "causes.why", Step: "fishbone",
		Why: "The first answer is mostly a symptom. The cause stands two or three whys below.",
		Ask: func(r *reading) []hit {
			var out []hit
			for _, it := range r.roots() {
				if len(r.Under("whys", "cause", it.ID)) == 0 && words(it.Values["text"]) > 0 {
					out = append(out, hit{cycle.Path{List: "causes", Item: it.ID, Field: "text"}, "Why does this happen? And why that? Ask until you reach something you can change."})
				}
			}
			return out
		},
	},
	{
		Key: "causes.tradition", Step: "fishbone",
		Why: "Each why should lead to something that somebody does, and could do otherwise.",
		Ask: func(r *reading) []hit {
			return r.each("whys", "text", func(text string) (string, bool) {
				return "What keeps it that way today: which rule, habit, time or place?", says(text, "always been", "always done", "that is how it is", "that's how it is", "just because", "tradition")
			})
		},
	},
	{
		Key: "causes.blame", Step: "fishbone",
		Why: "What children or families are cannot be changed in six weeks; what adults at school do can.",
		Ask: func(r *reading) []hit {
			return r.each("causes", "text", func(text string) (string, bool) {
				return "Does this lay it on children or families? Ask what the school does that leads to it.", blame(text)
			})
		},
	},
	{
		Key: "causes.solution", Step: "fishbone",
		Why: "A cause that is a missing solution ends the search too early.",
		Ask: func(r *reading) []hit {
			var out []hit
			for _, it := range r.roots() {
				if missingSolution(fold(it.Values["text"])) && len(r.Under("whys", "cause", it.ID)) == 0 {
					out = append(out, hit{cycle.Path{List: "causes", Item: it.ID, Field: "text"}, "This names something that is missing. What happens instead, and why?"})
				}
			}
			return out
		},
	},
	{
		Key: "causes.reach", Step: "fishbone",
		Why: "A root cause is one that your team can act on.",
		Ask: func(r *reading) []hit {
			var out []hit
			for _, it := range r.roots() {
				if beyondReach(fold(it.Values["text"])) {
					out = append(out, hit{cycle.Path{List: "causes", Item: it.ID, Field: "text"}, "Can your team move this in six weeks? If not, which part of it is in your hands?"})
				}
			}
			return out
		},
	},
	{
		Key: "causes.deep", Step: "fishbone", Strong: true,
		Why: "You did not stop at the first answer.",
		Ask: func(r *reading) []hit {
			for _, it := range r.roots() {
				if n := len(r.Under("whys", "cause", it.ID)); n >= 3 {
					return []hit{{cycle.Path{List: "causes", Item: it.ID, Field: "text"}, fmt.Sprintf("You asked why %d times under %q.", n, short(it.Values["text"]))}}
				}
			}
			return nil
		},
	},
}

// roots gives the causes marked as root causes.
func (r *reading) roots() []cycle.Item {
	var out []cycle.Item
	for _, it := range r.Lists["causes"] {
		if it.Values["root"] == cycle.True {
			out = append(out, it)
		}
	}
	return out
}

// short makes text of the cycle fit into a sentence.
func short(s string) string {
	s = strings.Join(strings.Fields(cycle.Clean(s, false)), " ")
	if r := []rune(s); len(r) > 44 {
		s = strings.TrimSpace(string(r[:43])) + "…"
	}
	return s
}
