package chart_test

import (
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/tui/chart"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

func thousands() cycle.Chart {
	values := make([]float64, 5000)
	for i := range values {
		values[i] = float64(20 + i*7919%31)
	}
	c := numbers(values...)
	c.Goal = 15
	c.Series[0].Freeze = 100
	for point := 50; point <= 5000; point += 50 {
		c.Series[0].Marks = append(c.Series[0].Marks, cycle.ChartMark{Point: point, Date: c.Series[0].Points[point-1].Date, Text: "something happened"})
	}
	return c
}

// BenchmarkDraw draws 5,000 points into 200x60 cells, read anew each time.
func BenchmarkDraw(b *testing.B) {
	c, th := thousands(), ui.NewTheme(true, false)
	for b.Loop() {
		chart.Draw(chart.Spec{Plot: plot.Of(c, 0), Words: true}, 200, 60, th)
	}
}

// BenchmarkWalk draws them with the numbers read already, as when a cursor
// walks the points.
func BenchmarkWalk(b *testing.B) {
	p, th := plot.Of(thousands(), 0), ui.NewTheme(true, false)
	at := 0
	for b.Loop() {
		at = at%5000 + 1
		chart.Draw(chart.Spec{Plot: p, Words: true, Cursor: at}, 200, 60, th)
	}
}

// BenchmarkFloor fills as many cells and does nothing else.
func BenchmarkFloor(b *testing.B) {
	th := ui.NewTheme(true, false)
	for b.Loop() {
		grid := make([]rune, 200*60)
		for i := range grid {
			grid[i] = '·'
		}
		lines := make([]string, 60)
		for y := range lines {
			lines[y] = th.Dim.Render(string(grid[y*200 : (y+1)*200]))
		}
		_ = strings.Join(lines, "\n")
	}
}
