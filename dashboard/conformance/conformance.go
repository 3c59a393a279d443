// Package conformance checks from outside whether a server keeps the agreement
// between laptops and a dashboard, whoever wrote the server. It needs nothing but
// the server's address and the token of someone of the role team, in a school
// made for the test: the checks write changes, and changes are never deleted.
//
// Level 0 is what laptops need: streams that lose nothing, number nothing anew
// and say clearly what they refuse. Level 1 adds the cycles as the server folds
// them.
package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// Options say what to check.
type Options struct {
	URL    string // of the server, without a path below it: https://pdsa.example.org
	Token  string // of a person of the role team
	School string // the school's id; empty: the token's own, as /v1/me says

	// Client sends the requests; nil is one that waits at most a minute.
	Client *http.Client
	// Started and Done are called as each check begins and ends; both may be nil.
	Started func(name string)
	Done    func(Result)
}

// A Result is what one check found.
type Result struct {
	Name   string `json:"check"`
	Level  int    `json:"level"` // that the check belongs to
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty"` // what was expected and what came
}

// A Report is what all checks found.
type Report struct {
	URL    string   `json:"url"`
	School string   `json:"school"`
	Claims int      `json:"claims"` // the level that the server claims
	Level  int      `json:"level"`  // the level that it reaches; -1: none
	Checks []Result `json:"checks"`
}

// Failed returns how many checks failed.
func (r Report) Failed() int {
	n := 0
	for _, c := range r.Checks {
		if !c.OK {
			n++
		}
	}
	return n
}

// ErrNotReached says that nothing answered at the address.
var ErrNotReached = errors.New("the server cannot be reached")

// A Stream is what a school's stream holds before the checks.
type Stream struct {
	School string // its id
	Others int    // changes that no earlier run of the checks wrote
}

// Look reads the school's stream and writes nothing. It returns ErrNotReached
// when nothing answers, and an error that says why when the stream cannot be
// read.
func Look(ctx context.Context, o Options) (Stream, error) {
	s, err := newSession(ctx, o)
	if err != nil {
		return Stream{}, err
	}
	all, _, err := s.pullAll(ctx, 0, wire.MaxChanges)
	if err != nil {
		return Stream{}, fmt.Errorf("the stream of the school cannot be read: %w", err)
	}
	found := Stream{School: s.school}
	for _, c := range all {
		if !strings.HasPrefix(c.Doc, docPrefix) {
			found.Others++
		}
	}
	return found, nil
}

// A check is one thing that a server has to do.
type check struct {
	name  string
	level int
	run   func(context.Context, *session) error
}

// checks lists all, in the order in which they run.
func checks() []check {
	var all []check
	for _, group := range [][]check{basics, pushes, refusals, pages, folds} {
		all = append(all, group...)
	}
	return all
}

// Run carries out the checks of the level that the server claims. It returns
// ErrNotReached when nothing answers at all; what the server does wrong is in the
// report. When ctx ends it returns the report so far and the context's error.
func Run(ctx context.Context, o Options) (Report, error) {
	s, err := newSession(ctx, o)
	if err != nil {
		return Report{}, err
	}
	report := Report{URL: o.URL, School: s.school, Claims: s.meta.Level, Level: s.meta.Level}
	for _, c := range checks() {
		if c.level > s.meta.Level {
			continue
		}
		if o.Started != nil {
			o.Started(c.name)
		}
		err := c.run(ctx, s)
		if ctx.Err() != nil {
			return report, ctx.Err()
		}
		result := Result{Name: c.name, Level: c.level, OK: err == nil}
		if err != nil {
			result.Detail = err.Error()
			report.Level = min(report.Level, c.level-1)
		}
		report.Checks = append(report.Checks, result)
		if o.Done != nil {
			o.Done(result)
		}
	}
	return report, nil
}

// docPrefix begins the ids of the documents that the checks write.
const docPrefix = "conformance-"

// session is one run against one server.
type session struct {
	client
	school string
	meta   wire.Meta
	doc    string
	from   wire.Cursor // a place near the end of the stream
}

func newSession(ctx context.Context, o Options) (*session, error) {
	base, err := url.Parse(strings.TrimSuffix(o.URL, "/"))
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, fmt.Errorf("%q is not the address of a server. It begins with https://", o.URL)
	}
	s := &session{
		client: client{base: base.String(), token: o.Token, http: o.Client},
		school: o.School,
		doc:    docPrefix + change.NewID(),
	}
	if s.http == nil {
		s.http = &http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableCompression: true, Proxy: http.ProxyFromEnvironment}}
	}
	if err := s.findMeta(ctx); err != nil {
		return nil, err
	}
	if s.school == "" {
		return s, s.findSchool(ctx)
	}
	return s, nil
}

func (s *session) findMeta(ctx context.Context) error {
	a, err := s.send(ctx, request{path: "/v1/meta", anonymous: true})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotReached, err)
	}
	if a.status != http.StatusOK {
		return fmt.Errorf("there is no dashboard at this address: GET /v1/meta is answered with %s", a.words())
	}
	if err := a.decode(&s.meta); err != nil {
		return fmt.Errorf("there is no dashboard at this address: GET /v1/meta: %w", err)
	}
	return nil
}

func (s *session) findSchool(ctx context.Context) error {
	a, err := s.send(ctx, request{path: "/v1/me"})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotReached, err)
	}
	if a.status != http.StatusOK {
		if refused, err := a.errorBody(); err == nil && refused.Code != "" && refused.Code != wire.CodeNotFound {
			return refused
		}
		return fmt.Errorf("GET /v1/me is answered with %s. Name the school", a.words())
	}
	var me wire.Me
	if err := a.decode(&me); err != nil {
		return err
	}
	if me.Role != wire.Team || me.Home == "" {
		return fmt.Errorf("the token belongs to someone of the role %q; the checks need one of the role %q", me.Role, wire.Team)
	}
	s.school = me.Home
	return nil
}
