package word

import (
	"encoding/xml"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// A builder puts a paragraph together from its runs.
type builder struct {
	r     *reader
	p     *Paragraph
	text  strings.Builder
	hint  strings.Builder
	base  look // of the paragraph's style
	lead  int  // bytes of text that are in bold from the start
	faint bool
	boxes []Block
}

// paragraph reads a paragraph, and the text boxes that hang on it.
func (r *reader) paragraph(c *cursor) (*Paragraph, []Block, error) {
	if r.paragraphs--; r.paragraphs < 0 {
		return &Paragraph{}, nil, errors.New("this file has more paragraphs than any organizer: it was not read")
	}
	b := &builder{r: r, p: &Paragraph{}, faint: true}
	b.takeComments()
	err := r.through(c, func(e xml.StartElement) error { return b.inline(c, e) })
	b.takeComments()
	b.p.Text, b.p.Hint = b.text.String(), b.hint.String()
	b.p.Lead = b.p.Text[:b.lead]
	if strings.TrimSpace(b.p.Text[b.lead:]) == "" {
		b.p.Lead = b.p.Text
	}
	if b.lead == 0 {
		b.p.Lead = ""
	}
	b.p.Faint = b.faint && strings.TrimSpace(b.p.Text) != ""
	return b.p, b.boxes, err
}

func (b *builder) takeComments() {
	for _, id := range b.r.pending {
		b.comment(id)
	}
	b.r.pending = nil
}

func (b *builder) comment(id string) {
	if !slices.Contains(b.p.Comments, id) {
		b.p.Comments = append(b.p.Comments, id)
	}
}

// inline reads one element of the paragraph.
func (b *builder) inline(c *cursor, e xml.StartElement) error {
	switch e.Name.Local {
	case "pPr":
		return b.properties(c)
	case "r":
		return b.run(c)
	case "hyperlink":
		return b.link(c, b.r.rels[attr(e, "id")])
	case "fldSimple":
		b.r.fields = append(b.r.fields, field{instruction: attr(e, "instr"), result: true})
		err := b.r.through(c, func(e xml.StartElement) error { return b.inline(c, e) })
		b.r.closeField()
		return err
	case "oMathPara", "oMath":
		text, err := c.text()
		return errors.Join(err, b.add(strings.TrimSpace(text), look{}, false))
	}
	return c.skip()
}

func (b *builder) properties(c *cursor) error {
	p, err := readParagraphLook(c)
	s := b.r.styles[p.style]
	b.base = s.look
	b.p.Level, b.p.List = s.level, p.list
	if p.level > 0 {
		b.p.Level = p.level
	}
	if s.list && p.list == 0 && !p.plain {
		b.p.List = 1
	}
	return err
}

// link takes the words of a link, and behind them the address when it is one of
// the web and the words are not the address.
func (b *builder) link(c *cursor, rel relation) error {
	before := b.text.Len()
	if err := b.r.through(c, func(e xml.StartElement) error { return b.inline(c, e) }); err != nil {
		return err
	}
	const longest = 2000
	words := b.text.String()[before:]
	web := strings.HasPrefix(rel.target, "https://") || strings.HasPrefix(rel.target, "http://")
	if !rel.external || !web || len(rel.target) > longest || strings.TrimSpace(words) == "" || strings.Contains(rel.target, strings.TrimSpace(words)) {
		return nil
	}
	return b.add(" ("+rel.target+")", look{}, false)
}

// run reads a run of text.
func (b *builder) run(c *cursor) error {
	l, hint := look{}, false
	return b.r.through(c, func(e xml.StartElement) error {
		if e.Name.Local == "rPr" {
			own, styled, err := readLook(c)
			s := b.r.styles[styled]
			l, hint = own.over(s.look), s.prompt
			return err
		}
		return b.piece(c, e, l, hint)
	})
}

// piece reads one piece of a run.
func (b *builder) piece(c *cursor, e xml.StartElement, l look, hint bool) error {
	text := ""
	switch e.Name.Local {
	case "t":
		var err error
		if text, err = c.text(); err != nil {
			return err
		}
		return b.add(text, l, hint)
	case "tab", "ptab":
		text = "\t"
	case "br", "cr":
		text = "\n"
	case "noBreakHyphen":
		text = "-"
	case "sym":
		text = symbol(attr(e, "font"), attr(e, "char"))
	case "footnoteReference", "endnoteReference":
		if note := b.r.notes[strings.TrimSuffix(e.Name.Local, "Reference")+attr(e, "id")]; note != "" {
			text = " (" + note + ")"
		}
	case "commentReference":
		b.comment(attr(e, "id"))
	case "fldChar":
		return b.fieldMark(c, attr(e, "fldCharType"), l)
	case "instrText":
		instruction, err := c.text()
		if n := len(b.r.fields); n > 0 {
			b.r.fields[n-1].instruction += instruction
		}
		return err
	case "drawing", "pict", "object":
		return b.drawing(c, e.Name.Local)
	}
	if text != "" {
		if err := b.add(text, l, hint); err != nil {
			return err
		}
	}
	return c.skip()
}

// add puts a text behind what is there.
func (b *builder) add(text string, l look, hint bool) error {
	if text == "" || b.r.inHiddenField() {
		return nil
	}
	if b.r.text -= len(text); b.r.text < 0 {
		return errors.New("this file holds far more text than an organizer: it was not read")
	}
	if hint || b.r.hints > 0 {
		b.hint.WriteString(text)
		return nil
	}
	l = l.over(b.base)
	if strings.TrimSpace(text) != "" {
		b.faint = b.faint && is(l.gray)
	}
	if is(l.bold) && b.lead == b.text.Len() {
		b.lead += len(text)
	}
	b.text.WriteString(text)
	return nil
}

// drawing looks for text boxes in a drawing. Boxes become blocks of their own
// behind the paragraph.
func (b *builder) drawing(c *cursor, name string) error {
	before := len(b.boxes)
	var find func(e xml.StartElement) error
	find = func(e xml.StartElement) error {
		if e.Name.Local != "txbxContent" {
			return b.r.through(c, find)
		}
		blocks, err := b.r.blocks(c)
		if len(blocks) > 0 {
			b.boxes = append(b.boxes, &Box{Blocks: blocks})
		}
		return err
	}
	if err := b.r.through(c, find); err != nil {
		return err
	}
	if len(b.boxes) == before {
		what := "picture"
		if name == "object" {
			what = "embedded object"
		}
		b.r.doc.Passed[what]++
	}
	return nil
}

// The boxes of forms, empty and ticked.
const (
	boxEmpty  = "☐"
	boxTicked = "☒"
)

// symbol gives the character that a symbol font shows, for those that forms are
// made with.
func symbol(font, char string) string {
	code, err := strconv.ParseUint(char, 16, 32)
	if err != nil || !strings.Contains(strings.ToLower(font), "wingdings") {
		return ""
	}
	switch code & 0xff {
	case 0x6f, 0x70, 0x71, 0x72, 0xa8, 0xa3:
		return boxEmpty
	case 0xfd, 0xfe, 0x78, 0x52, 0x53, 0x54:
		return boxTicked
	case 0xfc, 0x50:
		return "✓"
	case 0xfb:
		return "✗"
	}
	return "•"
}
