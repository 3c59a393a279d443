// Package api is the dashboard's HTTP API: what laptops, the admin's commands and
// other programs ask of it. openapi.json describes it and is served with it.
//
// Every answer is JSON, and so is every error: a wire.Error. Answers to GET carry
// an ETag.
package api

import (
	"cmp"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// Options are what the API needs besides the dashboard. The zero value is good.
type Options struct {
	Log     *slog.Logger     // nil: slog.Default
	Timeout time.Duration    // of one request; 0: 30 seconds
	Now     func() time.Time // the day of which cycles tell; nil: time.Now
}

// An api answers requests.
type api struct {
	dash    *dashboard.Dashboard
	log     *slog.Logger
	timeout time.Duration
	now     func() time.Time
}

// A handler answers the requests of one route.
type handler func(*api, *call) (answer, error)

// A route is a method of a path, as in openapi.json.
type route struct {
	method, path string
	handle       handler
	public       bool // needs no token
}

// routes are all that the API has.
var routes = []route{
	{"GET", "/openapi.json", (*api).description, true},
	{"GET", "/v1/meta", (*api).meta, true},
	{"POST", "/v1/join", (*api).join, true},
	{"POST", "/v1/leave", (*api).leave, false},
	{"GET", "/v1/me", (*api).me, false},
	{"POST", "/v1/schools/{school}/changes", (*api).push, false},
	{"GET", "/v1/schools/{school}/changes", (*api).pull, false},
	{"GET", "/v1/cycles", (*api).cycles, false},
	{"GET", "/v1/cycles/{id}", (*api).cycle, false},
	{"GET", "/v1/cycles/{id}/history", (*api).history, false},
	{"POST", "/v1/schools", (*api).addSchool, false},
	{"GET", "/v1/schools", (*api).schools, false},
	{"POST", "/v1/invites", (*api).invite, false},
	{"GET", "/v1/people", (*api).people, false},
	{"POST", "/v1/people/{person}", (*api).assign, false},
	{"POST", "/v1/settings", (*api).settings, false},
	{"POST", "/v1/revoke", (*api).revoke, false},
	{"GET", "/v1/audit", (*api).audit, false},
}

// Routes returns the method and path of all that the API answers, such as
// "GET /v1/cycles/{id}".
func Routes() []string {
	out := make([]string, len(routes))
	for i, r := range routes {
		out[i] = r.method + " " + r.path
	}
	return out
}

// New returns the handler of the API.
func New(d *dashboard.Dashboard, o Options) http.Handler {
	a := &api{dash: d, log: o.Log, timeout: cmp.Or(o.Timeout, 30*time.Second), now: o.Now}
	if a.log == nil {
		a.log = slog.Default()
	}
	if a.now == nil {
		a.now = time.Now
	}
	byPath := map[string]map[string]route{}
	for _, r := range routes {
		if byPath[r.path] == nil {
			byPath[r.path] = map[string]route{}
		}
		byPath[r.path][r.method] = r
	}
	mux := http.NewServeMux()
	for path, methods := range byPath {
		mux.Handle(path, a.handler(methods))
	}
	mux.Handle("/", a.handler(nil))
	return mux
}

// handler answers the requests of one path.
func (a *api) handler(methods map[string]route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method := r.Method
		if method == http.MethodHead {
			method = http.MethodGet
		}
		at, ok := methods[method]
		switch {
		case methods == nil:
			at = route{handle: nothing, public: true}
		case !ok:
			w.Header().Set("Allow", allowed(methods))
			at = route{handle: wrongMethod, public: true}
		}
		a.serve(w, r, at)
	})
}

func allowed(methods map[string]route) string {
	var names []string
	for m := range methods {
		names = append(names, m)
		if m == http.MethodGet {
			names = append(names, http.MethodHead)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func nothing(*api, *call) (answer, error) {
	return answer{}, &wire.Error{Code: wire.CodeNotFound, Message: "there is nothing at this address of the dashboard"}
}

func wrongMethod(*api, *call) (answer, error) {
	return answer{}, &wire.Error{Code: wire.CodeMethod, Message: "this address of the dashboard does not take such requests"}
}
