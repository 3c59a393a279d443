package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode"
)

// An answer is what a handler gives: a page, a file, or where to go instead.
type answer struct {
	status  int    // 0: 200
	page    string // the template's name
	title   string
	data    any
	private bool // must not be kept by the browser: it shows a secret, or a moment

	to string // redirect

	fileName string
	file     []byte

	cookies []*http.Cookie
}

// write sends the answer. A page that the browser has already is a 304.
func (s *site) write(w http.ResponseWriter, v *visit, ans answer) error {
	h := w.Header()
	for _, c := range ans.cookies {
		http.SetCookie(w, c)
	}
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie")
	body := ans.file
	switch {
	case ans.to != "":
		h.Set("Location", ans.to)
		h.Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusSeeOther)
		return nil
	case ans.page != "":
		var err error
		if body, err = s.render(v, ans); err != nil {
			s.log.Error("a page could not be made", "page", ans.page, "error", err.Error())
			http.Error(w, "The dashboard has a problem of its own. Try again later; nothing was lost.", http.StatusInternalServerError)
			return nil
		}
		h.Set("Content-Type", "text/html; charset=utf-8")
	default:
		h.Set("Content-Type", "application/json")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": ans.fileName}))
		h.Set("Cache-Control", "no-store")
	}
	if ans.private {
		h.Set("Cache-Control", "no-store")
	} else if ans.page != "" && ans.status == 0 {
		sum := sha256.Sum256(body)
		tag := `"` + hex.EncodeToString(sum[:12]) + `"`
		h.Set("ETag", tag)
		if has(v.Request, tag) {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if ans.status != 0 {
		w.WriteHeader(ans.status)
	}
	if v.Method == http.MethodHead {
		return nil
	}
	_, err := w.Write(body)
	return err
}

// has reports whether the browser says that it has the page.
func has(r *http.Request, tag string) bool {
	for known := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(known), "W/") == tag {
			return true
		}
	}
	return false
}

// render makes the page.
func (s *site) render(v *visit, ans answer) ([]byte, error) {
	name := v.me.Name
	if name == "" {
		// A page for who is not signed in, or a database that does not answer.
		if meta, err := s.dash.Meta(v.Context()); err == nil {
			name = meta.Name
		}
	}
	var b bytes.Buffer
	err := pages()[ans.page].ExecuteTemplate(&b, "base", view{
		Title: ans.title, Name: name, Person: v.who.Person, Where: v.URL.Path, Data: ans.data, me: v.me,
	})
	return bytes.Map(visible, b.Bytes()), err
}

// visible drops what is no text: control characters, and marks that turn or hide
// the text around them. All markup is ASCII and what people wrote is escaped, so
// that nothing but text gets shorter.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\u200c' || r == '\u200d': // joiners belong to scripts and emoji
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Noncharacter_Code_Point, r):
		return -1
	}
	return r
}
