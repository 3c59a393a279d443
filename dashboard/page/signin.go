package page

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// keptFor is how long a browser keeps the cookie of a computer that stays signed
// in. The dashboard itself ends what is unused for long.
const keptFor = 180 * 24 * time.Hour

// tokenPrefix begins the secret of a laptop's token. All else is a join code.
const tokenPrefix = "pdsa_"

// A signInView is the page on which people sign in.
type signInView struct {
	To      string // where to go then
	Keep    bool
	Problem string
	// Lost is what was typed into a form when the sign-in had run out.
	Lost []string
}

func (s *site) signInForm(v *visit) (answer, error) {
	ans := signInPage(signInView{To: safePath(v.URL.Query().Get("to"))})
	if who, err := s.dash.SignIn(v.Context(), sessionOf(v.Request)); err == nil && who.Person.ID != "" {
		return answer{to: "/"}, nil
	}
	return ans, nil
}

func signInPage(view signInView) answer {
	return answer{page: "signin", title: "Sign in", data: view, private: true}
}

// signedOut is the answer to who is not signed in (any more). What they had typed
// comes back to them.
func (s *site) signedOut(v *visit) answer {
	if v.Method != http.MethodPost {
		ans := answer{to: "/sign-in"}
		if to := v.URL.RequestURI(); safePath(to) == to && to != "/" {
			ans.to += "?to=" + url.QueryEscape(to)
		}
		return ans
	}
	view := signInView{To: "/", Problem: "You are not signed in any more, so nothing was saved. Sign in, then send it again."}
	for _, field := range []string{"text", "answer"} {
		if text := strings.TrimSpace(v.PostForm.Get(field)); text != "" {
			view.Lost = append(view.Lost, text)
		}
	}
	ans := signInPage(view)
	ans.status = http.StatusUnauthorized
	return ans
}

// signIn exchanges a join code, or the token of a laptop, for a session of this
// browser.
func (s *site) signIn(v *visit) (answer, error) {
	typed := strings.TrimSpace(v.PostForm.Get("code"))
	view := signInView{To: safePath(v.PostForm.Get("to")), Keep: v.PostForm.Get("keep") != ""}
	secret, life, err := s.session(v, typed, view.Keep)
	switch codeOf(err) {
	case wire.CodeSignIn, wire.CodeCode:
		view.Problem = "This code is unknown, used, or older than a day. Check it letter by letter, or ask your district for a new one."
		ans := signInPage(view)
		ans.status = http.StatusUnauthorized
		return ans, nil
	}
	if err != nil {
		return answer{}, err
	}
	return answer{to: view.To, cookies: []*http.Cookie{cookie(v.Request, sessionCookie, secret, life)}}, nil
}

func (s *site) session(v *visit, typed string, keep bool) (secret string, life time.Duration, err error) {
	if strings.HasPrefix(typed, tokenPrefix) {
		who, err := s.dash.SignIn(v.Context(), typed)
		if err != nil {
			return "", 0, err
		}
		secret, err = s.dash.Session(v.Context(), who, browserName(v.Request))
		return secret, 0, err
	}
	use := dashboard.ForBrowser
	if keep {
		use, life = dashboard.ForDevice, keptFor
	}
	secret, _, err = s.dash.Join(v.Context(), typed, browserName(v.Request), use)
	return secret, life, err
}

func (s *site) signOut(v *visit) (answer, error) {
	if err := s.dash.SignOut(v.Context(), v.who); err != nil {
		return answer{}, err
	}
	return answer{to: "/sign-in", cookies: []*http.Cookie{taken(v.Request, sessionCookie)}}, nil
}
