package paper

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// put writes a line into what answers go to.
func (f *filler) put(l line) {
	f.answered = true
	if f.items >= maxItems {
		f.keep(l.text, "there are more items than a cycle has")
		return
	}
	key, part, _ := strings.Cut(f.target, "=")
	switch key {
	case "practice":
		f.putPractice(l.text)
	case "goals":
		f.field("point_b.what", l.text)
	case "point_a", "point_b":
		f.field(key+".what", l.text)
	case "goal_checks":
		f.putGoalCheck(part, l.text)
	case "evidence":
		f.putEvidence(part, l.text)
	case "fishbone", "bones.name", "causes.text", "causes.root", "five_whys", "whys.text":
		f.putCause(key, l)
	case "drivers.text", "activities.text":
		f.putDriver(key, l)
	case "actions", "measures", "requests", "checkpoints", "comments":
		f.putItem(key, l.text)
	case "actions.notes":
		f.putWeekNote(l.text)
	case "diary", "diary.text":
		f.putDiary(f.week, l.text)
	case "act.decision":
		f.putDecision(l.text)
	case "team":
		f.field(key, names(l.text))
	case "start":
		f.putStart(l.text)
	case "title", "school":
		if f.guessed[key] {
			f.withdraw(key, l.text)
		}
		f.field(key, l.text)
	default:
		f.putField(key, l)
	}
}

// withdraw takes a guess back in favor of what has a label.
func (f *filler) withdraw(key, instead string) {
	p := cycle.Path{Field: key}
	f.p.Placed = slices.DeleteFunc(f.p.Placed, func(pl Placed) bool { return pl.Path == p })
	if was := f.c.At(p); was != instead {
		f.p.Kept = append(f.p.Kept, Kept{Text: was, Why: "it stands in front of the organizer"})
	}
	f.guessed[key], f.written[p] = false, false
}

// putField writes into a field of the cycle, or of the item in hand.
func (f *filler) putField(key string, l line) {
	list, field, inList := strings.Cut(key, ".")
	if _, ok := cycle.ListByKey(list); inList && ok {
		if id := f.inHand(list); id != "" {
			fd, _ := cycle.FieldByKey(key)
			if f.written[cycle.Path{List: list, Item: id, Field: field}] && field != f.mainField(list) && (fd.Kind != cycle.Text || l.bold()) {
				f.putItem(list, l.text) // this part is answered: the line begins another item
				return
			}
			f.itemField(list, id, field, l.text)
			return
		}
		if field == f.mainField(list) {
			f.newItem(list, field, l.text)
			return
		}
		f.keep(l.text, "it does not say what it belongs to")
		return
	}
	if _, ok := cycle.FieldByKey(key); !ok {
		f.keep(l.text, "")
		return
	}
	if fd, _ := cycle.FieldByKey(key); fd.Kind == cycle.Text && l.list > 0 {
		l.text = strings.Repeat("  ", l.list-1) + "- " + l.text
	}
	f.field(key, l.text)
}

// field writes into a field of the cycle.
func (f *filler) field(key, typed string) bool { return f.write(cycle.Path{Field: key}, typed) }

// itemField writes into a field of an item.
func (f *filler) itemField(list, id, field, typed string) bool {
	return f.write(cycle.Path{List: list, Item: id, Field: field}, typed)
}

// fullText is the length at which a field takes no further line.
const fullText = cycle.MaxText - 1<<10

// write puts a text behind what this document has already written there. What
// cannot be read as the field wants it is kept with the reason.
func (f *filler) write(p cycle.Path, typed string) bool {
	fd, ok := p.Row()
	if typed = strings.TrimSpace(typed); !ok || typed == "" {
		f.keep(typed, "")
		return false
	}
	was, added := "", typed
	if f.written[p] {
		was = f.c.At(p)
	}
	switch prose := fd.Kind == cycle.Text || fd.Kind == cycle.Line; {
	case was == "":
	case prose && len(was) > fullText:
		f.keep(typed, "there is no more room in "+f.c.Words(p)+"; this is the rest")
		return false
	case fd.Kind == cycle.Text:
		typed = was + "\n" + typed
	case fd.Kind == cycle.Line:
		typed = was + between(p.Field) + typed
	default:
		if fd.Kind != cycle.YesNo {
			f.keep(f.c.Words(p)+": "+typed, "another answer is there already: "+was)
		}
		return false
	}
	if fd.Kind == cycle.Text || fd.Kind == cycle.Line {
		var over string
		if typed, over = cutText(typed); over != "" {
			f.keep(over, "there is no more room in "+f.c.Words(p)+", which holds 64 kilobytes; this is the rest")
			added = strings.TrimSuffix(added, over)
		}
	} else {
		typed = bare(fd, typed)
	}
	edits, note, err := f.edits(p, fd, typed)
	if err != nil {
		f.keep(f.c.Words(p)+": "+added, unread(fd))
		return false
	}
	f.c.Apply(edits...)
	f.written[p], f.answered = true, true
	if added != "" {
		f.placed(p, added)
	}
	if note != "" {
		f.note(f.c.Words(p) + ": " + added + ", " + note)
	}
	return true
}

// edits writes a value. Text is clean and cut already, and long ones are put
// together piece by piece: they are not checked anew each time.
func (f *filler) edits(p cycle.Path, fd cycle.Field, typed string) ([]cycle.Edit, string, error) {
	if fd.Kind == cycle.Text || fd.Kind == cycle.Line {
		return []cycle.Edit{cycle.Set(p, typed)}, "", nil
	}
	return f.c.Write(p, typed, f.o.Today)
}

// unread says in a few words why a text was not taken.
func unread(fd cycle.Field) string {
	switch fd.Kind {
	case cycle.Date:
		return "it cannot be read as a date"
	case cycle.Number:
		return "it cannot be read as a number"
	case cycle.Count:
		return "it cannot be read as a whole number"
	case cycle.YesNo:
		return "it is neither yes nor no"
	case cycle.Choice:
		return "it is none of the choices"
	}
	return "it cannot be read"
}

func (f *filler) placed(p cycle.Path, text string) {
	f.p.Placed = append(f.p.Placed, Placed{Path: p, Text: text})
}

func (f *filler) note(sentence string) {
	f.p.Notes = append(f.p.Notes, cycle.Clean(sentence, false))
}

// between is what stands between two answers in one line.
func between(field string) string {
	if field == "team" || field == "names" {
		return "; "
	}
	return " "
}

// cutText cuts a text to what a field holds, between words where that can be.
func cutText(s string) (head, rest string) {
	if len(s) <= cycle.MaxText {
		return s, ""
	}
	at := cycle.MaxText
	for at > 0 && !utf8.RuneStart(s[at]) {
		at--
	}
	if space := strings.LastIndexAny(s[:at], " \n"); space > at/2 {
		at = space + 1
	}
	return s[:at], s[at:]
}

// bare takes off the words that people put around a date or a number.
func bare(fd cycle.Field, typed string) string {
	if fd.Kind != cycle.Date {
		return typed
	}
	low := strings.ToLower(typed)
	for _, word := range []string{"by ", "on ", "from ", "as of ", "until ", "starting "} {
		if strings.HasPrefix(low, word) {
			typed = strings.TrimSpace(typed[len(word):])
			low = strings.ToLower(typed)
		}
	}
	return strings.TrimRight(typed, ".")
}

// names brings a list of names to the form in which teams are kept.
func names(s string) string {
	s = strings.NewReplacer("\n", "; ", ", ", "; ", " & ", "; ", " / ", "; ", "\t", "; ").Replace(s)
	var out []string
	for part := range strings.SplitSeq(s, ";") {
		part = strings.TrimSpace(part)
		if rest, ok := strings.CutPrefix(part, "and "); ok {
			part = rest
		}
		if part != "" {
			out = append(out, part)
		}
	}
	return strings.Join(out, "; ")
}
