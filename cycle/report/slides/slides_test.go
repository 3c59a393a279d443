package slides

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/examples"
)

var update = flag.Bool("update", false, "write the golden file anew")

func write(t *testing.T, c *cycle.Cycle) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c, examples.Day()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	got := write(t, examples.Cycles()[0])
	const name = "testdata/slides.golden"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the slides differ from %s; look at them and run with -update", name)
	}
}

// elements counts the elements of a page by name, and gives all attributes.
func elements(t *testing.T, page []byte) (count map[string]int, attributes []html.Attribute) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	count = map[string]int{}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			count[n.Data]++
			attributes = append(attributes, n.Attr...)
		}
	}
	return count, attributes
}

func TestOneSectionASlide(t *testing.T) {
	for _, c := range append(examples.Cycles(), cycle.New("empty")) {
		page := write(t, c)
		count, _ := elements(t, page)
		if count["section"] == 0 || count["h1"] != 1 || count["h2"] != count["section"]-1 {
			t.Errorf("%s: %v", c.ID, count)
		}
		if len(c.Lists["points"]) > 0 && count["svg"] == 0 {
			t.Errorf("%s has no chart", c.ID)
		}
	}
}

// TestNothingBreaksOut fills every text with markup: the page has no element and
// no attribute that it would not have without.
func TestNothingBreaksOut(t *testing.T) {
	const evil = `</section><script>alert(1)</script><img src=x onerror=alert(1)>" onload="x`
	c := examples.Cycles()[0]
	for key, v := range c.Values {
		if f, ok := cycle.FieldByKey(key); ok && (f.Kind == cycle.Line || f.Kind == cycle.Text) {
			c.Values[key] = evil + v
		}
	}
	for list, items := range c.Lists {
		l, _ := cycle.ListByKey(list)
		for _, it := range items {
			for key := range it.Values {
				if f, ok := l.Field(key); ok && (f.Kind == cycle.Line || f.Kind == cycle.Text) {
					it.Values[key] = evil
				}
			}
		}
	}
	count, attributes := elements(t, write(t, c))
	if count["script"] != 1 || count["img"] > 0 {
		t.Errorf("elements broke out: %v", count)
	}
	for _, a := range attributes {
		if strings.HasPrefix(a.Key, "on") {
			t.Errorf("an attribute broke out: %+v", a)
		}
	}
}
