package paper

import (
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// maxItems bounds how many items a document makes. What is behind them is kept as
// text.
const maxItems = 2000

// newItem makes an item with a first value.
func (f *filler) newItem(list, field, typed string) string {
	f.items++
	id := f.o.NewID()
	f.c.Apply(cycle.Add(list, id))
	f.setInHand(list, id)
	if typed != "" {
		f.itemField(list, id, field, typed)
	}
	return id
}

// inHand is the item of a list that further answers belong to; empty for none.
func (f *filler) inHand(list string) string {
	if at := f.hand(list); at != nil {
		return *at
	}
	return ""
}

func (f *filler) setInHand(list, id string) {
	if at := f.hand(list); at != nil {
		*at = id
	}
}

func (f *filler) hand(list string) *string {
	switch list {
	case "bones":
		return &f.bone
	case "causes":
		return &f.cause
	case "drivers":
		return &f.driver
	case "measures":
		return &f.measure
	case "evidence":
		return &f.evidence
	case "actions":
		return &f.action
	case "requests":
		return &f.request
	}
	return nil
}

// mainField is the field that makes an item.
func (f *filler) mainField(list string) string {
	switch list {
	case "actions":
		return "what"
	case "measures", "bones":
		return "name"
	case "evidence":
		return "source"
	case "diary", "points":
		return ""
	}
	return "text"
}

// putItem reads a line as an item of its own.
func (f *filler) putItem(list, text string) {
	id := f.newItem(list, f.mainField(list), text)
	switch {
	case list == "measures" && f.kind != "":
		f.itemField(list, id, "kind", f.kind)
	case list == "actions" && f.week > 0:
		f.markWeek(id, f.week, "x")
	}
}

// putPractice reads the problem of practice: its three blanks when they are told
// apart by a slash or a bar, or else a sentence.
func (f *filler) putPractice(text string) {
	keys := []string{"problem.who", "problem.does", "problem.what"}
	for _, mark := range []string{" / ", " | ", "…", "..."} {
		parts := strings.Split(text, mark)
		if len(parts) != len(keys) {
			continue
		}
		for i, part := range parts {
			if !isBlank(part) {
				f.field(keys[i], part)
			}
		}
		return
	}
	if f.field("problem.what", text) && f.c.Values["problem.who"] == "" {
		f.note("the problem of practice is one sentence in this document. It stands under What: move its parts to Who and Does")
	}
}

// putGoalCheck reads the answer to a self-check.
func (f *filler) putGoalCheck(check, text string) {
	if check == "" {
		f.keep(text, "it does not say which check it answers")
		return
	}
	answer := f.chosen(text, "goal_checks.answer")
	switch p := plain(answer); {
	case yes(answer) || strings.HasPrefix(p, "yes"):
		answer = "yes"
	case p == "no" || p == "not yet" || p == "not" || strings.HasPrefix(p, "not yet"):
		answer = "not_yet"
	}
	if answer == "" {
		return
	}
	f.c.Apply(cycle.SetIn("goal_checks", check, "check", check))
	if f.itemField("goal_checks", check, "answer", answer) && answer != strings.ToLower(strings.TrimSpace(text)) {
		rest := strings.TrimSpace(strings.TrimLeft(text, emptyBoxes+tickedBoxes+" "))
		if p := plain(rest); p != "yes" && p != "no" && p != "not yet" && p != "yes no" && p != "yes not yet" && !yes(rest) {
			f.keep(text, "more than yes or not yet")
		}
	}
}

// chosen gives the words that are ticked. The options that are not are the form's;
// other words behind an empty box are kept.
func (f *filler) chosen(text, key string) string {
	chosen, others := ticked(text)
	fd, _ := cycle.FieldByKey(key)
	for _, other := range others {
		known := plain(other) == "no"
		for _, o := range fd.Options {
			known = known || closeEnough(plain(o.Label), plain(other)) || plain(o.Key) == plain(other)
		}
		if known || isBlank(other) || f.v.isPrompt(other) {
			f.form(other)
		} else {
			f.keep(other, "the box before it is not ticked")
		}
	}
	return chosen
}

// putEvidence reads a line about evidence: a source with a box to tick, a source
// and what it showed, or only what it showed.
func (f *filler) putEvidence(source, text string) {
	text, box, hasBox := cutBox(text)
	if source == "" {
		source, text = f.splitSource(text)
	}
	switch {
	case source == "":
		id := f.newItem("evidence", "finding", text)
		f.itemField("evidence", id, "consulted", "yes")
		return
	case hasBox && !box && isBlank(text):
		f.form(source)
		return
	}
	f.evidenceItem(source)
	if hasBox && !box && !isBlank(text) {
		f.note("a piece of evidence has no tick and still says what it showed: " + text)
	}
	if box || !isBlank(text) {
		f.itemField("evidence", f.evidence, "consulted", "yes")
	}
	if !isBlank(text) {
		f.itemField("evidence", f.evidence, "finding", text)
	}
}

// splitSource cuts a known source, or words before a colon, off a line.
func (f *filler) splitSource(text string) (source, rest string) {
	for _, mark := range []string{":", " – ", " — ", " - "} {
		head, behind, ok := strings.Cut(text, mark)
		if !ok {
			continue
		}
		if key := f.sourceKey(head); key != "" {
			f.form(head)
			return key, strings.TrimSpace(behind)
		}
		if mark == ":" && len(head) <= 50 {
			return head, strings.TrimSpace(behind)
		}
	}
	if key := f.sourceKey(text); key != "" {
		f.form(text)
		return key, ""
	}
	return "", text
}

// sourceKey gives the key of a usual source of evidence; empty for another one.
func (f *filler) sourceKey(words string) string {
	rest, asides := withoutAsides(words)
	for _, key := range f.v.find(plain(rest), "evidence", true) {
		if option, ok := strings.CutPrefix(key, "evidence="); ok && len(asides) == 0 {
			return option
		}
	}
	return ""
}

// evidenceItem goes to the item of a source, and makes it when it is not there.
func (f *filler) evidenceItem(source string) {
	key := f.sourceKey(source)
	if o, ok := evidenceSource(source); ok {
		key = o
	}
	if key == "" {
		f.newItem("evidence", "source", source)
		return
	}
	f.evidence = key
	p := cycle.Path{List: "evidence", Item: key, Field: "source"}
	if !f.written[p] {
		f.c.Apply(cycle.Set(p, key))
		f.written[p] = true
		f.placed(p, key)
		if plain(source) != plain(key) {
			f.form(source)
		}
	}
}

func evidenceSource(key string) (string, bool) {
	fd, _ := cycle.FieldByKey("evidence.source")
	_, ok := fd.Option(key)
	return key, ok
}

// putDriver reads a line as a driver or as an activity under the driver in hand.
func (f *filler) putDriver(key string, l line) {
	if key == "drivers.text" && l.list < 2 && !(l.list == 1 && f.driver != "" && f.plainDriver) {
		f.newDriver(l.text)
		f.plainDriver = l.list == 0
		return
	}
	f.newActivity(l.text)
}

// newDriver adds a driver. Its kind may stand in brackets behind it.
func (f *filler) newDriver(text string) {
	fd, _ := cycle.FieldByKey("drivers.kind")
	for _, o := range fd.Options {
		if bare, ok := strings.CutSuffix(text, "("+o.Label+")"); ok {
			id := f.newItem("drivers", "text", strings.TrimSpace(bare))
			f.itemField("drivers", id, "kind", o.Key)
			f.form(o.Label)
			return
		}
	}
	f.newItem("drivers", "text", text)
}

func (f *filler) newActivity(text string) {
	id := f.newItem("activities", "text", text)
	if f.driver == "" && len(f.c.Lists["drivers"]) == 1 {
		f.driver = f.c.Lists["drivers"][0].ID
	}
	if f.driver != "" {
		f.c.Apply(cycle.SetIn("activities", id, "driver", f.driver))
	}
}

// putDiary writes about a week; 0 is the time before the first.
func (f *filler) putDiary(week int, text string) {
	if week > cycle.MaxWeeks {
		f.keep(text, "no cycle has a week "+strconv.Itoa(week))
		return
	}
	if week == 0 {
		f.keep(text, "it does not say which week it is about")
		return
	}
	id := cycle.DiaryID(week)
	f.c.Apply(cycle.SetIn("diary", id, "week", strconv.Itoa(week)))
	f.itemField("diary", id, "text", text)
}

// putDecision reads the decision: the option that is ticked or named first, and the
// reason behind it.
func (f *filler) putDecision(text string) {
	choice, rest := f.chosen(text, "act.decision"), ""
	if choice == "" {
		return
	}
	fd, _ := cycle.FieldByKey("act.decision")
	for _, o := range fd.Options {
		low := strings.ToLower(choice)
		if !strings.HasPrefix(low, o.Key) {
			continue
		}
		behind := choice[len(o.Key):]
		if trimmed := strings.TrimLeft(behind, " .,:;–—-"); trimmed != behind || behind == "" {
			choice, rest = o.Key, trimmed
			break
		}
	}
	if _, ok := fd.Option(choice); !ok {
		f.field("act.why", choice)
		f.note("the decision is none of repeat, replan, adapt and restart. Its words stand under Why")
		return
	}
	f.field("act.decision", choice)
	if rest != "" {
		f.field("act.why", rest)
	}
}

// putStart reads the start date; of a span of dates, its first day.
func (f *filler) putStart(text string) {
	if _, err := cycle.ParseDate(bare(cycle.Field{Kind: cycle.Date}, text), f.o.Today); err != nil {
		for _, mark := range []string{" to ", " – ", " - ", " — ", "–", " through "} {
			if from, until, ok := strings.Cut(text, mark); ok && f.field("start", from) {
				f.keep(until, "the end of the cycle follows from its start and its weeks")
				return
			}
		}
	}
	f.field("start", text)
}

// isDecision reports whether a line with boxes offers the four decisions.
func isDecision(text string) bool {
	chosen, others := ticked(text)
	fd, _ := cycle.FieldByKey("act.decision")
	found := 0
	for _, words := range append(others, chosen) {
		first, _, _ := strings.Cut(strings.ToLower(words)+" ", " ")
		if _, ok := fd.Option(strings.Trim(first, ".,:;–—-")); ok {
			found++
		}
	}
	return found >= 2 || found == 1 && len(others) == 0 && plain(chosen) != "" && !strings.Contains(plain(chosen), " ")
}
