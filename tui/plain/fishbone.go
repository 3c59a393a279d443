package plain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// causes is the view of the fishbone: causes grouped by bone, with their whys
// under them, and the walk from why to why.
func (d *desk) causes(l cycle.List) listView {
	view := d.plainList(l)
	view.items = d.causesByBone
	view.show = d.sayFishbone
	view.group = "bone"
	view.more, view.moreShort = "w 2 asks why about number 2", "w"
	view.extra = func(word, rest string, items []cycle.Item) (bool, error) {
		if word != "w" && word != "why" {
			return false, nil
		}
		i, ok := place(rest, len(items))
		if !ok {
			d.say("Type w and the number of a cause, such as w 1. " + view.howMany(len(items)))
			return true, nil
		}
		return true, stay(d.askWhys(items[i]))
	}
	return view
}

// causesByBone gives the causes bone by bone, and those on no bone at the end.
func (d *desk) causesByBone() []cycle.Item {
	var out []cycle.Item
	for _, bone := range d.cycle.Lists["bones"] {
		out = append(out, d.cycle.Under("causes", "bone", bone.ID)...)
	}
	return append(out, d.cycle.Loose("causes", "bone", "bones")...)
}

func (d *desk) sayFishbone(items []cycle.Item) {
	bones, _ := cycle.ListByKey("bones")
	number := 0
	say := func(head string, causes []cycle.Item) {
		d.say(head + ":")
		for _, cause := range causes {
			number++
			d.sayf(" %d %s", number, causeLine(cause))
			for _, why := range d.cycle.Under("whys", "cause", cause.ID) {
				d.say("   why: " + oneLine(why.Get("text")))
			}
		}
	}
	for _, bone := range d.cycle.Lists["bones"] {
		if causes := d.cycle.Under("causes", "bone", bone.ID); len(causes) > 0 {
			say(itemName(bones, bone), causes)
		} else {
			d.say(itemName(bones, bone) + ": no causes yet.")
		}
	}
	if number < len(items) {
		say("On no bone", items[number:])
	}
}

// causeLine is a cause with what tells it from the others; its bone stands above.
func causeLine(cause cycle.Item) string {
	l, _ := cycle.ListByKey("causes")
	var facts []string
	if cause.Get("root") == cycle.True {
		facts = append(facts, "likely root cause")
	}
	if votes := cause.Get("votes"); votes != "" {
		facts = append(facts, "votes: "+votes)
	}
	line := itemName(l, cause)
	if len(facts) > 0 {
		line = strings.TrimRight(line, ".") + " (" + strings.Join(facts, "; ") + ")"
	}
	return line
}

// usualWhys is how often most teams ask why before they reach something that
// they can change.
const usualWhys = 5

// askWhys asks why, and why again about the answer, until an empty line behind
// the whys that are there. A why that is cleared is taken out.
func (d *desk) askWhys(cause cycle.Item) error {
	causes, _ := cycle.ListByKey("causes")
	whys, _ := cycle.ListByKey("whys")
	f, _ := whys.Field("text")
	about := itemName(causes, cause)
	d.say("", whys.Help, "An empty line keeps a why that is there; at a new one it ends the asking.")
	asked := map[string]bool{}
	for n := 1; ; n++ {
		if n == usualWhys+1 {
			d.say("", "That makes five. Is it something your team can change? Then stop here.")
		}
		why, there := d.nextWhy(cause, asked)
		if !there {
			why = cycle.Item{ID: change.NewID()}
		}
		asked[why.ID] = true
		q := question{list: "whys", field: f, now: why.Get("text"), shown: why.Get("text"), keep: d.keepWhy(cause, why)}
		q.field.Label = fmt.Sprintf("Why %d", n)
		q.field.Prompt = fmt.Sprintf("Why? %s", sentence(upperFirst(about)))
		answered, err := d.put(q)
		if err != nil {
			return err
		}
		if !answered && !there {
			return nil
		}
		if it, still := d.cycle.Item("whys", why.ID); still {
			about = it.Get("text")
		}
	}
}

func (d *desk) nextWhy(cause cycle.Item, asked map[string]bool) (cycle.Item, bool) {
	whys := d.cycle.Under("whys", "cause", cause.ID)
	i := slices.IndexFunc(whys, func(it cycle.Item) bool { return !asked[it.ID] })
	if i < 0 {
		return cycle.Item{}, false
	}
	return whys[i], true
}

func (d *desk) keepWhy(cause, why cycle.Item) func(string) error {
	return func(typed string) error {
		p := cycle.Path{List: "whys", Item: why.ID, Field: "text"}
		if typed == "" {
			return d.save("", cycle.Remove("whys", why.ID))
		}
		edits, note, err := d.cycle.Write(p, typed, d.today())
		if err != nil {
			return err
		}
		if _, there := d.cycle.Item("whys", why.ID); !there {
			edits = append([]cycle.Edit{cycle.Add("whys", why.ID), cycle.SetIn("whys", why.ID, "cause", cause.ID)}, edits...)
		}
		return d.save(note, edits...)
	}
}
