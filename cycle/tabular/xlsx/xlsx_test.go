package xlsx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/cqi-pdsa/pdsa/cycle/tabular/xlsx"
)

const limit = 1 << 20

func read(data []byte, sheet string) (lines []string, err error) {
	w, err := xlsx.Open(bytes.NewReader(data), int64(len(data)), limit)
	if err != nil {
		return nil, err
	}
	rows, err := w.Rows(sheet)
	if err != nil {
		return nil, err
	}
	for {
		line, cells, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return lines, err
		}
		lines = append(lines, fmt.Sprint(line, ":", strings.Join(cells, "|")))
	}
}

// written makes a workbook by another library: a row a value, with its format.
func written(t interface{ Fatal(...any) }, values []any, formats []string) []byte {
	f := excelize.NewFile()
	for i, v := range values {
		at := fmt.Sprint("B", i+1)
		err := f.SetCellValue("Sheet1", at, v)
		if formats[i] != "" {
			style, err2 := f.NewStyle(&excelize.Style{CustomNumFmt: &formats[i]})
			err = errors.Join(err, err2, f.SetCellStyle("Sheet1", at, at, style))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFormats(t *testing.T) {
	cases := []struct {
		value  any
		format string
		want   string
	}{
		{31.25, "", "31.25"},
		{0.1 + 0.2, "", "0.3"},
		{12, "0", "12"},
		{-4.5, "0.00;[Red]-0.00", "-4.5"},
		{0.3941, "0%", "39.41%"},
		{0.5, `0.0 %`, "50%"},
		{0.5, `0.0" %"`, "0.5"},
		{45543.75, "yyyy-mm-dd", "2024-09-08"},
		{45543, "d-mmm", "2024-09-08"},
		{45543, "[$-409]mmmm d, yyyy;@", "2024-09-08"},
		{45543, "mmm", "2024-09-08"},
		{45543, "0;d", "45543"},
		{0.5, "h:mm", "0.5"},
		{45543, "[h]:mm", "45543"},
		{3, "d", "3"},
		{45542.9999999999, "m/d/yy", "2024-09-08"},
		{160031, "00000000", "00160031"},
		{45000, `#,##0 "days"`, "45000"},
		{45000, `#,##0 \d`, "45000"},
		{45000, "#,##0.00 [$€-407]", "45000"},
		{5, ";;;", ""},
		{1.5e-7, "0.00E+00", "1.5e-07"},
		{"007", "@", "007"},
		{"a\r\nb <&>", "", "a\r\nb <&>"},
		{true, "", "TRUE"},
		{"", "", ""},
		{time.Date(1999, 12, 31, 23, 0, 0, 0, time.UTC), "", "1999-12-31"},
	}
	var values []any
	var formats, want []string
	for i, c := range cases {
		values, formats = append(values, c.value), append(formats, c.format)
		cell := "|" + c.want
		if c.want == "" {
			cell = ""
		}
		want = append(want, fmt.Sprint(i+1, ":", cell))
	}
	got, err := read(written(t, values, formats), "Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Errorf("%v in %q: want %q in\n%q", cases[i].value, cases[i].format, want[i], got)
		}
	}
}

// TestTextsSurvive: what another library has written is what is read.
func TestTextsSurvive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab _005F\n\t\"'<&>é字😀"))).Draw(t, "text")
		data := written(t, []any{text, "end"}, []string{"", ""})
		got, err := read(data, "Sheet1")
		want := "1:"
		if text != "" {
			want += "|" + text
		}
		if err != nil || got[0] != want {
			t.Fatalf("got %q, %v, want %q", got, err, want)
		}
	})
}

// made puts parts into an archive.
func made(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// byHand is a workbook as other programs write them: no styles, no references, a
// prefix before every name, paths from the root, days counted from 1904.
func byHand(sheet string) map[string]string {
	return map[string]string{
		"_rels/.rels": `<Relationships><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/xl/Book.xml"/></Relationships>`,
		"xl/book.xml": `<x:workbook xmlns:x="m" xmlns:r="n"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="One" sheetId="1" r:id="a"/><x:sheet name="Two" state="hidden" r:id="b"/><x:sheet name="Chart" r:id="c"/></x:sheets></x:workbook>`,
		"xl/_rels/Book.xml.rels": `<Relationships><Relationship Id="a" Type="x/worksheet" Target="s1.xml"/><Relationship Id="b" Type="x/worksheet" Target="s1.xml"/><Relationship Id="c" Type="x/chartsheet" Target="s1.xml"/>
			<Relationship Id="d" Type="x/sharedStrings" Target="strings.xml"/><Relationship Id="e" Type="x/styles" Target="styles.xml"/></Relationships>`,
		"xl/strings.xml": `<sst><si><t>plain</t></si><si><r><t>two </t></r><r><t>runs</t></r><rPh><t>ruby</t></rPh></si></sst>`,
		"xl/styles.xml":  `<styleSheet><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/s1.xml":      sheet,
	}
}

func TestWorkbooksOfOtherPrograms(t *testing.T) {
	data := made(t, byHand(`<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>9</x:v></x:c></x:row>
		<x:row r="4"><x:c r="C4" t="inlineStr"><x:is><x:t>in_x000D_line _x005F_x0041_ _xyz</x:t></x:is></x:c><x:c r="E4" s="1"><x:v>44081</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>found</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c><x:c t="b"><x:v>0</x:v></x:c><x:c t="d"><x:v>2024-09-08T00:00:00</x:v></x:c><x:c s="7"/></x:row>
		<x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`))
	w, err := xlsx.Open(bytes.NewReader(data), int64(len(data)), limit)
	if err != nil || strings.Join(w.Sheets(), ",") != "One" {
		t.Fatalf("sheets %v, %v", w, err)
	}
	got, err := read(data, "One")
	want := []string{"1:plain|two runs", "2:", "3:", "4:||in\rline _x0041_ _xyz||2024-09-08|found|#N/A|FALSE|2024-09-08", "5:1"}
	if err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, %v\nwant %q", got, err, want)
	}
	bare := made(t, byHand("<worksheet/>"))
	if lines, err := read(bare, "One"); err != nil || len(lines) != 0 {
		t.Errorf("a sheet without rows: %q, %v", lines, err)
	}
	if _, err := w.Rows("Two"); err == nil {
		t.Error("a hidden sheet is opened")
	}
}

func TestDamagedWorkbooks(t *testing.T) {
	sheet := `<worksheet><sheetData><row r="2"><c><v>1</v></c></row></sheetData></worksheet>`
	large := `<worksheet><sheetData>` + strings.Repeat(`<row><c><v>1</v></c></row>`, limit/20) + `</sheetData></worksheet>`
	without := func(part string) map[string]string {
		parts := byHand(sheet)
		delete(parts, part)
		return parts
	}
	for name, parts := range map[string]map[string]string{
		"no book":             without("xl/book.xml"),
		"no sheet":            without("xl/s1.xml"),
		"no relations":        without("_rels/.rels"),
		"a sheet cut short":   byHand(sheet[:60]),
		"a sheet without end": byHand(sheet[:len(sheet)-len("</sheetData></worksheet>")]),
		"rows out of order":   byHand(strings.Replace(sheet, "</row>", `</row><row r="1"/>`, 1)),
		"a row far away":      byHand(strings.Replace(sheet, `r="2"`, `r="99999999"`, 1)),
		"a column far away":   byHand(strings.Replace(sheet, "<c>", `<c r="ZZZZZZZ1">`, 1)),
		"a cell without one":  byHand(strings.Replace(sheet, "<c>", `<c r="12">`, 1)),
		"too large":           byHand(large),
	} {
		data := made(t, parts)
		if lines, err := read(data, "One"); err == nil || name != "no relations" && name != "no book" && name != "no sheet" && !errors.Is(err, xlsx.ErrDamaged) {
			t.Errorf("%s: %d rows, %v", name, len(lines), err)
		}
	}
	if _, err := read([]byte("PK\x03\x04 nothing"), "One"); !errors.Is(err, xlsx.ErrDamaged) {
		t.Errorf("no archive: %v", err)
	}
}

func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="2"><c r="C2" t="s"><v>1</v></c></row></sheetData></worksheet>`, `<styleSheet/>`)
	f.Add(`<worksheet><sheetData><row><c s="1"><v>44000</v></c></row></sheetData></worksheet>`, `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="[h]&quot;\"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs></styleSheet>`)
	f.Fuzz(func(t *testing.T, sheet, styles string) {
		parts := byHand(sheet)
		parts["xl/styles.xml"] = styles
		_, _ = read(made(t, parts), "One")
	})
}
