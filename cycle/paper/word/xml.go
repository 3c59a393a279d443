package word

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// maxDepth bounds how deep elements stand in each other. Tables in tables in text
// boxes need about sixty.
const maxDepth = 250

// A cursor goes through the elements of one part.
type cursor struct {
	ctx   context.Context
	dec   *xml.Decoder
	part  string
	depth int
	steps int
}

// walk opens a part and calls root with a cursor that stands behind the start of
// its outermost element.
func (a *archive) walk(part string, root func(*cursor) error) error {
	in, err := a.open(part)
	if err != nil {
		return err
	}
	c := &cursor{ctx: a.ctx, dec: xml.NewDecoder(in), part: part}
	err = c.document(root)
	return errors.Join(err, in.Close())
}

func (c *cursor) document(root func(*cursor) error) error {
	for {
		tok, err := c.next()
		if err != nil {
			return err
		}
		if _, ok := tok.(xml.StartElement); ok {
			return root(c)
		}
	}
}

// next gives the next token. The error names the part.
func (c *cursor) next() (xml.Token, error) {
	if c.steps++; c.steps%1024 == 0 && c.ctx.Err() != nil {
		return nil, c.ctx.Err()
	}
	tok, err := c.dec.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, brokenPart(c.part, err)
	}
	switch tok.(type) {
	case xml.Directive:
		return nil, fmt.Errorf("this file was not read: its part %s defines a document type, which no Word document does", c.part)
	case xml.StartElement:
		if c.depth++; c.depth > maxDepth {
			return nil, fmt.Errorf("this file was not read: its part %s is nested deeper than any document", c.part)
		}
	case xml.EndElement:
		c.depth--
	}
	return tok, nil
}

// children calls each for the elements in the one that the cursor stands in, up to
// its end. each has to leave the cursor behind the end of its element: by
// children, by skip or by text.
func (c *cursor) children(each func(xml.StartElement) error) error {
	for {
		tok, err := c.next()
		if err != nil {
			return err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if err := each(tok); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip passes over the rest of the element.
func (c *cursor) skip() error {
	for end := c.depth - 1; c.depth > end; {
		if _, err := c.next(); err != nil {
			return err
		}
	}
	return nil
}

// text gives the characters of the element.
func (c *cursor) text() (string, error) {
	var b strings.Builder
	for end := c.depth - 1; c.depth > end; {
		tok, err := c.next()
		if err != nil {
			return "", err
		}
		if s, ok := tok.(xml.CharData); ok {
			b.Write(s)
		}
	}
	return b.String(), nil
}

// attr gives an attribute by its local name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reads the value of a switch such as <w:b/> or <w:b w:val="0"/>.
func on(e xml.StartElement) bool {
	switch attr(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// A relation leads from one part to another, or out of the file.
type relation struct {
	kind     string // the last word of its type
	target   string
	external bool
}

// relations reads what a part refers to, by id; none when it refers to nothing.
func (a *archive) relations(part string) (map[string]relation, error) {
	at := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if part == "" {
		at = "_rels/.rels"
	}
	if !a.has(at) {
		return nil, nil
	}
	out := map[string]relation{}
	err := a.walk(at, func(c *cursor) error {
		return c.children(func(e xml.StartElement) error {
			rel := relation{kind: path.Base(attr(e, "Type")), target: attr(e, "Target"), external: attr(e, "TargetMode") == "External"}
			if !rel.external {
				rel.target = resolve(part, rel.target)
			}
			out[attr(e, "Id")] = rel
			return c.skip()
		})
	})
	return out, err
}

// resolve returns the part that a target names, as seen from another part.
func resolve(from, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(path.Dir(from), target)
}
