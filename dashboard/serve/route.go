package serve

import (
	"net/http"
	"sync"
)

// routes names requests in logs and metrics by what they ask for, not by whose it
// is: an address holds the ids of schools and cycles.
var routes = []string{
	"/v1/meta", "/v1/me", "/v1/join", "/v1/schools", "/v1/schools/{school}/changes", "/v1/cycles", "/v1/cycles/{id}",
	"/v1/cycles/{id}/history", "/v1/datasets", "/v1/datasets/{set}", "/v1/invites", "/v1/people", "/v1/people/{person}",
	"/v1/leave", "/v1/revoke", "/v1/audit", "/v1/backup", "/openapi.json",
	SignInPath,
}

const (
	routeOtherAPI = "/v1/other"
	routePage     = "page"
)

// router is made at the first request: most runs of the program serve nothing.
var router = sync.OnceValue(func() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/v1/", http.NotFoundHandler())
	for _, r := range routes {
		mux.Handle(r, http.NotFoundHandler())
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
