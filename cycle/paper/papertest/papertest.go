// Package papertest builds Word documents for tests, with the XML that Word and
// Google Docs write.
package papertest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	relations  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	mainType   = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="` + relations + `" ` +
		`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" ` +
		`xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"`
)

// A File is a document that is put together part by part.
type File struct {
	Body string            // the inside of w:body
	More map[string]string // further parts by name: "word/comments.xml"
	// Main is the content type of the text, for files that are no plain document.
	Main string
	// Links are further relations of the text, as XML.
	Links string
}

// Bytes gives the file.
func (f File) Bytes() []byte {
	main := f.Main
	if main == "" {
		main = mainType + "document.main+xml"
	}
	parts := map[string]string{
		"[Content_Types].xml": xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + main + `"/></Types>`,
		"_rels/.rels": xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": xmlHead + `<w:document ` + namespaces + `><w:body>` + f.Body + `<w:sectPr/></w:body></w:document>`,
		"word/styles.xml":   xmlHead + `<w:styles ` + namespaces + `>` + styles + `</w:styles>`,
	}
	links := link("styles", "styles.xml")
	for _, name := range slices.Sorted(maps.Keys(f.More)) {
		parts[name] = f.More[name]
		base := strings.TrimPrefix(name, "word/")
		kind := strings.TrimRight(strings.TrimSuffix(base, ".xml"), "0123456789")
		if strings.HasSuffix(base, ".xml") {
			links += link(kind, base)
		}
	}
	parts["word/_rels/document.xml.rels"] = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + links + f.Links + `</Relationships>`
	return Zip(parts)
}

func link(kind, target string) string {
	return fmt.Sprintf(`<Relationship Id="rel-%s" Type="%s/%s" Target="%s"/>`, target, relations, kind, target)
}

// Zip packs parts.
func Zip(parts map[string]string) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(parts[name]))
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

const styles = `<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Heading1"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Our heading"/><w:basedOn w:val="Heading2"/></w:style>` +
	`<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/><w:rPr><w:color w:val="808080"/></w:rPr></w:style>`

// Part gives a part of its own, such as comments: element is its outermost one.
func Part(element, inside string) string {
	return xmlHead + `<w:` + element + ` ` + namespaces + `>` + inside + `</w:` + element + `>`
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Run is a run of text; "\n" and "\t" become breaks and tabs. how is "b" for bold.
func Run(text string, how ...string) string {
	props := ""
	for _, h := range how {
		switch h {
		case "b":
			props += "<w:b/>"
		case "gray":
			props += `<w:i/><w:color w:val="999999"/>`
		}
	}
	var b strings.Builder
	b.WriteString("<w:r><w:rPr>" + props + "</w:rPr>")
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		for j, piece := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString("<w:tab/>")
			}
			b.WriteString(`<w:t xml:space="preserve">` + escape.Replace(piece) + "</w:t>")
		}
	}
	return b.String() + "</w:r>"
}

// P is a paragraph of text, or of runs where it begins with one.
func P(text string) string { return "<w:p>" + runs(text) + "</w:p>" }

// Bold is a paragraph in bold, as Google Docs makes a heading of.
func Bold(text string) string { return "<w:p>" + Run(text, "b") + "</w:p>" }

// Style is a paragraph in a style.
func Style(style, text string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + runs(text) + "</w:p>"
}

// Item is an item of a list, level 0 and up.
func Item(level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr></w:pPr>%s</w:p>`, level, runs(text))
}

func runs(text string) string {
	if strings.HasPrefix(text, "<w:") || strings.HasPrefix(text, "<mc:") {
		return text
	}
	return Run(text)
}

// Cell is a cell; props are the inside of w:tcPr. A text that is no XML becomes
// paragraphs, one for each line.
func Cell(text, props string) string {
	if !strings.HasPrefix(text, "<w:") {
		var b strings.Builder
		for line := range strings.SplitSeq(text, "\n") {
			b.WriteString(P(line))
		}
		text = b.String()
	}
	return "<w:tc><w:tcPr>" + props + "</w:tcPr>" + text + "</w:tc>"
}

// Row is a row of cells: texts, or cells that Cell made.
func Row(cells ...string) string {
	var b strings.Builder
	for _, c := range cells {
		if !strings.HasPrefix(c, "<w:tc>") {
			c = Cell(c, "")
		}
		b.WriteString(c)
	}
	return "<w:tr>" + b.String() + "</w:tr>"
}

// Table is a table of rows.
func Table(rows ...string) string { return "<w:tbl><w:tblPr/>" + strings.Join(rows, "") + "</w:tbl>" }

// Unfilled is a content control that nobody has filled in.
func Unfilled(text string) string {
	return `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + Run(text) + `</w:sdtContent></w:sdt>`
}

// Control is a content control with an answer.
func Control(inside string) string {
	return `<w:sdt><w:sdtPr><w:alias w:val="answer"/></w:sdtPr><w:sdtContent>` + inside + `</w:sdtContent></w:sdt>`
}

// Inserted and Deleted are tracked changes.
func Inserted(text string) string { return `<w:ins w:author="Ana">` + Run(text) + `</w:ins>` }

// Deleted is a tracked deletion.
func Deleted(text string) string {
	return `<w:del w:author="Ana"><w:r><w:delText>` + escape.Replace(text) + `</w:delText></w:r></w:del>`
}

// Box is a text box, with the older form of it that Word writes beside.
func Box(inside string) string {
	return `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>` + inside +
		`</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + inside +
		`</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`
}
