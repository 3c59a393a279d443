package plain

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A listView is how one list is shown and worked on: its items in the order in
// which they are numbered, and what can be typed besides the usual commands.
type listView struct {
	list  cycle.List
	label string
	empty string
	items func() []cycle.Item
	// show prints the items with their numbers; there is at least one.
	show func(items []cycle.Item)
	// extra carries out a command of this list alone and reports whether it was
	// one; nil where there are none. more says how they are typed and what they
	// do, moreShort names them.
	extra     func(word, rest string, items []cycle.Item) (known bool, err error)
	more      string
	moreShort string
	// group names the field by which the items are shown in groups; empty when
	// they are not. Items move only within their group.
	group string
}

// plainList is the view of a list of which nothing special is asked.
func (d *desk) plainList(l cycle.List) listView {
	return listView{
		list:  l,
		label: l.Label,
		empty: strings.TrimSuffix(l.Empty, " Press a."),
		items: func() []cycle.Item { return d.cycle.Lists[l.Key] },
		show: func(items []cycle.Item) {
			for i, it := range items {
				d.sayf(" %d %s", i+1, d.itemLine(l, it))
			}
		},
	}
}

// run shows the list and takes commands until an empty line. The error is
// errLeave, errEnd, or says what broke.
func (v listView) run(d *desk) error {
	v.sayAll(d)
	long := true
	for {
		v.sayKeys(d, long)
		long = len(v.items()) == 0 // until there was something to do it with
		word, rest, err := d.command()
		if err != nil {
			return err
		}
		items := v.items()
		if i, ok := place(word, len(items)); ok && rest == "" {
			if err := d.editItem(v.list, items[i].ID); err != nil {
				return err
			}
			continue
		}
		switch word {
		case "":
			return nil
		case endOfText, "b", "back":
			return errLeave
		case "?", "help":
			d.say(v.list.Help)
			long = true
		case "l", "list":
			v.sayAll(d)
		case "a", "add":
			err = d.addItem(v.list)
		case "d", "delete", "remove":
			err = v.remove(d, rest, items)
		case "m", "move":
			err = v.move(d, rest, items)
		default:
			err = v.other(d, word, rest, items)
		}
		if err != nil {
			return err
		}
	}
}

func (v listView) sayAll(d *desk) {
	items := v.items()
	if len(items) == 0 {
		d.say("", v.label+". "+v.empty)
		return
	}
	d.sayf("\n%s, %d in all:", v.label, len(items))
	v.show(items)
}

// sayKeys says what can be typed now, in full or, once that was heard, in short.
// Without items there is only one thing to do.
func (v listView) sayKeys(d *desk, long bool) {
	d.say("")
	switch {
	case len(v.items()) == 0:
		d.sayf("%s: a adds %s, ? explains, an empty line goes on.", v.label, article(v.list.One))
	case long:
		d.sayf("%s: a adds, a number changes that one, d 2 removes number 2, m 3 1 moves number 3 to place 1, l lists them, %s? explains, an empty line goes on.",
			v.label, commaBehind(v.more))
	default:
		d.sayf("%s: a, a number, d, m, l, %s? or an empty line.", v.label, commaBehind(v.moreShort))
	}
}

func commaBehind(s string) string {
	if s == "" {
		return ""
	}
	return s + ", "
}

func (v listView) other(d *desk, word, rest string, items []cycle.Item) error {
	if v.extra != nil {
		if known, err := v.extra(word, rest, items); known {
			return err
		}
	}
	if _, isNumber := place(word, 1<<30); isNumber && rest == "" {
		d.say("There is no number " + word + ". " + v.howMany(len(items)))
		return nil
	}
	d.sayf("%q is not something to do here.", word)
	return nil
}

func (v listView) howMany(n int) string {
	if n == 0 {
		return "The list is empty: a adds " + article(v.list.One) + "."
	}
	return fmt.Sprintf("They go from 1 to %d; l lists them.", n)
}

func (v listView) remove(d *desk, rest string, items []cycle.Item) error {
	i, ok := place(rest, len(items))
	if !ok {
		d.say("Type d and the number of the one to remove, such as d 1. " + v.howMany(len(items)))
		return nil
	}
	name := itemName(v.list, items[i])
	if err := d.save("", cycle.Remove(v.list.Key, items[i].ID)); err != nil {
		d.sayRefused(err)
		return nil
	}
	d.say("Removed: " + name + ". The word u in the menu of the cycle brings it back.")
	v.sayAll(d)
	return nil
}

func (v listView) move(d *desk, rest string, items []cycle.Item) error {
	first, second, _ := strings.Cut(rest, " ")
	from, okFrom := place(first, len(items))
	to, okTo := place(strings.TrimSpace(second), len(items))
	if !okFrom || !okTo {
		d.say("Type m, the number to move and its new place, such as m 2 1. " + v.howMany(len(items)))
		return nil
	}
	if v.group != "" && items[from].Get(v.group) != items[to].Get(v.group) {
		d.sayf("Number %d and number %d are in different groups. Type %d to change the group.", from+1, to+1, from+1)
		return nil
	}
	if err := d.save("", v.moveEdit(d, items, from, to)...); err != nil {
		d.sayRefused(err)
		return nil
	}
	v.sayAll(d)
	return nil
}

// moveEdit puts the item from at the place of the item to; the one there moves
// on.
func (v listView) moveEdit(d *desk, items []cycle.Item, from, to int) []cycle.Edit {
	switch {
	case from == to:
		return nil
	case from > to:
		return []cycle.Edit{cycle.Move(v.list.Key, items[from].ID, items[to].ID)}
	}
	all := d.cycle.Lists[v.list.Key]
	for i, it := range all {
		if it.ID == items[to].ID && i+1 < len(all) {
			return []cycle.Edit{cycle.Move(v.list.Key, items[from].ID, all[i+1].ID)}
		}
	}
	return []cycle.Edit{cycle.Move(v.list.Key, items[from].ID, "")}
}

// stay takes leaving one item for what it is: the list goes on.
func stay(err error) error {
	if errors.Is(err, errLeave) {
		return nil
	}
	return err
}
