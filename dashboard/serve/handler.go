package serve

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// maxBody is the most that is read of any request. The API says 413 below it.
const maxBody = wire.MaxBody + 64<<10

// handler puts everything that is true of all requests around what is served.
func handler(o Options, secure bool) http.Handler {
	c := client{secure: secure}
	if o.BehindProxy {
		c.trusted = append(o.Proxies, loopback...)
	}
	limits := newLimiter(time.Now)
	limits.refuse = o.refuse
	// The outermost comes last.
	h := bounded(site(o))
	h = limits.wrap(h)
	h = recovered(h, o)
	h = logged(h, o.Log, o.Metrics)
	return c.wrap(headers(local(h, o)))
}

// site divides requests between the API and the page.
func site(o Options) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/v1/", o.API)
	mux.Handle("/openapi.json", o.API)
	if o.Backup != nil {
		mux.Handle(routeBackup, o.Backup)
	}
	if o.Page != nil {
		mux.Handle("/", o.Page)
	} else {
		mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
			refuse(w, wire.CodeNotFound, "there is nothing at this address")
		})
	}
	return mux
}

// local answers what the machine's keepers ask: health, and metrics unless these
// have an address of their own. It stands before the limits.
func local(next http.Handler, o Options) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(routeHealth, func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, status{"running"}) })
	mux.HandleFunc(routeReady, func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		if err := o.Ready(ctx); err != nil {
			o.Log.Warn("not ready", "error", err.Error())
			refuse(w, wire.CodeDown, "the dashboard's database does not answer")
			return
		}
		say(w, http.StatusOK, status{"ready"})
	})
	if o.MetricsListen == "" && !o.BehindProxy {
		mux.HandleFunc(routeMetrics, func(w http.ResponseWriter, r *http.Request) {
			if !peerOf(r).IsLoopback() {
				next.ServeHTTP(w, r)
				return
			}
			o.Metrics.ServeHTTP(w, r)
		})
	}
	mux.Handle("/", next)
	return mux
}

type status struct {
	Status string `json:"status"`
}

func say(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body) // whoever asked may be gone
}

// refuse answers with an error of the API.
func refuse(w http.ResponseWriter, code wire.Code, message string) {
	say(w, code.Status(), &wire.Error{Code: code, Message: message})
}

// refuse answers programs as the API does, and browsers with a page.
func (o Options) refuse(w http.ResponseWriter, r *http.Request, code wire.Code, message string) {
	if o.Refuse == nil || strings.HasPrefix(r.URL.Path, "/v1/") || r.URL.Path == "/openapi.json" {
		refuse(w, code, message)
		return
	}
	o.Refuse(w, &wire.Error{Code: code, Message: message})
}

// bounded cuts off what is too long for any purpose.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

// headers sets what browsers are to be strict about. The page replaces the policy
// by its own.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "private, no-cache")
		if r.URL.Scheme == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// requestID names the answer, so that what a person saw is found in the log.
const requestID = "X-Request-Id"

// recovered turns a fault of the program into an answer.
func recovered(next http.Handler, o Options) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		state := watch(w)
		defer func() {
			fault := recover()
			switch {
			case fault == nil:
				return
			case fault == http.ErrAbortHandler:
				panic(fault)
			}
			id := w.Header().Get(requestID)
			// The value of a panic may hold what a person wrote: only where it was is logged.
			o.Log.Error("a fault of the program", "id", id, "route", routeOf(r), "stack", string(debug.Stack()))
			if state.code != 0 {
				panic(http.ErrAbortHandler) // half an answer is out: let it be seen as broken
			}
			o.refuse(w, r, wire.CodeServer, "the dashboard has a fault. Nothing was lost; the admin finds it in the log as "+id)
		}()
		next.ServeHTTP(state, r)
	})
}

// logged writes a line a request, without query, names or tokens, and counts it.
func logged(next http.Handler, logger *slog.Logger, m *Metrics) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var random [6]byte
		_, _ = rand.Read(random[:]) // never fails
		id := hex.EncodeToString(random[:])
		w.Header().Set(requestID, id)
		state, route, began := watch(w), routeOf(r), time.Now()
		defer func() {
			took := time.Since(began)
			m.request(route, state.sent(), took)
			logger.Info("request", "id", id, "method", r.Method, "route", route, "status", state.sent(),
				"bytes", state.bytes, "ms", took.Milliseconds(), "from", peerOf(r).String())
		}()
		next.ServeHTTP(state, r)
	})
}

// watched is a ResponseWriter that knows what was sent.
type watched struct {
	http.ResponseWriter
	code  int // 0: nothing yet
	bytes int64
}

func watch(w http.ResponseWriter) *watched { return &watched{ResponseWriter: w} }

func (w *watched) WriteHeader(code int) {
	if w.code == 0 && code >= 200 {
		w.code = code
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.code == 0 {
		w.code = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *watched) sent() int {
	if w.code == 0 {
		return http.StatusOK
	}
	return w.code
}
