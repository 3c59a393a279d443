package paper

import (
	"cmp"
	"slices"
	"strings"
)

// find gives the keys that a phrase may mean in a section, the best first: what is
// said in this very section before what is clear anywhere, and what is typed right
// before what is nearly so.
func (v *vocabulary) find(phrase, section string, typos bool) []string {
	if phrase == "" {
		return nil
	}
	if keys := v.within[section][phrase]; len(keys) > 0 && section != "" {
		return keys
	}
	if keys := v.anywhere[phrase]; len(keys) > 0 {
		return keys
	}
	if !typos {
		return nil
	}
	for _, in := range []string{section, ""} {
		known := v.within[in]
		if in == "" {
			known = v.anywhere
		}
		var near []string
		least := 0
		for _, p := range v.byLetter[in][phrase[0]] {
			n, ok := slips(p, phrase)
			if !ok || len(near) > 0 && n > least {
				continue
			}
			if len(near) > 0 && n < least {
				near = near[:0]
			}
			near, least = append(near, known[p]...), n
		}
		if len(near) > 0 {
			slices.SortFunc(near, func(a, b string) int {
				return cmp.Or(cmp.Compare(v.order[a], v.order[b]), strings.Compare(a, b))
			})
			return slices.Compact(near)
		}
	}
	return nil
}

// choose settles which of several keys is meant: one of the section that is read,
// or else the next one in the order of the organizer.
func (v *vocabulary) choose(keys []string, section, last string) string {
	for _, key := range keys {
		if v.section[key] == section {
			return key
		}
	}
	for _, key := range keys {
		if v.order[key] >= v.order[last] {
			return key
		}
	}
	return keys[0]
}

// sections are those in which the head of a table may stand, in the order of the
// organizer.
var sections = [...]string{"about", "evidence", "problem", "fishbone", "goals", "drivers", "actions", "measures", "diary", "study", "act", "support", "checkpoints", "comments", "points"}

// isPrompt reports whether words are those of a form that asks, and nobody's
// answer.
func (v *vocabulary) isPrompt(s string) bool {
	rest, asides := withoutAsides(s)
	for _, aside := range asides {
		if !v.isAside(aside) {
			return false
		}
	}
	p := plain(rest)
	if p == "" {
		return len(asides) > 0
	}
	if v.prompts[p] {
		return true
	}
	if len(p) < 20 {
		return false
	}
	for _, known := range v.promptsBy[p[0]] {
		if closeEnough(known, p) {
			return true
		}
	}
	return false
}

// isAside reports whether a form says these words in brackets behind a label.
func (v *vocabulary) isAside(s string) bool {
	p := plain(s)
	return p == "" || v.asides[p] || v.prompts[p] || len(v.anywhere[p]) > 0
}

// A name is a label as it was read.
type name struct {
	key  string
	week int // of a "Week 3", or the number of a "Why 2"
}

// name reads words as a label. Words in brackets are passed over when a form would
// say them.
func (f *filler) name(s string, typos bool) (name, bool) {
	rest, asides := withoutAsides(s)
	for _, aside := range asides {
		if !f.v.isAside(aside) && len(f.v.find(plain(aside), f.section, typos)) == 0 {
			return name{}, false
		}
	}
	return f.nameIn(rest, f.section, typos)
}

// headName reads words as a label that goes on as forms do: "Point B: where we want
// to be".
func (f *filler) headName(words string, read func(string) (name, bool)) (name, bool) {
	if n, ok := read(words); ok {
		return n, true
	}
	for _, mark := range []string{": ", " – ", " — ", " - "} {
		if head, tail, ok := strings.Cut(words, mark); ok && (f.v.isAside(tail) || f.v.isPrompt(tail)) {
			return read(head)
		}
	}
	return name{}, false
}

func (f *filler) nameIn(s, section string, typos bool) (name, bool) {
	const longest = 90
	if len(s) > longest {
		return name{}, false
	}
	p := plain(s)
	if n, ok := numbered(p, "week"); ok {
		return name{"week", n}, true
	}
	for _, word := range []string{"why", "cause", "driver", "activity", "action", "measure", "outcome measure", "process measure", "driver measure", "balance measure", "balancing measure", "team member", "support request", "change driver", "change activity"} {
		n, ok := numbered(p, word)
		if !ok {
			continue
		}
		if word == "why" {
			return name{"why", n}, true
		}
		if keys := f.v.find(word, section, false); len(keys) > 0 {
			return name{key: f.v.choose(keys, section, f.last)}, true
		}
	}
	keys := f.v.find(p, section, typos)
	if len(keys) == 0 {
		return name{}, false
	}
	return name{key: f.v.choose(keys, section, f.last)}, true
}

// numbered reads "week 3", "w3" and "1st why".
func numbered(p, word string) (int, bool) {
	rest, ok := strings.CutPrefix(p, word+" ")
	if !ok {
		switch {
		case word == "week" && len(p) >= 2 && p[0] == 'w':
			rest = p[1:]
		case word == "week" && strings.HasPrefix(p, "wk "):
			rest = p[3:]
		case word == "why" && strings.HasSuffix(p, " why"):
			rest = strings.TrimRight(strings.TrimSuffix(p, " why"), "stndrh")
		default:
			return 0, false
		}
	}
	n := 0
	for _, r := range rest {
		if r < '0' || r > '9' || n > 99 {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, rest != "" && n > 0
}
