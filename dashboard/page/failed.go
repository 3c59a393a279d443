package page

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// A failure is what a page says when something could not be done.
type failure struct {
	What, Do string
}

// failed makes the page about what went wrong. Faults of the server are logged and
// not told.
func (s *site) failed(v *visit, err error) answer {
	var known *wire.Error
	switch {
	case errors.As(err, &known):
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		known = &wire.Error{Code: wire.CodeDown}
	default:
		s.log.Error("a page failed", "method", v.Method, "error", err.Error())
		known = &wire.Error{Code: wire.CodeServer}
	}
	title, f := told(known)
	return answer{status: known.Code.Status(), page: "failed", title: title, data: f, private: true}
}

// told puts an error into words.
func told(e *wire.Error) (title string, f failure) {
	switch e.Code {
	case wire.CodeNotFound:
		return "Not found", failure{"There is nothing here, or it is not for you to see.", "Check the address, or go back to the overview. A team may also have stopped sharing a cycle."}
	case wire.CodeForbid:
		return "Not allowed", failure{sentence(e.Message), "If you think you should be able to do this, ask your district's admin."}
	case wire.CodeBusy:
		return "One moment", failure{"Too many requests came at once.", "Wait a minute, then try again. Nothing was lost."}
	case wire.CodeDown:
		return "Not available now", failure{"The dashboard took too long to answer or is being worked on.", "Try again in a few minutes. Nothing was lost."}
	case wire.CodeServer:
		return "Something went wrong", failure{"The dashboard has a problem of its own.", "Try again later, and tell your district's admin if it stays. Nothing was lost."}
	case wire.CodeMoved:
		return "The dashboard has moved", failure{sentence(e.Message), "Nothing was lost."}
	default:
		return "That did not work", failure{sentence(e.Message), "Go back, change it and try again."}
	}
}

// sentence gives words a capital letter and a period.
func sentence(s string) string {
	if s = capital(strings.TrimSpace(s)); s == "" {
		return s
	}
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

// capital gives a text a capital letter.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// Refuse answers a browser with a page about something that kept its request from
// the pages themselves, such as too many requests.
func Refuse(w http.ResponseWriter, e *wire.Error) {
	title, f := told(e)
	var b bytes.Buffer
	err := pages()["failed"].ExecuteTemplate(&b, "base", view{Title: title, Data: f})
	if err != nil {
		http.Error(w, title+". "+f.What+" "+f.Do, e.Code.Status())
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(e.Code.Status())
	_, _ = w.Write(bytes.Map(visible, b.Bytes())) // the browser may be gone
}
