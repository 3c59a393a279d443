package page

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The names of cookies. Browsers take a name that begins with __Host- only over
// HTTPS and only from the host itself; the short ones are for a server that is
// tried out over plain HTTP.
const (
	sessionCookie = "pdsa_session"
	codeCookie    = "pdsa_code"
	hostPrefix    = "__Host-"
)

// secure reports whether the browser came over HTTPS, here or at a proxy.
func secure(r *http.Request) bool { return r.TLS != nil || r.URL.Scheme == "https" }

// cookieName is the cookie's name on this connection.
func cookieName(r *http.Request, name string) string {
	if secure(r) {
		return hostPrefix + name
	}
	return name
}

// cookie makes a cookie that no script reads and no other site sends along with
// a form. A life of 0 ends with the browser, a negative one takes the cookie away.
func cookie(r *http.Request, name, value string, life time.Duration) *http.Cookie {
	c := &http.Cookie{
		Name: cookieName(r, name), Value: value, Path: "/",
		Secure: secure(r), HttpOnly: true, SameSite: http.SameSiteLaxMode,
		MaxAge: int(life / time.Second),
	}
	return c
}

// taken takes a cookie away.
func taken(r *http.Request, name string) *http.Cookie { return cookie(r, name, "", -time.Second) }

// valueOf returns the cookie's value; empty when there is none.
func valueOf(r *http.Request, name string) string {
	c, err := r.Cookie(cookieName(r, name))
	if err != nil {
		return ""
	}
	return c.Value
}

// sessionOf returns the secret that the browser signs in with.
func sessionOf(r *http.Request) string { return valueOf(r, sessionCookie) }

// safePath returns the path when it is one of this site, and the overview when it
// could lead elsewhere.
func safePath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\n\r\t") {
		return "/"
	}
	return path
}

// browserName says what kind of browser it is, for the list of a person's devices.
func browserName(r *http.Request) string {
	agent := r.UserAgent()
	for _, b := range []struct{ sign, name string }{
		{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	} {
		if strings.Contains(agent, b.sign) {
			return "browser (" + b.name + ")"
		}
	}
	return "browser"
}
