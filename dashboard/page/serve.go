package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// policy lets a page have its own style sheet and pictures and send its forms
// home, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// strict sets what browsers are to be strict about.
func strict(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		next.ServeHTTP(w, r)
	})
}

// maxForm bounds what a form sends: a field of the organizer, with room for its
// encoding.
const maxForm = 256 << 10

// serve runs a request through its route and writes the answer.
func (s *site) serve(w http.ResponseWriter, r *http.Request, at route) {
	ctx, cancel := context.WithTimeout(r.Context(), s.timeout)
	defer cancel()
	r = r.WithContext(ctx)
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	v := &visit{Request: r, now: s.now()}
	ans, err := s.run(v, at)
	if err != nil {
		ans = s.failed(v, err)
	}
	if err := s.write(w, v, ans); err != nil && ctx.Err() == nil {
		s.log.Warn("a page could not be sent", "route", at.pattern, "error", err.Error())
	}
}

// run finds out who asks and handles the request. A panic is an error like any
// other: one page must not end the server. Its value may hold what a person wrote,
// and is not told.
func (s *site) run(v *visit, at route) (ans answer, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault of the program at %s: %T", at.pattern, fault)
		}
	}()
	if v.Method == http.MethodPost {
		if err := v.ParseForm(); err != nil {
			return answer{}, badForm(err)
		}
	}
	if at.public {
		return at.handle(s, v)
	}
	if v.who, err = s.dash.SignIn(v.Context(), sessionOf(v.Request)); codeOf(err) == wire.CodeSignIn {
		return s.signedOut(v), nil
	}
	if err == nil {
		v.me, err = s.dash.Me(v.Context(), v.who)
	}
	if err != nil {
		return answer{}, err
	}
	return at.handle(s, v)
}

func badForm(err error) error {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return &wire.Error{Code: wire.CodeTooLarge, Message: "this text is too long to be sent at once. Go back, shorten it or send it in two parts; nothing was changed"}
	}
	return &wire.Error{Code: wire.CodeInvalid, Message: "the form could not be read. Go back and send it again; nothing was changed"}
}

// codeOf returns the code of an error that is for the one who asked; empty for
// all others.
func codeOf(err error) wire.Code {
	var known *wire.Error
	if errors.As(err, &known) {
		return known.Code
	}
	return ""
}
