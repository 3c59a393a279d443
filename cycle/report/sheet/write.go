package sheet

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/cqi-pdsa/pdsa/cycle/report"
)

const (
	head         = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace    = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relationType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// The dresses of cells, as numbered in styles.
const (
	plain = iota
	bold
	wrapped
	date
	quoted // text that begins as a formula would: it stays text when it is edited
)

const styles = head + `<styleSheet ` + mainSpace + `>` +
	`<numFmts count="1"><numFmt numFmtId="164" formatCode="mmm\ d\,\ yyyy"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFEEEEEE"/></patternFill></fill></fills>` +
	`<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
	`<cellXfs count="5"><xf xfId="0"/>` +
	`<xf xfId="0" fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf xfId="0" numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>` +
	`<xf xfId="0" quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// write writes a workbook of the tables.
func write(w io.Writer, name string, changed time.Time, tables []table) error {
	var types, sheets, relations strings.Builder
	for i, t := range tables {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(t.name), i+1, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relationType, i+1)
	}
	z := zip.NewWriter(w)
	parts := []struct{ name, data string }{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="` + relationType + `officeDocument" Target="xl/workbook.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
		{"docProps/core.xml", core(name, changed)},
		{"xl/workbook.xml", head + `<workbook ` + mainSpace + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + relations.String() +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="%sstyles" Target="styles.xml"/></Relationships>`, len(tables)+1, relationType)},
		{"xl/styles.xml", styles},
	}
	for i, t := range tables {
		parts = append(parts, struct{ name, data string }{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), t.xml()})
	}
	for _, part := range parts {
		// All have the first day of the format's calendar, so that equal workbooks are
		// equal files.
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.data); err != nil {
			return err
		}
	}
	return z.Close()
}

func core(name string, changed time.Time) string {
	times := ""
	if !changed.IsZero() {
		times = `<dcterms:modified xsi:type="dcterms:W3CDTF">` + report.Time(changed) + `</dcterms:modified>`
	}
	return head + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(name) + `</dc:title><dc:creator>pdsa</dc:creator>` + times + `</cp:coreProperties>`
}

// xml writes the sheet. Its first row stays in view.
func (t table) xml() string {
	var b strings.Builder
	b.WriteString(head + `<worksheet ` + mainSpace + `><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for i, width := range t.widths {
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, width)
	}
	b.WriteString(`</cols><sheetData>`)
	heads := make([]cell, len(t.head))
	for i, s := range t.head {
		heads[i] = text(s)
	}
	for i, row := range append([][]cell{heads}, t.rows...) {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, c := range row {
			c.write(&b, columnName(j)+strconv.Itoa(i+1), i == 0)
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.String()
}

func (c cell) write(b *strings.Builder, at string, isHead bool) {
	switch c.kind {
	case numberCell:
		fmt.Fprintf(b, `<c r="%s" s="%d"><v>%s</v></c>`, at, wrapped, strconv.FormatFloat(c.v, 'g', -1, 64))
	case dayCell:
		fmt.Fprintf(b, `<c r="%s" s="%d"><v>%g</v></c>`, at, date, c.v)
	case textCell:
		dress := wrapped
		switch {
		case isHead:
			dress = bold
		case strings.ContainsRune("=+-@", rune(c.s[0])):
			dress = quoted
		}
		fmt.Fprintf(b, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, dress, escape(fit(c.s)))
	}
}

// columnName gives A for 0, Z for 25, AA for 26.
func columnName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnName(i/26-1) + columnName(i%26)
}

// What a cell holds at most, in the UTF-16 units by which the format counts.
const (
	mostUnits = 32767
	cutNote   = " … (cut here: a cell holds no more. The other forms of this document have it whole)"
)

// fit cuts a text that no cell can hold, and says so in it.
func fit(s string) string {
	units := utf16.Encode([]rune(s))
	if len(units) <= mostUnits {
		return s
	}
	kept := units[:mostUnits-len(utf16.Encode([]rune(cutNote)))]
	if last := kept[len(kept)-1]; utf16.IsSurrogate(rune(last)) && last < 0xdc00 {
		kept = kept[:len(kept)-1]
	}
	return string(utf16.Decode(kept)) + cutNote
}

// escape makes text safe in XML. Where the format would read a character by its
// number, such as _x0041_, the first sign is written by its own, so that the text
// is read as it stands.
func escape(s string) string {
	var b strings.Builder
	rest := s
	for at := strings.Index(rest, "_x"); at >= 0; at = strings.Index(rest, "_x") {
		b.WriteString(rest[:at])
		rest = rest[at+1:]
		if isNumber(rest) {
			b.WriteString("_x005F")
		}
		b.WriteByte('_')
	}
	b.WriteString(rest)
	var safe strings.Builder
	_ = xml.EscapeText(&safe, []byte(b.String())) // a builder takes all
	return safe.String()
}

// isNumber reports whether s begins with x, four hexadecimal digits and _.
func isNumber(s string) bool {
	if len(s) < 6 || s[5] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[1:5], 16, 16)
	return err == nil
}
