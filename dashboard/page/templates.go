package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

//go:embed html/*.html
var htmlFiles embed.FS

//go:embed static/page.css
var pageStyle string

//go:embed static/icon.svg
var icon string

// A view is what the frame of every page is made from.
type view struct {
	Title  string
	Name   string // of the dashboard
	Person dashboard.Person
	Where  string // the path of this page
	Data   any
	me     wire.Me
}

// A link is a place to go to.
type link struct {
	To, Text string
	Here     bool
}

// Nav is the main menu of who is signed in.
func (v view) Nav() []link {
	if v.Person.ID == "" {
		return nil
	}
	links := []link{{To: "/", Text: "Overview"}, {To: "/cycles", Text: "Cycles"}, {To: "/find", Text: "Find"}, {To: "/support", Text: "Support"}}
	if own := v.me.Access; len(own) == 1 && v.Person.Role != wire.District {
		links[0] = link{To: pathTo("schools", own[0].School), Text: "My school"}
	}
	if v.Person.Admin {
		links = append(links, link{To: "/people", Text: "People"}, link{To: "/schools", Text: "Schools"}, link{To: "/audit", Text: "Audit log"})
	}
	for i := range links {
		links[i].Here = v.Where == links[i].To
	}
	return links
}

// As says as whom the person is signed in.
func (v view) As() string {
	words := v.Person.Name + ", " + roleWord(v.Person.Role)
	if own := v.me.Access; len(own) == 1 && v.Person.Role != wire.District {
		words += " of " + own[0].Name
	}
	return words
}

// pages are the templates by name, each with the frame and the parts.
var pages = sync.OnceValue(func() map[string]*template.Template {
	frame := template.Must(template.New("").Funcs(template.FuncMap{
		"path": pathTo, "style": func() string { return files[0].path() }, "icon": func() string { return files[1].path() },
		"role": roleWord, "lines": paragraphs, "count": counted, "capital": capital,
	}).ParseFS(htmlFiles, "html/base.html", "html/parts.html"))
	all := map[string]*template.Template{}
	entries, err := htmlFiles.ReadDir("html")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	for _, e := range entries {
		t := template.Must(template.Must(frame.Clone()).ParseFS(htmlFiles, "html/"+e.Name()))
		all[strings.TrimSuffix(e.Name(), path.Ext(e.Name()))] = t
	}
	return all
})

// pathTo joins a path of this site from words of which any may come from people.
func pathTo(first string, more ...string) string {
	p := "/" + first
	for _, m := range more {
		p += "/" + url.PathEscape(m)
	}
	return p
}

// counted writes a number with its noun: "1 cycle", "3 cycles".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// paragraphs splits a text into its lines that say something.
func paragraphs(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// A file is a part of all pages that browsers keep. Its name changes with its
// content.
type file struct {
	name, ending, kind, content string
}

// files are the style sheet and the icon.
var files = []file{
	{"page", ".css", "text/css; charset=utf-8", report.Style + pageStyle},
	{"icon", ".svg", "image/svg+xml", icon},
}

func (f file) path() string {
	sum := sha256.Sum256([]byte(f.content))
	return "/" + f.name + "-" + hex.EncodeToString(sum[:6]) + f.ending
}

func (f file) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write([]byte(f.content)) // the browser may be gone
}
