package page

import (
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// roleWord is what people call a role.
func roleWord(r wire.Role) string {
	switch r {
	case wire.Team:
		return "team member"
	case wire.Reader:
		return "reader"
	case wire.Coach:
		return "coach"
	case wire.District:
		return "district"
	}
	return string(r)
}

// sharedWord says who may see a cycle.
func sharedWord(a wire.Audience) string {
	switch a {
	case wire.ForDistrict:
		return "Shared with the district and its schools"
	case wire.ForCoach:
		return "Shared with coaches"
	}
	return "Only the team sees it"
}

// ago says when something happened, by day: "yesterday", "3 weeks ago"; "never"
// for the zero time.
func ago(t time.Time, now time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return cycle.DayOf(t.In(now.Location())).Relative(cycle.DayOf(now))
}

// when writes a time: "Mon, Oct 5, 3:04 PM".
func when(t time.Time, now time.Time) string {
	t = t.In(now.Location())
	return cycle.DayOf(t).Words(cycle.DayOf(now)) + t.Format(", 3:04 PM")
}

// oneLine is a text in one line, clean.
func oneLine(s string) string { return strings.Join(strings.Fields(cycle.Clean(s, false)), " ") }

// named is a title, or words for a cycle without one.
func named(title string) string {
	if t := oneLine(title); t != "" {
		return t
	}
	return "Cycle without a title"
}
