package plain

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

const (
	planKeys = "done 2 3 marks number 2 as done in week 3, missed 2 3 as missed, " +
		"clear 2 3 takes the mark away, note 2 3 and words notes something about that week"
	shortPlanKeys = "done, missed, clear, note"
)

// weeklyPlan is the view of the actions, with the marks of what became of them.
func (d *desk) weeklyPlan(l cycle.List) listView {
	view := d.plainList(l)
	view.more, view.moreShort = planKeys, shortPlanKeys
	view.show = func([]cycle.Item) {
		d.say(d.weekLine())
		for i, a := range d.cycle.Actions() {
			d.sayAction(i+1, a)
		}
	}
	view.extra = func(word, rest string, _ []cycle.Item) (bool, error) {
		switch word {
		case "done", "missed", "clear", "note":
			d.mark(word, rest)
			return true, nil
		}
		return false, nil
	}
	return view
}

// weekLine says which week it is and on which day it began.
func (d *desk) weekLine() string {
	f := d.cycle.Facts()
	week := f.Week(d.today())
	line := upperFirst(f.When(d.today())) + "."
	if week > 0 && week <= f.Weeks {
		line += " The week began " + d.cycle.WeekStart(week).Words(d.today()) + "."
	}
	return line
}

func (d *desk) sayAction(number int, a cycle.Action) {
	l, _ := cycle.ListByKey("actions")
	it, _ := d.cycle.Item("actions", a.ID)
	d.sayf(" %d %s. Who: %s. Weeks: %s.", number, strings.TrimRight(itemName(l, it), "."), orEmpty(a.Names), orEmpty(cycle.FormatWeeks(a.Weeks)))
	for _, mark := range []string{cycle.StatusDone, cycle.StatusMissed} {
		if weeks := marked(a, mark); len(weeks) > 0 {
			d.sayf("   %s: %s", mark, weeksWords(weeks))
		}
	}
	if a.Note != "" {
		d.say("   note: " + oneLine(a.Note))
	}
	if len(a.Notes) > 0 {
		d.say("   notes: " + weekly(a.Notes))
	}
}

// marked gives the weeks that carry the mark, in order.
func marked(a cycle.Action, mark string) []int {
	var weeks []int
	for _, week := range slices.Sorted(maps.Keys(a.Status)) {
		if a.Status[week] == mark {
			weeks = append(weeks, week)
		}
	}
	return weeks
}

func weeksWords(weeks []int) string {
	if len(weeks) == 1 {
		return fmt.Sprintf("week %d", weeks[0])
	}
	return "weeks " + cycle.FormatWeeks(weeks)
}

// weekly says a text for each week: "week 1 done; week 2 missed".
func weekly(texts map[int]string) string {
	var out []string
	for _, week := range slices.Sorted(maps.Keys(texts)) {
		out = append(out, fmt.Sprintf("week %d %s", week, oneLine(texts[week])))
	}
	return strings.Join(out, "; ")
}

// mark carries out "done 2 3" and its like and says what it did or what is
// missing.
func (d *desk) mark(word, rest string) {
	m, err := d.parseMark(word, rest)
	if err != nil {
		d.say(upperFirst(sentence(err.Error())))
		return
	}
	if err := d.save("", m.edits()...); err != nil {
		d.sayRefused(err)
		return
	}
	d.sayAction(m.number, d.cycle.Actions()[m.number-1])
}

// A mark is one command on cells of the plan.
type mark struct {
	number int // of the action, from 1
	action string
	word   string // done, missed, clear or note
	weeks  []int
	note   string
}

// parseMark reads what stands behind the word: the action's number, the weeks,
// and for a note its words. The error says what is missing or cannot be.
func (d *desk) parseMark(word, rest string) (mark, error) {
	actions := d.cycle.Actions()
	first, weeks, _ := strings.Cut(rest, " ")
	i, ok := place(first, len(actions))
	if !ok {
		return mark{}, fmt.Errorf("type %s, the number of an action and a week, such as %s 1 2; %s", word, word, thereAre(len(actions), "action"))
	}
	m := mark{number: i + 1, action: actions[i].ID, word: word}
	if word == "note" {
		weeks, m.note, _ = strings.Cut(weeks, " ")
		if m.note == "" {
			return mark{}, errors.New("type note, the number of an action, a week and the words, such as note 1 2 both of us were out")
		}
	}
	var err error
	if m.weeks, err = cycle.ParseWeeks(weeks, d.cycle.WeeksPlanned()); err != nil {
		return mark{}, err
	}
	if len(m.weeks) == 0 {
		return mark{}, fmt.Errorf("the week is missing; type it like %s %d 2", word, m.number)
	}
	for _, week := range m.weeks {
		if planned := actions[i].Weeks; !slices.Contains(planned, week) && (word == cycle.StatusDone || word == cycle.StatusMissed) {
			return mark{}, fmt.Errorf("action %d is not planned for week %d, its weeks are: %s; type %d to change them", m.number, week, orEmpty(cycle.FormatWeeks(planned)), m.number)
		}
	}
	return m, nil
}

func (m mark) edits() []cycle.Edit {
	var edits []cycle.Edit
	for _, week := range m.weeks {
		field, value := "status.", m.word
		switch m.word {
		case "clear":
			value = ""
		case "note":
			field, value = "notes.", m.note
		}
		edits = append(edits, cycle.SetIn("actions", m.action, field+strconv.Itoa(week), value))
	}
	return edits
}
