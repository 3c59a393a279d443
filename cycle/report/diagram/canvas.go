package diagram

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// The size of an image, in pixels.
const (
	Width  = 900 // of every image
	size   = 13  // of letters
	small  = 12
	line   = 18 // from one line of text to the next
	edge   = 16
	inside = 8 // between the frame of a box and its words
)

const (
	dark  = "#111"
	quiet = "#555"
)

// A canvas collects the elements of an image.
type canvas struct{ bytes.Buffer }

// image puts the elements into an SVG file.
func (c *canvas) image(height int, title, description string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="%d" height="%d" viewBox="0 0 %d %d" font-family="Helvetica, Arial, sans-serif" font-size="%d" fill="%s">`+"\n",
		Width, height, Width, height, size, dark)
	fmt.Fprintf(&b, "<title>%s</title>\n<desc>%s</desc>\n", escape(title), escape(description))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", Width, height)
	b.Write(c.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func (c *canvas) line(x1, y1, x2, y2 int, stroke string, width float64) {
	fmt.Fprintf(c, `<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="%s" stroke-width="%g"/>`+"\n", x1, y1, x2, y2, stroke, width)
}

// frame draws the frame of a box; a dashed one stands for what is not there.
func (c *canvas) frame(x, y, width, height int, stroke float64, dashed bool) {
	dashes := ""
	if dashed {
		dashes = ` stroke-dasharray="4 3"`
	}
	fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="%d" fill="#fff" stroke="%s" stroke-width="%g"%s/>`+"\n", x, y, width, height, dark, stroke, dashes)
}

// diamond marks a root cause.
func (c *canvas) diamond(x, y int) {
	fmt.Fprintf(c, `<path d="M%d %dl5 5l-5 5l-5 -5z" fill="%s"/>`+"\n", x, y-5, dark)
}

// arrow draws a tip that points from the left to the right, or back.
func (c *canvas) arrow(x, y int, right bool) {
	back := 10
	if right {
		back = -10
	}
	fmt.Fprintf(c, `<path d="M%d %dl%d 5l0 -10z" fill="%s"/>`+"\n", x, y, back, dark)
}

// words writes the lines of a text, the first with its base line at y. It gives
// the base line that comes next.
func (c *canvas) words(x, y int, lines []text) int {
	for _, l := range lines {
		more := ""
		if l.bold {
			more += ` font-weight="bold"`
		}
		fill := dark
		if l.small {
			more += fmt.Sprintf(` font-size="%d"`, small)
			fill = quiet
		}
		fmt.Fprintf(c, `<text x="%d" y="%d" fill="%s"%s>%s</text>`+"\n", x+l.indent, y, fill, more, escape(l.s))
		y += line
	}
	return y
}

// escape makes text safe in XML, in content and in attributes.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes all
	return b.String()
}
