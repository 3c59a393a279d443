package comments

import (
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/listpane"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const listKey = "comments"

// Config says how a list of comments is shown and written: those on one step, or
// all of the cycle when step is empty. New ones carry the name of the person at
// the laptop.
func Config(env *ui.Env, s *session.Session, step string) listpane.Config {
	cfg := listpane.Config{
		List: listKey,
		Rows: func(id string) []form.Row { return rows(s, id, step) },
		Draw: func(it cycle.Item, w int, picked bool) []string {
			return draw(env.Theme, it, step == "", w, picked)
		},
		Begin: func() map[string]string { return map[string]string{"step": step, "author": env.Who} },
		Gap:   step != "",
	}
	if step != "" {
		cfg.Only = func(it cycle.Item) bool { return On(it, step) }
	}
	return cfg
}

// On reports whether a comment is about the step. Imports may name it by its
// label.
func On(it cycle.Item, step string) bool { return stepKey(it.Get("step")) == step }

func stepKey(v string) string {
	for _, s := range cycle.Steps {
		if strings.EqualFold(v, s.Label) {
			return s.Key
		}
	}
	return v
}

// rows are the fields of a comment. The step is picked among the organizer's, or
// given by the place where the comment is written.
func rows(s *session.Session, id, step string) []form.Row {
	// The words come first: a person who adds a comment wants to say something.
	inOrder := func(a, b form.Row) int { return order[a.Field.Key] - order[b.Field.Key] }
	if step != "" {
		some := form.ItemRows(listKey, id, "kind", "text")
		slices.SortFunc(some, inOrder)
		return some
	}
	all := form.ItemRows(listKey, id)
	slices.SortFunc(all, inOrder)
	f := &all[order["step"]].Field
	f.Kind = cycle.Choice
	for _, st := range cycle.Steps {
		f.Options = append(f.Options, cycle.Option{Key: st.Key, Label: st.Label})
	}
	if v := s.Cycle().At(all[order["step"]].Path); v != "" {
		if _, known := f.Option(v); !known {
			f.Options = append(f.Options, cycle.Option{Key: v, Label: cycle.Clean(v, false)})
		}
	}
	return all
}

var order = map[string]int{"text": 0, "kind": 1, "step": 2, "author": 3}

// draw draws one comment: its kind as a sign, the words, and from whom. In a
// list of all comments one line of words has to do.
func draw(t *ui.Theme, it cycle.Item, short bool, w int, picked bool) []string {
	style := t.Text
	if picked {
		style = t.Strong
	}
	text := strings.TrimSpace(cycle.Clean(it.Get("text"), !short))
	if text == "" {
		text = "(no words yet)"
	}
	said := []string{style.Render(ui.Cut(text, w-2))}
	if !short {
		said = ui.Styled(style, text, w-2)
	}
	lines := append([]string{sign(t, it.Get("kind")) + " " + said[0]}, ui.Indent(said[1:], 2)...)
	return append(lines, "  "+t.Dim.Render(ui.Cut(from(it, short), w-2)))
}

func sign(t *ui.Theme, kind string) string {
	switch kind {
	case "plus":
		return t.Good.Render("+")
	case "delta":
		return t.Warn.Render("Δ")
	case "question":
		return t.Accent.Render("?")
	}
	return t.Faint.Render("·")
}

// from says what kind of comment it is, on which step and from whom.
func from(it cycle.Item, withStep bool) string {
	kind := "Comment"
	f, _ := cycle.FieldByKey(listKey + ".kind")
	if o, ok := f.Option(it.Get("kind")); ok {
		kind = o.Label
	}
	if step := cycle.Clean(it.Get("step"), false); withStep && step != "" {
		if s, ok := cycle.StepOf(stepKey(step)); ok {
			step = s.Label
		}
		kind += " on " + step
	}
	if author := cycle.Clean(it.Get("author"), false); author != "" {
		kind += ", from " + author
	}
	return kind
}
