package sync

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
)

// Short says in a few words how the laptop stands to the dashboard, for the head of
// a screen. It is empty on a laptop that has joined none.
func (l *Link) Short() string {
	now, st := l.env.Now(), l.status
	switch {
	case !l.Joined():
		return ""
	case l.running && st.Synced.IsZero():
		return "first sync: " + l.far()
	case l.running && l.manual:
		return "syncing"
	}
	switch st.State {
	case remote.SignInAgain:
		return "sign in to sync"
	case remote.ClockIsWrong:
		return "a clock looks wrong"
	case remote.OfflineSince:
		return join(l.offlineWords(now), toSend(st.ToSend))
	}
	switch {
	case st.ToSend > 0:
		return toSend(st.ToSend)
	case st.Synced.IsZero():
		return "not synced yet"
	}
	return "synced " + Ago(st.Synced, now)
}

func (l *Link) offlineWords(now time.Time) string {
	if since := cmp.Or(l.offline, l.status.Synced); !since.IsZero() {
		return "offline since " + clock(since, now)
	}
	return "offline"
}

// far says how far a sync is.
func (l *Link) far() string {
	switch p := l.progress; {
	case p.ToSend > 0:
		return fmt.Sprintf("%s received, %d of %d sent", cycle.Thousands(p.Got), p.Sent, p.ToSend)
	case p.Got > 0:
		return cycle.Thousands(p.Got) + " received"
	}
	return "asking"
}

// Standing says in sentences how a laptop stands to the dashboard: what is so, and what
// a person can do. offline is since when nothing answers, as far as that is known.
func Standing(st remote.Status, offline, now time.Time) (what, todo string) {
	waits := "Nothing waits to be sent."
	if st.ToSend > 0 {
		waits = upper(cycle.HowMany(st.ToSend, "change")) + " wait" + third(st.ToSend) + " to be sent, safe on this laptop."
	}
	switch st.State {
	case remote.SignInAgain:
		return "The dashboard does not know this laptop any more.", "Your cycles are safe here. Ask the district for a new code, then join again."
	case remote.ClockIsWrong:
		return upper(st.Event.String()) + ".", waits
	case remote.LaptopCopied:
		return "This laptop's cycles are a copy of another laptop's, or an older copy of their own.", "It goes on under a name of its own by itself; nothing is lost. " + waits
	case remote.ServerBack:
		return "The dashboard came back from a backup.", "It got again what is here by itself; nothing is lost. " + waits
	case remote.OfflineSince:
		why := "The dashboard does not answer"
		if t := troubled(st.Event); t != "" {
			why = "The last sync did not work: " + t
		}
		if since := cmp.Or(offline, st.Synced); !since.IsZero() {
			why += " (since " + clock(since, now) + ")"
		}
		return why + ".", waits + " Go on working: it is tried again by itself."
	}
	switch {
	case st.Synced.IsZero():
		return "Joined, and not synced yet.", waits
	case st.ToSend > 0:
		return waits, "They go out by themselves within a minute. Last synced " + Ago(st.Synced, now) + "."
	}
	return "All is sent. Last synced " + Ago(st.Synced, now) + ".", "What you write goes out by itself."
}

func troubled(e remote.Event) string {
	if t, ok := e.(remote.Trouble); ok {
		return Plainly(t.Err)
	}
	return ""
}

// Role says what a person may do.
func Role(r wire.Role) string {
	switch r {
	case wire.Team:
		return "team: you write your school's cycles"
	case wire.Reader:
		return "reader: you read your school's cycles"
	case wire.Coach:
		return "coach: you read what schools share, comment and answer"
	case wire.District:
		return "district: you read what schools share, comment and answer"
	}
	return string(r)
}

// Plainly gives an error the words of somebody who works at a school.
func Plainly(err error) string {
	var refused *wire.Error
	switch {
	case errors.As(err, &refused) && refused.Code == wire.CodeSignIn:
		return "the dashboard does not know this laptop any more. Join again with a new code of the district. What is here is safe"
	case errors.As(err, &refused) && refused.Code == wire.CodeCode:
		return "this code does not work: it is mistyped, was used before, or is older than a day. Ask the district for a new one"
	case errors.As(err, &refused):
		return refused.Error()
	case errors.Is(err, remote.ErrInsecure):
		return "this address is not secure: others could read along. Ask the district for the one that begins with https://"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, remote.ErrUnreachable):
		return "the dashboard does not answer. Check the address and that this laptop is online. What is here is safe"
	case errors.Is(err, store.ErrOtherSchool):
		return "the cycles on this laptop went to another school before, and would be mixed with those of this one. Nothing was changed; ask the district"
	case errors.Is(err, store.ErrNotJoined):
		return "this laptop has not joined a dashboard"
	}
	return err.Error()
}

// nameOf is what people call the dashboard.
func nameOf(d store.Dashboard) string { return cmp.Or(cycle.Clean(d.Name, false), host(d.URL)) }

// host is the part of an address that people know.
func host(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return address
}

// Ago says how long ago something was, as people say it.
func Ago(at, now time.Time) string {
	switch d := now.Sub(at); {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d/time.Minute))
	}
	return clock(at, now)
}

// clock is a time of today, or a day before it.
func clock(at, now time.Time) string {
	at = at.In(now.Location())
	day, today := cycle.DayOf(at), cycle.DayOf(now)
	switch {
	case day == today.AddDays(-1):
		return "yesterday"
	case day != today:
		return day.Short(today)
	}
	return at.Format("3:04 pm")
}

// Told is the line about what others wrote, of which n is told. In the cycle that is
// open its title goes without saying.
func Told(all []remote.News, n remote.News, open string, now time.Time) string {
	line := n.String()
	if n.Doc == open && !n.Began {
		line = strings.TrimSuffix(line, fmt.Sprintf(" in %q", cmp.Or(n.Title, "a cycle without a title")))
	}
	line += " " + Ago(n.At, now)
	others := map[string]bool{}
	for _, other := range all {
		if other.Doc != n.Doc {
			others[other.Doc] = true
		}
	}
	if len(others) > 0 {
		line += ", and " + cycle.HowMany(len(others), "more cycle") + " changed"
	}
	return line
}

func traffic(got, sent int) string {
	switch {
	case got == 0:
		return cycle.HowMany(sent, "change") + " sent"
	case sent == 0:
		return cycle.HowMany(got, "change") + " received"
	}
	return cycle.HowMany(got, "change") + " received, " + cycle.HowMany(sent, "change") + " sent"
}

func toSend(n int) string {
	if n == 0 {
		return ""
	}
	return cycle.HowMany(n, "change") + " to send"
}

func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

func third(n int) string {
	if n == 1 {
		return "s"
	}
	return ""
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
