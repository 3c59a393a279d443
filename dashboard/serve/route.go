package serve

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/cqi-pdsa/pdsa/dashboard/api"
)

// What the server answers itself, beside the API and the page.
const (
	routeBackup  = "GET /v1/backup"
	routeHealth  = "GET /healthz"
	routeReady   = "GET /readyz"
	routeMetrics = "GET /metrics"
)

var ownRoutes = []string{routeBackup, routeHealth, routeReady, routeMetrics}

const (
	routeOtherAPI = "/v1/other"
	routePage     = "page"
)

// router names requests in logs and metrics by what they ask for, not by whose it
// is: an address holds the ids of schools and cycles. It is made at the first
// request: most runs of the program serve nothing.
var router = sync.OnceValue(func() *http.ServeMux {
	mux := http.NewServeMux()
	named := map[string]bool{"/v1/": true, SignInPath: true}
	for _, r := range slices.Concat(api.Routes(), ownRoutes) {
		_, path, _ := strings.Cut(r, " ")
		named[path] = true
	}
	for path := range named {
		mux.Handle(path, http.NotFoundHandler())
	}
	return mux
})

// routeOf returns the name of what a request asks for: one of a few dozen.
func routeOf(r *http.Request) string {
	_, pattern := router().Handler(r)
	switch pattern {
	case "":
		return routePage
	case "/v1/":
		return routeOtherAPI
	}
	return pattern
}
