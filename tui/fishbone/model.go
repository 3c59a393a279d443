package fishbone

import (
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
)

// The lists of the cycle that make up the fishbone.
const (
	bonesList  = "bones"
	causesList = "causes"
	whysList   = "whys"
)

// A Diagram is the fishbone read out of a cycle, its texts safe to draw.
type Diagram struct {
	Problem string // the sentence at the head; empty when none is written
	Bones   []Bone
	// Loose are the causes on no bone, LooseWhys the whys whose cause is gone.
	Loose     []Cause
	LooseWhys []Why
}

// A Bone is one group of causes.
type Bone struct {
	ID, Name string
	Causes   []Cause
}

// A Cause hangs on a bone, its whys in the order in which they were asked.
type Cause struct {
	ID, Text string
	Root     bool
	Votes    int
	Whys     []Why
}

// A Why is one answer to the question why.
type Why struct{ ID, Text string }

// Ref names the bone.
func (b Bone) Ref() treepane.Ref { return treepane.Ref{List: bonesList, ID: b.ID} }

// Ref names the cause.
func (c Cause) Ref() treepane.Ref { return treepane.Ref{List: causesList, ID: c.ID} }

// Ref names the why.
func (y Why) Ref() treepane.Ref { return treepane.Ref{List: whysList, ID: y.ID} }

// Read takes the fishbone out of a cycle. Nothing of it is left out: what has
// lost its place is in Loose and LooseWhys.
func Read(c *cycle.Cycle) Diagram {
	d := Diagram{Problem: cycle.Clean(c.Problem(), false)}
	for _, it := range c.Lists[bonesList] {
		d.Bones = append(d.Bones, Bone{it.ID, treepane.Words(it.Get("name")), causes(c, c.Under(causesList, "bone", it.ID))})
	}
	d.Loose = causes(c, c.Loose(causesList, "bone", bonesList))
	d.LooseWhys = whys(c.Loose(whysList, "cause", causesList))
	return d
}

func causes(c *cycle.Cycle, items []cycle.Item) []Cause {
	var out []Cause
	for _, it := range items {
		votes, _ := strconv.Atoi(it.Get("votes"))
		out = append(out, Cause{it.ID, treepane.Words(it.Get("text")), it.Get("root") == cycle.True, max(0, votes), whys(c.Under(whysList, "cause", it.ID))})
	}
	return out
}

func whys(items []cycle.Item) []Why {
	var out []Why
	for _, it := range items {
		out = append(out, Why{it.ID, treepane.Words(it.Get("text"))})
	}
	return out
}

// A row is one item in its place: in the tree every row is one stop of the
// cursor.
type row struct {
	ref  treepane.Ref
	text string
	// bone counts the bones; causes without one have len(Bones), whys without a
	// cause len(Bones)+1.
	bone  int
	cause *Cause // of causes and whys; nil for bones and for whys without a cause
	why   int    // the place of a why among those of its cause, 1 the first
}

// rows lists all items in the order of the tree.
func (d Diagram) rows() []row {
	var out []row
	for i, b := range d.Bones {
		out = append(out, row{ref: b.Ref(), text: b.Name, bone: i})
		out = appendCauses(out, i, b.Causes)
	}
	out = appendCauses(out, len(d.Bones), d.Loose)
	for i, y := range d.LooseWhys {
		out = append(out, row{ref: y.Ref(), text: y.Text, bone: len(d.Bones) + 1, why: i + 1})
	}
	return out
}

func appendCauses(out []row, bone int, causes []Cause) []row {
	for i := range causes {
		c := &causes[i]
		out = append(out, row{ref: c.Ref(), text: c.Text, bone: bone, cause: c})
		for n, y := range c.Whys {
			out = append(out, row{ref: y.Ref(), text: y.Text, bone: bone, cause: c, why: n + 1})
		}
	}
	return out
}

// counts returns how many causes and root causes there are, and whether any
// cause has votes.
func (d Diagram) counts() (causes, roots int, voted bool) {
	for _, r := range d.rows() {
		if r.ref.List != causesList {
			continue
		}
		causes++
		if r.cause.Root {
			roots++
		}
		voted = voted || r.cause.Votes > 0
	}
	return causes, roots, voted
}
