package pdf

import (
	"codeberg.org/go-pdf/fpdf"

	"github.com/cqi-pdsa/pdsa/cycle/report/picture"
)

// draw puts a drawing on the page with its upper left corner at x, y.
func (p *printer) draw(pic *picture.Picture, x, y, scale float64) {
	for _, s := range pic.Shapes {
		if s.Text != "" {
			p.drawText(s, x, y, scale)
			continue
		}
		p.pdf.SetFillColor(int(s.Fill), int(s.Fill), int(s.Fill))
		p.pdf.SetDrawColor(int(s.Stroke), int(s.Stroke), int(s.Stroke))
		p.pdf.SetLineWidth(s.Width * scale)
		dashes := make([]float64, len(s.Dashes))
		for i, d := range s.Dashes {
			dashes[i] = d * scale
		}
		p.pdf.SetDashPattern(dashes, 0)
		for _, line := range s.Lines {
			points := make([]fpdf.PointType, len(line))
			for i, at := range line {
				points[i] = fpdf.PointType{X: x + at.X*scale, Y: y + at.Y*scale}
			}
			p.drawLine(points, s)
		}
	}
	p.pdf.SetDashPattern(nil, 0)
}

func (p *printer) drawLine(points []fpdf.PointType, s picture.Shape) {
	switch {
	case s.Closed && s.Filled && s.Width > 0:
		p.pdf.Polygon(points, "FD")
	case s.Filled && len(points) > 2:
		p.pdf.Polygon(points, "F")
	case s.Closed && s.Width > 0:
		p.pdf.Polygon(points, "D")
	case s.Width > 0 && len(points) > 0:
		p.pdf.MoveTo(points[0].X, points[0].Y)
		for _, at := range points[1:] {
			p.pdf.LineTo(at.X, at.Y)
		}
		p.pdf.DrawPath("D")
	}
}

func (p *printer) drawText(s picture.Shape, x, y, scale float64) {
	words := p.tidy(s.Text)
	size := s.Size * scale
	at := x + s.At.X*scale
	switch width := p.letters.width(words, s.Bold, size); s.Anchor {
	case picture.Middle:
		at -= width / 2
	case picture.End:
		at -= width
	}
	p.line([]span{{words, s.Bold}}, at, y+s.At.Y*scale, size, int(s.Fill))
}
