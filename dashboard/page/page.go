package page

import (
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// Options are what the page needs besides the dashboard. The zero value is good.
type Options struct {
	Log     *slog.Logger     // nil: slog.Default. It is told no names, secrets or contents.
	Now     func() time.Time // nil: time.Now. Times are shown in its time zone.
	Timeout time.Duration    // of one request; 0: 30 seconds
}

// A site answers requests.
type site struct {
	dash    *dashboard.Dashboard
	log     *slog.Logger
	now     func() time.Time
	timeout time.Duration
}

// A visit is one request on its way.
type visit struct {
	*http.Request
	who dashboard.Caller // nobody on a public route
	me  wire.Me
	now time.Time
}

// caller is who asks, for the school that the address names.
func (v *visit) caller() dashboard.Caller { return v.who.At(v.PathValue("school")) }

// cyclePath is the address of the cycle that this one is about.
func (v *visit) cyclePath() string {
	if school := v.PathValue("school"); school != "" {
		return pathTo("schools", school, "cycles", v.PathValue("id"))
	}
	return pathTo("cycles", v.PathValue("id"))
}

func (v *visit) today() cycle.Day { return cycle.DayOf(v.now) }

// A handler answers the requests of one route.
type handler func(*site, *visit) (answer, error)

// A route is a method and a path, in the form of http.ServeMux.
type route struct {
	pattern string
	handle  handler
	public  bool // needs no sign-in
}

// routes are all pages and all that can be done on them.
var routes = []route{
	{"GET /sign-in", (*site).signInForm, true},
	{"POST /sign-in", (*site).signIn, true},
	{"POST /sign-out", (*site).signOut, false},

	{"GET /{$}", (*site).overview, false},
	{"GET /cycles", (*site).cycles, false},
	{"GET /schools/{school}", (*site).school, false},
	{"GET /find", (*site).find, false},
	{"GET /support", (*site).support, false},

	{"GET /people", (*site).people, false},
	{"POST /people", (*site).invite, false},
	{"GET /people/new", (*site).inviteForm, false},
	{"GET /people/code", (*site).code, false},
	{"GET /people/{person}", (*site).person, false},
	{"POST /people/{person}/role", (*site).assign, false},
	{"POST /people/{person}/code", (*site).newCode, false},
	{"POST /people/{person}/end", (*site).revoke, false},
	{"GET /schools", (*site).schools, false},
	{"POST /schools", (*site).addSchool, false},
	{"GET /audit", (*site).audit, false},

	{"/", nothing, true},
}

// ofCycles are the routes of one cycle, below its address: that in its school, since
// several schools may have a cycle with the same id, or the short one of the id alone.
var ofCycles = []struct {
	method, below string
	handle        handler
}{
	{"GET", "", (*site).cycle},
	{"GET", "/history", (*site).history},
	{"GET", "/review", (*site).review},
	{"GET", "/start", (*site).start},
	{"POST", "/comments", (*site).comment},
	{"POST", "/requests/{item}", (*site).respond},
}

func nothing(*site, *visit) (answer, error) {
	return answer{}, &wire.Error{Code: wire.CodeNotFound, Message: "there is no page at this address"}
}

// New returns the handler of all pages. It expects to be at the root of its host.
func New(d *dashboard.Dashboard, o Options) http.Handler {
	s := &site{dash: d, log: o.Log, now: o.Now, timeout: o.Timeout}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.timeout == 0 {
		s.timeout = 30 * time.Second
	}
	mux := http.NewServeMux()
	all := slices.Clone(routes)
	for _, c := range ofCycles {
		for _, at := range []string{" /schools/{school}/cycles/{id}", " /cycles/{id}"} {
			all = append(all, route{c.method + at + c.below, c.handle, false})
		}
	}
	for _, r := range all {
		mux.HandleFunc(r.pattern, func(w http.ResponseWriter, req *http.Request) { s.serve(w, req, r) })
	}
	for _, f := range files {
		mux.Handle("GET "+f.path(), f)
	}
	own := http.NewCrossOriginProtection()
	own.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.serve(w, r, route{handle: fromElsewhere, public: true})
	}))
	return strict(own.Handler(mux))
}

func fromElsewhere(*site, *visit) (answer, error) {
	return answer{}, &wire.Error{Code: wire.CodeForbid, Message: "this was sent from another web site, so nothing was done. Open the page here and try again"}
}
