package plot

import "github.com/cqi-pdsa/pdsa/cycle/runchart"

// A Document is the JSON of a chart.
type Document struct {
	Series []SeriesDocument `json:"series"`
}

// A SeriesDocument is the JSON of one series, named as its group or, for the
// whole group, as the measure. Numbers are those of the series:
// a share is 0 to 1. Points are numbered from 1, what cannot be computed is null.
type SeriesDocument struct {
	Name   string           `json:"name"`
	Points []PointDocument  `json:"points"`
	Rules  runchart.Rules   `json:"rules"`
	Phases []runchart.Phase `json:"phases"`
	IHI    runchart.IHI     `json:"ihi"`
}

// A PointDocument is the JSON of one point.
type PointDocument struct {
	X        string                     `json:"x"`
	Y        runchart.Optional[float64] `json:"y"`
	N        runchart.Optional[float64] `json:"n"`
	Withheld bool                       `json:"withheld,omitempty"`
}

// NewDocument gives the JSON of the plots.
func NewDocument(plots ...*Plot) Document {
	doc := Document{Series: []SeriesDocument{}}
	for _, p := range plots {
		s := SeriesDocument{
			Name: p.Series.Name, Points: []PointDocument{}, Rules: p.Rules,
			Phases: append([]runchart.Phase{}, p.Analysis.Phases...), IHI: p.Analysis.IHI(),
		}
		if s.Name == "" {
			s.Name = p.Chart.Title
		}
		for _, point := range p.Series.Points {
			s.Points = append(s.Points, PointDocument{
				X: point.X, Y: runchart.Some(point.Value), N: runchart.Some(point.N), Withheld: point.Withheld,
			})
		}
		doc.Series = append(doc.Series, s)
	}
	return doc
}
