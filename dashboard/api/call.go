package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A call is one request on its way.
type call struct {
	*http.Request
	who dashboard.Caller // nobody on a public route
}

// serve runs a request through its route and writes the answer.
func (a *api) serve(w http.ResponseWriter, r *http.Request, at route) {
	ctx, cancel := context.WithTimeout(r.Context(), a.timeout)
	defer cancel()
	r = r.WithContext(ctx)
	r.Body = http.MaxBytesReader(w, r.Body, wire.MaxBody)
	ans, err := a.run(&call{Request: r}, at)
	if err == nil {
		ans, err = ans.ready(r)
	}
	if err != nil {
		ans = a.failed(w, r, err)
	}
	if err := ans.write(w, r); err != nil && ctx.Err() == nil {
		a.log.Warn("an answer could not be sent", "route", r.Pattern, "error", err)
	}
}

// run signs the caller in and handles the request. A panic is an error like any
// other: one request must not end the server.
func (a *api) run(c *call, at route) (ans answer, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	if !at.public {
		if c.who, err = a.dash.SignIn(c.Context(), bearer(c.Request)); err != nil {
			return answer{}, err
		}
	}
	return at.handle(a, c)
}

// bearer returns the secret of the Authorization header.
func bearer(r *http.Request) string {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(secret)
}

// failed makes the answer to what went wrong. Faults of the server are logged and
// not told.
func (a *api) failed(w http.ResponseWriter, r *http.Request, err error) answer {
	var known *wire.Error
	switch {
	case errors.As(err, &known):
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		known = &wire.Error{Code: wire.CodeDown, Message: "the dashboard took too long to answer. Try again later; nothing was lost"}
	default:
		a.log.Error("a request failed", "method", r.Method, "route", r.Pattern, "error", err)
		known = &wire.Error{Code: wire.CodeServer, Message: "something went wrong on the dashboard. Nothing on your laptop is lost; it tries again by itself"}
	}
	switch known.Code {
	case wire.CodeSignIn:
		w.Header().Set("WWW-Authenticate", `Bearer realm="pdsa"`)
	case wire.CodeDown:
		w.Header().Set("Retry-After", "30")
	}
	return answer{status: known.Code.Status(), body: known}.encoded()
}
