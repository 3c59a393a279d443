package conformance

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// stub is a server of level 0 that keeps a stream in memory and has one fault.
type stub struct {
	fault string

	mu      sync.Mutex
	entries []entry
	have    change.Vector
	metas   int
	busy    int // how many requests are refused as too many
}

type entry struct {
	n      int
	c      change.Change
	hidden bool // numbered, and not committed yet
}

const (
	stubToken  = "pdsa_stub"
	stubSchool = "school1"
	stubEpoch  = "epoch1"
)

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status, body, err := s.answer(w, r)
	var refused *wire.Error
	switch {
	case errors.As(err, &refused):
		status, body = refused.Code.Status(), refused
	case err != nil:
		status, body = http.StatusBadRequest, &wire.Error{Code: wire.CodeInvalid, Message: err.Error()}
		if s.fault == "fails on nonsense" {
			status = http.StatusInternalServerError
		}
	}
	if status == http.StatusNotModified {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(code wire.Code) *wire.Error { return &wire.Error{Code: code, Message: "refused"} }

func (s *stub) answer(w http.ResponseWriter, r *http.Request) (int, any, error) {
	if r.URL.Path == "/v1/meta" {
		return 200, s.meta(), nil
	}
	if token := r.Header.Get("Authorization"); token != "Bearer "+stubToken && s.fault != "lets anyone in" {
		if s.fault != "takes longer tokens" || !strings.HasPrefix(token, "Bearer "+stubToken) {
			return 0, nil, refuse(wire.CodeSignIn)
		}
	}
	if s.busy > 0 {
		s.busy--
		w.Header().Set("Retry-After", "0")
		return 0, nil, refuse(wire.CodeBusy)
	}
	if r.URL.Path == "/v1/me" {
		return 200, wire.Me{Role: wire.Team, Home: stubSchool, Epoch: stubEpoch}, nil
	}
	if r.URL.Path != "/v1/schools/"+stubSchool+"/changes" && s.fault != "has every school" {
		return 0, nil, refuse(wire.CodeNotFound)
	}
	if r.Method == http.MethodPost {
		return s.push(r)
	}
	return s.pull(w, r)
}

func (s *stub) meta() wire.Meta {
	s.metas++
	m := wire.Meta{
		Name: "Stub", Epoch: stubEpoch, SchemaMin: 1, SchemaMax: 1, Time: time.Now(),
		Limits: wire.Limits{Changes: wire.MaxChanges, Body: wire.MaxBody, Change: wire.MaxChange},
	}
	if s.fault == "makes up epochs" && s.metas == 2 {
		m.Epoch += "x"
	}
	return m
}

func (s *stub) push(r *http.Request) (int, any, error) {
	p, err := s.read(r)
	if err != nil {
		return 0, nil, err
	}
	if p.Epoch != "" && p.Epoch != stubEpoch && s.fault != "forgets the epoch" {
		return 0, nil, &wire.Error{Code: wire.CodeEpoch, Message: "restored", Epoch: stubEpoch}
	}
	kept, have := slices.Clone(s.entries), s.have.Clone()
	for i, c := range p.Changes {
		if s.fault == "loses a change" && i > 0 && i == len(p.Changes)-1 {
			s.have.Add(c.Replica, c.Seq)
			continue
		}
		if err := s.take(c); err != nil {
			if s.fault != "keeps half a push" {
				s.entries, s.have = kept, have
			}
			return 0, nil, err
		}
	}
	if s.fault == "renumbers" {
		slices.SortStableFunc(s.entries, func(a, b entry) int { return strings.Compare(a.c.Replica, b.c.Replica) })
		for i := range s.entries {
			s.entries[i].n = i + 1
		}
	}
	pushed := wire.Pushed{Epoch: stubEpoch, Have: s.have}
	if len(p.Changes) == 0 && s.fault == "says nothing to an empty push" {
		pushed.Have = nil
	}
	return 200, pushed, nil
}

func (s *stub) read(r *http.Request) (wire.Push, error) {
	var p wire.Push
	var from io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" && s.fault != "knows no gzip" {
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			return p, err
		}
		from = z
		if s.fault == "unpacks anything" {
			var all bytes.Buffer
			if _, err := io.Copy(&all, z); err != nil {
				return p, err
			}
			return p, json.Unmarshal(all.Bytes(), &p)
		}
	}
	body, err := io.ReadAll(io.LimitReader(from, wire.MaxBody+1))
	if err != nil {
		return p, err
	}
	if len(body) > wire.MaxBody {
		return p, refuse(wire.CodeTooLarge)
	}
	if !utf8.Valid(body) {
		return p, errors.New("no UTF-8")
	}
	if err := json.Unmarshal(body, &p); err != nil {
		return p, err
	}
	if s.fault == "forgets members" {
		for i, c := range p.Changes {
			for j := range c.Ops {
				c.Ops[j] = change.Op{Do: c.Ops[j].Do, Field: c.Ops[j].Field, Value: c.Ops[j].Value}
			}
			p.Changes[i] = change.Change{ID: c.ID, Replica: c.Replica, Seq: c.Seq, Doc: c.Doc, Kind: c.Kind, At: c.At, Ops: c.Ops, Hash: c.Hash}
		}
	}
	switch {
	case len(p.Changes) > wire.MaxChanges && s.fault != "counts nothing",
		len(p.Changes) > 100 && s.fault == "takes a hundred":
		return p, refuse(wire.CodeTooLarge)
	}
	return p, nil
}

func (s *stub) take(c change.Change) error {
	size, err := json.Marshal(c)
	if err != nil {
		return err
	}
	switch {
	case len(size) > wire.MaxChange && s.fault != "measures nothing":
		return refuse(wire.CodeTooLarge)
	case s.fault == "forgets members":
	case c.Verify() != nil && s.fault != "trusts hashes":
		return refuse(wire.CodeDamaged)
	}
	if s.fault == "judges content" && c.Kind != change.KindCycle {
		return refuse(wire.CodeInvalid)
	}
	switch last := s.have[c.Replica]; {
	case c.Seq <= last && s.fault != "repeats":
		i := slices.IndexFunc(s.entries, func(e entry) bool { return e.c.ID == c.ID })
		if i >= 0 && s.entries[i].c.Hash != c.Hash && s.fault != "overlooks forks" {
			return &wire.Error{Code: wire.CodeFork, Message: "taken", Replica: c.Replica, Have: change.Vector{c.Replica: last}}
		}
		return nil
	case c.Seq > last+1 && s.fault != "overlooks gaps":
		return &wire.Error{Code: wire.CodeGap, Message: "missing", Replica: c.Replica, Have: change.Vector{c.Replica: last}}
	}
	s.have.Add(c.Replica, c.Seq)
	s.entries = append(s.entries, entry{n: len(s.entries) + 1, c: c, hidden: s.fault == "commits late" && c.Seq > 3})
	return nil
}

func (s *stub) pull(w http.ResponseWriter, r *http.Request) (int, any, error) {
	q := r.URL.Query()
	after, err := wire.ParseCursor(q.Get("after"))
	if err != nil {
		return 0, nil, err
	}
	limit := wire.MaxChanges
	if q.Has("limit") {
		if limit, err = strconv.Atoi(q.Get("limit")); err != nil {
			return 0, nil, err
		}
		limit = min(limit, wire.MaxChanges)
	}
	if e := q.Get("epoch"); e != "" && e != stubEpoch && s.fault != "forgets the epoch" {
		return 0, nil, &wire.Error{Code: wire.CodeEpoch, Message: "restored", Epoch: stubEpoch}
	}
	page := wire.Page{Epoch: stubEpoch, Changes: []change.Change{}, Next: after}
	for _, e := range s.visible(int(after)) {
		if len(page.Changes) == limit {
			page.More = true
			break
		}
		if s.fault == "alters a title" && len(e.c.Ops) > 0 {
			e.c.Ops = slices.Clone(e.c.Ops)
			e.c.Ops[0].Value += "."
		}
		page.Changes = append(page.Changes, e.c)
		page.Next = wire.Cursor(e.n)
	}
	if s.fault == "skips one between pages" && page.More {
		page.Next++
	}
	if s.fault == "ends too soon" {
		page.More = false
	}
	tag := page.Next.ETag(stubEpoch)
	if s.fault != "has no tag" {
		w.Header().Set("ETag", tag)
	}
	known := r.Header.Get("If-None-Match")
	if known == tag && s.fault != "never says unchanged" || known != "" && s.fault == "always says unchanged" {
		return http.StatusNotModified, nil, nil
	}
	return 200, page, nil
}

// visible returns what a reader sees behind a place. What is hidden comes to
// light once the reader has passed it, as with numbers given before a commit.
func (s *stub) visible(after int) []entry {
	var seen []entry
	for _, e := range s.entries[min(after, len(s.entries)):] {
		if !e.hidden {
			seen = append(seen, e)
		}
	}
	for i := range s.entries {
		if len(seen) > 0 && s.entries[i].n < seen[len(seen)-1].n {
			s.entries[i].hidden = false
		}
	}
	return seen
}
