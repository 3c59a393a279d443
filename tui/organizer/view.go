package organizer

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/review"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// listWidth is the width of the list of steps in a window of w columns.
func listWidth(w int) int {
	switch {
	case w < 76:
		return 18
	case w < 110:
		return 25
	default:
		return 28
	}
}

const gap = 2

// View draws the organizer.
func (o *Screen) View(w, h int) string {
	o.width = w
	bw, bh := ui.BodySize(w, h)
	pane := o.pane()
	var body []string
	if o.inPane && pane.Wide(w) {
		body = strings.Split(pane.View(bw, bh), "\n")
	} else {
		lw := listWidth(w)
		body = ui.Beside(o.stepLines(lw, bh), strings.Split(pane.View(bw-lw-gap, bh), "\n"), lw, gap, bh)
	}
	return ui.Frame{
		Title: title(o.s.Cycle()), Status: o.status(), Body: body, Next: o.hint(), Keys: o.Keys(),
	}.View(o.env, w, h)
}

func title(c *cycle.Cycle) string {
	t := cycle.Clean(c.Values["title"], false)
	if t == "" {
		return "(no title yet)"
	}
	return t
}

// status says where the cycle is in time and whether all is saved.
func (o *Screen) status() string {
	facts, today := o.s.Cycle().Facts(), o.env.Today()
	saved := "saved"
	switch {
	case o.s.Err() != nil:
		saved = "NOT SAVED"
	case o.env.ReadOnly || o.reader():
		saved = "read only"
	case o.s.Pending():
		saved = "saving"
	}
	parts := []string{facts.Phase(today).Word(), facts.When(today)}
	if n := len(o.s.Conflicts()); n > 0 {
		parts = append(parts, cycle.HowMany(n, "place")+" in two versions")
	}
	if o.env.Demo {
		parts = append(parts, "example")
	}
	if g, ok := o.s.Guest(); ok {
		parts = append([]string{cycle.Clean(g.School, false)}, parts...)
	}
	if saved != "saved" || !o.guest() {
		parts = append(parts, saved)
	}
	if words := o.synced(); words != "" {
		parts = append(parts, words)
	}
	return strings.Join(parts, " · ")
}

// syncedFrom is the width of the window from which all is said about the dashboard;
// in a narrower one the title has the room, unless something is wrong.
const syncedFrom = 100

func (o *Screen) synced() string {
	if o.env.Synced == nil {
		return ""
	}
	words := o.env.Synced()
	switch {
	case o.width >= syncedFrom:
		return words
	case strings.HasPrefix(words, "offline"):
		return "offline"
	case strings.HasPrefix(words, "synced "), strings.HasSuffix(words, "to send"):
		return ""
	}
	return words
}

// stepLines draws the list of steps under their phases.
func (o *Screen) stepLines(w, h int) []string {
	t := o.env.Theme
	phase := o.s.Cycle().Facts().Phase(o.env.Today())
	var lines []string
	at := 0
	var last cycle.Phase
	for i, st := range o.s.Cycle().StepStates() {
		if st.Step.Phase != last {
			last = st.Step.Phase
			head := strings.ToUpper(last.Word())
			if last == phase {
				head += " (now)"
			}
			lines = append(lines, t.Dim.Render(head))
		}
		if i == o.at {
			at = len(lines)
		}
		lines = append(lines, o.stepLine(st, i == o.at, st.Step.Phase.Order() < phase.Order(), w))
	}
	return ui.Window(lines, at, h)
}

// stepLine draws one step: a sign and, where its name leaves room, a word or
// count for how full it is.
func (o *Screen) stepLine(st cycle.StepState, inHand, overdue bool, w int) string {
	t := o.env.Theme
	sign, count := t.Faint.Render("·"), ""
	switch {
	case st.Full() || st.Of == 0 && !st.Empty():
		sign = t.Good.Render("✓")
	case !st.Empty() && st.Of > 0:
		sign, count = t.Accent.Render("◦"), fmt.Sprintf("%d/%d", st.Filled, st.Of)
	case overdue && st.Of > 0:
		sign, count = t.Warn.Render("!"), "empty"
	}
	label := t.Text
	pointer := "  "
	if inHand {
		label, pointer = t.Strong, t.Accent.Render("▸")+" "
		if o.inPane {
			pointer = t.Dim.Render("│") + " "
		}
	}
	name := pointer + sign + " " + label.Render(st.Step.Label)
	if n := o.questions(st.Step.Key); n > 0 && !st.Empty() {
		ask := strings.TrimSpace(fmt.Sprintf("%s ?%d", count, n))
		if ui.Width(name)+1+ui.Width(ask) <= w {
			count = ask
		}
	}
	if ui.Width(name)+1+ui.Width(count) > w {
		return ui.Cut(name, w)
	}
	return ui.Ends(name, t.Dim.Render(count), w)
}

// questions is how many questions the review has about a step.
func (o *Screen) questions(step string) int {
	if o.asksVersion != o.s.Version() {
		o.asksVersion = o.s.Version()
		o.asks = review.Of(review.Input{Cycle: o.s.Cycle(), Today: o.env.Today(), Written: review.WrittenIn(o.s.State())}).Marks()
	}
	return o.asks[step]
}

// stepText is a step as plain text, for the clipboard.
func stepText(c *cycle.Cycle, s *cycle.Step) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.Label)
	for _, part := range s.Parts {
		if f := part.Field; f != nil && c.Values[f.Key] != "" && !f.Internal {
			v := c.Values[f.Key]
			if o, ok := f.Option(v); ok {
				v = o.Label
			}
			fmt.Fprintf(&b, "%s: %s\n", f.Label, v)
		}
		if l := part.List; l != nil {
			for _, it := range c.Lists[l.Key] {
				if name := it.Name(*l); name != "" {
					fmt.Fprintf(&b, "- %s\n", name)
				}
			}
		}
	}
	return b.String()
}
