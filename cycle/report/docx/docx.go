package docx

import (
	"archive/zip"
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/report"
)

// The parts that are the same in every document.
var (
	//go:embed parts/styles.xml
	styles []byte
	//go:embed parts/numbering.xml
	numbering []byte
	//go:embed parts/settings.xml
	settings []byte
)

// Write writes the document. The error says which picture could not be painted,
// or is that of the writer.
func Write(w io.Writer, d report.Document) error {
	b := body{}
	if err := b.document(d); err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, part := range []struct {
		name string
		data []byte
	}{
		{"[Content_Types].xml", []byte(contentTypes)},
		{"_rels/.rels", []byte(packageRelations)},
		{"docProps/core.xml", core(d)},
		{"word/document.xml", b.xml()},
		{"word/styles.xml", styles},
		{"word/numbering.xml", numbering},
		{"word/settings.xml", settings},
		{"word/footer1.xml", footer(d)},
		{"word/_rels/document.xml.rels", relations(len(b.pictures))},
	} {
		if err := put(z, part.name, part.data, zip.Deflate); err != nil {
			return err
		}
	}
	for i, data := range b.pictures {
		if err := put(z, fmt.Sprintf("word/media/image%d.png", i+1), data, zip.Store); err != nil {
			return err
		}
	}
	return z.Close()
}

// put adds a part. All have the first day of the format's calendar, so that equal
// documents are equal files.
func put(z *zip.Writer, name string, data []byte, method uint16) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return err
}

const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const contentTypes = head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Default Extension="png" ContentType="image/png"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`</Types>`

const relationType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

const packageRelations = head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + relationType + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`</Relationships>`

// relations names the parts that the document uses. A picture's is rIdImage1 and
// so on.
func relations(pictures int) []byte {
	var b strings.Builder
	b.WriteString(head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, part := range []string{"styles", "numbering", "settings"} {
		fmt.Fprintf(&b, `<Relationship Id="rId%s" Type="%s%s" Target="%s.xml"/>`, part, relationType, part, part)
	}
	fmt.Fprintf(&b, `<Relationship Id="rIdfooter" Type="%sfooter" Target="footer1.xml"/>`, relationType)
	for i := range pictures {
		fmt.Fprintf(&b, `<Relationship Id="rIdImage%d" Type="%simage" Target="media/image%d.png"/>`, i+1, relationType, i+1)
	}
	b.WriteString(`</Relationships>`)
	return []byte(b.String())
}

// core tells what the document is called and of when it is.
func core(d report.Document) []byte {
	times := ""
	if !d.Changed.IsZero() {
		at := report.Time(d.Changed)
		times = `<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified>`
	}
	return []byte(head + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(d.Name()) + `</dc:title><dc:creator>pdsa</dc:creator><dc:language>en-US</dc:language>` + times + `</cp:coreProperties>`)
}

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// footer carries the title and the page.
func footer(d report.Document) []byte {
	return []byte(head + `<w:ftr ` + wordSpace + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + run(d.Name(), "") +
		`<w:r><w:tab/></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>` + run(" / ", "") +
		`<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>`)
}

// run writes words in one dress. Line breaks stay line breaks.
func run(words, dress string) string {
	var b strings.Builder
	b.WriteString("<w:r>")
	if dress != "" {
		b.WriteString("<w:rPr>" + dress + "</w:rPr>")
	}
	for i, line := range strings.Split(words, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		b.WriteString(`<w:t xml:space="preserve">` + escape(line) + `</w:t>`)
	}
	b.WriteString("</w:r>")
	return b.String()
}

// escape makes text safe in XML, in content and in attributes.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes all
	return b.String()
}
