package chart

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// A canvas is a field of character cells, each with an ink. What is put later
// lies above what was put before.
type canvas struct {
	w, h  int
	runes []rune
	ink   []int
	inks  []dress
}

// behind stands in the second cell of a character that is two wide.
const behind rune = -1

// A dress is what a style writes around a text. Asking the style for each word
// again would cost most of a drawing's time.
type dress struct{ before, after string }

func newCanvas(w, h int, styles ...lipgloss.Style) *canvas {
	c := &canvas{w: w, h: h, runes: make([]rune, w*h), ink: make([]int, w*h), inks: make([]dress, len(styles))}
	for i := range c.runes {
		c.runes[i] = ' '
	}
	for i, st := range styles {
		c.inks[i].before, c.inks[i].after, _ = strings.Cut(st.Render("x"), "x")
	}
	return c
}

// put writes a rune of one column with one of the inks; outside of the field it
// does nothing.
func (c *canvas) put(x, y int, r rune, ink int) {
	if x < 0 || y < 0 || x >= c.w || y >= c.h {
		return
	}
	at := y*c.w + x
	if c.runes[at] == behind {
		c.runes[at-1] = ' '
	}
	if x+1 < c.w && c.runes[at+1] == behind {
		c.runes[at+1] = ' '
	}
	c.runes[at], c.ink[at] = r, ink
}

// text writes a word from x on; what is past the edge is cut.
func (c *canvas) text(x, y int, s string, ink int) {
	for _, r := range s {
		if r < 0x80 {
			c.put(x, y, r, ink)
			x++
			continue
		}
		switch ansi.StringWidth(string(r)) {
		case 1:
			c.put(x, y, r, ink)
			x++
		case 2:
			if x >= 0 && x+1 < c.w && y >= 0 && y < c.h {
				c.put(x, y, r, ink)
				c.put(x+1, y, ' ', ink)
				c.runes[y*c.w+x+1] = behind
			}
			x += 2
		}
	}
}

// blank reports whether nothing stands in w cells from x on.
func (c *canvas) blank(x, y, w int) bool {
	if x < 0 || y < 0 || x+w > c.w || y >= c.h {
		return false
	}
	for _, r := range c.runes[y*c.w+x : y*c.w+x+w] {
		if r != ' ' {
			return false
		}
	}
	return true
}

// lines renders the field, one ink after the other.
func (c *canvas) lines() []string {
	out := make([]string, c.h)
	var b strings.Builder
	for y := range out {
		b.Reset()
		row, inks := c.runes[y*c.w:(y+1)*c.w], c.ink[y*c.w:(y+1)*c.w]
		for x := 0; x < c.w; {
			end := x + 1
			for end < c.w && inks[end] == inks[x] {
				end++
			}
			d := c.inks[inks[x]]
			b.WriteString(d.before)
			for _, r := range row[x:end] {
				if r != behind {
					b.WriteRune(r)
				}
			}
			b.WriteString(d.after)
			x = end
		}
		out[y] = b.String()
	}
	return out
}
