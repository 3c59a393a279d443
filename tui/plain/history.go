package plain

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// historyPage is how many changes are read out before the person is asked
// whether to go on.
const historyPage = 10

// sayHistory reads out who wrote what and when, the newest first.
func (d *desk) sayHistory() error {
	changes, err := d.store.Changes(d.cycle.ID)
	if err != nil {
		return err
	}
	said := 0
	d.say("", "What was written in this cycle, the newest first:")
	history := d.state.History(changes)
	names := lastNames(history)
	for _, entries := range byChange(history) {
		if said == historyPage {
			more, err := d.yes("Older changes?")
			if err != nil || !more {
				return err
			}
			said = 0
		}
		d.sayChange(entries, names)
		said++
	}
	d.say("That is all.")
	return nil
}

// byChange puts the entries of one change together.
func byChange(entries []change.Entry) [][]change.Entry {
	var out [][]change.Entry
	for i, e := range entries {
		if i > 0 && entries[i-1].Change == e.Change {
			out[len(out)-1] = append(out[len(out)-1], e)
			continue
		}
		out = append(out, []change.Entry{e})
	}
	return out
}

func (d *desk) sayChange(entries []change.Entry, names map[string]string) {
	first := entries[0]
	head := d.when(first.At.Time()) + ", " + person(first.Author)
	if first.Undoes != "" {
		head += ", took something back"
	}
	d.say(head + ":")
	lines := d.changeLines(entries, names)
	const most = 6
	for _, line := range lines[:min(len(lines), most)] {
		d.say("  " + line)
	}
	if len(lines) > most {
		d.sayf("  and %d more.", len(lines)-most)
	}
}

// changeLines says what one change did, a line for each field. That an item was
// added goes without saying where something was written in it.
func (d *desk) changeLines(entries []change.Entry, names map[string]string) []string {
	written := map[string]bool{}
	for _, e := range entries {
		if e.Do == change.DoSet && e.Path.List != "" {
			written[e.Path.Item] = true
		}
	}
	var out []string
	for _, e := range entries {
		if e.Do == change.DoAdd && written[e.Path.Item] {
			continue
		}
		if f, ok := e.Path.Row(); e.Path.Field != "" && (!ok || f.Internal) {
			continue
		}
		out = append(out, d.entryLine(e, names[e.Path.Item]))
	}
	if len(out) == 0 {
		return []string{"the cycle was linked to the one before it, or put away."}
	}
	return out
}

// entryLine says one line of the history. item is the item's last name.
func (d *desk) entryLine(e change.Entry, item string) string {
	name := d.nameOf(e.Path)
	if e.Do != change.DoSet {
		l, _ := cycle.ListByKey(e.Path.List)
		verb := map[string]string{change.DoAdd: "added", change.DoDel: "removed"}[e.Do]
		if item == "" {
			return l.Label + ": " + verb + "."
		}
		return l.Label + ": " + strings.TrimRight(item, ".") + ", " + verb + "."
	}
	line := name + ": "
	if e.Value == "" {
		line += "cleared"
	} else {
		line += d.valueAt(e.Path, e.Value)
	}
	if len(e.Before) > 0 {
		line += "; before: " + d.valueAt(e.Path, e.Before[0])
	}
	return sentence(line)
}

// lastNames gives for each item that was ever there what it was called last, by
// id. The history has the newest first.
func lastNames(history []change.Entry) map[string]string {
	names := map[string]string{}
	for _, e := range history {
		if names[e.Path.Item] == "" && e.Path == namePath(e.Path) {
			names[e.Path.Item] = oneLine(e.Value)
		}
	}
	return names
}

// namePath gives the path of the field that names the item: its first text.
func namePath(p cycle.Path) cycle.Path {
	l, _ := cycle.ListByKey(p.List)
	for _, f := range l.Fields {
		if f.Kind == cycle.Line || f.Kind == cycle.Text {
			return cycle.Path{List: p.List, Item: p.Item, Field: f.Key}
		}
	}
	return cycle.Path{}
}

// nameOf names what stands at the path, with the week where it is about one.
func (d *desk) nameOf(p cycle.Path) string {
	name := d.cycle.Words(p)
	if l, ok := cycle.ListByKey(p.List); ok && p == namePath(p) {
		name = l.Label // the name itself is the value
	}
	if i := strings.LastIndexAny(p.Field, "./"); i > 0 && p.List != "" {
		name += ", week " + p.Field[i+1:]
	}
	return name
}

// valueAt gives a value that is or was kept at the path as a reader says it, in
// one line.
func (d *desk) valueAt(p cycle.Path, value string) string {
	f, ok := p.Row()
	if !ok {
		return oneLine(value)
	}
	if p.Field != f.Key { // one week of a field that is kept week by week
		if f.Kind == cycle.Weeks {
			return "planned"
		}
		if o, ok := f.Option(value); ok {
			return o.Label
		}
		return oneLine(value)
	}
	return oneLine(d.words(p.List, f, value))
}

// when says a moment: "Mon, Oct 5, 2:14 PM", in the time zone of the clock.
func (d *desk) when(t time.Time) string {
	t = t.In(d.now().Location())
	return cycle.DayOf(t).Words(d.today()) + ", " + t.Format("3:04 PM")
}

func person(name string) string {
	if name = oneLine(name); name == "" {
		return "somebody"
	}
	return name
}

// undo takes back the last thing that was written on this laptop, and says what
// it was. That the cycle was begun is not taken back.
func (d *desk) undo() error {
	changes, err := d.store.Changes(d.cycle.ID)
	if err != nil {
		return err
	}
	target, err := change.UndoTarget(changes, d.replica)
	if err != nil || target.ID == d.state.Created.ID {
		d.say("There is nothing of yours left to take back here.")
		return nil
	}
	entries := d.state.History(changes)
	names := lastNames(entries)
	entries = slices.DeleteFunc(entries, func(e change.Entry) bool { return e.Change != target.ID })
	lines := d.changeLines(entries, names)
	err = d.saved("", func() (*change.State, error) { return d.store.Undo(d.cycle.ID) })
	switch {
	case errors.Is(err, change.ErrNothingToUndo):
		d.failed = nil
		d.say("That cannot be taken back: others have written over it since.")
	case err != nil:
		d.sayRefused(err)
	default:
		d.say("Taken back: " + lines[0])
	}
	return nil
}
