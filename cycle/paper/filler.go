package paper

import (
	"strings"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
)

// A filler goes through a document and fills a cycle. It always knows which
// section it stands in and what the next words are the answer to.
type filler struct {
	v *vocabulary
	c *cycle.Cycle
	o Options
	p *Proposal

	place
	guessed map[string]bool // fields that were filled by where a line stood, without a label

	// The items that further answers belong to.
	bone, cause, driver, measure, evidence, action, request string

	noteOn      string // the action that notes are about, named by its own words
	causeNamed  bool   // the cause of five whys has a name of its own
	plainDriver bool   // the driver in hand is no item of a list, so items under it are activities

	verdicts bool                // ✓ and ✗ in this table say what was done and missed
	answered bool                // something was answered since the last label
	items    int                 // how many were made
	listed   int                 // how deep the list goes that is being read
	short    bool                // its first level are names
	read     int                 // blocks of the body that head has read
	refused  map[string]bool     // evidence of which the document says that it was not used
	written  map[cycle.Path]bool // by this document, and not what the cycle began with
	stepOf   map[string]string   // the step that a comment stands beside, by the comment's id
}

// A place is where in the organizer the document is.
type place struct {
	section string // of the labels: "goals"
	target  string // the key that answers go to; empty where there is none
	last    string // the key of the last label that was understood
	heading string // the last label, in the words of the document
	week    int    // of a diary entry or of actions by week
	kind    string // of measures that are named next
}

// A line is a line of text as the document has it.
type line struct {
	text    string
	lead    string // the start of it that is in bold
	heading bool
	list    int
	faint   bool
}

func (l line) bold() bool { return l.lead != "" && l.lead == l.text }

// blocks reads paragraphs and tables.
func (f *filler) blocks(blocks []word.Block) {
	for i, b := range blocks {
		switch b := b.(type) {
		case *word.Paragraph:
			if b.List > 0 && f.listed == 0 {
				f.listed, f.short = listFrom(blocks[i:])
			} else if b.List == 0 {
				f.listed = 0
			}
			f.paragraph(b)
		case *word.Table:
			f.table(b)
		case *word.Box: // it interrupts nothing
			was := f.place
			f.place = place{}
			f.blocks(b.Blocks)
			f.place = was
		}
	}
}

// listFrom looks ahead how deep a list goes, and whether its first level are a few
// words each, as names are.
func listFrom(blocks []word.Block) (depth int, short bool) {
	const fewWords = 3
	short = true
	for _, b := range blocks {
		p, ok := b.(*word.Paragraph)
		if !ok || p.List == 0 {
			break
		}
		depth = max(depth, p.List)
		short = short && (p.List > 1 || len(strings.Fields(p.Text)) <= fewWords)
	}
	return depth, short
}

func (f *filler) paragraph(p *word.Paragraph) {
	if p.Hint != "" {
		f.form(p.Hint)
	}
	for _, l := range linesOf(p) {
		f.line(l)
	}
	f.mark(p)
}

// mark remembers which step the comments of a paragraph stand beside.
func (f *filler) mark(p *word.Paragraph) {
	for _, id := range p.Comments {
		f.stepOf[id] = f.step()
	}
}

// step is the step of the cycle that is being read; empty where that is not known.
func (f *filler) step() string {
	key, _, _ := strings.Cut(f.last, "=")
	key, _, _ = strings.Cut(key, "/")
	for _, try := range []string{key, stepOfSection[f.section]} {
		if s, ok := cycle.StepOf(try); ok && try != "" {
			return s.Key
		}
	}
	return ""
}

// stepOfSection leads from the sections of the labels to the steps of the
// organizer, where they are called otherwise.
var stepOfSection = map[string]string{
	"about": "about", "evidence": "evidence", "problem": "problem", "fishbone": "fishbone", "goals": "goals",
	"drivers": "drivers", "prediction": "prediction", "actions": "plan", "measures": "measures", "diary": "diary",
	"study": "learn", "act": "next", "support": "support", "checkpoints": "support", "comments": "support",
}

// linesOf cuts a paragraph at its line breaks. Formatting of the start belongs to
// the first of them.
func linesOf(p *word.Paragraph) []line {
	var out []line
	at := 0
	for _, text := range pieces(p.Text) {
		lead := ""
		if at < len(p.Lead) {
			lead = p.Lead[at:min(len(p.Lead), at+len(text))]
		}
		at += len(text) + 1
		indent := len(text) - len(strings.TrimLeft(text, " \t\u00a0"))
		lead = strings.TrimSpace(lead[min(indent, len(lead)):])
		l := line{text: strings.TrimSpace(text), lead: lead, heading: p.Level > 0, list: p.List, faint: p.Faint}
		if bare, ok := cutBullet(l.text); ok {
			l.text, l.list = bare, max(l.list, 1)
			l.lead = strings.TrimSpace(strings.TrimLeft(l.lead, bullets))
		}
		out = append(out, l)
	}
	return out
}

// pieces cuts a text at its line breaks and its tabs. A tab behind a number of an
// outline separates nothing.
func pieces(s string) []string {
	var out []string
	start := 0
	for i := range len(s) {
		if s[i] == '\n' || s[i] == '\t' && !isNumbering(s[start:i], strings.ToLower(strings.Trim(s[start:i], "( .)"))) {
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

// bullets are the marks of lists that were typed and not made by the program.
const bullets = "•●▪◦–—-*·○➢➤► \t"

func cutBullet(s string) (string, bool) {
	r, size := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune("•●▪◦–—-*·➢➤►", r) {
		return s, false
	}
	rest := s[size:]
	trimmed := strings.TrimLeft(rest, " \t\u00a0")
	return trimmed, trimmed != rest || strings.ContainsRune("•●▪◦➢➤►", r)
}

// line reads a line: a label, a label with its answer, words of the form, or an
// answer.
func (f *filler) line(l line) {
	l.text = cycle.Clean(l.text, false)
	l.lead = cycle.Clean(l.lead, false)
	if isBlank(l.text) {
		f.form(l.text)
		return
	}
	if rest, isTicked, found := cutBox(l.text); found && f.box(l, rest, isTicked) {
		return
	}
	was := f.place
	switch label, rest, ok := f.label(l); {
	case ok:
		f.form(strings.TrimSuffix(l.text, rest))
		f.enter(label, l.text)
		if l.heading && rest == "" && f.saysMore(l.text) {
			f.keep(l.text, "the heading says more than the organizer's")
		}
		if rest != "" {
			l.text, l.lead, l.heading = rest, "", false
			f.answer(l)
			if l.list > 0 && was.section == f.section && was.target != "" {
				f.target = was.target // it said more about the item above
			}
			if strings.HasPrefix(f.target, "evidence=") {
				f.target = "evidence" // the next line speaks of another source
			}
		}
	case f.v.isPrompt(l.text):
		f.form(l.text)
	case l.heading:
		f.unknown(l.text)
	case strings.HasSuffix(l.lead, ":") && !l.bold():
		f.target, f.heading = "", strings.TrimRight(l.lead, ": ")
		f.keep(behind(l.text, len(l.lead)), "a label that the organizer does not have")
	default:
		f.answer(l)
	}
}

// saysMore reports whether a heading was known by its start only.
func (f *filler) saysMore(heading string) bool {
	_, known := f.name(strings.TrimRight(heading, ": \t"), true)
	return !known
}

// box reads a line that begins with a box to tick, and reports whether that says
// where it goes.
func (f *filler) box(l line, rest string, isTicked bool) bool {
	if n, ok := f.name(strings.TrimRight(rest, "?. "), true); ok && strings.HasPrefix(n.key, "goal_checks=") {
		f.enter(n, rest)
		f.form(rest)
		if isTicked {
			f.putGoalCheck(strings.TrimPrefix(n.key, "goal_checks="), "yes")
		}
		return true
	}
	switch {
	case f.section == "evidence":
		f.target, f.last = "evidence", "evidence"
		f.putEvidence("", l.text)
		return true
	case isDecision(l.text):
		f.section, f.target, f.last = "act", "act.decision", "act.decision"
	case f.target == "act.decision" && isTicked:
		f.putDecision(rest)
		return true
	}
	if strings.Contains(f.target, "goal_checks=") || f.target == "act.decision" || f.target == "" {
		f.answer(l)
		return true
	}
	return false
}

// answer puts a line where answers go now.
func (f *filler) answer(l line) {
	l.text = trimFiller(l.text)
	switch {
	case isBlank(l.text) || f.v.isPrompt(l.text):
		f.form(l.text)
	case f.section == "actions" && l.bold() && f.goToAction(l.text):
		f.form(l.text)
	case l.bold() && (f.target == "" || strings.HasSuffix(l.text, ":")):
		f.target, f.heading = "", strings.TrimRight(l.text, ": ")
		f.keep(f.heading, "a label that the organizer does not have")
	case f.target == "":
		f.keep(l.text, "")
	case l.faint && strings.HasSuffix(l.text, "?"):
		f.keep(l.text, "gray words that ask: they may be the form's own")
	default:
		f.put(l)
	}
}

// goToAction goes to an action of the plan by its own words: notes on it follow.
func (f *filler) goToAction(words string) bool {
	for _, it := range f.c.Lists["actions"] {
		if it.Get("what") != "" && plain(it.Get("what")) == plain(words) {
			f.action, f.noteOn, f.target = it.ID, it.ID, "actions.note"
			return true
		}
	}
	return false
}

// form notes words of the form.
func (f *filler) form(text string) {
	if text = strings.TrimSpace(cycle.Clean(text, true)); strings.Trim(text, fillers) != "" {
		f.p.Form = append(f.p.Form, text)
	}
}

// unknown begins a part of the document that the organizer does not have.
func (f *filler) unknown(heading string) {
	f.leave()
	f.section, f.target, f.last = "", "", ""
	f.heading = heading
	f.keep(heading, "a heading that the organizer does not have")
}

// leave ends what the last label opened.
func (f *filler) leave() {
	f.week, f.kind = 0, ""
	f.evidence, f.action, f.measure, f.request, f.noteOn = "", "", "", "", ""
}

// keep puts a text aside for the diary.
func (f *filler) keep(text, why string) {
	f.answered = true
	if text = strings.TrimSpace(text); text != "" {
		f.p.Kept = append(f.p.Kept, Kept{Under: f.heading, Text: text, Why: why})
	}
}
