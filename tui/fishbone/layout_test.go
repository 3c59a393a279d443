package fishbone

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// check asserts what holds for every drawing: all inside, nothing over another,
// a free column before each item for the cursor.
func check(t interface{ Fatalf(string, ...any) }, d Drawing, w, h int) {
	if d.W > w || d.H > h {
		t.Fatalf("the drawing is %dx%d in %dx%d", d.W, d.H, w, h)
	}
	x, y := 0, -1
	seen := map[treepane.Ref]bool{}
	for _, s := range d.Spans {
		if s.Y != y {
			x, y = 0, s.Y
		}
		if s.X < x {
			t.Fatalf("%q at %d,%d stands over what ends at %d", s.Text, s.X, s.Y, x)
		}
		if s.Ref != (treepane.Ref{}) && !seen[s.Ref] && s.X < x+1 {
			t.Fatalf("no room for the cursor before %q", s.Text)
		}
		seen[s.Ref] = true
		if x = s.X + ui.Width(s.Text); x > d.W || s.Y < 0 || s.Y >= d.H {
			t.Fatalf("%q at %d,%d is outside %dx%d", s.Text, s.X, s.Y, d.W, d.H)
		}
	}
}

func drawDiagram(r *rapid.T) Diagram {
	text := func(name string) string {
		word := rapid.SampledFrom([]string{"bell", "at", "the", "advisers", "unbelievablylongwordwithoutanyspace", "door", "7:50,", "字字字", "é"})
		return strings.Join(rapid.SliceOfN(word, 1, 14).Draw(r, name), " ")
	}
	var d Diagram
	if rapid.Bool().Draw(r, "has problem") {
		d.Problem = text("problem")
	}
	id := 0
	for range rapid.IntRange(0, 12).Draw(r, "bones") {
		id++
		b := Bone{ID: fmt.Sprint(id), Name: text("bone")}
		for range rapid.IntRange(0, 7).Draw(r, "causes") {
			id++
			c := Cause{ID: fmt.Sprint(id), Text: text("cause"), Root: rapid.Bool().Draw(r, "root"), Votes: rapid.IntRange(0, 12).Draw(r, "votes")}
			for range rapid.IntRange(0, 5).Draw(r, "whys") {
				id++
				c.Whys = append(c.Whys, Why{fmt.Sprint(id), text("why")})
			}
			b.Causes = append(b.Causes, c)
		}
		d.Bones = append(d.Bones, b)
	}
	return d
}

func TestLayoutKeepsTextsApart(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := drawDiagram(r)
		rows := d.rows()
		var hand treepane.Ref
		if len(rows) > 0 {
			hand = rows[rapid.IntRange(0, len(rows)-1).Draw(r, "hand")].ref
		}
		w, h := rapid.IntRange(40, 200).Draw(r, "w"), rapid.IntRange(3, 55).Draw(r, "h")
		drawing, ok := Layout(d, hand, w, h)
		if !ok {
			return
		}
		check(r, drawing, w, h)
		if _, there := drawing.Place(hand); hand != (treepane.Ref{}) && !there {
			r.Fatalf("the item in hand %v is not drawn", hand)
		}
		for _, b := range d.Bones {
			if _, there := drawing.Place(b.Ref()); !there {
				r.Fatalf("bone %q is not drawn", b.Name)
			}
		}
	})
}

func TestLayoutTakesUsualFishbones(t *testing.T) {
	for bones := range 13 {
		var d Diagram
		for i := range bones {
			d.Bones = append(d.Bones, Bone{ID: fmt.Sprint(i), Name: "Bone", Causes: []Cause{{ID: fmt.Sprint("c", i), Text: "a cause that takes a few words"}}})
		}
		for _, c := range []struct{ w, h, most int }{{98, 16, 6}, {118, 30, 8}, {196, 40, 12}} {
			if _, ok := Layout(d, treepane.Ref{}, c.w, c.h); ok != (bones <= c.most) {
				t.Errorf("%d bones in %dx%d: %v", bones, c.w, c.h, ok)
			}
		}
	}
}

func TestLayoutCountsWhatItLeavesOut(t *testing.T) {
	d := Diagram{Bones: []Bone{{ID: "b", Name: "Bone"}}}
	for i := range 30 {
		d.Bones[0].Causes = append(d.Bones[0].Causes, Cause{ID: fmt.Sprint(i), Text: "cause", Whys: []Why{{fmt.Sprint("w", i), "why"}}})
	}
	drawing, ok := Layout(d, treepane.Ref{List: causesList, ID: "15"}, 118, 24)
	if !ok {
		t.Fatal("no drawing")
	}
	shown, hidden := 0, 0
	for _, r := range d.rows() {
		if _, there := drawing.Place(r.ref); there && r.ref.List == causesList {
			shown++
		}
	}
	for _, s := range drawing.Spans {
		n := 0
		if s.Style == StyleMore {
			_, _ = fmt.Sscanf(s.Text, "+%d", &n)
			hidden += n
		}
	}
	// The causes that are hidden are counted with their whys.
	if hidden != 2*(30-shown) && hidden != 2*(30-shown)+1 {
		t.Errorf("%d causes shown, %d items counted as hidden", shown, hidden)
	}
}
