package chart

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// The smallest place in which a small chart can be read.
const (
	smallWidth  = 36
	smallHeight = 8
	panelGap    = 3
)

// DrawGroups draws the series of a chart as small charts on one scale, the whole
// group first, and after them how far the groups are apart over time. From is
// the first panel to show, where not all fit.
func DrawGroups(c cycle.Chart, from, w, h int, th *ui.Theme) []string {
	plots := plot.Groups(c)
	if len(plots) == 0 || len(plots) == 1 && plots[0].Series.Name == "" {
		return sayNothing(c.Title, "No numbers of student groups yet. Write the group beside a number, then its chart stands here.", w, h, th)
	}
	low, high, _ := plot.Scale(plots)
	var panels []Spec
	for _, p := range plots {
		title := p.Series.Name
		if title == "" {
			title = "everybody"
		}
		if last := p.Last(); last > 0 {
			title += ", now " + p.Format(p.Value(last).Value)
		}
		panels = append(panels, Spec{Plot: p, Title: title, Low: runchart.Some(low), High: runchart.Some(high)})
	}
	if gap := plot.Gap(c); gap != nil {
		title := "gap, highest to lowest"
		if last := gap.Last(); last > 0 {
			title += ", now " + gap.Format(gap.Value(last).Value)
		}
		panels = append(panels, Spec{Plot: gap, Title: title})
	}
	heading := plots[0].Chart.Title
	if c.Unit != "" {
		heading += ", " + c.Unit
	}
	return grid(heading+", by student group on one scale", panels, from, w, h, th)
}

// DrawAll draws small charts of several measures, outcome first, then driver,
// process and balance, each on its own scale. From is the first to show.
func DrawAll(charts []cycle.Chart, from, w, h int, th *ui.Theme) []string {
	kinds := []string{cycle.Outcome, cycle.Driver, cycle.Process, cycle.Balance}
	order := slices.Clone(charts)
	slices.SortStableFunc(order, func(a, b cycle.Chart) int { return place(kinds, a.Kind) - place(kinds, b.Kind) })
	var panels []Spec
	for _, c := range order {
		if len(c.Series) == 0 {
			continue
		}
		if p := plot.Of(c, 0); p != nil {
			title := p.Title()
			if place(kinds, c.Kind) < len(kinds) {
				title = strings.ToUpper(c.Kind[:1]) + c.Kind[1:] + ": " + title
			}
			panels = append(panels, Spec{Plot: p, Title: title})
		}
	}
	if len(panels) == 0 {
		return sayNothing("All measures", "No measures yet. Choose what to count in the step Measures.", w, h, th)
	}
	return grid("All measures: does what you do move what you want?", panels, from, w, h, th)
}

// DrawBeforeAfter draws a measure in two parts on one scale: before the change
// began, and from then on.
func DrawBeforeAfter(c cycle.Chart, w, h int, th *ui.Theme) []string {
	parts := plot.BeforeAfter(c)
	if parts == nil {
		return sayNothing(c.Title, "Nothing to compare yet. Say where the change began, or where the baseline ends, with numbers before and after it.", w, h, th)
	}
	low, high, _ := plot.Scale(parts)
	var panels []Spec
	for i, p := range parts {
		title := [...]string{"before: ", "after: "}[i] + cycle.HowMany(p.Present(), "point")
		if lines := p.Lines(); len(lines) > 0 && lines[0].Kind == plot.CentreLine {
			title += ", " + lines[0].Text
		}
		panels = append(panels, Spec{Plot: p, Title: title, Low: runchart.Some(low), High: runchart.Some(high)})
	}
	const caution = "Two numbers side by side are not yet a signal: the chart of all points tells that."
	said := ui.Shorten(ui.Styled(th.Dim, caution, w), w, 2)
	lines := grid(parts[0].Title()+", before and after", panels, 0, w, max(1, h-1-len(said)), th)
	lines = append(lines, said...)
	return lines[:min(len(lines), max(h, 0))]
}

func place(kinds []string, kind string) int {
	if i := slices.Index(kinds, kind); i >= 0 {
		return i
	}
	return len(kinds)
}

func sayNothing(title, said string, w, h int, th *ui.Theme) []string {
	lines := append([]string{th.Strong.Render(ui.Cut(title, max(w, 0)))}, ui.Styled(th.Dim, said, w)...)
	return lines[:min(len(lines), max(h, 0))]
}

// grid lays panels out in columns, as many as can be read, under a heading.
func grid(heading string, panels []Spec, from, w, h int, th *ui.Theme) []string {
	if h < 1 || w < 1 {
		return nil
	}
	from = min(max(from, 0), len(panels)-1)
	shown := panels[from:]
	columns := min(3, max(1, (w+panelGap)/(smallWidth+panelGap)), len(shown))
	rows := max(1, (h-1)/smallHeight)
	shown = shown[:min(len(shown), rows*columns)]
	rows = (len(shown) + columns - 1) / columns
	which := ""
	if len(shown) < len(panels) {
		which = fmt.Sprintf("charts %d-%d of %d", from+1, from+len(shown), len(panels))
	}
	pw, ph := (w-panelGap*(columns-1))/columns, (h-1)/rows
	lines := []string{ui.Ends(th.Strong.Render(ui.Cut(heading, max(1, w-ui.Width(which)-2))), th.Dim.Render(which), w)}
	for row := range rows {
		var block []string
		for column := range columns {
			i := row*columns + column
			var panel []string
			if i < len(shown) {
				shown[i].Small = true
				panel = Draw(shown[i], pw, ph-1, th)
			}
			if column == 0 {
				block = ui.Fit(panel, pw, ph)
				continue
			}
			block = ui.Beside(block, panel, column*(pw+panelGap)-panelGap, panelGap, ph)
		}
		lines = append(lines, block...)
	}
	return lines[:min(len(lines), h)]
}
