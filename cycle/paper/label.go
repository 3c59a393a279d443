package paper

import (
	"strings"
)

// label reads the start of a line as a label and gives what stands behind it.
//
// All of a line counts as a label, with slips of the keyboard when it looks like
// one (a heading, bold words, a colon behind). A part of it does when a colon, a
// tab, a dash or the end of the bold words is behind it.
func (f *filler) label(l line) (n name, rest string, ok bool) {
	bare := strings.TrimRight(l.text, ": \t")
	dressed := l.heading || l.bold() || bare != l.text
	if !strings.ContainsAny(bare, emptyBoxes+tickedBoxes) {
		if n, ok := f.name(bare, dressed); ok && f.clear(n, bare, dressed) {
			return n, "", true
		}
	}
	if l.lead != "" && !l.bold() && len(l.lead) < len(l.text) {
		if n, ok := f.name(strings.TrimRight(l.lead, ": \t.-–—"), true); ok {
			return n, behind(l.text, len(l.lead)), true
		}
	}
	for _, mark := range []string{":", "\t", " – ", " — ", " - ", "?"} {
		at := strings.Index(l.text, mark)
		if at <= 0 {
			continue
		}
		head := l.text[:at]
		n, ok := f.name(head, mark != " - ")
		if ok && (mark == ":" || mark == "\t" || mark == "?" || dressed || f.clear(n, head, false)) {
			return n, behind(l.text, at+len(mark)), true
		}
	}
	if l.heading {
		if n, ok := f.nameBegins(bare); ok {
			return n, "", true
		}
	}
	return name{}, "", false
}

// nameBegins reads a label from the start of a heading that says more: "What we
// learned so far".
func (f *filler) nameBegins(s string) (name, bool) {
	const most = 4 // words more
	words := strings.Fields(plain(s))
	for n := len(words) - 1; n >= 2 && n >= len(words)-most; n-- {
		if keys := f.v.find(strings.Join(words[:n], " "), f.section, false); len(keys) > 0 {
			return name{key: f.v.choose(keys, f.section, f.last)}, true
		}
	}
	return name{}, false
}

// behind gives what stands in s from a place on, without the marks that stand
// between a label and its answer.
func behind(s string, at int) string {
	return strings.TrimLeft(s[at:], ":?- –—\t\u00a0")
}

// clear reports whether words that stand alone are a label and not a short
// answer: words with a meaning anywhere, or dressed as a label.
func (f *filler) clear(n name, words string, dressed bool) bool {
	if dressed || n.key == "week" || n.key == "why" {
		return true
	}
	if f.target == "" {
		return true
	}
	rest, _ := withoutAsides(words)
	p := plain(rest)
	return len(f.v.anywhere[p]) > 0 && (strings.Contains(p, " ") || f.v.section[n.key] != f.section)
}

// enter goes to the place that a label names.
func (f *filler) enter(n name, words string) {
	key := n.key
	f.answered = false
	f.heading = strings.TrimRight(words, ": ")
	switch {
	case key == "form":
		f.leave()
		f.section, f.target = "", ""
		return
	case key == "week":
		f.enterWeek(n.week)
		return
	case key == "why":
		f.enterWhy(n.week)
		return
	case strings.HasPrefix(key, "."):
		f.target, f.last = f.point()+key, f.point()+key
		return
	}
	section := f.v.section[key]
	if section != f.section || !strings.ContainsAny(key, ".=") {
		f.leave()
	}
	f.section, f.target, f.last = section, key, key
	switch base, part, _ := strings.Cut(key, "="); {
	case key == "about" || key == "study":
		f.target = ""
		if key == "study" {
			f.target = "study.results"
		}
	case base == "measures" && part != "":
		f.kind, f.measure, f.target = part, "", "measures"
	case base == "evidence" && part != "":
		f.target = key
	case key == "causes.text":
		f.cause, f.causeNamed = "", false
	case key == "five_whys":
		f.bone, f.cause, f.causeNamed = "", "", false
	case key == "drivers" || key == "drivers.text":
		f.driver = ""
		f.target = "drivers.text"
	case key == "problem":
		f.target = "priority"
	}
}

// point is the side of the goals that is being read.
func (f *filler) point() string {
	if strings.HasPrefix(f.last, "point_a") {
		return "point_a"
	}
	return "point_b"
}

// enterWeek reads "Week 3" as a label: of the plan when that is being read, or else
// of the diary.
func (f *filler) enterWeek(week int) {
	if f.section == "actions" && f.noteOn != "" {
		f.week, f.target = week, "actions.notes"
		return
	}
	if f.section == "actions" {
		f.week, f.target, f.action = week, "actions.what", ""
		return
	}
	f.leave()
	f.section, f.target, f.last, f.week = "diary", "diary.text", "diary.text", week
}

// enterWhy reads "Why 2" as a label. The first why of a cause without a name is the
// cause.
func (f *filler) enterWhy(n int) {
	f.section, f.last = "fishbone", "whys.text"
	f.target = "whys.text"
	if n == 1 && !f.causeNamed {
		f.bone, f.cause, f.target = "", "", "causes.text"
	}
}
