package page_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// attacks try to leave the place where a text stands.
var attacks = []string{
	`<script>hacked=1</script>`, `"><img src=x onerror=hacked=1>`, `' onmouseover='hacked=1`, `</svg></title></textarea></style><iframe srcdoc="<script>hacked=1</script>">`,
	`javascript:hacked=1`, `]]><script>hacked=1</script>`, `--><svg onload=hacked=1>`, `{{.Data}}`, `&lt;script&gt;hacked=1&lt;/script&gt;`,
	"\x1b]0;title\x07\x1b[2J\x00\u202eevil\u2066\u200b", "<a href=\"https://evil.example/\">click</a>", "\xff\xfe<b>bold", `<base href="//evil.example/">`, `<meta http-equiv=refresh content=0>`,
}

// hostile is a cycle whose every text tries to break out.
func hostile(id string) *cycle.Cycle {
	c := cycle.New(id)
	n := 0
	next := func() string {
		n++
		return attacks[n%len(attacks)] + fmt.Sprintf(" mark%d", n)
	}
	for row := range cycle.Fields() {
		switch row.Field.Kind {
		case cycle.Line, cycle.Text, cycle.Choice, cycle.Date, cycle.Number, cycle.Count:
		default:
			continue
		}
		if row.List == nil {
			c.Values[row.Field.Key] = next()
			continue
		}
		for i := range attacks {
			item := fmt.Sprintf("%s%d", attacks[i], i)
			c.Apply(cycle.SetIn(row.List.Key, item, row.Field.Key, attacks[(n+i)%len(attacks)]+" mark"))
		}
		n++
	}
	c.Values["sharing"] = "district"
	delete(c.Values, "archived")
	// Numbers that are drawn, so that there are charts with names.
	c.Apply(cycle.SetIn("measures", "m", "name", next()), cycle.SetIn("measures", "m", "unit", next()), cycle.SetIn("measures", "m", "kind", "outcome"))
	for i := range 14 {
		item := fmt.Sprintf("p%d", i)
		c.Apply(
			cycle.SetIn("points", item, "measure", "m"), cycle.SetIn("points", item, "date", fmt.Sprintf("2026-10-%02d", i+1)),
			cycle.SetIn("points", item, "value", fmt.Sprint(20+i%3+i/7*9)), cycle.SetIn("points", item, "note", next()),
		)
		c.Apply(cycle.SetIn("points", item+"s", "measure", "m"), cycle.SetIn("points", item+"s", "date", fmt.Sprintf("2026-10-%02d", i+1)),
			cycle.SetIn("points", item+"s", "value", "5"), cycle.SetIn("points", item+"s", "n", "30"), cycle.SetIn("points", item+"s", "subgroup", attacks[1]))
	}
	return c
}

func TestHostileTextStaysText(t *testing.T) {
	d := newDistrict(t)
	c := hostile(change.NewID())
	d.writes(d.team, c)
	other := hostile(attacks[1]) // its id too
	d.writes(d.team, other)
	d.must(second(d.dash.AddSchool(ctx, d.admin, attacks[1], attacks[0])))
	d.invite(attacks[1]+attacks[0], wire.Coach, d.north)
	b := d.as(d.adminKey)
	pages := append(d.everywhere(c.ID), d.everywhere(url.PathEscape(other.ID))...)
	for _, a := range attacks {
		q := "?" + url.Values{"words": {a}, "problem": {a}, "driver": {a}, "measure": {a}, "school": {a}, "network": {a}, "phase": {a}, "only": {a}, "show": {a}, "page": {a}, "saved": {a}, "before": {a}, "to": {a}}.Encode()
		pages = append(pages, "/find"+q, "/cycles"+q, "/support"+q, "/people"+q, "/audit"+q, "/"+q, "/people/new"+q, "/nowhere/"+url.PathEscape(a))
	}
	for _, path := range pages {
		doc := d.read(b.get(path))
		checkStructure(t, path, doc)
		checkInert(t, path, doc)
	}
	doc := d.read(b.post("/cycles/"+c.ID+"/comments", url.Values{"text": {"</textarea><script>x"}, "step": {attacks[1]}, "kind": {attacks[0]}}))
	checkStructure(t, "a form that comes back", doc)
	checkInert(t, "a form that comes back", doc)
	if !b.page("/cycles/"+c.ID).has("<script>hacked=1</script> mark", `"><img src=x onerror=hacked=1> mark`) {
		t.Error("the words themselves are gone")
	}
	start := b.get("/cycles/" + c.ID + "/start")
	if name := start.Header.Get("Content-Disposition"); strings.Trim(strings.TrimPrefix(name, "attachment; filename="), "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
		t.Errorf("the file is called %q", name)
	}
}

// checkInert finds marks that turn or hide text, and pictures that are not ours.
func checkInert(t *testing.T, where string, doc document) {
	t.Helper()
	for _, r := range doc.source {
		if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) || r == '\u200b' || r == '\ufeff' {
			t.Errorf("%s: the character %U is in the page", where, r)
			break
		}
	}
	for n := range doc.Descendants() {
		if src, ok := attr(n, "src"); ok && !strings.HasPrefix(src, "/icon-") {
			t.Errorf("%s: a picture from %q", where, src)
		}
	}
}

func second[T any](_ T, err error) error { return err }
