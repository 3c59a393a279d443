package chart

import (
	"slices"
	"strings"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// footLines are what stands below the axis, in at most room lines: the names of
// the lines where they have no room beside them, the marks that have a number,
// and, where they are asked for, the words. The most important come first.
func (d *drawing) footLines(room int) []string {
	var blocks [][]string
	if !d.beside {
		var names []string
		for _, n := range d.p.Lines() {
			names = append(names, d.sign(n.Kind)+" "+n.Text)
		}
		if len(names) > 0 {
			most := 2
			if d.Small {
				most = 1
			}
			blocks = append(blocks, ui.Shorten(Wrap(strings.Join(names, "   "), d.w), d.w, most))
		}
	}
	if d.Small {
		if room < 1 {
			return nil
		}
		return []string{d.th.Dim.Render(strings.Join(slices.Concat(blocks...), ""))}
	}
	notes := strings.Join(plot.Numbered(d.marks, d.notes), "   ")
	d.listed = notes != "" && len(blocks) < room
	if notes != "" {
		blocks = append(blocks, ui.Shorten(Wrap(notes, d.w), d.w, max(2, room/4)))
	}
	quiet := len(blocks)
	words := len(blocks)
	if d.Cursor > 0 {
		blocks = append(blocks, ui.Shorten(Wrap("▲ "+d.p.Point(d.Cursor), d.w), d.w, 2))
		quiet, words = quiet+1, words+1
	}
	if d.Words {
		if d.said == nil {
			d.said = d.say()
		}
		blocks = append(blocks, d.said...)
		words++ // the first of them is the reading
	}
	var out []string
	for i, block := range blocks {
		if i == quiet && i > 0 && len(out)+len(block) < room {
			out = append(out, "")
		}
		style := d.th.Dim
		if i >= quiet && i < words {
			style = d.th.Text
		}
		for _, line := range ui.Shorten(block, d.w, room-len(out)) {
			out = append(out, style.Render(line))
		}
	}
	return out
}

// say gives the words: the reading, the numbers behind it, what the signs mean,
// what could not be followed, and the source.
func (d *drawing) say() [][]string {
	said := [][]string{
		Wrap(strings.Join(d.p.Reading(), " "), d.w),
		Wrap(strings.Join(d.p.Facts(), " · "), d.w),
	}
	if signs := d.p.Signs(); len(signs) > 0 {
		said = append(said, Wrap(strings.Join(signs, "   "), d.w))
	}
	for _, note := range d.p.Notes {
		said = append(said, Wrap(sentence(note), d.w))
	}
	if d.p.Chart.Source != "" {
		said = append(said, Wrap("Source: "+d.p.Chart.Source, d.w))
	}
	return said
}

// Wrap breaks text as ui.Wrap does, but never inside a year or a date, such as
// 2024-25.
func Wrap(s string, w int) []string {
	const whole = '\u2011' // a hyphen at which no line is broken
	r := []rune(s)
	for i := 1; i+1 < len(r); i++ {
		if r[i] == '-' && unicode.IsDigit(r[i-1]) && unicode.IsDigit(r[i+1]) {
			r[i] = whole
		}
	}
	lines := ui.Wrap(string(r), w)
	for i, line := range lines {
		lines[i] = strings.ReplaceAll(line, string(whole), "-")
	}
	return lines
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}
