package word_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/cqi-pdsa/pdsa/cycle/paper/papertest"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
)

func read(t testing.TB, data []byte) (*word.Document, error) {
	t.Helper()
	return word.Read(t.Context(), bytes.NewReader(data), int64(len(data)))
}

// texts gives the paragraphs of a document whose body is this.
func texts(t *testing.T, f File) []string {
	t.Helper()
	d, err := read(t, f.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for p := range word.Paragraphs(d.Body) {
		out = append(out, p.Text)
	}
	return out
}

func TestTexts(t *testing.T) {
	field := func(instruction, result string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>` + instruction + `</w:instrText></w:r>` +
			`<w:r><w:fldChar w:fldCharType="separate"/></w:r>` + Run(result) + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	for name, c := range map[string]struct{ body, want string }{
		"runs":            {P(Run("a ") + Run("b", "b")), "a b"},
		"breaks and tabs": {P("a\nb\tc"), "a\nb\tc"},
		"tracked changes": {P(Deleted("old") + Inserted("new")), "new"},
		"moved":           {P(`<w:moveFrom>` + Run("here") + `</w:moveFrom><w:moveTo>` + Run("there") + `</w:moveTo>`), "there"},
		"deleted break":   {P(`<w:del><w:r><w:br/><w:t>old</w:t></w:r></w:del>` + Run("new")), "new"},
		"not filled in":   {P(Run("Who: ") + Unfilled("Click here")), "Who: "},
		"control":         {Control(P("answer")), "answer"},
		"control in line": {P(Control(Run("answer"))), "answer"},
		"text box":        {P(Run("a") + Box(P("in the box"))), "a|in the box"},
		"page number":     {P(Run("Page ") + field(" PAGE ", "12")), "Page "},
		"link field":      {P(field(` HYPERLINK "https://example.org" `, "our folder")), "our folder"},
		"symbol":          {P(`<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>` + Run(" MCAS")), "☒ MCAS"},
		"nested table":    {Table(Row(Cell(Table(Row("inner")), ""))), "inner"},
		"escapes":         {P(`a < b & "c"`), `a < b & "c"`},
		"hyphens":         {P(`<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/></w:r>`), "a-b"},
		"drop-down": {P(`<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="one"/><w:listEntry w:val="two"/></w:ddList></w:ffData></w:fldChar></w:r>` +
			`<w:r><w:fldChar w:fldCharType="end"/></w:r>`), "two"},
	} {
		if got := strings.Join(texts(t, File{Body: c.body}), "|"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestStyles(t *testing.T) {
	d, err := read(t, File{Body: Style("Title", "T") + Style("Mine", "M") + Item(1, "I") + Bold("B") +
		P(Run("Who:", "b")+Run(" us")) + P(Run("hint", "gray"))}.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var got []*word.Paragraph
	for p := range word.Paragraphs(d.Body) {
		got = append(got, p)
	}
	if got[0].Level != 1 || got[1].Level != 2 || got[2].List != 2 || !got[3].Bold() || got[3].Level != 0 {
		t.Errorf("%+v %+v %+v %+v", got[0], got[1], got[2], got[3])
	}
	if got[4].Lead != "Who:" || got[4].Bold() || !got[5].Faint || got[4].Faint {
		t.Errorf("%+v %+v", got[4], got[5])
	}
}

func TestTables(t *testing.T) {
	d, err := read(t, File{Body: Table(
		Row(Cell("a", `<w:vMerge w:val="restart"/>`), Cell("b", `<w:gridSpan w:val="3"/>`), "c"),
		Row(Cell("", `<w:vMerge/>`), "d"),
	)}.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	rows := d.Body[0].(*word.Table).Rows
	if c := rows[0].Cells[2]; c.Column != 4 || rows[0].Cells[1].Span != 3 || !rows[1].Cells[0].Continues || rows[0].Cells[0].Continues {
		t.Errorf("%+v", rows)
	}
}

// Every refusal says what the file is and what to do.
func TestRefused(t *testing.T) {
	plain := File{Body: P("text")}
	part := func(body string) []byte {
		return Zip(map[string]string{"word/document.xml": body})
	}
	open := `<w:document xmlns:w="x"><w:body>`
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	wide := func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
	many := map[string]string{"word/document.xml": open + "</w:body></w:document>"}
	for i := range 2100 {
		many["media/"+strings.Repeat("a", i%7)+string(rune('a'+i%26))+strings.Repeat("b", i/26)] = ""
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":         {nil, "empty"},
		"text":          {[]byte("hello"), "no Word document"},
		"pdf":           {[]byte("%PDF-1.7"), "a PDF"},
		"rtf":           {[]byte(`{\rtf1 hello}`), "another form"},
		"old":           {[]byte(ole + wide("WordDocument")), "old Word file"},
		"password":      {[]byte(ole + strings.Repeat("\x00", 2<<20) + wide("EncryptedPackage")), "protected with a password"},
		"truncated":     {plain.Bytes()[:len(plain.Bytes())/2], "cut off or damaged"},
		"macros":        {File{Body: P("x"), Main: "application/vnd.ms-word.document.macroEnabled.main+xml"}.Bytes(), "macros"},
		"macro part":    {Zip(map[string]string{"word/document.xml": open + "</w:body></w:document>", "word/vbaProject.bin": "x"}), "macros"},
		"spreadsheet":   {Zip(map[string]string{"xl/workbook.xml": "<a/>"}), "Excel"},
		"odt":           {Zip(map[string]string{"content.xml": "<a/>"}), "LibreOffice"},
		"zip":           {Zip(map[string]string{"a.txt": "x"}), "no text in it"},
		"broken xml":    {part(open + "<w:p></w:x>"), "word/document.xml cannot be read"},
		"cut xml":       {part(open + "<w:p>"), "word/document.xml cannot be read"},
		"document type": {part(`<!DOCTYPE x [<!ENTITY a "b">]>` + open + "&a;</w:body></w:document>"), "defines a document type"},
		"entity":        {part(open + "<w:p><w:r><w:t>&lol;</w:t></w:r></w:p></w:body></w:document>"), "cannot be read"},
		"deep":          {part(open + strings.Repeat("<w:tbl><w:tr><w:tc>", 200)), "nested deeper"},
		"deep, no end":  {part(strings.Repeat("<a>", 100_000)), "nested deeper"},
		"bomb":          {part(open + "<w:p><w:r><w:t>" + strings.Repeat("a", 40<<20)), "unpacks to far more"},
		"parts":         {Zip(many), "more than 2000 parts"},
		"cells":         {part(open + "<w:tbl><w:tr>" + strings.Repeat("<w:tc><w:p/></w:tc>", 60_000)), "more table cells"},
		"paragraphs":    {part(open + strings.Repeat("<w:p/>", 110_000)), "more paragraphs"},
		"utf-16":        {part(`<?xml version="1.0" encoding="ISO-8859-1"?><a/>`), "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := read(t, c.data)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v, want words with %q", err, c.want)
			}
			if d != nil {
				t.Error("a part of it was given all the same")
			}
		})
	}
	if _, err := word.Read(t.Context(), bytes.NewReader(nil), word.MaxFile+1); err == nil || !strings.Contains(err.Error(), "larger than 50 megabytes") {
		t.Error(err)
	}
}

// Nothing outside the file is opened, and the reader is told.
func TestLinksAreNotFollowed(t *testing.T) {
	f := File{
		Body: P("text") + P(`<w:r><w:object><w:x/></w:object></w:r><w:r><w:drawing/></w:r>`),
		Links: `<Relationship Id="a" Type="http://x/attachedTemplate" Target="http://127.0.0.1:1/evil.dotm" TargetMode="External"/>` +
			`<Relationship Id="b" Type="http://x/oleObject" Target="embeddings/a.bin"/>` +
			`<Relationship Id="c" Type="http://x/comments" Target="../../../../etc/passwd"/>`,
	}
	d, err := read(t, f.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if d.Passed["link to another file"] != 1 || d.Passed["embedded object"] != 2 || d.Passed["picture"] != 1 {
		t.Errorf("%v", d.Passed)
	}
}

func TestContextEndsTheReading(t *testing.T) {
	data := File{Body: strings.Repeat(P("text"), 5000)}.Bytes()
	ctx, cancel := context.WithCancel(t.Context())
	r := &ending{ReaderAt: bytes.NewReader(data), cancel: cancel}
	if _, err := word.Read(ctx, r, int64(len(data))); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// ending cancels when the text is reached.
type ending struct {
	io.ReaderAt
	cancel func()
	reads  int
}

func (e *ending) ReadAt(p []byte, off int64) (int, error) {
	if e.reads++; e.reads > 8 {
		e.cancel()
	}
	return e.ReaderAt.ReadAt(p, off)
}

func TestReadersErrorComesBack(t *testing.T) {
	gone := errors.New("the disk is gone")
	data := File{Body: P("text")}.Bytes()
	for n := range 12 {
		r := &failing{in: bytes.NewReader(data), after: n, err: gone}
		if _, err := word.Read(t.Context(), r, int64(len(data))); err != nil && !errors.Is(err, gone) {
			t.Errorf("after %d reads: %v", n, err)
		}
	}
}

type failing struct {
	in    io.ReaderAt
	after int
	err   error
}

func (f *failing) ReadAt(p []byte, off int64) (int, error) {
	if f.after--; f.after < 0 {
		return 0, f.err
	}
	return f.in.ReadAt(p, off)
}

// FuzzRead: whatever the bytes are, there is a document or an error.
func FuzzRead(f *testing.F) {
	names, err := filepath.Glob("../testdata/libreoffice/*.docx")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(File{Body: Table(Row("a", "b")) + P(Box(P("x")))}.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := read(t, data)
		if err == nil && d == nil {
			t.Error("neither a document nor an error")
		}
	})
}

// FuzzBody fuzzes the XML inside, which compression hides from FuzzRead.
func FuzzBody(f *testing.F) {
	f.Add(P("a") + Table(Row(Cell("b", `<w:vMerge/>`), "c")))
	f.Add(P(Deleted("a") + Inserted("b") + Unfilled("c") + Box(P("d"))))
	f.Add(`<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="begin"/></w:r></w:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		d, err := read(t, File{Body: body}.Bytes())
		if err != nil {
			return
		}
		for p := range word.Paragraphs(d.Body) {
			if !strings.HasPrefix(p.Text, p.Lead) {
				t.Errorf("%q does not begin with %q", p.Text, p.Lead)
			}
		}
	})
}
