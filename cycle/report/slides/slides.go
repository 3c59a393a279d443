package slides

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
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
	//go:embed slides.js
	script string
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
		Title   string
		Style   template.CSS
		Script  template.JS
		Allowed string // the only script that the page lets run
		Slides  []slide
		Of      int
	}{
		Title: all[0].Say, Of: len(all), Allowed: digest(script),
		Style: template.CSS(style), Script: template.JS(script), //nolint:gosec // files of this package
	}
	for i, s := range all {
		shown := slide{Slide: s, Number: i + 1}
		if p := chartOf(c, s.Measure); p != nil {
			shown.Chart = template.HTML(report.ChartSVG(p)) //nolint:gosec // drawn by us, with all text escaped
		}
		view.Slides = append(view.Slides, shown)
	}
	return parsed().Execute(w, view)
}

// digest names a script in a content policy.
func digest(script string) string {
	sum := sha256.Sum256([]byte(script))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

func chartOf(c *cycle.Cycle, measure string) *plot.Plot {
	if measure == "" {
		return nil
	}
	return plot.Of(c.ChartOf(measure, cycle.ChartOptions{Outside: true}), 0)
}
