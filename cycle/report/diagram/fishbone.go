package diagram

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A bone is one group of causes as it is drawn.
type bone struct {
	name   string
	loose  bool // a group for what lost its parent
	causes []cause
}

// A cause hangs on a bone.
type cause struct {
	text string
	root bool
	whys []string
}

// bones reads the fishbone off the cycle. Causes and whys whose parent is gone
// come at the end, in groups of their own.
func bones(c *cycle.Cycle) []bone {
	var out []bone
	for _, it := range c.Lists["bones"] {
		out = append(out, bone{name: orUnnamed(it.Get("name")), causes: causes(c, c.Under("causes", "bone", it.ID))})
	}
	if loose := c.Loose("causes", "bone", "bones"); len(loose) > 0 {
		out = append(out, bone{name: "On no bone", loose: true, causes: causes(c, loose)})
	}
	if loose := c.Loose("whys", "cause", "causes"); len(loose) > 0 {
		b := bone{name: "Whys of no cause", loose: true}
		for _, it := range loose {
			b.causes = append(b.causes, cause{text: orUnnamed(it.Get("text"))})
		}
		out = append(out, b)
	}
	return out
}

func causes(c *cycle.Cycle, items []cycle.Item) []cause {
	var out []cause
	for _, it := range items {
		k := cause{text: orUnnamed(it.Get("text")), root: it.Get("root") == cycle.True}
		if n, err := strconv.Atoi(it.Get("votes")); err == nil && n > 0 {
			k.text += " (" + cycle.HowMany(n, "vote") + ")"
		}
		for _, why := range c.Under("whys", "cause", it.ID) {
			k.whys = append(k.whys, orUnnamed(why.Get("text")))
		}
		out = append(out, k)
	}
	return out
}

// problem is what stands in the head of the fish.
func problem(c *cycle.Cycle) string {
	return cmp.Or(tidy(c.Problem()), tidy(c.Values["priority"]), "(the problem is not written yet)")
}

// The parts of a fishbone, in pixels. Bones stand in rows of at most six, three
// above the backbone and three below; more bones make more rows, so that the
// words stay as large as they are.
const (
	headWidth = 180
	headGap   = 34 // from the rows to the head
	perSide   = 3
	slant     = 30 // how far a bone leans
	twigGap   = 8  // below a cause
	rowGap    = 24
	boneGap   = 14 // between a bone's words and the backbone
)

// A fish is a fishbone while it is drawn.
type fish struct {
	canvas
	head   []text
	column int // width of one
}

// Fishbone draws the causes of a cycle's problem: the problem at the head, the
// groups of causes as bones, the causes on them and the whys under those. Likely
// root causes carry a black diamond and stand in bold. It is nil for a cycle that
// has no bones and no causes.
func Fishbone(c *cycle.Cycle) []byte {
	all := bones(c)
	if len(all) == 0 {
		return nil
	}
	f := &fish{head: lines(problem(c), headWidth-2*inside, text{bold: true})}
	columns := min(perSide, (len(all)+1)/2)
	f.column = (Width - 2*edge - headWidth - headGap) / columns

	y, roots := edge, 0
	var backbones []int
	for start := 0; start < len(all); start += 2 * columns {
		row := all[start:min(start+2*columns, len(all))]
		var upper, lower []bone
		for i, b := range row {
			if i%2 == 0 {
				upper = append(upper, b)
			} else {
				lower = append(lower, b)
			}
		}
		backbone := y + f.highest(upper)
		for i, b := range upper {
			f.bone(b, edge+i*f.column, backbone, true)
		}
		for i, b := range lower {
			f.bone(b, edge+i*f.column, backbone, false)
		}
		backbones = append(backbones, backbone)
		y = backbone + f.highest(lower) + rowGap
	}
	for _, b := range all {
		for _, k := range b.causes {
			if k.root {
				roots++
			}
		}
	}
	bottom := f.backbone(backbones, y-rowGap)
	if roots > 0 {
		bottom += line
		f.diamond(edge+6, bottom-5)
		f.words(edge, bottom, []text{{s: "likely root cause", indent: 18, small: true}})
	}
	return f.image(bottom+edge, "Fishbone: "+problem(c), describe(all, roots))
}

// backbone draws the head and the lines that lead to it. It gives the bottom of
// all that is drawn.
func (f *fish) backbone(backbones []int, bottom int) int {
	trunk := Width - edge - headWidth - headGap/2
	first, last := backbones[0], backbones[len(backbones)-1]
	for _, y := range backbones {
		f.line(edge, y, trunk, y, dark, 3)
	}
	height := len(f.head)*line + 2*inside
	middle := max((first+last)/2, edge+height/2)
	f.line(trunk, min(first, middle), trunk, max(last, middle), dark, 3)
	f.line(trunk, middle, Width-edge-headWidth-8, middle, dark, 3)
	f.arrow(Width-edge-headWidth, middle, true)
	f.frame(Width-edge-headWidth, middle-height/2, headWidth, height, 2, false)
	f.words(Width-edge-headWidth+inside, middle-height/2+inside+size, f.head)
	return max(bottom, middle+height/2)
}

// room is how wide the words on a bone may be.
func (f *fish) room() int { return f.column - slant - 20 }

func (f *fish) nameOf(b bone) []text {
	return lines(b.name, f.room()-2*inside, text{bold: true})
}

func (f *fish) causeOf(k cause) []text {
	like := text{}
	if k.root {
		like = text{bold: true, indent: 14}
	}
	out := lines(k.text, f.room(), like)
	for _, why := range k.whys {
		for i, l := range lines("↳ "+why, f.room(), text{small: true, indent: 10}) {
			if i > 0 {
				l.indent += 11
			}
			out = append(out, l)
		}
	}
	return out
}

// highest gives how far the bones of one side stand out.
func (f *fish) highest(side []bone) int {
	most := 0
	for _, b := range side {
		most = max(most, f.height(b))
	}
	return most
}

func (f *fish) height(b bone) int {
	h := len(f.nameOf(b))*line + 2*inside + boneGap + twigGap
	for _, k := range b.causes {
		h += len(f.causeOf(k))*line + twigGap
	}
	return h
}

// bone draws a group of causes whose words begin at x, above the backbone or
// below it. The words stand on twigs that end at the bone.
func (f *fish) bone(b bone, x, backbone int, above bool) {
	name, height := f.nameOf(b), f.height(b)
	box := len(name)*line + 2*inside
	edgeOfWords := x + f.room() + 6
	joint := edgeOfWords + slant
	top, boxTop := backbone-height+box, backbone-height
	if !above {
		top, boxTop = backbone+boneGap, backbone+height-box
	}
	// The bone leans from its name to the backbone, to the right of all words.
	from := boxTop + box
	if !above {
		from = boxTop
	}
	f.line(edgeOfWords-6, from, joint, backbone, dark, 2)
	f.frame(x, boxTop, f.room(), box, 1.5, b.loose)
	f.words(x+inside, boxTop+inside+size, name)
	y := top
	for _, k := range b.causes {
		ls := f.causeOf(k)
		if k.root {
			f.diamond(x+5, y+line-5)
		}
		f.words(x, y+line-1, ls)
		y += len(ls)*line + twigGap
		twig := y - twigGap + 5
		along := float64(twig-from) / float64(backbone-from)
		f.line(x, twig, edgeOfWords-6+int(along*float64(slant+6)), twig, quiet, 1)
	}
}

func describe(all []bone, roots int) string {
	n := 0
	for _, b := range all {
		n += len(b.causes)
	}
	s := fmt.Sprintf("Fishbone diagram with %s and %s", cycle.HowMany(len(all), "bone"), cycle.HowMany(n, "cause"))
	if roots > 0 {
		s += ", " + strconv.Itoa(roots) + " of them marked as likely root"
	}
	s += "."
	for _, b := range all {
		s += " " + b.name + ":"
		for i, k := range b.causes {
			if i > 0 {
				s += ";"
			}
			s += " " + k.text
			if k.root {
				s += " (likely root cause)"
			}
		}
		if len(b.causes) == 0 {
			s += " no causes yet"
		}
		s += "."
	}
	return s
}
