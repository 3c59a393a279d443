package remote

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/streamtest"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"https://pdsa.example.org/":     "https://pdsa.example.org",
		"pdsa.example.org":              "https://pdsa.example.org",
		" https://example.org/pdsa/ ":   "https://example.org/pdsa",
		"http://127.0.0.1:8080":         "http://127.0.0.1:8080",
		"http://localhost:8080":         "http://localhost:8080",
		"http://[::1]:8080":             "http://[::1]:8080",
		"http://pdsa.example.org":       "",
		"http://127.0.0.1.evil.example": "",
		"ftp://pdsa.example.org":        "",
		"https://ana:secret@pdsa.org":   "",
		"https://pdsa.example.org/?a=b": "",
		"":                              "",
	} {
		c, err := NewClient(address, "", Options{})
		if want == "" {
			if err == nil {
				t.Errorf("%q was taken", address)
			} else if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error tells the password: %v", err)
			}
			continue
		}
		if err != nil || c.Address() != want {
			t.Errorf("%q: %v, want %s", address, err, want)
		}
	}
	if _, err := NewClient("http://pdsa.example.org", "", Options{}); !errors.Is(err, ErrInsecure) {
		t.Errorf("plain HTTP: %v, want ErrInsecure", err)
	}
	if _, err := NewClient("http://pdsa.example.org", "", Options{Insecure: true}); err != nil {
		t.Errorf("plain HTTP that was allowed: %v", err)
	}
}

// serving returns a client of a server that answers so, without a network.
func serving(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	c, err := NewClient("https://dashboard.example.org/base", "secret", Options{Transport: &streamtest.Wire{To: h}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func answerJSON(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func TestClientTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at []time.Duration
		start := time.Now()
		c := serving(t, func(w http.ResponseWriter, r *http.Request) {
			at = append(at, time.Since(start))
			switch len(at) {
			case 1:
				w.Header().Set("Retry-After", "17")
				answerJSON(w, 429, `{"code":"too_many","message":"slowly"}`)
			case 2:
				answerJSON(w, 503, `{"code":"unavailable"}`)
			case 3:
				w.WriteHeader(502)
			default:
				if r.Header.Get("Authorization") != "Bearer secret" || r.URL.Path != "/base/v1/me" {
					t.Errorf("asked %s with %q", r.URL, r.Header.Get("Authorization"))
				}
				answerJSON(w, 200, `{"person":"Ana\u001b[31m","access":[{"school":"","name":"x"},{"school":"a","name":"B"}]}`)
			}
		})
		me, err := c.Me(t.Context())
		if err != nil || len(at) != 4 || me.Person != "Ana" || len(me.Access) != 1 {
			t.Errorf("Me = %+v, %v after %d tries", me, err, len(at))
		}
		if wait := at[1] - at[0]; wait != 17*time.Second {
			t.Errorf("the second try came after %v, and Retry-After says 17 seconds", wait)
		}
	})
}

func TestClientGivesUp(t *testing.T) {
	for _, tc := range []struct {
		name   string
		answer http.HandlerFunc
		tries  int
		code   wire.Code
		want   string
	}{
		{"busy for long", func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, 429, `{"code":"too_many","message":"slowly"}`)
		}, 5, wire.CodeBusy, "slowly"},
		{"not signed in", func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, 401, `{"code":"sign_in","message":"who?"}`)
		}, 1, wire.CodeSignIn, "who?"},
		{"hostile words", func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, 403, `{"code":"not_allowed","message":"\u001b[2Jno"}`)
		}, 1, wire.CodeForbid, "no"},
		{"a guest network", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<html>sign in</html>")
		}, 5, "", "ask to sign in"},
		{"sent on", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://evil.example/", http.StatusFound)
		}, 1, "", "another address"},
		{"no JSON", func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, `[`) }, 1, "", "cannot be read"},
		{"a long answer", func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, strings.Repeat(" ", maxAnswer+1)) }, 1, "", "longer than it may be"},
		{"a bomb", func(w http.ResponseWriter, _ *http.Request) {
			var buf bytes.Buffer
			z := gzip.NewWriter(&buf)
			_, _ = z.Write(make([]byte, 4*maxAnswer))
			_ = z.Close()
			w.Header().Set("Content-Encoding", "gzip")
			answerJSON(w, 200, buf.String())
		}, 1, "", "longer than it may be"},
	} {
		synctest.Test(t, func(t *testing.T) {
			tries := 0
			c := serving(t, func(w http.ResponseWriter, r *http.Request) {
				tries++
				tc.answer(w, r)
			})
			_, err := c.Me(t.Context())
			if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "\x1b") || tries != tc.tries || codeOf(err) != tc.code {
				t.Errorf("%s: %v (code %q) after %d tries, want %q, %q, %d", tc.name, err, codeOf(err), tries, tc.want, tc.code, tc.tries)
			}
			if tc.code == "" && !errors.Is(err, ErrUnreachable) {
				t.Errorf("%s: %v, want ErrUnreachable", tc.name, err)
			}
		})
	}
}

func TestClientStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		c := serving(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "60")
			answerJSON(w, 503, `{"code":"unavailable"}`)
		})
		start := time.Now()
		if _, err := c.Me(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > time.Second {
			t.Errorf("Me = %v after %v", err, time.Since(start))
		}
	})
}

func TestJoinIsTriedOnce(t *testing.T) {
	tries := 0
	c := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		tries++
		answerJSON(w, 503, `{"code":"unavailable"}`)
	})
	if _, err := c.Join(t.Context(), "code", "laptop"); err == nil || tries != 1 {
		t.Errorf("Join = %v after %d tries", err, tries)
	}
}

// TestOverTLS talks to a real server over a real connection: one whose certificate
// is not known is refused, and a push of some size arrives compressed.
func TestOverTLS(t *testing.T) {
	model := streamtest.New(time.Now)
	srv := httptest.NewUnstartedServer(model)
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	c, err := NewClient(srv.URL, "", Options{Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Meta(t.Context()); !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("an unknown certificate: %v", err)
	}
	c, err = NewClient(srv.URL, "", Options{Tries: 1, Transport: srv.Client().Transport})
	if err != nil {
		t.Fatal(err)
	}
	if m, err := c.Meta(t.Context()); err != nil || m.Name != "Canal District" || c.Skew() < -2*time.Second || c.Skew() > 2*time.Second {
		t.Errorf("Meta = %+v, %v; skew %v", m, err, c.Skew())
	}
}

// endless answers without end.
type endless struct{}

func (endless) RoundTrip(*http.Request) (*http.Response, error) {
	head := http.Header{"Content-Type": {"application/json"}}
	return &http.Response{StatusCode: 200, Header: head, Body: io.NopCloser(endless{})}, nil
}

func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestEndlessAnswer(t *testing.T) {
	c, err := NewClient("https://dashboard.example.org", "", Options{Transport: endless{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Meta(t.Context()); !errors.Is(err, ErrUnreachable) {
		t.Errorf("Meta = %v", err)
	}
}
