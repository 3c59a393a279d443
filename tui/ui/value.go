package ui

import (
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// ValueWords gives a value of the cycle as a reader sees it: a choice by its
// label, a day as people say it, an item by its name, the members of weeks with
// their week. An empty value gives the empty string. The text is cleaned; line
// breaks stay.
func ValueWords(c *cycle.Cycle, p cycle.Path, value string, today cycle.Day) string {
	f, ok := p.Row()
	if !ok || value == "" {
		return cycle.Clean(value, true)
	}
	words := fieldWords(c, f, value, today)
	if week, ok := memberWeek(p.Field, f.Key); ok {
		if f.Kind == cycle.Weeks {
			return "week " + week
		}
		return "week " + week + ": " + words
	}
	return words
}

func fieldWords(c *cycle.Cycle, f cycle.Field, value string, today cycle.Day) string {
	switch f.Kind {
	case cycle.YesNo:
		return "yes"
	case cycle.Date:
		if d, ok := cycle.ParseDay(value); ok {
			return d.Words(today)
		}
	case cycle.Ref:
		if it, ok := c.Item(f.Ref, value); ok {
			l, _ := cycle.ListByKey(f.Ref)
			return cycle.Clean(it.Name(l), false)
		}
		return "something that was taken out"
	}
	if o, ok := f.Option(value); ok {
		return o.Label
	}
	return cycle.Clean(value, true)
}

// memberWeek reads the week behind the field's key: "status.3", "weeks/3".
func memberWeek(field, key string) (string, bool) {
	rest, ok := strings.CutPrefix(field, key)
	if !ok || len(rest) < 2 || rest[0] != '.' && rest[:1] != cycle.SetMark {
		return "", false
	}
	_, err := strconv.Atoi(rest[1:])
	return rest[1:], err == nil
}
