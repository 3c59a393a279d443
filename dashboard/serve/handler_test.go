package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// ask sends one request through the handler.
func ask(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func request(method, target, from string, header ...string) *http.Request {
	r := httptest.NewRequest(method, target, nil)
	if from != "" {
		r.RemoteAddr = net.JoinHostPort(strings.Trim(from, "[]"), "5000")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	return r
}

// options serve a handler below /v1/.
func options(api http.HandlerFunc, log io.Writer) Options {
	return Options{
		API: api, Ready: func(context.Context) error { return nil }, Metrics: NewMetrics(),
		Log: slog.New(slog.NewJSONHandler(log, nil)),
	}
}

func codeOf(t *testing.T, w *httptest.ResponseRecorder) wire.Code {
	t.Helper()
	var e wire.Error
	if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || e.Message == "" {
		t.Fatalf("no error of the API: %q", w.Body)
	}
	return e.Code
}

func TestAFaultIsAnAnswer(t *testing.T) {
	var log bytes.Buffer
	h := handler(options(func(http.ResponseWriter, *http.Request) { panic("Ana's secret goal") }, &log), false)
	w := ask(h, request("GET", "/v1/me", ""))
	id := w.Header().Get("X-Request-Id")
	if w.Code != 500 || codeOf(t, w) != wire.CodeServer || id == "" || !strings.Contains(w.Body.String(), id) {
		t.Errorf("%d %s %s", w.Code, id, w.Body)
	}
	if text := log.String(); strings.Count(text, id) != 2 || strings.Contains(text, "secret goal") || !strings.Contains(text, "TestAFaultIsAnAnswer") {
		t.Errorf("the log: %s", text)
	}
	h = handler(options(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "half"); panic("x") }, &log), false)
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("half an answer looks like a whole one")
		}
	}()
	ask(h, request("GET", "/v1/me", ""))
}

func TestTheLogHoldsNoSecrets(t *testing.T) {
	var log bytes.Buffer
	h := handler(options(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, &log), false)
	ask(h, request("GET", "/v1/schools/q7school/changes?after=secretquery", "192.0.2.7", "Authorization", "Bearer pdsa_secret", "Cookie", "__Host-x=secretcookie"))
	var line struct {
		Msg, Route, From, ID string
		Status               int
	}
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line.Msg != "request" || line.Route != "/v1/schools/{school}/changes" || line.Status != 404 || line.From != "192.0.2.7" || line.ID == "" {
		t.Errorf("the line is %+v", line)
	}
	for _, secret := range []string{"secret", "q7school", "Bearer"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in the log: %s", secret, log.String())
		}
	}
}

func TestRoutesAreFew(t *testing.T) {
	for target, want := range map[string]string{
		"/v1/cycles/abc/history": "/v1/cycles/{id}/history",
		"/v1/cycles":             "/v1/cycles",
		"/v1/backup":             "/v1/backup",
		"/sign-in":               "/sign-in",
		"/v1/secret/abc":         "/v1/other",
		"/anything/else":         "page",
		"/":                      "page",
	} {
		if got := routeOf(request("GET", target, "")); got != want {
			t.Errorf("%s is %q, want %q", target, got, want)
		}
	}
}

func TestSecurityHeadersOnAll(t *testing.T) {
	h := handler(options(func(w http.ResponseWriter, _ *http.Request) { panic("x") }, io.Discard), false)
	for _, target := range []string{"/healthz", "/readyz", "/metrics", "/nothing", "/v1/me"} {
		w := ask(h, request("GET", target, "127.0.0.1"))
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"} {
			if w.Header().Get(name) == "" {
				t.Errorf("GET %s (%d) has no %s", target, w.Code, name)
			}
		}
	}
}

func TestMetricsForThisMachineOnly(t *testing.T) {
	h := handler(options(http.NotFound, io.Discard), false)
	for from, want := range map[string]int{"127.0.0.1": 200, "[::1]": 200, "192.0.2.7": 404} {
		if w := ask(h, request("GET", "/metrics", from, "X-Forwarded-For", "127.0.0.1")); w.Code != want {
			t.Errorf("from %s: %d, want %d", from, w.Code, want)
		}
	}
}

func TestBodiesAreBounded(t *testing.T) {
	h := handler(options(func(w http.ResponseWriter, r *http.Request) {
		if n, err := io.Copy(io.Discard, r.Body); err == nil || n > maxBody {
			t.Errorf("%d bytes were read", n)
		}
	}, io.Discard), false)
	r := httptest.NewRequest("POST", "/v1/join", strings.NewReader(strings.Repeat("x", maxBody+1)))
	ask(h, r)
}

func TestWhoIsBehindTheProxy(t *testing.T) {
	office := netip.MustParsePrefix("10.1.0.0/16")
	for _, tc := range []struct {
		name              string
		behind            bool
		from, chain, want string
		scheme            string
	}{
		{"no proxy expected", false, "127.0.0.1", "192.0.2.1", "127.0.0.1", "http"},
		{"the proxy of this machine", true, "127.0.0.1", "192.0.2.1", "192.0.2.1", "https"},
		{"two proxies", true, "127.0.0.1", "192.0.2.1, 10.1.2.3", "192.0.2.1", "https"},
		{"what the client made up", true, "127.0.0.1", "198.51.100.9, 192.0.2.1", "192.0.2.1", "https"},
		{"somebody else", true, "203.0.113.5", "192.0.2.1", "203.0.113.5", "http"},
		{"nonsense", true, "127.0.0.1", "192.0.2.1, unknown", "127.0.0.1", "https"},
		{"nothing said", true, "127.0.0.1", "", "127.0.0.1", "https"},
		{"IPv6", true, "[::1]", "2001:db8::7", "2001:db8::7", "https"},
		{"IPv4 in IPv6", true, "127.0.0.1", "::ffff:192.0.2.1, ::ffff:10.1.2.3", "192.0.2.1", "https"},
	} {
		var c client
		if tc.behind {
			c.trusted = append(c.trusted, append(loopback, office)...)
		}
		h := c.wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if got := peerOf(r).String(); got != tc.want || r.URL.Scheme != tc.scheme {
				t.Errorf("%s: %s over %s, want %s over %s", tc.name, got, r.URL.Scheme, tc.want, tc.scheme)
			}
			if len(r.Header) != 0 {
				t.Errorf("%s: %v is left", tc.name, r.Header)
			}
		}))
		r := request("GET", "/", tc.from, "X-Forwarded-Proto", "https")
		if tc.chain != "" {
			r.Header.Set("X-Forwarded-For", tc.chain)
		}
		ask(h, r)
	}
}

// slowed sends a request n times and returns how many were refused and the wait
// that the last refusal asks for.
func slowed(t *testing.T, h http.Handler, n int, make func() *http.Request) (refused int, wait string) {
	t.Helper()
	for range n {
		w := ask(h, make())
		if w.Code == http.StatusTooManyRequests {
			if codeOf(t, w) != wire.CodeBusy {
				t.Fatalf("429 with %s", w.Body)
			}
			refused++
			wait = w.Header().Get("Retry-After")
		}
	}
	return refused, wait
}

func TestGuessesAreSlowed(t *testing.T) {
	for _, path := range []string{"/v1/join", SignInPath} {
		now := time.Unix(1000, 0)
		h := newLimiter(func() time.Time { return now }).wrap(http.NotFoundHandler())
		guess := func() *http.Request { return request("POST", path, "192.0.2.1") }
		if n, wait := slowed(t, h, perGuess.burst+5, guess); n != 5 || wait != "2" {
			t.Errorf("%s: %d refused, wait %q", path, n, wait)
		}
		if n, _ := slowed(t, h, 1, func() *http.Request { return request("POST", path, "192.0.2.2") }); n != 0 {
			t.Errorf("%s: another address was refused", path)
		}
		if n, _ := slowed(t, h, 1, func() *http.Request { return request("GET", "/v1/me", "192.0.2.1") }); n != 0 {
			t.Errorf("%s: the address may do nothing else", path)
		}
		now = now.Add(4 * time.Second)
		if n, _ := slowed(t, h, 5, guess); n != 3 {
			t.Errorf("%s: after 4 seconds %d of 5 were refused, want 3", path, n)
		}
	}
}

func TestTokensAndAddressesAreSlowed(t *testing.T) {
	now := time.Unix(1000, 0)
	code := http.StatusOK
	h := newLimiter(func() time.Time { return now }).wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }))
	with := func(token, from string) func() *http.Request {
		return func() *http.Request { return request("GET", "/v1/me", from, "Authorization", "Bearer "+token) }
	}
	if n, _ := slowed(t, h, perToken.burst+7, with("a", "192.0.2.1")); n != 7 {
		t.Errorf("one token: %d refused, want 7", n)
	}
	if n, _ := slowed(t, h, 100, with("b", "192.0.2.1")); n != 0 {
		t.Errorf("another token of the same address: %d refused", n)
	}
	if n, _ := slowed(t, h, 1, with("a", "192.0.2.9")); n != 1 {
		t.Error("a token is free again from another address")
	}
	plain := func() *http.Request { return request("GET", "/v1/meta", "2001:db8::1") }
	if n, _ := slowed(t, h, perAddress.burst+3, plain); n != 3 {
		t.Errorf("one address: %d refused, want 3", n)
	}
	if n, _ := slowed(t, h, 1, func() *http.Request { return request("GET", "/v1/meta", "2001:db8::2") }); n != 1 {
		t.Error("the next address of the same line is another client")
	}
	if n, _ := slowed(t, h, perAddress.burst+3, func() *http.Request { return request("GET", "/v1/meta", "127.0.0.1") }); n != 0 {
		t.Errorf("this machine itself: %d refused", n)
	}
	code = http.StatusUnauthorized
	tried := 0
	if n, _ := slowed(t, h, perAddress.burst, func() *http.Request {
		tried++
		return with(string(rune('A'+tried)), "192.0.2.3")()
	}); n < perAddress.burst*8/10 {
		t.Errorf("of %d wrong tokens %d were refused", tried, n)
	}
}

func TestManyClientsAreForgotten(t *testing.T) {
	p := newPaces[int](pace{1, 2})
	now := time.Unix(1000, 0)
	for i := range maxClients {
		p.take(i, now, 1)
	}
	p.take(-1, now.Add(500*time.Millisecond), 1)
	if n := len(p.clients); n > maxClients*9/10+1 {
		t.Errorf("%d clients are remembered", n)
	}
	busy := newPaces[int](pace{1, 2})
	busy.take(0, now, 2)
	for i := 1; i < maxClients; i++ {
		busy.take(i, now.Add(-time.Hour), 1)
	}
	busy.take(-1, now, 1)
	if busy.take(0, now, 1) == 0 {
		t.Error("one who had to wait was forgotten before those who had not")
	}
}

// TestTheServerIsLimited: the limits are part of what is served, and leave health
// checks alone.
func TestTheServerIsLimited(t *testing.T) {
	h := handler(options(http.NotFound, io.Discard), false)
	if n, _ := slowed(t, h, perGuess.burst+5, func() *http.Request { return request("POST", "/v1/join", "192.0.2.1") }); n < 4 {
		t.Errorf("%d guesses of %d were refused", n, perGuess.burst+5)
	}
	if w := ask(h, request("GET", "/healthz", "192.0.2.1")); w.Code != 200 {
		t.Errorf("healthz: %d", w.Code)
	}
}

// TestBrowsersGetAPage refuses a browser with a page, and a program with what the
// API describes.
func TestBrowsersGetAPage(t *testing.T) {
	o := Options{Refuse: func(w http.ResponseWriter, e *wire.Error) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(e.Code.Status())
	}}
	for path, want := range map[string]string{"/cycles/x": "text/html", "/v1/me": "application/json", "/openapi.json": "application/json"} {
		w := httptest.NewRecorder()
		o.refuse(w, httptest.NewRequest(http.MethodGet, path, nil), wire.CodeBusy, "wait")
		if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, want) || w.Code != http.StatusTooManyRequests {
			t.Errorf("%s: %d %s, want %s", path, w.Code, got, want)
		}
	}
}
