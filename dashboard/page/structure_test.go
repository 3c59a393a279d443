package page_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// elements are all that a page is made of, drawings included.
var elements = strings.Fields(`html head body meta title link
	a article blockquote button caption datalist details div fieldset figure footer form h1 h2 h3 h4 h5 header img input kbd label legend
	li main nav ol option p q section select small span strong summary table tbody td textarea th thead tr ul br
	svg g path rect line circle polyline polygon text tspan desc defs marker ellipse foreignobject`)

// checkStructure holds a page against what browsers with a screen reader and
// without scripts need, and against the content policy.
func checkStructure(t *testing.T, where string, doc document) {
	t.Helper()
	fault := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s: %s", where, fmt.Sprintf(format, args...))
	}
	ids := map[string]bool{}
	labelled := map[string]bool{}
	var all []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
		if id, ok := attr(n, "id"); ok {
			if ids[id] {
				fault("the id %q is there twice", id)
			}
			ids[id] = true
		}
		if id, ok := attr(n, "for"); ok {
			labelled[id] = true
		}
	}
	level, tops, count := 0, 0, map[string]int{}
	for _, n := range all {
		count[n.Data]++
		if !slices.Contains(elements, strings.ToLower(n.Data)) {
			fault("there is an element %q", n.Data)
		}
		checkAttributes(n, fault)
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			now := int(n.Data[1] - '0')
			if now > level+1 {
				fault("the heading %q of level %d follows one of level %d", textOf(n), now, level)
			}
			if textOf(n) == "" {
				fault("a heading is empty")
			}
			if level = now; now == 1 {
				tops++
			}
		}
		for _, key := range []string{"for", "aria-labelledby", "aria-describedby"} {
			if v, ok := attr(n, key); ok {
				for id := range strings.FieldsSeq(v) {
					if !ids[id] {
						fault("%s of %s names %q, which is not there", key, n.Data, id)
					}
				}
			}
		}
		checkNamed(n, labelled, fault)
	}
	if tops != 1 || count["main"] != 1 || count["title"] < 1 || !ids["main"] {
		fault("%d headings of the first level, %d main parts, id main: %v", tops, count["main"], ids["main"])
	}
	if lang, _ := attr(all[0], "lang"); lang != "en" {
		fault("the language is %q", lang)
	}
	if i := slices.IndexFunc(all, func(n *html.Node) bool { return n.Data == "a" }); i < 0 || textOf(all[i]) != "Skip to the page" {
		fault("the first link does not skip to the page")
	}
}

// checkAttributes finds what could run or lead elsewhere.
func checkAttributes(n *html.Node, fault func(string, ...any)) {
	for _, a := range n.Attr {
		key := strings.ToLower(a.Key)
		switch {
		case strings.HasPrefix(key, "on"), key == "style", key == "srcdoc", key == "formaction", key == "http-equiv":
			fault("%s has the attribute %s=%q", n.Data, a.Key, a.Val)
		case key == "href", key == "src", key == "action", key == "xlink:href":
			u, err := url.Parse(a.Val)
			if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#") {
				fault("%s leads to %q", n.Data, a.Val)
			}
		}
	}
}

// checkNamed finds controls, pictures and tables without a name.
func checkNamed(n *html.Node, labelled map[string]bool, fault func(string, ...any)) {
	id, _ := attr(n, "id")
	kind, _ := attr(n, "type")
	label, _ := attr(n, "aria-label")
	switch n.Data {
	case "input", "select", "textarea":
		if kind != "hidden" && !labelled[id] {
			fault("the field %q has no label", id)
		}
	case "button", "a":
		if textOf(n) == "" && label == "" {
			fault("a %s says nothing", n.Data)
		}
	case "img":
		if _, ok := attr(n, "alt"); !ok {
			fault("a picture has no alt")
		}
	case "table":
		// Those of the paper stand under a heading each.
		if class, _ := attr(n, "class"); strings.HasPrefix(class, "list") && (n.FirstChild == nil || find(n, "caption") == nil) {
			fault("a table has no caption")
		}
	case "th":
		if _, ok := attr(n, "scope"); !ok {
			fault("the head %q has no scope", textOf(n))
		}
	}
}

func find(n *html.Node, name string) *html.Node {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.Data == name {
			return c
		}
	}
	return nil
}

// everywhere returns the pages that there are in the district.
func (d *district) everywhere(cycle string) []string {
	person := url.PathEscape(d.admin.Person.ID)
	return []string{
		"/", "/?phase=do", "/cycles", "/cycles?only=stalled", "/cycles?only=signals", "/schools/" + d.north, "/schools/" + d.north + "?archived=yes",
		"/cycles/" + cycle, "/cycles/" + cycle + "/history", "/cycles/" + cycle + "/review", "/find", "/find?driver=nowhere", "/support", "/support?show=all",
		"/people", "/people/new", "/people/code", "/people/" + person, "/schools", "/audit",
	}
}

func TestEveryPageIsSound(t *testing.T) {
	d := newDistrict(t)
	all := d.stories(wire.ForDistrict)
	checkStructure(t, "sign-in", d.browser().page("/sign-in"))
	b := d.as(d.adminKey)
	for _, path := range d.everywhere(all[0].ID) {
		checkStructure(t, path, b.page(path))
	}
	for _, key := range []string{d.team, d.reader, d.coach, d.office, d.southern} {
		b := d.as(key)
		for _, path := range d.everywhere(all[0].ID) {
			if doc := d.read(b.get(path)); doc.status != 303 {
				checkStructure(t, path, doc)
			}
		}
	}
	checkStructure(t, "nowhere", d.read(b.get("/nowhere")))
	checkStructure(t, "a wrong form", d.read(b.post("/cycles/"+all[0].ID+"/comments", url.Values{"text": {""}})))
}
