package welcome

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// greeting is what the program does, a line a thought.
var greeting = []string{
	"One real problem of your school, six weeks, one small change to try.",
	"You answer short questions, one at a time. All that you write is kept.",
	"The plan, the charts and the report for others come out of it.",
}

// View draws the first start.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	tw := min(bw-4, 76)
	lines := []string{}
	if bh >= 18 {
		lines = append(lines, "", "")
	}
	if bh >= 18 || s.page < choosing { // in a low window the choices need the room
		for _, g := range greeting {
			lines = append(lines, ui.Styled(s.env.Theme.Text, g, tw)...)
		}
		lines = append(lines, "", "")
	}
	switch s.page {
	case asksName, asksSchool:
		lines = append(lines, s.person(tw)...)
	default:
		lines = append(lines, s.choiceLines(tw)...)
	}
	left := strings.Repeat(" ", max(2, min(12, (bw-76)/3)))
	for i, l := range lines {
		lines[i] = left + l
	}
	return ui.Frame{Title: "Welcome", Body: lines, Next: s.hint(), Keys: s.Keys()}.View(s.env, w, h)
}

const labelWidth = 14

// person draws the two lines that are asked for.
func (s *Screen) person(w int) []string {
	t := s.env.Theme
	lines := s.row("Your name", s.name, s.page == asksName, w)
	lines = append(lines, s.row("Your school", s.school, s.page == asksSchool, w)...)
	lines = append(lines, "")
	help := "Your team sees your name beside what you write. It all stays on this laptop until you share it."
	if s.page == asksSchool {
		help = "New cycles begin with it. It may stay empty."
	}
	lines = append(lines, ui.Styled(t.Dim, help, w)...)
	if s.err != nil {
		lines = append(lines, "")
		lines = append(lines, ui.Styled(t.Bad, "! "+s.err.Error(), w)...)
	}
	return lines
}

func (s *Screen) row(label, value string, inHand bool, w int) []string {
	t := s.env.Theme
	if !inHand {
		if value == "" {
			return []string{t.Dim.Render(ui.Pad("  "+label, labelWidth)) + t.Faint.Render(strings.Repeat("·", 12))}
		}
		return []string{t.Dim.Render(ui.Pad("  "+label, labelWidth)) + t.Text.Render(ui.Cut(value, w-labelWidth))}
	}
	return s.field(t.Accent.Render(ui.Pad("▸ "+label, labelWidth)), w)
}

func (s *Screen) field(label string, w int) []string {
	s.area.SetWidth(max(4, min(w-ui.Width(label), 56)))
	lines := strings.Split(strings.TrimRight(s.area.View(), "\n"), "\n")
	for i, l := range lines {
		if i == 0 {
			lines[i] = label + l
		} else {
			lines[i] = strings.Repeat(" ", ui.Width(label)) + l
		}
	}
	return lines
}

func (s *Screen) choiceLines(w int) []string {
	t := s.env.Theme
	hello := "Good to have you here."
	if name := cycle.Clean(s.name, false); name != "" {
		hello = "Good to have you here, " + name + "."
	}
	lines := []string{t.Strong.Render(ui.Cut(hello, w)), ""}
	rows := [choices][2]string{
		{"Start a cycle", "the whole organizer, in the order you like"},
		{"Start step by step", "a first plan in short questions, one at a time"},
		{"Look at an example", "a school that is in the middle of its second cycle"},
		{"Go to my cycles", "they are still empty, and wait for you"},
	}
	for i, row := range rows {
		pointer, style := "  ", t.Text
		if i == s.choice {
			pointer, style = t.Accent.Render("▸")+" ", t.Picked
		}
		lines = append(lines, ui.Cut(pointer+style.Render(ui.Pad(row[0], 20))+"  "+t.Dim.Render(row[1]), w))
		if i == s.choice && s.page == asksTitle {
			lines = append(lines, "", "  "+t.Dim.Render(ui.Cut("What is it about, in a few words?", w-2)))
			lines = append(lines, s.field("  ", w)...)
			lines = append(lines, "  "+t.Dim.Render(ui.Cut("such as “Late to first period”. You can change it at any time.", w-2)), "")
		}
	}
	return lines
}

func (s *Screen) hint() string {
	switch s.page {
	case asksName:
		return "type your name, then press enter."
	case asksSchool:
		return "type the name of your school, or just press enter."
	case asksTitle:
		return "name your cycle in a few words, then press enter."
	}
	return "choose with ↑ and ↓, then press enter."
}
