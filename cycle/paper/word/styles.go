package word

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// A style is what a style of paragraphs or characters says about its text.
type style struct {
	name  string
	based string
	look
	level  int // of a heading
	list   bool
	prompt bool
}

// A look is what formatting says; nil pointers say nothing.
type look struct {
	bold *bool
	gray *bool
}

// over lays a look over another.
func (l look) over(below look) look {
	if l.bold == nil {
		l.bold = below.bold
	}
	if l.gray == nil {
		l.gray = below.gray
	}
	return l
}

func is(b *bool) bool { return b != nil && *b }

// maxBased bounds a chain of styles, which may be a circle in a broken file.
const maxBased = 20

// readStyles reads the styles by their ids, each with what it takes over from the
// ones that it is based on.
func (r *reader) readStyles(parts []string) (map[string]style, error) {
	raw := map[string]style{}
	for _, part := range parts {
		err := r.walk(part, func(c *cursor) error {
			return c.children(func(e xml.StartElement) error {
				if e.Name.Local != "style" {
					return c.skip()
				}
				s, err := readStyle(c)
				raw[attr(e, "styleId")] = s
				return err
			})
		})
		if err != nil {
			return nil, err
		}
	}
	whole := make(map[string]style, len(raw))
	for id, s := range raw {
		for next, n := s.based, 0; n < maxBased; n++ {
			below, ok := raw[next]
			if !ok {
				break
			}
			s.look = s.look.over(below.look)
			if s.level == 0 {
				s.level = below.level
			}
			s.list = s.list || below.list
			next = below.based
		}
		whole[id] = s
	}
	return whole, nil
}

func readStyle(c *cursor) (style, error) {
	var s style
	err := c.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "name":
			s.name = strings.ToLower(attr(e, "val"))
			s.prompt = s.name == "placeholder text"
			if s.level == 0 {
				s.level = headingLevel(s.name)
			}
		case "basedOn":
			s.based = attr(e, "val")
		case "pPr":
			p, err := readParagraphLook(c)
			if p.level > 0 {
				s.level = p.level
			}
			s.list = p.list > 0
			return err
		case "rPr":
			l, _, err := readLook(c)
			s.look = l
			return err
		}
		return c.skip()
	})
	return s, err
}

// headingLevel reads the names that Word gives its styles in every language.
func headingLevel(name string) int {
	if name == "title" {
		return 1
	}
	if n, ok := strings.CutPrefix(name, "heading "); ok {
		level, err := strconv.Atoi(n)
		if err == nil && level >= 1 && level <= 9 {
			return level
		}
	}
	return 0
}

// A paragraphLook is what the properties of a paragraph say.
type paragraphLook struct {
	style string
	level int
	list  int  // depth of the item, from 1
	plain bool // taken out of the list that its style makes
}

func readParagraphLook(c *cursor) (paragraphLook, error) {
	var p paragraphLook
	err := c.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "pStyle":
			p.style = attr(e, "val")
		case "outlineLvl":
			if n, err := strconv.Atoi(attr(e, "val")); err == nil && n >= 0 && n < 9 {
				p.level = n + 1
			}
		case "numPr":
			return readNumbering(c, &p)
		}
		return c.skip()
	})
	return p, err
}

func readNumbering(c *cursor, p *paragraphLook) error {
	p.list = 1
	err := c.children(func(e xml.StartElement) error {
		n, err := strconv.Atoi(attr(e, "val"))
		switch {
		case err != nil:
		case e.Name.Local == "ilvl" && n >= 0 && n < 9:
			p.list = n + 1
		case e.Name.Local == "numId" && n == 0:
			p.plain = true
		}
		return c.skip()
	})
	if p.plain {
		p.list = 0
	}
	return err
}

// readLook reads the properties of a run: its look, and the style it names.
func readLook(c *cursor) (l look, styled string, err error) {
	err = c.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "b":
			b := on(e)
			l.bold = &b
		case "color":
			g := isGray(attr(e, "val"))
			l.gray = &g
		case "rStyle":
			styled = attr(e, "val")
		}
		return c.skip()
	})
	return l, styled, err
}

// isGray reports whether a color of six hexadecimal digits is a gray between black
// and white, as forms have it for their hints.
func isGray(color string) bool {
	const near, dark, light = 0x10, 0x50, 0xd8
	if len(color) != 6 {
		return false
	}
	var part [3]int
	for i := range part {
		n, err := strconv.ParseUint(color[2*i:2*i+2], 16, 8)
		if err != nil {
			return false
		}
		part[i] = int(n)
	}
	lo, hi := min(part[0], part[1], part[2]), max(part[0], part[1], part[2])
	return hi-lo <= near && lo >= dark && hi <= light
}
