package plain

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/sync"
)

// district says how this laptop stands to the district's dashboard, and lets it join,
// sync and leave.
func (s *session) district() error {
	if s.store.ReadOnly() {
		s.say("", "These cycles can only be read here, so they are not synced.")
		return nil
	}
	for {
		status, err := remote.StatusOf(s.store, nil)
		if err != nil {
			return err
		}
		if status.State == remote.NeverJoined {
			return s.join()
		}
		s.standing(status)
		s.say("1 sync now, 2 join again with a new code, 3 leave. An empty line goes back.")
		word, _, err := s.command()
		if err != nil {
			return err
		}
		switch word {
		case "1", "s", "sync":
			s.syncNow()
		case "2", "j", "join":
			err = s.join()
		case "3", "l", "leave":
			err = s.leaveDistrict(status)
		case "", endOfText, "b", "back":
			return nil
		default:
			s.sayf("%q is none of them. Type 1, 2 or 3, or an empty line to go back.", word)
		}
		if err != nil {
			return err
		}
	}
}

func (s *session) standing(status remote.Status) {
	what, todo := sync.Standing(status, time.Time{}, s.now())
	s.say("", what+" "+todo)
	d := status.Dashboard
	line := fmt.Sprintf("The dashboard is %s. You are %s, %s", oneLine(d.Name), oneLine(d.Person), sync.Role(d.Role))
	if len(status.Schools) == 1 {
		line += ", at " + oneLine(status.Schools[0])
	}
	s.say(sentence(line))
}

// join asks for the address and the code. Whatever does not work is said, and nothing
// is changed.
func (s *session) join() error {
	s.say("", "With the district's dashboard your team can work on the same cycles on several laptops. Outside your team a cycle is seen only where you chose so, in \"Who can read it\" of its first step.",
		"What is the address of the dashboard, as the district gave it to you? An empty line goes back.")
	address, err := s.line()
	if err != nil || strings.TrimSpace(address) == "" {
		return err
	}
	c, err := remote.NewClient(address, "", remote.Options{Now: s.now, Tries: 1})
	if err == nil {
		var m wire.Meta
		if m, err = c.Meta(s.lines.ctx); err == nil {
			s.sayf("This is the dashboard of %s. With the code of a school team, the cycles on this laptop go there, for your team to read.", oneLine(m.Name))
		}
	}
	if err != nil {
		s.say(sentence(sync.Plainly(err)))
		return nil
	}
	s.say("What is the code that the district gave you? Capital letters, spaces and dashes make no difference. An empty line goes back.")
	code, err := s.line()
	if err != nil || strings.TrimSpace(code) == "" {
		return err
	}
	me, err := remote.Join(s.lines.ctx, s.store, c, strings.TrimSpace(code), remote.DeviceName())
	if err != nil {
		s.say(sentence(sync.Plainly(err)))
		return nil
	}
	if err := remote.Introduce(s.store, me, ""); err != nil {
		return err
	}
	s.say("Joined.")
	s.syncNow()
	return nil
}

// syncNow syncs and says what came of it.
func (s *session) syncNow() {
	e, err := remote.Open(s.store, remote.Options{Now: s.now, Tries: 2})
	var r remote.Result
	if err == nil {
		s.say("Syncing.")
		r, err = e.Sync(s.lines.ctx, nil)
	}
	for _, event := range r.Events(s.now()) {
		switch event := event.(type) {
		case remote.Got:
			for _, n := range event.News {
				s.say(sentence(n.String()))
			}
		case remote.Synced, remote.Sent:
		default:
			s.say(sentence(event.String()))
		}
	}
	if err != nil {
		s.say(sentence(sync.Plainly(err)))
		return
	}
	s.sayf("Done: %s received, %s sent.", cycle.HowMany(r.Got, "change"), cycle.HowMany(r.Sent, "change"))
}

func (s *session) leaveDistrict(status remote.Status) error {
	s.sayf("Leave %s? All cycles stay on this laptop; %s would stay unsent. Type yes to leave.", oneLine(status.Dashboard.Name), cycle.HowMany(status.ToSend, "change"))
	word, _, err := s.command()
	if err != nil || word != "yes" {
		return err
	}
	e, err := remote.Open(s.store, remote.Options{Now: s.now, Tries: 1})
	if err == nil {
		err = e.Client().Leave(s.lines.ctx)
	}
	if err != nil {
		s.say("The dashboard did not answer, so its list still shows this laptop.")
	}
	if err := errors.Join(s.store.Leave(), remote.RemoveToken(s.store.Path())); err != nil && !errors.Is(err, store.ErrNotJoined) {
		return err
	}
	s.say("Left.")
	return nil
}
