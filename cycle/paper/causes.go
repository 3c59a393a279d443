package paper

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// putCause reads a line of a fishbone or of five whys that was written as text.
func (f *filler) putCause(target string, l line) {
	text := l.text
	if (target == "fishbone" || target == "causes.text") && f.putOutline(l) {
		return
	}
	switch target {
	case "bones.name":
		f.newItem("bones", "name", text)
		return
	case "causes.root":
		f.rootCause(text)
		return
	case "whys.text":
		f.newWhy(text)
		return
	case "causes.text":
		f.newCause(text)
		if f.section == "fishbone" && f.last == "causes.text" {
			f.causeNamed = true
		}
		return
	case "five_whys":
		if f.cause == "" {
			f.newCause(text)
		} else {
			f.newWhy(text)
		}
		return
	}
	const longestBone = 40
	head, behind, colon := strings.Cut(text, ":")
	switch {
	case colon && len(head) <= longestBone && l.list < 2:
		f.newItem("bones", "name", strings.TrimSpace(head))
		for part := range strings.SplitSeq(behind, ";") {
			if !isBlank(part) {
				f.newCause(strings.TrimSpace(part))
			}
		}
	case l.bold() && len(text) <= longestBone:
		f.newItem("bones", "name", text)
	case l.list >= 2 && f.cause != "":
		f.newWhy(text)
	default:
		f.newCause(text)
	}
}

// putOutline reads an item of a list whose levels are bones, causes and whys, and
// reports whether it is one: it goes three levels deep, or its first level are names.
func (f *filler) putOutline(l line) bool {
	if f.listed < 2 || f.listed == 2 && !f.short {
		return false
	}
	switch l.list {
	case 1:
		f.newItem("bones", "name", l.text)
		f.cause = ""
	case 2:
		f.newCause(l.text)
	case 3:
		f.newWhy(l.text)
	}
	return l.list >= 1 && l.list <= 3
}

// newCause adds a cause to the bone in hand.
func (f *filler) newCause(text string) {
	bare, root, votes := causeAside(text)
	id := f.newItem("causes", "text", bare)
	if root {
		f.itemField("causes", id, "root", "yes")
	}
	if votes != "" {
		f.itemField("causes", id, "votes", votes)
	}
	if bare != text {
		f.form(strings.TrimPrefix(text, bare))
	}
	if f.bone != "" {
		f.c.Apply(cycle.SetIn("causes", id, "bone", f.bone))
	}
}

// causeAside cuts off what stands in brackets behind a cause: "(root cause, 3
// votes)".
func causeAside(text string) (bare string, root bool, votes string) {
	at := strings.LastIndexByte(text, '(')
	if at <= 0 || !strings.HasSuffix(text, ")") {
		return text, false, ""
	}
	for part := range strings.SplitSeq(text[at+1:len(text)-1], ",") {
		n, isVotes := strings.CutSuffix(plain(part), " vote")
		switch {
		case plain(part) == "root cause":
			root = true
		case isVotes && n != "" && strings.Trim(n, "0123456789") == "":
			votes = n
		default:
			return text, false, ""
		}
	}
	return strings.TrimSpace(text[:at]), root, votes
}

// newWhy adds a why under the cause in hand. Without a cause it is one.
func (f *filler) newWhy(text string) {
	if f.cause == "" {
		f.newCause(text)
		return
	}
	id := f.newItem("whys", "text", text)
	f.c.Apply(cycle.SetIn("whys", id, "cause", f.cause))
}

// rootCause marks a cause as a root cause: the one that is named, or a new one.
func (f *filler) rootCause(text string) {
	id := ""
	for _, it := range f.c.Lists["causes"] {
		if plain(it.Get("text")) == plain(text) {
			id = it.ID
			f.form(text)
		}
	}
	if id == "" {
		id = f.newItem("causes", "text", text)
	}
	f.itemField("causes", id, "root", "yes")
}

// newBone goes to a bone by its name, and makes it when it is not there.
func (f *filler) newBone(text string) {
	for _, it := range f.c.Lists["bones"] {
		if strings.EqualFold(it.Get("name"), text) {
			f.bone = it.ID
			return
		}
	}
	f.newItem("bones", "name", text)
}
