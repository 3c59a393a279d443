package paper

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
)

// head reads the head of the pages, and the lines in front of the first label: the
// title and the school stand there.
func (f *filler) head(d *word.Document) {
	for p := range word.Paragraphs(d.Header) {
		for _, l := range linesOf(p) {
			f.headLine(l)
		}
		f.mark(p)
	}
	for len(d.Body) > 0 {
		p, ok := d.Body[0].(*word.Paragraph)
		if !ok {
			break
		}
		lines := linesOf(p)
		if slices.ContainsFunc(lines, f.beginsOrganizer) {
			break
		}
		for _, l := range lines {
			f.headLine(l)
		}
		if p.Hint != "" {
			f.form(p.Hint)
		}
		f.mark(p)
		d = &word.Document{Body: d.Body[1:]}
		f.read++
	}
}

// beginsOrganizer reports whether a line has the label of a part of the organizer.
func (f *filler) beginsOrganizer(l line) bool {
	n, _, ok := f.label(l)
	return ok && n.key != "form"
}

func (f *filler) isForm(l line) bool {
	n, rest, ok := f.label(l)
	return ok && n.key == "form" && rest == ""
}

// headLine reads a line in front of the first label. Parts of it stand apart by a
// dash or a bar: "Butler Middle School – PDSA organizer".
func (f *filler) headLine(l line) {
	l.text = cleanLine(l.text)
	if isBlank(l.text) || f.isForm(l) || f.v.isPrompt(l.text) {
		f.form(l.text)
		return
	}
	if n, rest, ok := f.label(l); ok && rest != "" && n.key != "form" {
		f.form(strings.TrimSuffix(l.text, rest))
		f.enter(n, l.text)
		l.text, l.lead, l.heading = rest, "", false
		f.answer(l)
		f.section, f.target, f.last, f.heading = "", "", "", ""
		return
	}
	parts := []string{l.text}
	for _, mark := range []string{" – ", " — ", " - ", " | ", ": "} {
		if strings.Contains(l.text, mark) {
			parts = strings.Split(l.text, mark)
			break
		}
	}
	var rest []string
	for _, part := range parts {
		switch part = strings.TrimSpace(part); {
		case isBlank(part) || f.isForm(line{text: part}) || f.v.isPrompt(part):
			f.form(part)
		case isSchool(part) && !f.written[cycle.Path{Field: "school"}]:
			f.guess("school", part)
		default:
			rest = append(rest, part)
		}
	}
	if len(rest) == 0 {
		return
	}
	text := strings.Join(rest, " – ")
	if len(rest) == len(parts) {
		text = l.text
	}
	const longestTitle = 120
	if (l.heading || l.bold()) && len(text) <= longestTitle && !f.written[cycle.Path{Field: "title"}] {
		f.guess("title", text)
		return
	}
	f.keep(text, "it stands beside the organizer and not in it")
}

// guess fills a field by where a line stands. A label that says so later wins.
func (f *filler) guess(key, text string) {
	f.guessed[key] = f.field(key, text)
}

// isSchool reports whether words are the name of a school.
func isSchool(s string) bool {
	words := strings.Fields(strings.ToLower(strings.Trim(s, " .,")))
	if len(words) < 2 || len(words) > 8 {
		return false
	}
	switch words[len(words)-1] {
	case "school", "academy", "elementary", "k-8":
		return true
	}
	return false
}

// foot reads the foot of the pages.
func (f *filler) foot(d *word.Document) {
	f.section, f.target, f.last, f.heading = "", "", "", ""
	for p := range word.Paragraphs(d.Footer) {
		for _, l := range linesOf(p) {
			f.headLine(l)
		}
	}
}

// comments takes over the comments beside the text, with who wrote them.
func (f *filler) comments(all []word.Comment) {
	for _, c := range all {
		text := strings.TrimSpace(cycle.Clean(c.Text, true))
		author := strings.TrimSpace(cycle.Clean(c.Author, false))
		for rest := text; rest != ""; {
			text, rest = cutText(rest)
			id := f.o.NewID()
			f.c.Apply(cycle.Add("comments", id))
			f.itemField("comments", id, "text", text)
			if step := f.stepOf[c.ID]; step != "" {
				f.c.Apply(cycle.SetIn("comments", id, "step", step))
			}
			if strings.HasSuffix(text, "?") {
				f.c.Apply(cycle.SetIn("comments", id, "kind", "question"))
			}
			if author != "" {
				f.itemField("comments", id, "author", author)
			}
		}
	}
}

// settleTitle names the cycle: by the document, by its properties, or by its file.
func (f *filler) settleTitle(d *word.Document) {
	if f.written[cycle.Path{Field: "title"}] {
		return
	}
	title := strings.TrimSpace(cycle.Clean(d.Title, false))
	if n, ok := f.name(title, true); ok && n.key == "form" || isBlank(title) {
		title = strings.TrimSpace(strings.ReplaceAll(cycle.Clean(f.o.Name, false), "_", " "))
	}
	if title == "" {
		title = "From paper"
	}
	title, _ = cutText(title)
	f.c.Apply(cycle.SetField("title", title))
	f.note(fmt.Sprintf("no title was found in the text. The cycle is called %q for now", title))
}

// tell says what the reader of the proposal should know.
func (f *filler) tell(d *word.Document) {
	for _, what := range slices.Sorted(maps.Keys(d.Passed)) {
		n := d.Passed[what]
		words := fmt.Sprintf("%d %ss were passed over", n, what)
		if what == "link to another file" {
			words = fmt.Sprintf("%d links to other files were passed over", n)
		}
		if n == 1 {
			words = "1 " + what + " was passed over"
		}
		f.note(words)
	}
	if f.p.Empty() {
		f.note("no answer was found in this document")
		return
	}
	if !f.written[cycle.Path{Field: "start"}] && f.c.Values["start"] != "" {
		f.note("no start date was found. The cycle begins on " + f.c.Start().Words(f.o.Today) + " until you say otherwise")
	}
}

// restWeek is the week of the diary under which the rest stands: the time before
// the first.
const restWeek = 0

// keepRest writes what found no place into the diary. What one entry cannot hold
// goes into further ones.
func (f *filler) keepRest() {
	if len(f.p.Kept) == 0 {
		return
	}
	f.p.Kept = withoutHeadings(f.p.Kept)
	var b strings.Builder
	b.WriteString("From the paper: what had no place of its own.\n")
	under := ""
	for i, k := range f.p.Kept {
		if i == 0 || k.Under != under {
			b.WriteString("\n")
			if k.Under != "" && k.Under != k.Text {
				b.WriteString(k.Under + "\n")
			}
		}
		under = k.Under
		b.WriteString(k.Text + "\n")
	}
	id := cycle.DiaryID(restWeek)
	for rest := strings.TrimSpace(b.String()); rest != ""; {
		var text string
		text, rest = cutText(rest)
		f.c.Apply(
			cycle.SetIn("diary", id, "week", fmt.Sprint(restWeek)),
			cycle.SetIn("diary", id, "text", strings.TrimSpace(text)),
		)
		id = f.o.NewID()
	}
}

// withoutHeadings leaves out headings under which there are texts: these name
// them.
func withoutHeadings(kept []Kept) []Kept {
	var out []Kept
	for i, k := range kept {
		if k.Text != k.Under || i+1 == len(kept) || kept[i+1].Under != k.Under {
			out = append(out, k)
		}
	}
	return out
}

// cleanLine makes one line of text safe.
func cleanLine(s string) string { return strings.TrimSpace(cycle.Clean(s, false)) }
