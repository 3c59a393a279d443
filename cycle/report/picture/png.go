package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"github.com/cqi-pdsa/pdsa/cycle/report/typeface"
)

// MostPixels is how many pixels a painted picture has at most on one side. A
// larger one is painted smaller.
const MostPixels = 12000

// PNG paints the picture, each of its pixels scale pixels wide and high, in shades
// of gray. The error comes from the typeface or from writing the image.
func (p *Picture) PNG(scale float64) ([]byte, error) {
	scale = min(scale, MostPixels/math.Max(p.Width, p.Height))
	b := brush{
		scale: scale, faces: map[fontKey]font.Face{},
		to: image.NewGray(image.Rect(0, 0, int(math.Ceil(p.Width*scale)), int(math.Ceil(p.Height*scale)))),
	}
	for i := range b.to.Pix {
		b.to.Pix[i] = 255
	}
	for _, s := range p.Shapes {
		if s.Text != "" {
			if err := b.text(s); err != nil {
				return nil, err
			}
			continue
		}
		b.shape(s)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, b.fewShades()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// shades are how many grays a file has: enough for the edges of letters.
const shades = 16

// fewShades gives the picture in few shades of gray, which makes a small file.
func (b *brush) fewShades() image.Image {
	grays := make(color.Palette, shades)
	for i := range grays {
		grays[i] = color.Gray{Y: uint8(i * 255 / (shades - 1))} // at most 255
	}
	few := image.NewPaletted(b.to.Rect, grays)
	for i, y := range b.to.Pix {
		few.Pix[i] = uint8((int(y)*(shades-1) + 127) / 255) // less than shades
	}
	return few
}

// A brush paints shapes.
type brush struct {
	to    *image.Gray
	scale float64
	faces map[fontKey]font.Face
}

type fontKey struct {
	size float64
	bold bool
}

func (b *brush) shape(s Shape) {
	for _, line := range s.Lines {
		if s.Filled {
			b.area(line, s.Fill)
		}
		if s.Width == 0 {
			continue
		}
		corners := line
		if s.Closed && len(line) > 0 {
			corners = append(append([]Point{}, line...), line[0])
		}
		for i := 1; i < len(corners); i++ {
			for _, dash := range Dashed(corners[i-1], corners[i], s.Dashes) {
				b.stroke(dash[0], dash[1], s)
			}
		}
	}
}

// stroke paints a straight line of the shape. Sides of a closed one reach half
// their width beyond the ends, so that its corners are whole.
func (b *brush) stroke(from, to Point, s Shape) {
	length := distance(from, to)
	if length == 0 {
		return
	}
	across := s.Width / 2 / length
	nx, ny := (to.X-from.X)*across, (to.Y-from.Y)*across
	if s.Closed && len(s.Dashes) == 0 {
		from, to = Point{from.X - nx, from.Y - ny}, Point{to.X + nx, to.Y + ny}
	}
	b.area([]Point{{from.X - ny, from.Y + nx}, {to.X - ny, to.Y + nx}, {to.X + ny, to.Y - nx}, {from.X + ny, from.Y - nx}}, s.Stroke)
}

// area fills a polygon.
func (b *brush) area(corners []Point, gray uint8) {
	if len(corners) < 3 {
		return
	}
	low, high := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, c := range corners {
		low = Point{min(low.X, c.X*b.scale), min(low.Y, c.Y*b.scale)}
		high = Point{max(high.X, c.X*b.scale), max(high.Y, c.Y*b.scale)}
	}
	box := image.Rect(int(math.Floor(low.X)), int(math.Floor(low.Y)), int(math.Ceil(high.X)), int(math.Ceil(high.Y)))
	if box.Empty() || !box.Overlaps(b.to.Bounds()) {
		return
	}
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, c := range corners {
		x, y := float32(c.X*b.scale-float64(box.Min.X)), float32(c.Y*b.scale-float64(box.Min.Y))
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy()))
	r.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	b.blend(box, mask, gray)
}

// blend puts a shade of gray where the mask is. The general way of image/draw is
// many times slower on gray images.
func (b *brush) blend(box image.Rectangle, mask *image.Alpha, gray uint8) {
	seen := box.Intersect(b.to.Bounds())
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		from := mask.Pix[mask.PixOffset(mask.Rect.Min.X+seen.Min.X-box.Min.X, mask.Rect.Min.Y+y-box.Min.Y):]
		to := b.to.Pix[b.to.PixOffset(seen.Min.X, y):]
		for x := range seen.Dx() {
			if a := int(from[x]); a > 0 {
				to[x] = uint8((int(to[x])*(255-a) + int(gray)*a) / 255) // between two shades
			}
		}
	}
}

func (b *brush) text(s Shape) error {
	key := fontKey{s.Size, s.Bold}
	face := b.faces[key]
	if face == nil {
		f, err := typeface.Font(s.Bold)
		if err != nil {
			return err
		}
		if face, err = opentype.NewFace(f, &opentype.FaceOptions{Size: s.Size * b.scale, DPI: 72, Hinting: font.HintingNone}); err != nil {
			return err
		}
		b.faces[key] = face
	}
	width := font.MeasureString(face, s.Text)
	x := fixed.Int26_6(s.At.X * b.scale * 64)
	switch s.Anchor {
	case Middle:
		x -= width / 2
	case End:
		x -= width
	}
	// Letter by letter: what font.Drawer does, but blended by us.
	dot := fixed.Point26_6{X: x, Y: fixed.Int26_6(s.At.Y * b.scale * 64)}
	last := rune(-1)
	for _, r := range s.Text {
		if last >= 0 {
			dot.X += face.Kern(last, r)
		}
		box, mask, at, advance, ok := face.Glyph(dot, r)
		if glyph, is := mask.(*image.Alpha); ok && is && !box.Empty() {
			b.blend(box, glyph.SubImage(image.Rectangle{Min: at, Max: at.Add(box.Size())}).(*image.Alpha), s.Fill)
		}
		dot.X += advance
		last = r
	}
	return nil
}
