package diagram_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report/diagram"
	"github.com/cqi-pdsa/pdsa/examples"
)

var update = flag.Bool("update", false, "write the golden files anew")

func story(t testing.TB) *cycle.Cycle {
	t.Helper()
	for _, c := range examples.Cycles() {
		if c.ID == "ex-talk-2" {
			return c
		}
	}
	t.Fatal("the story is gone")
	return nil
}

// crowded is a cycle with twelve bones, thirty causes and words that are longer
// than any line.
func crowded() *cycle.Cycle {
	c := cycle.New("c")
	long := strings.Repeat("Donaudampfschifffahrt", 4)
	c.Apply(cycle.SetField("problem.who", "Teachers "+long), cycle.SetField("point_b.what", long+" "+long))
	for i := range 12 {
		id := fmt.Sprintf("b%d", i)
		c.Apply(cycle.SetIn("bones", id, "name", fmt.Sprintf("Bone %d %s", i, long[:i*5])))
		c.Apply(cycle.SetIn("drivers", "d"+id, "text", fmt.Sprintf("Driver %d %s", i, strings.Repeat("what must be different ", i))))
	}
	for i := range 30 {
		id := fmt.Sprintf("k%d", i)
		c.Apply(cycle.SetIn("causes", id, "bone", fmt.Sprintf("b%d", i*i%12)),
			cycle.SetIn("causes", id, "text", fmt.Sprintf("Cause %d %s", i, strings.Repeat("because of this and that ", i%5))))
		if i%4 == 0 {
			c.Apply(cycle.SetIn("causes", id, "root", cycle.True), cycle.SetIn("causes", id, "votes", "3"),
				cycle.SetIn("whys", "w"+id, "cause", id), cycle.SetIn("whys", "w"+id, "text", "Because "+long))
		}
		c.Apply(cycle.SetIn("activities", "a"+id, "driver", fmt.Sprintf("db%d", i*i%12)),
			cycle.SetIn("activities", "a"+id, "text", fmt.Sprintf("Activity %d %s", i, strings.Repeat("tell a partner first ", i%5))))
	}
	return c
}

const nasty = `<script>alert("1")</script> & 'x' ]]> ` + "\x1b[31m\u202e\x00 end \"]; click \u178f\u17be\u178f 😀 não"

// hostile has the same bad text everywhere, and items that lost their parents.
func hostile() *cycle.Cycle {
	c := cycle.New("c")
	for _, key := range []string{"problem.who", "problem.does", "point_b.what", "point_b.how_much"} {
		c.Apply(cycle.SetField(key, nasty))
	}
	c.Apply(
		cycle.SetIn("bones", "b", "name", nasty), cycle.SetIn("causes", "k", "bone", "b"), cycle.SetIn("causes", "k", "text", nasty),
		cycle.SetIn("causes", "loose", "text", strings.Repeat("word ", 13000)), cycle.SetIn("whys", "w", "text", nasty),
		cycle.SetIn("whys", "v", "cause", "k"), cycle.SetIn("whys", "v", "text", nasty), cycle.SetIn("causes", "k", "root", cycle.True),
		cycle.SetIn("drivers", "d", "text", nasty), cycle.SetIn("activities", "a", "driver", "d"), cycle.SetIn("activities", "a", "text", nasty),
		cycle.SetIn("activities", "loose", "text", strings.Repeat("x", 60000)),
	)
	return c
}

func TestGolden(t *testing.T) {
	c := story(t)
	for name, got := range map[string][]byte{
		"fishbone.svg": diagram.Fishbone(c), "drivers.svg": diagram.Drivers(c), "fishbone.mmd": diagram.FishboneMermaid(c),
	} {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not as before; look at it with -update and git diff", name)
		}
	}
}

func TestNothingToDraw(t *testing.T) {
	c := cycle.New("c")
	if diagram.Fishbone(c) != nil || diagram.Drivers(c) != nil || diagram.FishboneMermaid(c) != nil {
		t.Error("an empty cycle is drawn")
	}
	c.Apply(cycle.SetIn("bones", "b", "name", "Time"), cycle.SetIn("drivers", "d", "text", "Every student is met"))
	if len(drawn(t, diagram.Fishbone(c)).words) == 0 || len(drawn(t, diagram.Drivers(c)).words) == 0 {
		t.Error("one bone and one driver are not drawn")
	}
}

func TestWordsDoNotTouch(t *testing.T) {
	for name, c := range map[string]*cycle.Cycle{"story": story(t), "crowded": crowded(), "hostile": hostile()} {
		for kind, image := range map[string][]byte{"fishbone": diagram.Fishbone(c), "drivers": diagram.Drivers(c)} {
			d := drawn(t, image)
			for i, a := range d.words {
				if a.right > diagram.Width || a.x < 0 || a.y > d.height || a.y < 12 {
					t.Errorf("%s of %s: %q leaves the image", kind, name, a.s)
				}
				for _, b := range d.words[i+1:] {
					if a.x < b.right && b.x < a.right && a.y-b.y < 12 && b.y-a.y < 12 {
						t.Errorf("%s of %s: %q and %q touch", kind, name, a.s, b.s)
					}
				}
			}
		}
	}
}

func TestEveryWordIsDrawn(t *testing.T) {
	c := story(t)
	for list, image := range map[string][]byte{
		"bones": diagram.Fishbone(c), "causes": diagram.Fishbone(c), "whys": diagram.Fishbone(c),
		"drivers": diagram.Drivers(c), "activities": diagram.Drivers(c),
	} {
		all := strings.Join(drawn(t, image).lines(), " ")
		for _, it := range c.Lists[list] {
			text := it.Get("text") + it.Get("name")
			if !strings.Contains(all, text) {
				t.Errorf("%q of %s is not in the diagram", text, list)
			}
		}
	}
}

func TestRootCausesAreMarkedByShape(t *testing.T) {
	c := story(t)
	roots := 0
	for _, it := range c.Lists["causes"] {
		if it.Get("root") == cycle.True {
			roots++
		}
	}
	// One diamond more stands in the legend.
	if n := strings.Count(string(diagram.Fishbone(c)), "l5 5l-5 5"); roots == 0 || n != roots+1 {
		t.Errorf("%d diamonds for %d root causes", n, roots)
	}
	if n := strings.Count(string(diagram.FishboneMermaid(c)), "{{"); n != roots {
		t.Errorf("%d hexagons for %d root causes", n, roots)
	}
}

func TestTextOfTheTeamIsNoMarkup(t *testing.T) {
	c := hostile()
	for _, image := range [][]byte{diagram.Fishbone(c), diagram.Drivers(c)} {
		d := drawn(t, image)
		if !strings.Contains(strings.Join(d.lines(), " "), "<script>") {
			t.Error("the text is not shown as it was written")
		}
		for _, bad := range []string{"script", "style", "onload"} {
			if strings.Contains(string(image), "<"+bad) || strings.Contains(string(image), " "+bad+"=") {
				t.Errorf("%s came through", bad)
			}
		}
		if bytes.ContainsAny(image, "\x1b\x00\u202e") {
			t.Error("a control character came through")
		}
	}
	for l := range strings.SplitSeq(strings.TrimSpace(string(diagram.FishboneMermaid(c))), "\n") {
		if n := strings.Count(l, `"`); n != 2 && l != "flowchart LR" || strings.ContainsAny(l, "\x1b`<&;\u202e") && strings.Contains(strings.ReplaceAll(numbers(l), "-.->", ""), ";") {
			t.Errorf("this line could be read as something else: %q", l)
		}
	}
}

// numbers takes out the characters written by number.
func numbers(l string) string {
	for i := range 256 {
		l = strings.ReplaceAll(l, fmt.Sprintf("#%d;", i), "")
	}
	return l
}

func TestEqualCyclesGiveEqualBytes(t *testing.T) {
	for _, draw := range []func(*cycle.Cycle) []byte{diagram.Fishbone, diagram.Drivers, diagram.FishboneMermaid} {
		if !bytes.Equal(draw(crowded()), draw(crowded())) {
			t.Error("the second drawing differs")
		}
	}
}

// A word is a line of text in an image with the room that it takes at least.
type word struct {
	s           string
	x, y, right int
}

type picture struct {
	height int
	words  []word
}

func (p picture) lines() []string {
	var out []string
	for _, w := range p.words {
		out = append(out, w.s)
	}
	return out
}

// drawn reads an image. It fails on what is not well formed, has no title and
// description, or small letters.
func drawn(t *testing.T, image []byte) picture {
	t.Helper()
	var p picture
	dec := xml.NewDecoder(bytes.NewReader(image))
	titles := 0
	for {
		token, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		number := map[string]int{}
		for _, a := range e.Attr {
			number[a.Name.Local], _ = strconv.Atoi(a.Value)
			if a.Name.Local == "font-size" && number["font-size"] < 12 {
				t.Errorf("letters of %s pixels", a.Value)
			}
		}
		switch e.Name.Local {
		case "svg":
			p.height = number["height"]
		case "title", "desc":
			var s string
			if err := dec.DecodeElement(&s, &e); err != nil || s == "" {
				t.Errorf("the %s is empty: %v", e.Name.Local, err)
			}
			titles++
		case "text":
			var s string
			if err := dec.DecodeElement(&s, &e); err != nil {
				t.Fatal(err)
			}
			// Letters are seldom narrower than this.
			p.words = append(p.words, word{s: s, x: number["x"], y: number["y"], right: number["x"] + len([]rune(s))*4})
		}
	}
	if titles != 2 {
		t.Error("no title and description")
	}
	return p
}
