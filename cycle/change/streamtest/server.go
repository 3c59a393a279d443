package streamtest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// A Server is the dashboard. Its methods may be called by several goroutines.
type Server struct {
	mu      sync.Mutex
	now     func() time.Time
	epoch   string
	streams map[string]*stream
	people  map[string]wire.Me // by token
	codes   map[string]string  // the tokens that they are exchanged for
	log     []Request
	limits  wire.Limits
	// returns is until when returned changes are taken.
	returns time.Time
}

// A Request is one that the server answered.
type Request struct {
	Method, Path string
	Status       int
	In, Out      int // bytes of the bodies as they came and went
}

// New returns a server without schools. now is its clock.
func New(now func() time.Time) *Server {
	return &Server{
		now: now, epoch: change.NewID(), streams: map[string]*stream{}, people: map[string]wire.Me{}, codes: map[string]string{},
		limits: wire.Limits{Changes: wire.MaxChanges, Body: wire.MaxBody, Change: wire.MaxChange},
	}
}

// AddSchool adds a school with an empty stream.
func (s *Server) AddSchool(id, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams[id] = newStream(name)
}

// AddPerson lets a person in who joins with the code. The token is "token-"
// followed by it. A team's first school is its home.
func (s *Server) AddPerson(code, name string, role wire.Role, schools ...string) (token string) {
	token = "token-" + code
	s.mu.Lock()
	s.people[token] = wire.Me{Person: name, Name: "Canal District"}
	s.codes[code] = token
	s.mu.Unlock()
	s.Assign(token, role, schools...)
	return token
}

// Assign gives the token's holder another role or other schools.
func (s *Server) Assign(token string, role wire.Role, schools ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	me := s.people[token]
	me.Role, me.Home, me.Access = role, "", nil
	if role == wire.Team {
		me.Home = schools[0]
	}
	for _, id := range schools {
		me.Access = append(me.Access, wire.Access{School: id, Name: s.streams[id].name, Role: role})
	}
	s.people[token] = me
}

// Invite returns another code for the token.
func (s *Server) Invite(token string) (code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code = change.NewID()
	s.codes[code] = token
	return code
}

// Revoke takes a token's access away.
func (s *Server) Revoke(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.people, token)
}

// Limit sets the limits of a push, in changes and bytes; a page has no more changes
// either.
func (s *Server) Limit(changes, body int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits.Changes, s.limits.Body = changes, body
}

// Changes returns the stream of a school.
func (s *Server) Changes(school string) []change.Change {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]change.Change(nil), s.streams[school].changes...)
}

// Requests returns what was asked since the last call.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	log := s.log
	s.log = nil
	return log
}

// A Backup is the server's streams at one moment.
type Backup struct{ streams map[string]*stream }

// Backup copies the streams.
func (s *Server) Backup() Backup {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Backup{clones(s.streams)}
}

// Restore brings the streams back. newEpoch is false for a server whose keeper put
// an old file in its place without a word.
func (s *Server) Restore(b Backup, newEpoch bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams = clones(b.streams)
	if newEpoch {
		s.epoch, s.returns = change.NewID(), s.now().Add(returnTime)
	}
}

// returnTime is how long after a restore returned changes are taken.
const returnTime = 90 * 24 * time.Hour

// takesBack reports whether returned changes are taken.
func (s *Server) takesBack() bool { return s.now().Before(s.returns) }

func clones(streams map[string]*stream) map[string]*stream {
	out := map[string]*stream{}
	for id, st := range streams {
		out[id] = st.clone()
	}
	return out
}

// ServeHTTP answers one request of the API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := read(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	var answer any
	switch {
	case err != nil:
		answer = &wire.Error{Code: wire.CodeInvalid, Message: err.Error()}
	case len(body.data) > s.limits.Body:
		answer = &wire.Error{Code: wire.CodeTooLarge}
	default:
		answer = s.answer(w, r, body.data)
	}
	status, out := http.StatusOK, []byte(nil)
	if answer == nil {
		status = http.StatusNotModified
	} else if out, err = json.Marshal(answer); err != nil {
		panic(err)
	}
	if e, ok := answer.(*wire.Error); ok {
		status = e.Code.Status()
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat))
	if len(out) > 1<<10 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		out = zipped(out)
	}
	s.log = append(s.log, Request{r.Method, r.URL.Path, status, body.size, len(out)})
	w.WriteHeader(status)
	_, _ = w.Write(out)
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, body []byte) any {
	path := strings.Split(strings.TrimPrefix(r.URL.Path, "/v1/"), "/")
	switch {
	case path[0] == "meta":
		m := wire.Meta{Name: "Canal District", Epoch: s.epoch, SchemaMin: 1, SchemaMax: change.Schema, Limits: s.limits, Time: s.now()}
		if s.takesBack() {
			m.Returns = s.returns
		}
		return m
	case path[0] == "join" && r.Method == http.MethodPost:
		return s.join(body)
	}
	me, ok := s.people[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if !ok {
		return &wire.Error{Code: wire.CodeSignIn, Message: "this laptop is not known here"}
	}
	me.Epoch = s.epoch
	if path[0] == "me" {
		return me
	}
	if len(path) == 3 && path[0] == "schools" && path[2] == "changes" {
		for _, a := range me.Access {
			if a.School != path[1] {
				continue
			}
			if r.Method == http.MethodPost {
				return s.push(a, body)
			}
			return s.pull(w, r, a)
		}
	}
	return &wire.Error{Code: wire.CodeNotFound, Message: "not found"}
}

func (s *Server) join(body []byte) any {
	var join wire.Join
	if err := json.Unmarshal(body, &join); err != nil {
		return &wire.Error{Code: wire.CodeInvalid, Message: err.Error()}
	}
	token, ok := s.codes[join.Code]
	if !ok {
		return &wire.Error{Code: wire.CodeCode, Message: "this code is not known"}
	}
	delete(s.codes, join.Code)
	me := s.people[token]
	me.Epoch = s.epoch
	return wire.Joined{Token: token, Me: me}
}

func (s *Server) push(a wire.Access, body []byte) any {
	var push wire.Push
	if err := json.Unmarshal(body, &push); err != nil {
		return &wire.Error{Code: wire.CodeInvalid, Message: err.Error()}
	}
	st := s.streams[a.School]
	switch {
	case push.Epoch != "" && push.Epoch != s.epoch:
		return &wire.Error{Code: wire.CodeEpoch, Epoch: s.epoch}
	case len(push.Changes)+len(push.Returned) > s.limits.Changes:
		return &wire.Error{Code: wire.CodeTooLarge}
	case len(push.Returned) > 0 && !s.takesBack():
		return &wire.Error{Code: wire.CodeForbid, Message: "nothing is taken back now"}
	case len(push.Changes)+len(push.Returned) == 0:
		return wire.Pushed{Epoch: s.epoch, Have: st.have.Clone()}
	}
	if err := st.push(push.Changes, a.Role); err != nil {
		return err
	}
	pushed := wire.Pushed{Epoch: s.epoch, Have: change.Vector{}}
	for _, c := range push.Changes {
		pushed.Have[c.Replica] = st.have[c.Replica]
	}
	pushed.Returned, pushed.Forked = st.takeBack(push.Returned, a.Role)
	return pushed
}

func (s *Server) pull(w http.ResponseWriter, r *http.Request, a wire.Access) any {
	q := r.URL.Query()
	after, err := wire.ParseCursor(q.Get("after"))
	if err != nil {
		return &wire.Error{Code: wire.CodeInvalid, Message: err.Error()}
	}
	if epoch := q.Get("epoch"); epoch != "" && epoch != s.epoch {
		return &wire.Error{Code: wire.CodeEpoch, Epoch: s.epoch}
	}
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit < 1 || limit > wire.MaxChanges {
		limit = wire.MaxChanges
	}
	limit = min(limit, s.limits.Changes)
	changes, next, more := s.streams[a.School].page(a.Role.Audience(), after, limit)
	w.Header().Set("ETag", next.ETag(s.epoch))
	if r.Header.Get("If-None-Match") == next.ETag(s.epoch) {
		return nil
	}
	return wire.Page{Epoch: s.epoch, Changes: changes, Next: next, More: more}
}

type requestBody struct {
	data []byte
	size int
}

// read reads a request's body, which may be compressed.
func read(r *http.Request) (requestBody, error) {
	if r.Body == nil {
		return requestBody{}, nil
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil || r.Header.Get("Content-Encoding") != "gzip" {
		return requestBody{raw, len(raw)}, err
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return requestBody{}, err
	}
	data, err := io.ReadAll(z)
	return requestBody{data, len(raw)}, errors.Join(err, z.Close())
}

func zipped(data []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	if _, err := z.Write(data); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}
