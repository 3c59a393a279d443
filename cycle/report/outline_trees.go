package report

import (
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report/diagram"
)

func (o outliner) fishbonePicture() []Block {
	if !o.pictures {
		return nil
	}
	return pictureOf("Fishbone", diagram.Fishbone(o.c))
}

func (o outliner) driverPicture() []Block {
	if !o.pictures {
		return nil
	}
	return pictureOf("Driver diagram", diagram.Drivers(o.c))
}

// pictureOf gives a picture, or nothing where nothing was drawn.
func pictureOf(title string, svg []byte) []Block {
	if svg == nil {
		return nil
	}
	return []Block{{Label: title, Picture: &Picture{Title: title, SVG: svg}}}
}

// fishbone is the tree of bones, the causes on them and the whys under those.
// Causes and whys whose parent is gone follow at the end.
func (o outliner) fishbone() []Branch {
	var tree []Branch
	for _, bone := range o.c.Lists["bones"] {
		tree = append(tree, Branch{orUnnamed(bone.Get("name")), o.causes(o.c.Under("causes", "bone", bone.ID))})
	}
	if loose := o.c.Loose("causes", "bone", "bones"); len(loose) > 0 {
		tree = append(tree, Branch{"On no bone", o.causes(loose)})
	}
	if loose := o.c.Loose("whys", "cause", "causes"); len(loose) > 0 {
		tree = append(tree, Branch{"Whys of no cause", leaves(loose)})
	}
	return tree
}

func (o outliner) causes(items []cycle.Item) []Branch {
	var out []Branch
	for _, it := range items {
		var marks []string
		if it.Get("root") == cycle.True {
			marks = append(marks, "root cause")
		}
		if n, err := strconv.Atoi(it.Get("votes")); err == nil && n > 0 {
			marks = append(marks, cycle.HowMany(n, "vote"))
		}
		text := orUnnamed(it.Get("text"))
		if len(marks) > 0 {
			text += " (" + strings.Join(marks, ", ") + ")"
		}
		out = append(out, Branch{text, leaves(o.c.Under("whys", "cause", it.ID))})
	}
	return out
}

func (o outliner) drivers() []Branch {
	list, _ := cycle.ListByKey("drivers")
	kind, _ := list.Field("kind")
	var tree []Branch
	for _, it := range o.c.Lists["drivers"] {
		text := orUnnamed(it.Get("text"))
		if k := it.Get("kind"); k != "" {
			text += " (" + o.words(kind, k) + ")"
		}
		var under []Branch
		if why := it.Get("rationale"); why != "" {
			under = append(under, Branch{Text: "Why this: " + why})
		}
		tree = append(tree, Branch{text, append(under, leaves(o.c.Under("activities", "driver", it.ID))...)})
	}
	if loose := o.c.Loose("activities", "driver", "drivers"); len(loose) > 0 {
		tree = append(tree, Branch{"Under no driver", leaves(loose)})
	}
	return tree
}

func leaves(items []cycle.Item) []Branch {
	var out []Branch
	for _, it := range items {
		out = append(out, Branch{Text: orUnnamed(it.Get("text"))})
	}
	return out
}
