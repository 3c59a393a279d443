package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// words gives a value that is kept as a reader says it: the label of a choice,
// the name of the item that a Ref means, a date with its weekday. The empty
// value gives "".
func (d *desk) words(list string, f cycle.Field, value string) string {
	if value == "" {
		return ""
	}
	switch f.Kind {
	case cycle.Date:
		if day, ok := cycle.ParseDay(value); ok {
			return day.Words(d.today())
		}
	case cycle.YesNo:
		return "yes"
	case cycle.ByWeek:
		return byWeekWords(f, value)
	case cycle.Ref:
		l, _ := cycle.ListByKey(f.Ref)
		it, ok := d.cycle.Item(f.Ref, value)
		if !ok {
			return article(l.One) + " that was removed"
		}
		return itemName(l, it)
	}
	for _, c := range d.choices(list, f) {
		if c.value == value {
			return c.label
		}
	}
	return value
}

// byWeekWords says "week 1 Done; week 2 Missed".
func byWeekWords(f cycle.Field, value string) string {
	byWeek, err := cycle.ParseByWeek(value)
	if err != nil {
		return value
	}
	for week, text := range byWeek {
		if o, ok := f.Option(text); ok {
			byWeek[week] = strings.ToLower(o.Label)
		}
	}
	return weekly(byWeek)
}

// itemName is the item in a few words; never empty.
func itemName(l cycle.List, it cycle.Item) string {
	if name := it.Name(l); name != "" {
		return name
	}
	return article(l.One) + " without words"
}

// itemLine is the item as a line of its list: its name, and in brackets what is
// chosen, counted and dated in it.
func (d *desk) itemLine(l cycle.List, it cycle.Item) string {
	var facts []string
	name := itemName(l, it)
	for _, f := range l.Fields {
		value := d.cycle.At(cycle.Path{List: l.Key, Item: it.ID, Field: f.Key})
		if value == "" {
			continue
		}
		words := oneLine(d.words(l.Key, f, value))
		switch f.Kind {
		case cycle.YesNo:
			facts = append(facts, strings.ToLower(f.Label))
		case cycle.Choice, cycle.Date, cycle.Ref, cycle.Count, cycle.Weeks:
			facts = append(facts, strings.ToLower(f.Label)+": "+words)
		}
	}
	if len(facts) == 0 {
		return name
	}
	return strings.TrimRight(name, ".") + " (" + strings.Join(facts, "; ") + ")"
}

// orEmpty gives a word for the empty place.
func orEmpty(s string) string {
	if s == "" {
		return "empty"
	}
	return s
}

// titleOf is how a cycle is called in a sentence.
func titleOf(title string) string {
	if title = oneLine(title); title == "" {
		return "A cycle without a title"
	}
	return title
}

// oneLine puts a text on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// sentence ends a text with a period unless it ends like a sentence already, within
// quotation marks or brackets too.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, `)"”’'`))
	if s == "" || strings.ContainsRune(".?!…", last) {
		return s
	}
	return s + "."
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
