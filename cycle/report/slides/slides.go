package slides

import (
	_ "embed"
	"html/template"
	"io"
	"sync"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/shareout"
)

var (
	//go:embed slides.html
	page string
	//go:embed slides.css
	style string
)

var parsed = sync.OnceValue(func() *template.Template { return template.Must(template.New("slides").Parse(page)) })

// slide is one slide as the page shows it.
type slide struct {
	shareout.Slide
	Number int
	Chart  template.HTML
}

// Before and After are the numbers of the slides beside it.
func (s slide) Before() int { return s.Number - 1 }

// After is the number of the slide behind it.
func (s slide) After() int { return s.Number + 1 }

// Write writes the slides of the cycle as they are on the day. Small groups never
// show: the chart is that of the whole group. The error is that of the writer.
func Write(w io.Writer, c *cycle.Cycle, today cycle.Day) error {
	all := shareout.Of(c, today)
	view := struct {
		Title  string
		Style  template.CSS
		Slides []slide
		Of     int
	}{Title: all[0].Say, Style: template.CSS(style), Of: len(all)} //nolint:gosec // a file of this package
	for i, s := range all {
		shown := slide{Slide: s, Number: i + 1}
		if p := chartOf(c, s.Measure); p != nil {
			shown.Chart = template.HTML(report.ChartSVG(p)) //nolint:gosec // drawn by us, with all text escaped
		}
		view.Slides = append(view.Slides, shown)
	}
	return parsed().Execute(w, view)
}

func chartOf(c *cycle.Cycle, measure string) *plot.Plot {
	if measure == "" {
		return nil
	}
	return plot.Of(c.ChartOf(measure, cycle.ChartOptions{}), 0)
}
