package form

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// choose answers the keys of rows that are picked, not typed.
func (f *Form) choose(msg tea.KeyPressMsg) tea.Cmd {
	r := f.Row()
	switch {
	case key.Matches(msg, keyUp):
		return f.move(-1)
	case key.Matches(msg, keyDown), key.Matches(msg, keyEnter):
		return f.move(1)
	case key.Matches(msg, keyClear):
		return f.edit(f.s.Seen(), cycle.Set(r.Path, ""))
	case r.Field.Kind == cycle.YesNo:
		if key.Matches(msg, keyToggle, keyLeft, keyRight) {
			value := cycle.True
			if f.value(r) == cycle.True {
				value = ""
			}
			return f.edit(f.s.Seen(), cycle.Set(r.Path, value))
		}
	case key.Matches(msg, keyToggle, keyRight):
		return f.pick(1)
	case key.Matches(msg, keyLeft):
		return f.pick(-1)
	default:
		return f.pickNumber(msg.String())
	}
	return nil
}

func (f *Form) pick(delta int) tea.Cmd {
	options := f.options(f.Row())
	if len(options) == 0 {
		return nil
	}
	i := slices.IndexFunc(options, func(o cycle.Option) bool { return o.Key == f.value(f.Row()) })
	switch {
	case i < 0 && delta < 0:
		i = len(options) - 1
	case i < 0:
		i = 0
	default:
		i = (i + delta + len(options)) % len(options)
	}
	return f.edit(f.s.Seen(), cycle.Set(f.Row().Path, options[i].Key))
}

// pickNumber picks the option with the number and goes on to the next row, if
// there is one. Letters pick nothing: someone who believes to be in a text would
// change what they do not look at.
func (f *Form) pickNumber(s string) tea.Cmd {
	options := f.options(f.Row())
	if len(s) == 1 && s[0] >= '1' && int(s[0]-'1') < len(options) {
		cmd := f.edit(f.s.Seen(), cycle.Set(f.Row().Path, options[s[0]-'1'].Key))
		if f.at+1 < len(f.rows) {
			cmd = tea.Batch(cmd, f.move(1))
		}
		return cmd
	}
	return nil
}

// options are the answers of a row that is picked.
func (f *Form) options(r Row) []cycle.Option {
	if r.Field.Kind != cycle.Ref {
		return r.Field.Options
	}
	l, _ := cycle.ListByKey(r.Field.Ref)
	var out []cycle.Option
	for _, it := range f.s.Cycle().Lists[r.Field.Ref] {
		name := cycle.Clean(it.Name(l), false)
		if name == "" {
			name = "(no name yet)"
		}
		out = append(out, cycle.Option{Key: it.ID, Label: name})
	}
	return out
}

// suggestion is the next of the row's suggestions after what is typed.
func (f *Form) suggestion() string {
	options := f.Row().Field.Options
	i := slices.IndexFunc(options, func(o cycle.Option) bool { return o.Key == f.area.Value() || o.Label == f.area.Value() })
	return options[(i+1)%len(options)].Key
}
