package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/runchart"
	"github.com/cqi-pdsa/pdsa/tui/chart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// The size of a chart where the screen's is not known.
const (
	chartWidth  = 80
	chartHeight = 24
)

// drawCharts prints charts one below the other. Several share one scale.
func (a *app) drawCharts(f *charting, plots []*plot.Plot) {
	shown := f.shown(plots)
	if a.accessible {
		a.tellCharts(shown)
		return
	}
	w, h := a.chartSize(f)
	theme := ui.NewTheme(true, true)
	var lines []string
	if f.groups {
		lines = chart.DrawGroups(shown[0].Chart, 0, w, f.groupsHeight(len(shown)+1, w, h), theme)
		a.printDrawing(lines)
		return
	}
	spec := chart.Spec{Words: true}
	if low, high, ok := plot.Scale(shown); ok && len(shown) > 1 {
		spec.Low, spec.High = runchart.Some(low), runchart.Some(high)
	}
	for i, p := range shown {
		if i > 0 {
			lines = append(lines, "")
		}
		spec.Plot = p
		lines = append(lines, chart.Draw(spec, w, h, theme)...)
	}
	a.printDrawing(lines)
	if rest := len(plots) - len(shown); rest > 0 {
		a.note("there are numbers of %d student groups too: --groups shows them", rest)
	}
}

// tellCharts prints charts in words, point by point, for those who hear them.
func (a *app) tellCharts(plots []*plot.Plot) {
	for _, p := range plots {
		a.line("Run chart: %s", p.Title())
		a.line("%s", strings.Join(p.Reading(), " "))
		a.line("%s", strings.Join(p.Facts(), ", "))
		for i := range p.Len() {
			a.line("%s", p.Point(i+1))
		}
		for _, note := range p.Notes {
			a.line("%s", note)
		}
	}
}

// groupsHeight gives room enough for all panels, unless a height was asked for.
func (f *charting) groupsHeight(panels, w, h int) int {
	if f.given("height") {
		return h
	}
	const panel, columns = 14, 3
	rows := (panels + columns - 1) / columns
	if w < 120 {
		rows = panels
	}
	return 1 + rows*panel
}

func (a *app) chartSize(f *charting) (w, h int) {
	w, h = f.width, f.height
	if w == 0 {
		if w = a.width(); w == 0 {
			w = chartWidth
		}
	}
	if h == 0 {
		h = chartHeight
		if _, rows, err := term.GetSize(a.outFile.Fd()); err == nil && rows > chartHeight {
			h = rows - 1 // the line of the prompt
		}
	}
	return w, h
}

// printDrawing prints lines with bold where that can be seen, and without signs
// that a screen cannot show.
func (a *app) printDrawing(lines []string) {
	text := strings.Join(lines, "\n")
	if !a.styled() {
		text = ansi.Strip(text)
	}
	if term.IsTerminal(a.outFile.Fd()) && !ui.UTF8Locale(os.Getenv, runtime.GOOS == "windows") {
		text = ui.ASCII(text)
	}
	for line := range strings.SplitSeq(text, "\n") {
		fmt.Fprintln(a.out, strings.TrimRight(line, " "))
	}
}

// chartNotes says beside the JSON what of the options could not be followed.
func (a *app) chartNotes(plots []*plot.Plot) {
	seen := map[string]bool{}
	for _, p := range plots {
		for _, note := range p.Notes {
			if !seen[note] {
				a.note("%s", note)
				seen[note] = true
			}
		}
	}
}
