package backendtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// Memory is a back end that keeps nothing. It is slow on purpose: an update works
// on a copy of everything.
type Memory struct {
	mu   sync.Mutex
	data *content
}

// NewMemory returns an empty back end.
func NewMemory() *Memory { return &Memory{data: newContent()} }

var _ dashboard.Backend = (*Memory)(nil)

// Name says that it is in memory.
func (m *Memory) Name() string { return "memory" }

// Ready reports whether the context goes on.
func (m *Memory) Ready(ctx context.Context) error { return ctx.Err() }

// Close does nothing.
func (m *Memory) Close() error { return nil }

// Update runs fn on a copy, which then takes the place of the content.
func (m *Memory) Update(ctx context.Context, _ string, fn func(dashboard.Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if to, moved := m.data.settings[dashboard.SettingMoved]; moved {
		return fmt.Errorf("%w: %s", dashboard.ErrMoved, to)
	}
	next := m.data.clone()
	if err := fn(next); err != nil {
		return err
	}
	if next.failed != nil {
		return next.failed
	}
	m.data = next
	return nil
}

// View runs fn on the content as it is now.
func (m *Memory) View(ctx context.Context, fn func(dashboard.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	now := m.data
	m.mu.Unlock()
	return fn(now)
}

// content is what a Memory holds. Lists and maps of a content that is in place
// are never altered.
type content struct {
	settings map[string]string
	schools  map[string]dashboard.School
	people   map[string]dashboard.Person
	tokens   map[string]dashboard.Token
	invites  map[string]dashboard.Invite
	audits   []dashboard.Audit
	streams  map[string][]change.Change
	feeds    map[feed][]change.ID
	docs     map[docKey]dashboard.Doc
	waiting  map[string][]dashboard.Waiting
	failed   error
}

type (
	feed struct {
		school string
		reader wire.Audience
	}
	docKey struct{ school, id string }
)

func newContent() *content {
	return &content{
		settings: map[string]string{}, schools: map[string]dashboard.School{}, people: map[string]dashboard.Person{},
		tokens: map[string]dashboard.Token{}, invites: map[string]dashboard.Invite{},
		streams: map[string][]change.Change{}, feeds: map[feed][]change.ID{}, docs: map[docKey]dashboard.Doc{},
		waiting: map[string][]dashboard.Waiting{},
	}
}

func (c *content) clone() *content {
	return &content{
		settings: maps.Clone(c.settings), schools: maps.Clone(c.schools), people: maps.Clone(c.people),
		tokens: maps.Clone(c.tokens), invites: maps.Clone(c.invites), audits: slices.Clip(c.audits),
		streams: clip(c.streams), feeds: clip(c.feeds), docs: maps.Clone(c.docs),
		waiting: clip(c.waiting),
	}
}

// clip copies a map of lists so that adding to a list leaves the original alone.
func clip[K comparable, V any](lists map[K][]V) map[K][]V {
	next := make(map[K][]V, len(lists))
	for key, list := range lists {
		next[key] = slices.Clip(list)
	}
	return next
}

func (c *content) fail(err error) error {
	if c.failed == nil {
		c.failed = err
	}
	return err
}

// find looks a record up and copies it, so that the caller owns what it gets.
func find[K comparable, V any](records map[K]V, key K) (V, error) {
	v, ok := records[key]
	if !ok {
		return v, dashboard.ErrNotFound
	}
	return v, nil
}

func sorted[K comparable, V any](records map[K]V, compare func(a, b V) int) []V {
	return slices.SortedFunc(maps.Values(records), compare)
}

func (c *content) Setting(key string) (string, error)         { return c.settings[key], nil }
func (c *content) Settings() (map[string]string, error)       { return maps.Clone(c.settings), nil }
func (c *content) School(id string) (dashboard.School, error) { return find(c.schools, id) }
func (c *content) Schools() ([]dashboard.School, error) {
	return sorted(c.schools, dashboard.CompareSchools), nil
}
func (c *content) Person(id string) (dashboard.Person, error) { return find(c.people, id) }
func (c *content) People() ([]dashboard.Person, error) {
	return sorted(c.people, dashboard.ComparePeople), nil
}
func (c *content) Token(hash string) (dashboard.Token, error) { return find(c.tokens, hash) }
func (c *content) Tokens() ([]dashboard.Token, error) {
	return sorted(c.tokens, dashboard.CompareTokens), nil
}
func (c *content) Invite(hash string) (dashboard.Invite, error) { return find(c.invites, hash) }
func (c *content) Invites() ([]dashboard.Invite, error) {
	return sorted(c.invites, dashboard.CompareInvites), nil
}

func (c *content) Audits(before uint64, limit int) ([]dashboard.Audit, error) {
	var audits []dashboard.Audit
	for _, a := range slices.Backward(c.audits) {
		if len(audits) < limit && (before == 0 || a.N < before) {
			audits = append(audits, a)
		}
	}
	return audits, nil
}

func (c *content) Doc(school, id string) (dashboard.Doc, error) {
	return find(c.docs, docKey{school, id})
}

func (c *content) Docs(schools []string, reader wire.Audience, each func(dashboard.Doc) bool) error {
	if _, err := c.Head("", reader); err != nil {
		return err
	}
	for _, d := range sorted(c.docs, compareDocs) {
		if schools != nil && !slices.Contains(schools, d.School) || !d.Shared.Reaches(reader) {
			continue
		}
		d.State = nil
		if !each(d) {
			return nil
		}
	}
	return nil
}

// compareDocs puts the newest first.
func compareDocs(a, b dashboard.Doc) int {
	return cmp.Or(b.Updated.Compare(a.Updated), cmp.Compare(a.School, b.School), cmp.Compare(a.ID, b.ID))
}

func (c *content) FindDoc(id string) ([]dashboard.Doc, error) {
	var docs []dashboard.Doc
	for key, d := range c.docs {
		if key.id == id {
			d.State = nil
			docs = append(docs, d)
		}
	}
	slices.SortFunc(docs, func(a, b dashboard.Doc) int { return cmp.Compare(a.School, b.School) })
	return docs, nil
}

func (c *content) SetSetting(key, value string) error {
	c.settings[key] = value
	return nil
}

func (c *content) PutSchool(s dashboard.School) error {
	if s.ID == "" {
		return c.fail(errors.New("the school has no id"))
	}
	c.schools[s.ID] = s.UTC()
	return nil
}

func (c *content) PutPerson(p dashboard.Person) error {
	p.Schools = slices.Clone(p.Schools)
	c.people[p.ID] = p.UTC()
	return nil
}

func (c *content) PutToken(t dashboard.Token) error {
	c.tokens[t.Hash] = t.UTC()
	return nil
}

func (c *content) SeenToken(hash string, at time.Time) error {
	at = at.UTC().Truncate(time.Microsecond)
	if t, ok := c.tokens[hash]; ok && at.After(t.LastSeen) {
		t.LastSeen = at
		c.tokens[hash] = t
	}
	return nil
}

func (c *content) PutInvite(i dashboard.Invite) error {
	c.invites[i.Hash] = i.UTC()
	return nil
}

func (c *content) AddAudit(a dashboard.Audit) error {
	a.N = uint64(len(c.audits)) + 1
	c.audits = append(c.audits, a.UTC())
	return nil
}

func (c *content) PutDoc(d dashboard.Doc) error {
	if _, ok := c.schools[d.School]; !ok {
		return c.fail(dashboard.ErrNotFound)
	}
	if d.ID == "" || len(d.ID) > dashboard.MaxName {
		return c.fail(dashboard.ErrTooLong)
	}
	d.Updated = d.Updated.UTC().Truncate(time.Microsecond)
	d.Row, d.State = append([]byte(nil), d.Row...), append([]byte(nil), d.State...)
	c.docs[docKey{d.School, d.ID}] = d
	return nil
}
