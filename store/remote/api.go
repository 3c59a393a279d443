package remote

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// Meta asks what the dashboard is. It needs no token.
func (c *Client) Meta(ctx context.Context) (m wire.Meta, err error) {
	_, err = c.do(ctx, request{method: http.MethodGet, path: "/v1/meta"}, &m)
	m.Name = cycle.Clean(m.Name, false)
	return m, err
}

// Join exchanges a code for a token. It is tried only once: a code holds once, and
// where the answer is lost the district gives another one.
func (c *Client) Join(ctx context.Context, code, device string) (j wire.Joined, err error) {
	_, err = c.do(ctx, request{method: http.MethodPost, path: "/v1/join", body: wire.Join{Code: code, Device: device}, once: true}, &j)
	clean(&j.Me)
	return j, err
}

// Leave gives the token back: it holds no more.
func (c *Client) Leave(ctx context.Context) error {
	var nothing struct{}
	_, err := c.do(ctx, request{method: http.MethodPost, path: "/v1/leave", once: true}, &nothing)
	return err
}

// Me asks for whom the dashboard takes the token's holder.
func (c *Client) Me(ctx context.Context) (m wire.Me, err error) {
	_, err = c.do(ctx, request{method: http.MethodGet, path: "/v1/me"}, &m)
	clean(&m)
	return m, err
}

// clean makes the names that a server gives safe to show, and leaves out schools
// without an id.
func clean(m *wire.Me) {
	m.Person, m.Name = cycle.Clean(m.Person, false), cycle.Clean(m.Name, false)
	kept := m.Access[:0]
	for _, a := range m.Access {
		a.Name, a.Network = cycle.Clean(a.Name, false), cycle.Clean(a.Network, false)
		if a.School != "" {
			kept = append(kept, a)
		}
	}
	m.Access = kept
}

// Push sends changes to a school's stream.
func (c *Client) Push(ctx context.Context, school string, push wire.Push) (p wire.Pushed, err error) {
	_, err = c.do(ctx, request{method: http.MethodPost, path: streamPath(school), body: push}, &p)
	return p, err
}

// Pull asks for the changes behind the cursor. unchanged is set when there are none.
func (c *Client) Pull(ctx context.Context, school, epoch string, after wire.Cursor) (p wire.Page, unchanged bool, err error) {
	r := request{method: http.MethodGet, path: streamPath(school), query: url.Values{
		"after": {after.String()}, "limit": {strconv.Itoa(wire.MaxChanges)},
	}}
	if epoch != "" {
		r.query.Set("epoch", epoch)
		r.etag = after.ETag(epoch)
	}
	a, err := c.do(ctx, r, &p)
	return p, a.unchanged, err
}

func streamPath(school string) string {
	return "/v1/schools/" + url.PathEscape(school) + "/changes"
}

// Cycles asks for a page of the cycles that other schools share, after the last page's
// Next. etag is that of the answer before; unchanged is set when it still holds.
func (c *Client) Cycles(ctx context.Context, after, etag string) (out Listing, now string, unchanged bool, err error) {
	r := request{method: http.MethodGet, path: "/v1/cycles", etag: etag, query: url.Values{"scope": {"network"}, "limit": {"200"}}}
	if after != "" {
		r.query.Set("after", after)
	}
	a, err := c.do(ctx, r, &out)
	return out, a.etag, a.unchanged, err
}

// A Listing is a page of cycles: wire.Cycles with the summaries as they came.
type Listing struct {
	Cycles []struct {
		wire.CycleRow
		Summary json.RawMessage `json:"summary"`
	} `json:"cycles"`
	Next string `json:"next"`
}

// Cycle asks for one cycle, as the JSON document that it is.
func (c *Client) Cycle(ctx context.Context, id string) (doc json.RawMessage, err error) {
	_, err = c.do(ctx, request{method: http.MethodGet, path: "/v1/cycles/" + url.PathEscape(id)}, &doc)
	return doc, err
}
