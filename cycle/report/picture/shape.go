package picture

// A Picture is a drawing as a list of shapes, to be painted in their order. All
// lengths are pixels of its own size.
type Picture struct {
	Width, Height      float64
	Shapes             []Shape
	Title, Description string // as for those who do not see it
}

// A Shape is a text, or else one or several lines that are drawn, filled or both.
type Shape struct {
	Lines  [][]Point
	Closed bool // whether each line ends where it began
	Filled bool
	Fill   uint8 // from 0 for black to 255 for white
	Stroke uint8
	Width  float64 // of the stroke; 0 for none
	Dashes []float64

	Text   string // empty for lines
	At     Point  // where its base line begins, ends or has its middle
	Anchor Anchor
	Size   float64
	Bold   bool
}

// A Point is a place in a picture, from the upper left corner.
type Point struct{ X, Y float64 }

// An Anchor says which part of a text stands at its place.
type Anchor int

// The anchors.
const (
	Start Anchor = iota
	Middle
	End
)

// Dashed cuts a line into the dashes that it is drawn as; a line without dashes
// comes back as it is.
func Dashed(from, to Point, dashes []float64) [][2]Point {
	length := distance(from, to)
	if len(dashes) == 0 || length == 0 {
		return [][2]Point{{from, to}}
	}
	along := func(d float64) Point {
		return Point{from.X + (to.X-from.X)*d/length, from.Y + (to.Y-from.Y)*d/length}
	}
	var out [][2]Point
	for i, at := 0, 0.0; at < length; i++ {
		end := min(at+dashes[i%len(dashes)], length)
		if i%2 == 0 {
			out = append(out, [2]Point{along(at), along(end)})
		}
		at = end
	}
	return out
}
