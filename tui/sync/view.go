package sync

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

const (
	textWidth  = 76
	labelWidth = 12
)

// View draws the screen.
func (s *Screen) View(w, h int) string {
	bw, bh := ui.BodySize(w, h)
	tw := min(bw, textWidth)
	var body []string
	switch {
	case s.page == asksLeave:
		body = s.leaveLines(tw)
	case s.page != standing:
		body = s.joinLines(tw)
	case !s.link.Joined():
		body = s.strangerLines(tw)
	default:
		body = s.standingLines(tw, bh)
	}
	return ui.Frame{Title: "Sync with the district", Status: s.link.Short(), Body: body, Next: s.hint(), Keys: s.Keys()}.View(s.env, w, h)
}

// strangerLines say on a laptop that has not joined what joining means.
func (s *Screen) strangerLines(w int) []string {
	t := s.env.Theme
	lines := []string{t.Strong.Render("This laptop has not joined a dashboard."), ""}
	for _, p := range []string{
		"Your cycles are on this laptop only. When you join your district's dashboard, your team can work on the same cycles on several laptops, each when it suits them, also offline. What two people write comes together by itself; nothing is written over.",
		"Your coach and the district see only the cycles that you choose to share, in “Who can read it” of the first step. Until you choose, a cycle is for your team alone.",
		"The district gives you two things: the address of its dashboard, and a code.",
	} {
		lines = append(append(lines, ui.Styled(t.Text, p, w)...), "")
	}
	return lines
}

func (s *Screen) joinLines(w int) []string {
	t := s.env.Theme
	row := func(label, value string) string { return t.Dim.Render(ui.Pad(label, labelWidth)) + value }
	lines := []string{t.Strong.Render("Join your district's dashboard"), ""}
	switch s.page {
	case asksAddress:
		lines = append(lines, row("Address", form.OneLine(&s.area, w-labelWidth)), "")
		lines = append(lines, ui.Styled(t.Dim, "As the district gave it to you, such as pdsa.example.org. Nothing is sent yet.", w)...)
	case finding:
		lines = append(lines, row("Address", t.Text.Render(ui.Cut(s.address, w-labelWidth))), "", t.Dim.Render("asking who is there …"))
	default:
		lines = append(lines, row("Address", t.Text.Render(ui.Cut(s.address, w-labelWidth))), row("Dashboard", t.Text.Render(ui.Cut(s.name, w-labelWidth))))
		if s.page == joining {
			lines = append(lines, row("Code", t.Text.Render(ui.Cut(s.code, w-labelWidth))), "", t.Dim.Render("joining …"))
			break
		}
		lines = append(lines, row("Code", form.OneLine(&s.area, w-labelWidth)), "")
		lines = append(lines, ui.Styled(t.Dim, "Capital letters, spaces and dashes make no difference.", w)...)
		lines = append(lines, "")
		lines = append(lines, ui.Styled(t.Text, s.whatIsSent(), w)...)
	}
	if s.wrong != "" {
		lines = append(append(lines, ""), ui.Styled(t.Bad, "! "+s.wrong, w)...)
	}
	return lines
}

// whatIsSent says before somebody joins what goes where.
func (s *Screen) whatIsSent() string {
	return "With the code of a school team, the cycles on this laptop and their history go to " + s.name +
		". There your team can read them, and nobody else until you choose so in “Who can read it”. " +
		"With the code of a coach or of the district nothing of your own is sent."
}

func (s *Screen) standingLines(w, h int) []string {
	t, d := s.env.Theme, s.link.status.Dashboard
	what, todo := Standing(s.link.status, s.link.offline, s.env.Now())
	style := t.Strong
	switch s.link.status.State {
	case remote.SignInAgain, remote.ClockIsWrong, remote.OfflineSince:
		style = t.Warn
	}
	var lines []string
	if s.link.running {
		lines = append(lines, t.Strong.Render("Syncing: "+s.link.far()+" …"), t.Dim.Render("You can go on working; x stops it."))
	} else {
		lines = append(ui.Styled(style, what, w), ui.Styled(t.Dim, todo, w)...)
	}
	lines = append(lines, "")
	row := func(label, value string) {
		for i, part := range ui.Wrap(cycle.Clean(value, false), w-labelWidth) {
			if i > 0 {
				label = ""
			}
			lines = append(lines, t.Dim.Render(ui.Pad(label, labelWidth))+t.Text.Render(part))
		}
	}
	row("Dashboard", s.env.Dashboard+" · "+host(d.URL))
	who, schools := d.Person, s.link.status.Schools
	if s.me != nil && d.URL == "" { // joined, and the store not read yet
		d.Role, who, schools = s.me.Role, s.me.Person, nil
		for _, a := range s.me.Access {
			schools = append(schools, a.Name)
		}
	}
	row("You", strings.Trim(who+" · "+Role(d.Role), " ·"))
	row(schoolWord(len(schools)), listed(schools, 6))
	if d.Role == wire.Team {
		row("Who reads", "each cycle says so in its first step. Until you choose: your team only.")
	}
	return append(lines, s.waitingLines(w, h-len(lines))...)
}

func schoolWord(n int) string {
	if n == 1 {
		return "School"
	}
	return "Schools"
}

func listed(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
}

// waitingLines list the cycles with changes to send, in at most h lines.
func (s *Screen) waitingLines(w, h int) []string {
	if s.link.status.ToSend == 0 || len(s.waiting) == 0 || h < 3 {
		return nil
	}
	t := s.env.Theme
	lines := []string{"", t.Dim.Render("To send")}
	for i, d := range s.waiting {
		if len(lines) == h-1 && i < len(s.waiting)-1 {
			lines = append(lines, t.Dim.Render("  and "+cycle.HowMany(len(s.waiting)-i, "more cycle")))
			break
		}
		n := cycle.HowMany(d.changes, "change")
		lines = append(lines, "  "+t.Text.Render(ui.Pad(cycle.Clean(d.title, false), w-4-ui.Width(n)))+"  "+t.Dim.Render(n))
	}
	return lines
}

func (s *Screen) leaveLines(w int) []string {
	t := s.env.Theme
	lines := []string{t.Strong.Render(ui.Cut("Leave "+s.env.Dashboard+"?", w)), ""}
	for _, p := range []string{
		"All cycles stay on this laptop, and what the dashboard has stays there for your team.",
		"Cycles of other schools can only be read from then on. To join again you need a new code.",
	} {
		lines = append(append(lines, ui.Styled(t.Text, p, w)...), "")
	}
	if n := s.link.status.ToSend; n > 0 {
		lines = append(lines, ui.Styled(t.Warn, upper(cycle.HowMany(n, "change"))+" "+"would stay here unsent, until you join again.", w)...)
	}
	return lines
}

func (s *Screen) hint() string {
	switch s.page {
	case asksAddress:
		return "type the address, then press enter."
	case asksCode:
		return "type the code, then press enter to join."
	case finding, joining:
		return "this takes a moment; esc stops waiting."
	case asksLeave:
		return "press y to leave, or esc to stay."
	}
	switch {
	case !s.link.Joined():
		return "press enter to join."
	case s.signInAgain():
		return "press j to join again with a new code."
	case s.link.status.State == remote.ClockIsWrong && s.link.status.Event != (remote.ClockWrong{}):
		return "set this laptop's clock right, then press s."
	case s.link.running:
		return "go on working, or press x to stop."
	}
	return "nothing to do: it syncs by itself. s does it now."
}
