//go:build unix

package academy

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
)

// A mishap is what the proxy does to one exchange.
type mishap int

const (
	passes    mishap = iota
	cuts             // the request goes nowhere and the connection ends
	loses            // the server answers, and the connection ends without the answer
	halves           // half of the answer arrives, then the connection ends
	tears            // half of the request reaches the server, then both connections end
	repeats          // the server gets the request twice; the second answer arrives
	babbles          // something else answers: the page of a guest network
	holds            // the answer waits until the test lets it go
	postpones        // the connection ends, and the request reaches the server when the test lets it go
)

// A proxy stands between a client process and a server process.
type proxy struct {
	t      testing.TB
	server *httptest.Server
	mu     sync.Mutex
	target string // host and port
	do     mishap
	method string // of the requests that it is done to
	times  int    // how often still

	reached chan struct{} // a request is held or postponed
	let     chan struct{} // the test lets it go
	through chan struct{} // it went
}

func newProxy(t testing.TB, target string) *proxy {
	p := &proxy{t: t, reached: make(chan struct{}, 8), let: make(chan struct{}), through: make(chan struct{}, 8)}
	p.aim(target)
	p.server = httptest.NewServer(p)
	t.Cleanup(p.server.Close)
	return p
}

// aim sends all that follows to another server.
func (p *proxy) aim(target string) {
	u, err := url.Parse(target)
	if err != nil {
		p.t.Fatalf("%v", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.target = u.Host
}

// set says what becomes of the next requests of a method to a school's stream.
func (p *proxy) set(do mishap, method string, times int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.do, p.method, p.times = do, method, times
}

func (p *proxy) next(r *http.Request) mishap {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.times == 0 || r.Method != p.method || !isStream(r) {
		return passes
	}
	p.times--
	return p.do
}

func isStream(r *http.Request) bool {
	return len(r.URL.Path) > len("/v1/schools/") && r.URL.Path[:len("/v1/schools/")] == "/v1/schools/"
}

// ServeHTTP carries one request on, as well as it is meant to arrive.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, body, err := rawRequest(r)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	do := p.next(r)
	switch do {
	case cuts:
		panic(http.ErrAbortHandler)
	case tears:
		_ = p.tear(raw[:len(raw)-len(body)/2-1])
		panic(http.ErrAbortHandler)
	case repeats:
		if _, err := p.carry(raw, r); err != nil {
			panic(http.ErrAbortHandler)
		}
	case babbles:
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html>Sign in to the guest network</html>")
		return
	case postpones:
		go func() {
			p.reached <- struct{}{}
			<-p.let
			_, _ = p.carry(raw, r)
			p.through <- struct{}{}
		}()
		panic(http.ErrAbortHandler)
	}
	answer, err := p.carry(raw, r)
	if do == holds {
		p.reached <- struct{}{}
		<-p.let
	}
	if err != nil || do == loses {
		panic(http.ErrAbortHandler)
	}
	if do == halves {
		answer = answer[:len(answer)-len(answer)/4]
	}
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_, _ = conn.Write(answer)
	_ = conn.Close()
}

// rawRequest writes the request as it goes over the wire, for one exchange.
func rawRequest(r *http.Request) (all, body []byte, err error) {
	if body, err = io.ReadAll(r.Body); err != nil {
		return nil, nil, err
	}
	out := r.Clone(r.Context())
	out.Body, out.ContentLength, out.TransferEncoding = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
	if len(body) == 0 {
		out.Body = nil
	}
	out.Close = true
	var raw bytes.Buffer
	err = out.Write(&raw)
	return raw.Bytes(), body, err
}

// tear sends the beginning of a request to the server and waits until the server has
// given it up.
func (p *proxy) tear(raw []byte) error {
	conn, err := p.dial()
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Write(raw); err != nil {
		return err
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, conn)
	return err
}

func (p *proxy) dial() (net.Conn, error) {
	p.mu.Lock()
	target := p.target
	p.mu.Unlock()
	return net.Dial("tcp", target)
}

// carry sends bytes to the server and returns what comes back until it closes.
func (p *proxy) carry(raw []byte, r *http.Request) ([]byte, error) {
	conn, err := p.dial()
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Write(raw); err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(conn)
	if err != nil {
		return nil, err
	}
	if _, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(answer)), r); err != nil {
		return nil, fmt.Errorf("no answer: %w", err)
	}
	return answer, nil
}
