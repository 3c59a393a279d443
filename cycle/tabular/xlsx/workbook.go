package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// ErrDamaged says that a file is no workbook, or that a part of it cannot be read.
var ErrDamaged = errors.New("not a whole Excel workbook")

func damaged(part string, err error) error { return fmt.Errorf("%w: %s: %w", ErrDamaged, part, err) }

// A Workbook is an open file.
type Workbook struct {
	parts    map[string]*zip.File
	left     int64 // bytes that may still be unpacked
	sheets   []sheet
	strings  []string
	formats  []format // by the style number of a cell
	date1904 bool
}

type sheet struct{ name, part string }

// Open reads all of a workbook but its sheets. limit bounds the bytes that it may
// unpack to, with all the sheets that are read later. Errors: ErrDamaged; those of
// r.
func Open(r io.ReaderAt, size, limit int64) (*Workbook, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, damaged("the archive", err)
	}
	w := &Workbook{parts: map[string]*zip.File{}, left: limit}
	for _, f := range z.File {
		w.parts[strings.ToLower(strings.TrimPrefix(f.Name, "/"))] = f
	}
	root, err := w.relations("")
	if err != nil {
		return nil, err
	}
	book := ""
	for _, rel := range root {
		if rel.is("officeDocument") {
			book = resolve("", rel.Target)
		}
	}
	if err := w.readBook(book); err != nil {
		return nil, err
	}
	return w, nil
}

// Sheets returns the names of the sheets that show, in the order of their tabs.
func (w *Workbook) Sheets() []string {
	names := make([]string, len(w.sheets))
	for i, s := range w.sheets {
		names[i] = s.name
	}
	return names
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// is compares the last word of the type: the strict and the transitional form of
// the format have different addresses before it.
func (r relation) is(kind string) bool { return path.Base(r.Type) == kind }

// relations reads what a part refers to; none when it refers to nothing.
func (w *Workbook) relations(part string) ([]relation, error) {
	at := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if part == "" {
		at = "_rels/.rels"
	}
	if !w.has(at) {
		return nil, nil
	}
	var all struct {
		Relations []relation `xml:"Relationship"`
	}
	return all.Relations, w.decode(at, &all)
}

// resolve returns the part that a target names, as seen from another part.
func resolve(from, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(path.Dir(from), target)
}

func (w *Workbook) readBook(part string) error {
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.decode(part, &book); err != nil {
		return err
	}
	w.date1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	relations, err := w.relations(part)
	if err != nil {
		return err
	}
	worksheets := map[string]string{}
	for _, rel := range relations {
		at := resolve(part, rel.Target)
		switch {
		case rel.is("worksheet"):
			worksheets[rel.ID] = at
		case rel.is("sharedStrings") && w.has(at):
			err = w.readStrings(at)
		case rel.is("styles") && w.has(at):
			err = w.readStyles(at)
		}
		if err != nil {
			return err
		}
	}
	for _, s := range book.Sheets {
		for _, a := range s.Attrs {
			at, known := worksheets[a.Value]
			if a.Name.Local == "id" && known && s.State != "hidden" && s.State != "veryHidden" {
				w.sheets = append(w.sheets, sheet{s.Name, at})
			}
		}
	}
	return nil
}

// readStrings reads the texts that cells refer to by number.
func (w *Workbook) readStrings(part string) error {
	in, err := w.open(part)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	d := xml.NewDecoder(in)
	for {
		token, err := d.Token()
		switch start, is := token.(xml.StartElement); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return damaged(part, err)
		case is && start.Name.Local == "si":
			var t text
			if err := d.DecodeElement(&t, &start); err != nil {
				return damaged(part, err)
			}
			w.strings = append(w.strings, t.String())
		}
	}
}

// A text is plain, or a row of runs with formats of their own. Pronunciations
// (rPh) are left out.
type text struct {
	Plain []string `xml:"t"`
	Runs  []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (t text) String() string {
	var b strings.Builder
	for _, s := range t.Plain {
		b.WriteString(s)
	}
	for _, r := range t.Runs {
		b.WriteString(r.Text)
	}
	return unescape(b.String())
}

func (w *Workbook) readStyles(part string) error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode(part, &styles); err != nil {
		return err
	}
	own := map[int]format{}
	for _, f := range styles.Formats {
		own[f.ID] = formatOf(f.Code)
	}
	for _, c := range styles.Cells {
		f, there := own[c.Format]
		if !there {
			f = builtIn(c.Format)
		}
		w.formats = append(w.formats, f)
	}
	return nil
}

func (w *Workbook) has(part string) bool { return w.parts[strings.ToLower(part)] != nil }

func (w *Workbook) decode(part string, into any) error {
	in, err := w.open(part)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	if err := xml.NewDecoder(in).Decode(into); err != nil {
		return damaged(part, err)
	}
	return nil
}

var errTooLarge = errors.New("it unpacks to too much")

// open reads a part. What it unpacks to counts against the limit.
func (w *Workbook) open(part string) (io.ReadCloser, error) {
	f := w.parts[strings.ToLower(part)]
	if f == nil {
		return nil, damaged(part, errors.New("it is missing"))
	}
	in, err := f.Open()
	if err != nil {
		return nil, damaged(part, err)
	}
	return &unpacking{in, &w.left}, nil
}

type unpacking struct {
	io.ReadCloser
	left *int64
}

func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	if *u.left -= int64(n); *u.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
