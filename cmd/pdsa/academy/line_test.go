package academy

import (
	"bytes"
	"io"
	"net/http"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/change/streamtest"
)

// A fault is what becomes of one request: those of a network, and some of a server.
type fault int

const (
	serverDiesBefore = fault(streamtest.Faults) + iota
	serverDiesAfter
	garbles // what was sent, or the answer, is altered on the way
	faults
)

// A line carries a laptop's requests to the host.
type line struct {
	laptop *laptop
	wire   streamtest.Wire
}

// RoundTrip carries out one request.
func (n *line) RoundTrip(r *http.Request) (*http.Response, error) {
	var now fault
	if n.laptop.next != nil {
		now = n.laptop.next()
	}
	h := n.laptop.w.host
	n.wire.To, n.wire.Next = h, func() streamtest.Fault { return streamtest.Fault(now) }
	switch now {
	case serverDiesBefore, serverDiesAfter:
		h.fate = diesBefore
		if now == serverDiesAfter {
			h.fate = diesAfter
		}
		n.wire.Next = func() streamtest.Fault { return streamtest.NoAnswer }
		defer h.restart()
	case garbles:
		n.wire.Next = nil
		r = r.Clone(r.Context())
		r.Header.Del("Accept-Encoding")
		if r.Method == http.MethodPost && r.Header.Get("Content-Encoding") == "" {
			var err error
			if r.Body, err = garbled(r.Body); err != nil {
				return nil, err
			}
			r.ContentLength = -1
		}
	}
	res, err := n.wire.RoundTrip(r)
	if now == garbles && err == nil {
		res.Body, err = garbled(res.Body)
	}
	return res, err
}

// garbled alters the last change in a body.
func garbled(from io.Reader) (io.ReadCloser, error) {
	body, err := io.ReadAll(from)
	if i := bytes.LastIndex(body, []byte(`"author":"`)); i >= 0 {
		body = slices.Insert(body, i+len(`"author":"`), 'x')
	}
	return io.NopCloser(bytes.NewReader(body)), err
}
