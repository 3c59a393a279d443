package study

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// A canvas is a field of character cells, each with a style. What is put later
// lies above what was put before.
type canvas struct {
	w, h  int
	runes []rune
	style []int
	inks  []lipgloss.Style
}

func newCanvas(w, h int, inks ...lipgloss.Style) *canvas {
	c := &canvas{w: w, h: h, runes: make([]rune, w*h), style: make([]int, w*h), inks: inks}
	for i := range c.runes {
		c.runes[i] = ' '
	}
	return c
}

// put writes a rune with one of the inks; outside of the field it does nothing.
func (c *canvas) put(x, y int, r rune, ink int) {
	if x < 0 || y < 0 || x >= c.w || y >= c.h {
		return
	}
	c.runes[y*c.w+x], c.style[y*c.w+x] = r, ink
}

// text writes a word from x on.
func (c *canvas) text(x, y int, s string, ink int) {
	for _, r := range s {
		c.put(x, y, r, ink)
		x++
	}
}

// lines renders the field, one style after the other.
func (c *canvas) lines() []string {
	out := make([]string, c.h)
	for y := range out {
		var b strings.Builder
		row, styles := c.runes[y*c.w:(y+1)*c.w], c.style[y*c.w:(y+1)*c.w]
		for x := 0; x < c.w; {
			end := x + 1
			for end < c.w && styles[end] == styles[x] {
				end++
			}
			b.WriteString(c.inks[styles[x]].Render(string(row[x:end])))
			x = end
		}
		out[y] = b.String()
	}
	return out
}
