package plain

import (
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// settle goes through the places where people wrote apart and asks which version
// stays. An empty line leaves one as it is.
func (d *desk) settle() error {
	conflicts := d.state.Conflicts()
	if len(conflicts) == 0 {
		d.say("", "Nobody has written apart here: there is nothing to choose.")
		return nil
	}
	d.say("", "In "+cycle.HowMany(len(conflicts), "place")+" people wrote apart from each other. Nothing is lost: you choose what stays, and the history keeps the rest.")
	for i, c := range conflicts {
		d.say("", strconv.Itoa(i+1)+" of "+strconv.Itoa(len(conflicts))+". "+d.nameOf(c.Path)+".")
		ways := d.ways(c)
		for n, w := range ways {
			d.sayf(" %d %s", n+1, w.words)
		}
		d.say("Type the number of what stays. An empty line leaves it open.")
		if err := d.chooseWay(ways); err != nil {
			return err
		}
	}
	return nil
}

// A way is one of the ways in which a conflict can end.
type way struct {
	words string
	ops   func(*change.State) []change.Op
}

func (d *desk) chooseWay(ways []way) error {
	for {
		word, _, err := d.command()
		if err != nil {
			return err
		}
		switch word {
		case "":
			d.say("It stays open.")
			return nil
		case endOfText, "b", "back":
			return errLeave
		}
		i, ok := place(word, len(ways))
		if !ok {
			d.sayf("%q is none of the versions. Type a number from 1 to %d, or an empty line.", word, len(ways))
			continue
		}
		err = d.saved("", func() (*change.State, error) {
			return d.store.SaveOps(d.cycle.ID, func(st *change.State) ([]change.Op, error) { return ways[i].ops(st), nil })
		})
		if err == nil {
			return nil
		}
		d.sayRefused(err)
	}
}

// ways gives each version of a conflict, and for texts all of them one below the
// other. An item that one person removed while another wrote in it is kept or
// removed.
func (d *desk) ways(c change.Conflict) []way {
	if c.Deleted != nil {
		return d.waysOfItem(c)
	}
	var out []way
	all := ""
	for _, v := range c.Versions {
		out = append(out, way{d.versionWords(c.Path, v), resolve(c.Path, v.Value)})
		if all != "" && v.Value != "" {
			all += "\n"
		}
		all += v.Value
	}
	if f, ok := c.Path.Row(); ok && f.Kind == cycle.Text && len(all) <= cycle.MaxText {
		out = append(out, way{"All of them, one below the other.", resolve(c.Path, all)})
	}
	return out
}

func resolve(p cycle.Path, value string) func(*change.State) []change.Op {
	return func(st *change.State) []change.Op { return st.Resolve(p, value) }
}

func (d *desk) versionWords(p cycle.Path, w change.Write) string {
	value := "left empty"
	if w.Value != "" {
		value = d.valueAt(p, w.Value)
	}
	return person(w.Author) + ", " + d.when(w.At.Time()) + ": " + value
}

func (d *desk) waysOfItem(c change.Conflict) []way {
	list, id := c.Path.List, c.Path.Item
	edit := c.Versions[0]
	return []way{
		{
			"Keep it: " + person(edit.Author) + " wrote in it, " + d.when(edit.At.Time()) + ".",
			func(st *change.State) []change.Op { return st.KeepItem(list, id) },
		},
		{
			"Remove it: " + person(c.Deleted.Author) + " took it out, " + d.when(c.Deleted.At.Time()) + ".",
			func(st *change.State) []change.Op {
				return st.Build(d.replica, nil, []cycle.Edit{cycle.Remove(list, id)})
			},
		},
	}
}
