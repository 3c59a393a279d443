package conformance

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// maxAnswer bounds what is read of one answer.
const maxAnswer = 64 << 20

// client sends requests and keeps what comes back as it came.
type client struct {
	base, token string
	http        *http.Client
}

// request is one request. The zero values are GET, without a body, with the token.
type request struct {
	method, path string
	query        url.Values
	body         []byte
	gzipped      bool // the body is compressed
	header       map[string]string
	anonymous    bool // without the token
}

// answer is what came back.
type answer struct {
	what   string // the request in a few words
	status int
	header http.Header
	body   []byte
}

// send sends a request, again when the server asks to wait first.
func (c *client) send(ctx context.Context, r request) (answer, error) {
	for {
		a, err := c.once(ctx, r)
		seconds, noTime := strconv.Atoi(a.header.Get("Retry-After"))
		if err != nil || a.status != http.StatusTooManyRequests || noTime != nil || seconds > longestWait {
			return a, err
		}
		select {
		case <-ctx.Done():
			return a, ctx.Err()
		case <-time.After(time.Duration(seconds) * time.Second):
		}
	}
}

// longestWait is how many seconds a server may ask to wait.
const longestWait = 60

func (c *client) once(ctx context.Context, r request) (answer, error) {
	if r.method == "" {
		r.method = http.MethodGet
	}
	target := c.base + r.path
	if len(r.query) > 0 {
		target += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.method, target, bytes.NewReader(r.body))
	if err != nil {
		return answer{}, err
	}
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.gzipped {
		req.Header.Set("Content-Encoding", "gzip")
	}
	if !r.anonymous {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	a := answer{what: r.method + " " + r.path, status: resp.StatusCode, header: resp.Header, body: body}
	if err != nil {
		return a, fmt.Errorf("the answer to %s broke off: %w", a.what, err)
	}
	return a, nil
}

// words says what came, with the error's code when there is one.
func (a answer) words() string {
	var e wire.Error
	if json.Unmarshal(a.body, &e) == nil && e.Code != "" {
		return fmt.Sprintf("%d %s", a.status, e.Code)
	}
	return strconv.Itoa(a.status)
}

// decode reads a JSON body.
func (a answer) decode(into any) error {
	if kind, _, err := mime.ParseMediaType(a.header.Get("Content-Type")); err != nil || kind != "application/json" {
		return mismatch(a.what, "Content-Type application/json", fmt.Sprintf("%q", a.header.Get("Content-Type")))
	}
	if err := json.Unmarshal(a.body, into); err != nil {
		return fmt.Errorf("the answer to %s is not the JSON expected: %w", a.what, err)
	}
	return nil
}

// unzipped returns the answer with its body as it was before compression.
func (a answer) unzipped() (answer, error) {
	if a.header.Get("Content-Encoding") != "gzip" {
		return a, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(a.body))
	if err == nil {
		a.body, err = io.ReadAll(io.LimitReader(z, maxAnswer))
	}
	if err != nil {
		return a, fmt.Errorf("the answer to %s is not the gzip that it says it is: %w", a.what, err)
	}
	return a, nil
}

// refused checks that the request was refused with the status and one of the
// codes. What the error says else is in the *wire.Error returned by errorBody.
func (a answer) refused(status int, codes ...wire.Code) error {
	want := fmt.Sprint(status)
	for i, code := range codes {
		if i > 0 {
			want += " or"
		}
		want += " " + string(code)
	}
	e, err := a.errorBody()
	if a.status != status {
		return mismatch(a.what, want, a.words())
	}
	if err != nil {
		return err
	}
	if !slices.Contains(codes, e.Code) {
		return mismatch(a.what, want, a.words())
	}
	if e.Message == "" {
		return mismatch(a.what, "a message for people", "none")
	}
	return nil
}

func (a answer) errorBody() (*wire.Error, error) {
	e := new(wire.Error)
	return e, a.decode(e)
}

// mismatch says what was expected and what came.
func mismatch(what, want, got string) error {
	return fmt.Errorf("%s: expected %s; %s came", what, want, got)
}

func (s *session) changesPath() string { return "/v1/schools/" + url.PathEscape(s.school) + "/changes" }

// post pushes raw changes, or anything else that is put for a body.
func (s *session) post(ctx context.Context, body any) (answer, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return answer{}, err
	}
	return s.send(ctx, request{method: http.MethodPost, path: s.changesPath(), body: raw})
}

// push pushes changes that the server has to take.
func (s *session) push(ctx context.Context, changes ...change.Change) (wire.Pushed, error) {
	a, err := s.post(ctx, wire.Push{Epoch: s.meta.Epoch, Changes: changes})
	if err != nil {
		return wire.Pushed{}, err
	}
	return s.taken(a, changes...)
}

// taken reads the answer to a push that the server has to take.
func (s *session) taken(a answer, changes ...change.Change) (wire.Pushed, error) {
	var pushed wire.Pushed
	if a.status != http.StatusOK {
		return pushed, mismatch(a.what, "200", a.words())
	}
	if err := a.decode(&pushed); err != nil {
		return pushed, err
	}
	if pushed.Epoch != s.meta.Epoch {
		return pushed, mismatch(a.what, fmt.Sprintf("the epoch %q", s.meta.Epoch), fmt.Sprintf("%q", pushed.Epoch))
	}
	last := change.Vector{}
	for _, c := range changes {
		last.Add(c.Replica, c.Seq)
	}
	for replica, seq := range last {
		if pushed.Have[replica] < seq {
			return pushed, mismatch(a.what, fmt.Sprintf("have of at least %d", seq), fmt.Sprint(pushed.Have[replica]))
		}
	}
	return pushed, nil
}

// pull reads one page.
func (s *session) pull(ctx context.Context, after wire.Cursor, limit int) (wire.Page, answer, error) {
	var page wire.Page
	query := url.Values{"after": {after.String()}, "limit": {strconv.Itoa(limit)}, "epoch": {s.meta.Epoch}}
	a, err := s.send(ctx, request{path: s.changesPath(), query: query})
	if err != nil {
		return page, a, err
	}
	if a.status != http.StatusOK {
		return page, a, mismatch(a.what, "200", a.words())
	}
	if err := a.decode(&page); err != nil {
		return page, a, err
	}
	if page.Epoch != s.meta.Epoch {
		return page, a, mismatch(a.what, fmt.Sprintf("the epoch %q", s.meta.Epoch), fmt.Sprintf("%q", page.Epoch))
	}
	if len(page.Changes) > limit {
		return page, a, mismatch(a.what, fmt.Sprintf("at most %d changes", limit), fmt.Sprint(len(page.Changes)))
	}
	return page, a, nil
}

// pullAll reads pages to the end and returns the cursor there.
func (s *session) pullAll(ctx context.Context, after wire.Cursor, limit int) ([]change.Change, wire.Cursor, error) {
	var all []change.Change
	for {
		page, a, err := s.pull(ctx, after, limit)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, page.Changes...)
		if page.Next < after || page.Next == after && (page.More || len(page.Changes) > 0) {
			return nil, 0, mismatch(a.what, fmt.Sprintf("a cursor past %d", after), page.Next.String())
		}
		after = page.Next
		if !page.More {
			return all, after, nil
		}
	}
}
