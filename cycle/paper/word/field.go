package word

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// A field is a place whose text Word works out: a page number, a table of
// contents, a box of an older form.
type field struct {
	instruction string
	result      bool // whether the cursor stands in what is shown
}

// hidden reports whether what the field shows was not written by anybody.
func (f field) hidden() bool {
	name, _, _ := strings.Cut(strings.TrimSpace(f.instruction), " ")
	switch strings.ToUpper(name) {
	case "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC", "FORMCHECKBOX", "FORMDROPDOWN":
		return true
	}
	return !f.result
}

func (r *reader) inHiddenField() bool {
	for _, f := range r.fields {
		if f.hidden() {
			return true
		}
	}
	return false
}

func (r *reader) closeField() {
	if n := len(r.fields); n > 0 {
		r.fields = r.fields[:n-1]
	}
}

// maxFields bounds how many fields are open at once in a broken file.
const maxFields = 50

// fieldMark reads the begin, the separator or the end of a field.
func (b *builder) fieldMark(c *cursor, kind string, l look) error {
	switch kind {
	case "begin":
		shown, err := readFormField(c)
		if err != nil {
			return err
		}
		if err := b.add(shown, l, false); err != nil {
			return err
		}
		if len(b.r.fields) < maxFields {
			b.r.fields = append(b.r.fields, field{})
		}
		return nil
	case "separate":
		if n := len(b.r.fields); n > 0 {
			b.r.fields[n-1].result = true
		}
	case "end":
		b.r.closeField()
	}
	return c.skip()
}

// readFormField reads the box or the choice of an older form.
func readFormField(c *cursor) (shown string, err error) {
	err = c.children(func(e xml.StartElement) error {
		if e.Name.Local != "ffData" {
			return c.skip()
		}
		return c.children(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "checkBox":
				shown, err = readTick(c)
				return err
			case "ddList":
				shown, err = readChoice(c)
				return err
			}
			return c.skip()
		})
	})
	return shown, err
}

func readTick(c *cursor) (string, error) {
	usual, ticked := false, (*bool)(nil)
	err := c.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "default":
			usual = on(e)
		case "checked":
			t := on(e)
			ticked = &t
		}
		return c.skip()
	})
	if is(ticked) || ticked == nil && usual {
		return boxTicked, err
	}
	return boxEmpty, err
}

func readChoice(c *cursor) (string, error) {
	at := 0
	var entries []string
	err := c.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "result":
			at, _ = strconv.Atoi(attr(e, "val")) // a broken one is the first
		case "listEntry":
			entries = append(entries, attr(e, "val"))
		}
		return c.skip()
	})
	if at < 0 || at >= len(entries) {
		return "", err
	}
	return entries[at], err
}
