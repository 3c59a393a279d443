package runchart

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// set writes a setting of the measure in hand and says so.
func (s *Screen) set(field, value, said string) tea.Cmd {
	m, _, _ := s.inHand()
	return tea.Batch(s.s.Edit(cycle.SetIn("measures", m.ID, field, value)), ui.Say(said+". ctrl+z takes it back"))
}

func (s *Screen) setting(field string) string {
	m, _, _ := s.inHand()
	return s.s.Cycle().At(cycle.Path{List: "measures", Item: m.ID, Field: field})
}

// toggleDay puts a day into a setting, or takes it off when it is the point in
// hand already.
func (s *Screen) toggleDay(field string, day cycle.Day, on, off string) tea.Cmd {
	if s.setting(field) == day.String() {
		return s.set(field, "", off)
	}
	return s.set(field, day.String(), on)
}

// togglePhase begins a part of the chart at the point in hand, or takes its
// beginning off.
func (s *Screen) togglePhase() tea.Cmd {
	day := s.at().Date.String()
	var days []string
	for part := range strings.SplitSeq(s.setting("phases"), ",") {
		if part = strings.TrimSpace(part); part != "" {
			days = append(days, part)
		}
	}
	said := "a new part of the chart begins here, with a median of its own"
	switch i := slices.Index(days, day); {
	case i >= 0:
		days = slices.Delete(days, i, i+1)
		said = "the part that began here is taken off"
	case s.cursor() == 1:
		return ui.Say("the chart begins at this point: a new part begins at a later one")
	default:
		days = append(days, day)
		slices.Sort(days)
	}
	return s.set("phases", strings.Join(days, ", "), said)
}

// otherRules reads the chart by the other set of rules.
func (s *Screen) otherRules() tea.Cmd {
	if s.chart().Rules == cycle.RulesIHI {
		return s.set("rules", cycle.RulesAnhoej, "read by the Anhøj rules now")
	}
	return s.set("rules", cycle.RulesIHI, "read by the IHI rules now")
}

// otherLimits shows the next kind of control limits that suit the numbers.
func (s *Screen) otherLimits() tea.Cmd {
	f, _ := cycle.FieldByKey("measures.limits")
	at := slices.IndexFunc(f.Options, func(o cycle.Option) bool { return o.Key == s.chart().Limits })
	for step := 1; step <= len(f.Options); step++ {
		o := f.Options[(max(at, 0)+step)%len(f.Options)]
		if o.Key == cycle.LimitsNone {
			return s.set("limits", o.Key, "no control limits")
		}
		if s.suits(o.Key) {
			return s.set("limits", o.Key, "control limits: "+o.Label+". "+strings.TrimSuffix(o.Help, "."))
		}
	}
	return nil
}

// suits reports whether the limits can be drawn for these numbers.
func (s *Screen) suits(limits string) bool {
	m, _, _ := s.inHand()
	cycles := slices.Clone(s.cycles())
	for i, c := range cycles {
		if _, ok := c.Measure(m.ID); ok {
			cycles[i] = c.Clone()
			cycles[i].Apply(cycle.SetIn("measures", m.ID, "limits", limits))
		}
	}
	c := cycle.RampChart(cycles, m.ID, cycle.ChartOptions{})
	if c.Limits != limits || len(c.Series) == 0 {
		return false
	}
	_, err := plot.New(c, 0, plot.Options{})
	return err == nil
}

// exclude asks why the point in hand is left out, or counts it again.
func (s *Screen) exclude() tea.Cmd {
	at := s.at()
	_, ours := s.s.Cycle().Item("points", at.ID)
	switch {
	case at.ID == "":
		return ui.Say("there is no number in this week that could be left out")
	case !ours:
		return ui.Say("this number was written in another cycle of the ramp: leave it out there")
	case at.Excluded != "":
		return tea.Batch(
			s.s.Edit(cycle.SetIn("points", at.ID, "excluded", "")),
			ui.Say("the point counts again. ctrl+z takes it back"),
		)
	}
	s.ask(askReason, cycle.Path{List: "points", Item: at.ID, Field: "excluded"}, "")
	return nil
}

// askNote asks what happened at the point in hand, or shows what was said.
func (s *Screen) askNote() {
	m, _, _ := s.inHand()
	day := s.at().Date.String()
	for _, it := range s.s.Cycle().Lists["annotations"] {
		if it.Values["date"] == day && it.Values["measure"] == m.ID {
			s.ask(askNote, cycle.Path{List: "annotations", Item: it.ID, Field: "text"}, it.Values["text"])
			return
		}
	}
	s.ask(askNote, cycle.Path{List: "annotations", Field: "text"}, "")
}

const noted = "noted on the chart. ctrl+z takes it back"

// keep writes down what was typed.
func (s *Screen) keep() tea.Cmd {
	text := strings.Join(strings.Fields(cycle.Clean(s.area.Value(), false)), " ")
	asked, p := s.asking, s.target
	s.asking = askNothing
	switch {
	case asked == askReason && text != "":
		return tea.Batch(s.s.EditHaving(s.seen, cycle.Set(p, text)), ui.Say("left out, and still on the chart. x counts it again"))
	case asked != askNote:
		return nil
	case p.Item != "" && text == "":
		return tea.Batch(s.s.EditHaving(s.seen, cycle.Remove(p.List, p.Item)), ui.Say("removed. ctrl+z brings it back"))
	case p.Item != "":
		return tea.Batch(s.s.EditHaving(s.seen, cycle.Set(p, text)), ui.Say(noted))
	case text == "":
		return nil
	}
	m, _, _ := s.inHand()
	id := change.NewID()
	return tea.Batch(s.s.EditHaving(s.seen,
		cycle.Add(p.List, id), cycle.SetIn(p.List, id, "measure", m.ID),
		cycle.SetIn(p.List, id, "date", s.day.String()), cycle.SetIn(p.List, id, "text", text),
	), ui.Say(noted))
}
