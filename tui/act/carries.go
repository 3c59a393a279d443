package act

import (
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// when says for each decision which sight of the numbers speaks for it.
var when = map[cycle.Decision]string{
	cycle.Repeat:  "it seems to work and you want to be sure, or there were too few weeks to tell.",
	cycle.Adapt:   "the goal is right, and what you tried did not help enough or not everybody.",
	cycle.Replan:  "nothing moved, or you found out that the problem is another than you thought.",
	cycle.Restart: "the goal is reached and holds, or something else matters more now.",
}

// carried sorts the organizer's steps by what a decision does with them: names
// of what the next cycle keeps and of what is empty there. A step of which only
// a part is kept is named by its parts.
func carried(d cycle.Decision) (keeps, empty []string) {
	keys, _ := d.Carries()
	keeps = []string{teamLabel()}
	for _, s := range cycle.Steps {
		if s.Key == "about" {
			continue
		}
		var in, out []string
		for _, part := range s.Parts {
			key, label, internal := name(part)
			switch {
			case internal:
			case slices.Contains(keys, key):
				in = append(in, label)
			default:
				out = append(out, label)
			}
		}
		switch {
		case len(out) == 0:
			keeps = append(keeps, s.Label)
		case len(in) == 0:
			empty = append(empty, s.Label)
		default:
			keeps, empty = append(keeps, in...), append(empty, out...)
		}
	}
	return keeps, empty
}

// teamLabel stands for what always comes along.
func teamLabel() string {
	f, _ := cycle.FieldByKey("team")
	return f.Label
}

func name(p cycle.Part) (key, label string, internal bool) {
	if p.List != nil {
		return p.List.Key, p.List.Label, p.List.Internal
	}
	return p.Field.Key, p.Field.Label, p.Field.Internal
}

// sentence joins names: "Team, Problem and Measures."
func sentence(names []string) string {
	if len(names) == 0 {
		return "nothing."
	}
	last := len(names) - 1
	if last == 0 {
		return names[0] + "."
	}
	return strings.Join(names[:last], ", ") + " and " + names[last] + "."
}
