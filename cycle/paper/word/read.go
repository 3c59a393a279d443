package word

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
)

// The bounds of what is read.
const (
	maxText       = 4 << 20 // bytes of all text
	maxParagraphs = 20_000
	maxCells      = 10_000
)

// Read reads the file of size bytes. The error says in a sentence for the person
// who chose the file why it cannot be read and what to do; it is the one of r, or of
// ctx, when that failed.
func Read(ctx context.Context, r io.ReaderAt, size int64) (*Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a, err := openArchive(ctx, r, size)
	if err != nil {
		return nil, err
	}
	main, props, err := a.mainPart()
	if err != nil {
		return nil, err
	}
	rd := &reader{archive: a, doc: &Document{Passed: map[string]int{}}, text: maxText, paragraphs: maxParagraphs, cells: maxCells}
	if props != "" && a.has(props) {
		if rd.doc.Title, err = a.title(props); err != nil {
			return nil, err
		}
	}
	if err := rd.read(main); err != nil {
		return nil, err
	}
	return rd.doc, nil
}

// mainPart finds the part with the text, and the one with the properties of the
// file.
func (a *archive) mainPart() (main, props string, err error) {
	root, err := a.relations("")
	if err != nil {
		return "", "", err
	}
	for _, id := range slices.Sorted(maps.Keys(root)) {
		switch rel := root[id]; {
		case rel.external:
		case rel.kind == "officeDocument":
			main = cmp.Or(main, rel.target)
		case rel.kind == "core-properties":
			props = rel.target
		}
	}
	main = cmp.Or(main, "word/document.xml")
	kind := ""
	if a.has("[Content_Types].xml") {
		if kind, err = a.contentType(main); err != nil {
			return "", "", err
		}
	}
	switch {
	case strings.Contains(strings.ToLower(kind), "macroenabled"):
		return "", "", errMacros
	case !a.has(main) && (a.has("xl/workbook.xml") || a.has("ppt/presentation.xml")):
		return "", "", errors.New("this is an Excel or PowerPoint file. A filled organizer is read from a Word document (.docx)")
	case !a.has(main) && a.has("content.xml"):
		return "", "", errors.New("this is a LibreOffice file (.odt). Open it, save it as .docx and try again")
	case !a.has(main):
		return "", "", errors.New("this is no Word document: there is no text in it. Open it in Word or Google Docs, save it as .docx and try again")
	case kind != "" && !strings.Contains(kind, "wordprocessingml"):
		return "", "", errors.New("this is no Word document. A filled organizer is read from a Word document (.docx)")
	}
	return main, props, nil
}

// contentType finds what kind of content a part has.
func (a *archive) contentType(part string) (kind string, err error) {
	err = a.walk("[Content_Types].xml", func(c *cursor) error {
		return c.children(func(e xml.StartElement) error {
			if strings.EqualFold(strings.TrimPrefix(attr(e, "PartName"), "/"), part) {
				kind = attr(e, "ContentType")
			}
			return c.skip()
		})
	})
	return kind, err
}

// title reads the title from the properties.
func (a *archive) title(part string) (title string, err error) {
	err = a.walk(part, func(c *cursor) error {
		return c.children(func(e xml.StartElement) error {
			if e.Name.Local != "title" {
				return c.skip()
			}
			title, err = c.text()
			return err
		})
	})
	return strings.TrimSpace(title), err
}

// A reader gathers the document.
type reader struct {
	*archive
	doc    *Document
	styles map[string]style
	notes  map[string]string // of footnotes and endnotes, by kind and id

	rels    map[string]relation // of the part that is read
	fields  []field             // that are open, the innermost last
	hints   int                 // how many prompts the cursor stands in
	pending []string            // comments that begin with the next paragraph

	text, paragraphs, cells int // how many may still come
}

func (r *reader) read(main string) error {
	rels, err := r.relations(main)
	if err != nil {
		return err
	}
	byKind := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(rels)) {
		rel := rels[id]
		switch {
		case rel.external && rel.kind != "hyperlink":
			r.doc.Passed["link to another file"]++
		case rel.kind == "oleObject" || rel.kind == "package" || rel.kind == "control" || rel.kind == "aFChunk":
			r.doc.Passed["embedded object"]++
		case rel.external || !r.has(rel.target):
		case rel.kind == "vbaProject":
			return errMacros
		default:
			byKind[rel.kind] = append(byKind[rel.kind], rel.target)
		}
	}
	if r.styles, err = r.readStyles(byKind["styles"]); err != nil {
		return err
	}
	r.notes = map[string]string{}
	for _, kind := range []string{"footnotes", "endnotes"} {
		for _, part := range byKind[kind] {
			if err := r.readNotes(part, strings.TrimSuffix(kind, "s")); err != nil {
				return err
			}
		}
	}
	for _, part := range byKind["comments"] {
		if err := r.readComments(part); err != nil {
			return err
		}
	}
	if r.doc.Header, err = r.readMargins(byKind["header"]); err != nil {
		return err
	}
	if r.doc.Footer, err = r.readMargins(byKind["footer"]); err != nil {
		return err
	}
	r.rels = rels
	return r.walk(main, func(c *cursor) error {
		return c.children(func(e xml.StartElement) error {
			if e.Name.Local != "body" {
				return c.skip()
			}
			r.doc.Body, err = r.blocks(c)
			return err
		})
	})
}

// readMargins reads headers or footers. Those of the first, the odd and the even
// pages often say the same: what was there before is left out.
func (r *reader) readMargins(parts []string) ([]Block, error) {
	var out []Block
	seen := map[string]bool{}
	for _, part := range parts {
		rels, err := r.relations(part)
		if err != nil {
			return nil, err
		}
		r.rels = rels
		r.fields = nil
		var blocks []Block
		err = r.walk(part, func(c *cursor) error {
			blocks, err = r.blocks(c)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, b := range blocks {
			if p, ok := b.(*Paragraph); ok {
				if seen[p.Text] {
					continue
				}
				seen[p.Text] = true
			}
			out = append(out, b)
		}
	}
	r.fields = nil
	return out, nil
}
