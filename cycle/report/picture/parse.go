package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Parse reads a drawing. The error says what in it cannot be painted.
func Parse(svg []byte) (*Picture, error) {
	p := parser{dec: xml.NewDecoder(bytes.NewReader(svg)), pic: &Picture{}}
	state := look{fill: "#000", size: 16}
	if err := p.children(state); err != nil {
		return nil, fmt.Errorf("a picture cannot be painted: %w", err)
	}
	if p.pic.Width <= 0 || p.pic.Height <= 0 {
		return nil, fmt.Errorf("a picture cannot be painted: it has no size")
	}
	return p.pic, nil
}

type parser struct {
	dec *xml.Decoder
	pic *Picture
}

// A look is what an element hands down to those in it.
type look struct {
	x, y float64 // by how much all is moved
	fill string
	size float64
}

// attributes are those of one element.
type attributes map[string]string

func (a attributes) number(name string) float64 {
	v, err := strconv.ParseFloat(a[name], 64)
	if err != nil {
		return 0
	}
	return v
}

// children reads the elements up to the end of the one that they are in.
func (p *parser) children(l look) error {
	for {
		token, err := p.dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := p.element(e, l); err != nil {
				return err
			}
		}
	}
}

func (p *parser) element(e xml.StartElement, l look) error {
	a := attributes{}
	for _, attr := range e.Attr {
		a[attr.Name.Local] = attr.Value
	}
	if a["role"] == "table" { // the data for those who hear the chart
		return p.dec.Skip()
	}
	if fill := a["fill"]; fill != "" {
		l.fill = fill
	}
	if size := a.number("font-size"); size > 0 {
		l.size = size
	}
	switch e.Name.Local {
	case "title":
		return p.dec.DecodeElement(&p.pic.Title, &e)
	case "desc":
		return p.dec.DecodeElement(&p.pic.Description, &e)
	case "svg":
		p.pic.Width, p.pic.Height = a.number("width"), a.number("height")
		return p.children(l)
	case "g":
		if t := a["transform"]; t != "" {
			var dx, dy float64
			if _, err := fmt.Sscanf(t, "translate(%g %g)", &dx, &dy); err != nil {
				return fmt.Errorf("transform %q", t)
			}
			l.x, l.y = l.x+dx, l.y+dy
		}
		return p.children(l)
	case "text":
		return p.text(e, a, l)
	}
	s, err := outline(e.Name.Local, a)
	if err != nil {
		return err
	}
	if err := s.dress(e.Name.Local, a, l); err != nil {
		return err
	}
	p.add(s, l)
	return p.dec.Skip()
}

func (p *parser) add(s Shape, l look) {
	for _, line := range s.Lines {
		for i := range line {
			line[i].X += l.x
			line[i].Y += l.y
		}
	}
	s.At.X, s.At.Y = s.At.X+l.x, s.At.Y+l.y
	p.pic.Shapes = append(p.pic.Shapes, s)
}

func (p *parser) text(e xml.StartElement, a attributes, l look) error {
	var words string
	if err := p.dec.DecodeElement(&words, &e); err != nil {
		return err
	}
	gray, err := grayOf(l.fill)
	if err != nil {
		return err
	}
	s := Shape{Text: words, At: Point{a.number("x"), a.number("y")}, Size: l.size, Bold: a["font-weight"] == "bold", Filled: true, Fill: gray}
	switch a["text-anchor"] {
	case "middle":
		s.Anchor = Middle
	case "end":
		s.Anchor = End
	}
	p.add(s, l)
	return nil
}

// outline gives the lines of an element.
func outline(name string, a attributes) (Shape, error) {
	switch name {
	case "rect":
		x, y, w, h := a.number("x"), a.number("y"), a.number("width"), a.number("height")
		return Shape{Lines: [][]Point{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}}, Closed: true}, nil
	case "line":
		return Shape{Lines: [][]Point{{{a.number("x1"), a.number("y1")}, {a.number("x2"), a.number("y2")}}}}, nil
	case "circle":
		const corners = 32
		var line []Point
		for i := range corners {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
			line = append(line, Point{a.number("cx") + a.number("r")*cos, a.number("cy") + a.number("r")*sin})
		}
		return Shape{Lines: [][]Point{line}, Closed: true}, nil
	case "path":
		return path(a["d"])
	}
	return Shape{}, fmt.Errorf("<%s>", name)
}

// path reads the commands M, L, l and z.
func path(d string) (Shape, error) {
	var s Shape
	for rest := d; rest != ""; {
		command := rest[0]
		rest = rest[1:]
		end := strings.IndexAny(rest, "MLlz")
		if end < 0 {
			end = len(rest)
		}
		numbers := strings.Fields(rest[:end])
		rest = rest[end:]
		if command == 'z' {
			s.Closed = true
			continue
		}
		var at Point
		if len(numbers) != 2 {
			return s, fmt.Errorf("path %q", d)
		}
		x, errX := strconv.ParseFloat(numbers[0], 64)
		y, errY := strconv.ParseFloat(numbers[1], 64)
		at = Point{x, y}
		last := len(s.Lines) - 1
		switch {
		case errX != nil || errY != nil || command != 'M' && last < 0:
			return s, fmt.Errorf("path %q", d)
		case command == 'M':
			s.Lines = append(s.Lines, []Point{at})
		case command == 'L':
			s.Lines[last] = append(s.Lines[last], at)
		case command == 'l':
			from := s.Lines[last][len(s.Lines[last])-1]
			s.Lines[last] = append(s.Lines[last], Point{from.X + x, from.Y + y})
		default:
			return s, fmt.Errorf("path %q", d)
		}
	}
	return s, nil
}

// dress gives a shape its stroke and filling.
func (s *Shape) dress(name string, a attributes, l look) (err error) {
	if stroke := a["stroke"]; stroke != "" && stroke != "none" {
		if s.Stroke, err = grayOf(stroke); err != nil {
			return err
		}
		s.Width = 1
		if w := a.number("stroke-width"); w > 0 {
			s.Width = w
		}
	}
	for n := range strings.FieldsFuncSeq(a["stroke-dasharray"], func(r rune) bool { return r == ' ' || r == ',' }) {
		v, err := strconv.ParseFloat(n, 64)
		if err != nil || v <= 0 {
			return fmt.Errorf("dashes %q", a["stroke-dasharray"])
		}
		s.Dashes = append(s.Dashes, v)
	}
	if l.fill != "none" && name != "line" {
		s.Filled = true
		s.Fill, err = grayOf(l.fill)
	}
	return err
}

// grayOf reads a color, #rgb or #rrggbb, as a shade of gray.
func grayOf(color string) (uint8, error) {
	hex := strings.TrimPrefix(color, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	v, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		return 0, fmt.Errorf("color %q", color)
	}
	r, g, b := v>>16, v>>8&0xff, v&0xff
	return uint8((299*r + 587*g + 114*b) / 1000), nil // at most 255
}

func distance(a, b Point) float64 { return math.Hypot(b.X-a.X, b.Y-a.Y) }
