package word

import (
	"encoding/xml"
	"strings"
)

// readNotes reads footnotes or endnotes; element is the name of one of them.
func (r *reader) readNotes(part, element string) error {
	return r.walk(part, func(c *cursor) error {
		return c.children(func(e xml.StartElement) error {
			if e.Name.Local != element {
				return c.skip()
			}
			blocks, err := r.blocks(c)
			if kind := attr(e, "type"); kind == "" || kind == "normal" {
				r.notes[element+attr(e, "id")] = flat(blocks, " ")
			}
			return err
		})
	})
}

func (r *reader) readComments(part string) error {
	return r.walk(part, func(c *cursor) error {
		return c.children(func(e xml.StartElement) error {
			if e.Name.Local != "comment" {
				return c.skip()
			}
			blocks, err := r.blocks(c)
			if text := flat(blocks, "\n"); text != "" {
				r.doc.Comments = append(r.doc.Comments, Comment{ID: attr(e, "id"), Author: strings.TrimSpace(attr(e, "author")), Text: text})
			}
			return err
		})
	})
}

// flat gives all text of blocks, the paragraphs of tables too.
func flat(blocks []Block, between string) string {
	var out []string
	for p := range Paragraphs(blocks) {
		if text := strings.TrimSpace(p.Text); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, between)
}
