package tabular_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

func open(t testing.TB, text string) *tabular.Reader {
	t.Helper()
	r, err := tabular.Open("file.csv", strings.NewReader(text), tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// table writes a table in short: its columns, and each row with its line.
func table(t testing.TB, r *tabular.Reader) string {
	t.Helper()
	out := []string{strings.Join(r.Columns(), "|")}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return strings.Join(out, "\n")
		}
		if err != nil {
			return strings.Join(append(out, err.Error()), "\n")
		}
		out = append(out, fmt.Sprintf("%d:%s", row.Line, strings.Join(row.Cells, "|")))
	}
}

const late = "Week|Late\n2:W1|31\n3:W2|28"

func encoded(t testing.TB, text string, e interface{ String(string) (string, error) }) string {
	t.Helper()
	s, err := e.String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTablesAsTheyAreWritten(t *testing.T) {
	const plain = "Week,Late\nW1,31\nW2,28\n"
	utf16 := func(e unicode.Endianness, b unicode.BOMPolicy) string {
		return encoded(t, plain, unicode.UTF16(e, b).NewEncoder())
	}
	for _, tt := range []struct{ name, text, want string }{
		{"comma", plain, late},
		{"semicolon", "Week;Late\nW1;31\nW2;28\n", late},
		{"semicolon with decimal commas", "Week;Late\nW1;3,1\nW2;2,8\n", "Week|Late\n2:W1|3,1\n3:W2|2,8"},
		{"tab", "Week\tLate\nW1\t31\nW2\t28", late},
		{"bar", "Week|Late\nW1|31\nW2|28\n", late},
		{"commas in names, tabs between", "School\tLate\nLowell, MA\t31\nLowell, MA\t28\n", "School|Late\n2:Lowell, MA|31\n3:Lowell, MA|28"},
		{"CRLF", strings.ReplaceAll(plain, "\n", "\r\n"), late},
		{"CR", strings.ReplaceAll(plain, "\n", "\r"), late},
		{"BOM", "\ufeff" + plain, late},
		{"UTF-16 LE with BOM", utf16(unicode.LittleEndian, unicode.UseBOM), late},
		{"UTF-16 BE with BOM", utf16(unicode.BigEndian, unicode.UseBOM), late},
		{"UTF-16 LE", utf16(unicode.LittleEndian, unicode.IgnoreBOM), late},
		{"UTF-16 BE", utf16(unicode.BigEndian, unicode.IgnoreBOM), late},
		{"sep=", "sep=;\r\nWeek;Late\r\nW1;31\r\n", "Week|Late\n3:W1|31"},
		{"blanks", " Week , Late \n\n W1 , 31 \n  \n,\nW2,28\n", "Week|Late\n3:W1|31\n6:W2|28"},
		{"titles", "Attendance report\nDistrict: Lowell,,\n\nWeek,Late,N\nW1,31,100\n", "Week|Late|N\n5:W1|31|100"},
		{"quotes", "Week,\"Late, all\"\n\"W \"\"1\"\"\",31\n \"W2\" ,\"2\n8\"\nW\"3,5\n", "Week|Late, all\n2:W \"1\"|31\n3:W2|2 8\n5:W\"3|5"},
		{"kept as text", "Code,Late\n=\"0160\",31\n", "Code|Late\n2:0160|31"},
		{"ragged", "Week,Late,N\nW1,31\nW2,28,50,,\nW3,1,2,3\n", "Week|Late|N\n2:W1|31|\n3:W2|28|50\n4:W3|1|2|3"},
		{"names of columns", "Week,,Late,late,,\nW1,a,1,2,,\n", "Week|column 2|Late|late (2)\n2:W1|a|1|2"},
		{"no header", "2024-09-01,31\n2024-09-08,28\n", "column 1|column 2\n1:2024-09-01|31\n2:2024-09-08|28"},
		{"header alone", "Week,Late\n", "Week|Late"},
		{"one column", "Late\n31\n28\n", "Late\n2:31\n3:28"},
		{"escape sequences", "Week,Late\n\x1b[31mW1\x1b[m,31\n", "Week|Late\n2:W1|31"},
		{"Windows-1252", encoded(t, "École,Late\nJosé’s,31\n", charmap.Windows1252.NewEncoder()), "École|Late\n2:José’s|31"},
		{"UTF-8", "École,Late\nJosé’s,31\n", "École|Late\n2:José’s|31"},
		{"hard blanks", "Week\u00a0,Late\nW1,\u00a031\u00a0\n", "Week|Late\n2:W1|31"},
	} {
		if got := table(t, open(t, tt.text)); got != tt.want {
			t.Errorf("%s gives\n%s\nand should\n%s", tt.name, got, tt.want)
		}
		r, err := tabular.Open("f", iotest.OneByteReader(strings.NewReader(tt.text)), tabular.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := table(t, r); got != tt.want {
			t.Errorf("%s, byte for byte, gives\n%s", tt.name, got)
		}
	}
}

func TestALateLineInAnotherEncoding(t *testing.T) {
	text := "Name,Late\n" + strings.Repeat("Ana,1\n", 20_000) + "Jos\xe9,2\nJosé,3\n"
	got := table(t, open(t, text))
	if !strings.HasSuffix(got, "20002:José|2\n20003:José|3") {
		t.Errorf("the end is %q", got[len(got)-60:])
	}
}

func TestAbout(t *testing.T) {
	r := open(t, "Report\n\nWeek;Late\nW1;3\nW2;1\n")
	if got := r.About(); got != "text with a semicolon between columns, UTF-8, 1 line above the header" {
		t.Error(got)
	}
	if r = open(t, "Jos\xe9,Late\nx,1\n"); !strings.Contains(r.About(), "Windows-1252") {
		t.Error(r.About())
	}
	r, err := tabular.Open("f", strings.NewReader("a:b,1\nc:d,2\n"), tabular.Options{Delimiter: ':', Encoding: tabular.Windows1252})
	if err != nil {
		t.Fatal(err)
	}
	if got := table(t, r); got != "a|b,1\n2:c|d,2" {
		t.Error(got)
	}
}

func TestRowsOnceMore(t *testing.T) {
	r := open(t, "Week,Late\nW1,31\nW2,28\n")
	for range 2 {
		again := tabular.FromRows("f", r.Columns(), r.Sample())
		if got := table(t, again); got != late {
			t.Error(got)
		}
	}
}

func TestWhatIsNoTable(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "is empty",
		"\n \n\n":                              "no rows",
		"%PDF-1.7 x":                           "PDF",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":     ".xlsx",
		"<html><table>":                        "web page",
		"{\"a\": 1}":                           "JSON",
		"PK\x03\x04nonsense":                   "no Excel workbook",
		"a,b\x00c\n1,2\n":                      "no text",
		strings.Repeat("a", tabular.MaxLine+2): "line 1: it is longer",
		"a,b\n\"" + strings.Repeat("x,\n", tabular.MaxLine/2): "line 2",
		"a,b\n1,\"2\n3":                         "never closed",
		strings.Repeat(",", tabular.MaxColumns): "more than 10000 columns",
	} {
		_, err := tabular.Open("my.csv", strings.NewReader(text), tabular.Options{})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "my.csv") {
			t.Errorf("%.20q gives %v, which should say %q", text, err, want)
		}
	}
	broken := errors.New("the stick was pulled out")
	if _, err := tabular.Open("f", iotest.ErrReader(broken), tabular.Options{}); !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestErrorsFurtherOn(t *testing.T) {
	r := open(t, "Week,Late\n"+strings.Repeat("W1,31\n", 50_000)+strings.Repeat("a", tabular.MaxLine+2))
	var at *tabular.LineError
	for {
		if _, err := r.Next(); err != nil {
			if !errors.As(err, &at) || at.Line != 50_002 {
				t.Errorf("it ends with %v", err)
			}
			if _, again := r.Next(); !errors.Is(again, err) {
				t.Errorf("and then with %v", again)
			}
			return
		}
	}
}

// rows makes a large table as it is read.
type rows struct {
	left int
	rest []byte
}

func (g *rows) Read(p []byte) (int, error) {
	if len(g.rest) == 0 {
		if g.left == 0 {
			return 0, io.EOF
		}
		g.left--
		g.rest = []byte("2024-09-01,Lowell High School,01600505,\"Grade, 9\",3345,12.5,,\n")
	}
	n := copy(p, g.rest)
	g.rest = g.rest[n:]
	return n, nil
}

// TestMemoryDoesNotGrow reads 100 MB and looks at what is held in the middle.
func TestMemoryDoesNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100 MB")
	}
	held := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	const n = 100_000_000 / 62
	r, err := tabular.Open("big.csv", io.MultiReader(strings.NewReader("Date,School,Code,Grade,N,Rate,A,B\n"), &rows{left: n}), tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	before := held()
	for i := range n {
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		if i == n/2 || i == n-1 {
			if now := held(); now > before+1<<20 {
				t.Errorf("after %d rows %d KB more are held", i, (now-before)>>10)
			}
		}
	}
}

func TestTheStatesFiles(t *testing.T) {
	for name, want := range map[string]int{"attendance": 215, "discipline": 240} {
		f, err := os.Open("../../examples/data/dese-lowell-" + name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		r, err := tabular.Open(f.Name(), f, tabular.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r.Columns()[0] != "Academic Year" {
			t.Errorf("the columns are %q", r.Columns())
		}
		if got := strings.Count(table(t, r), "\n"); got != want {
			t.Errorf("%s has %d rows", name, got)
		}
	}
}

func TestParseNames(t *testing.T) {
	for typed, want := range map[string]tabular.Encoding{"utf8": tabular.UTF8, "UTF-16": tabular.UTF16LE, "latin1": tabular.Windows1252, "ISO-8859-1": tabular.Windows1252, "utf-16be": tabular.UTF16BE} {
		if got, err := tabular.ParseEncoding(typed); err != nil || got != want {
			t.Errorf("%s is %s, %v", typed, got, err)
		}
	}
	if _, err := tabular.ParseEncoding("ebcdic"); err == nil {
		t.Error("no error for an encoding that cannot be read")
	}
	for typed, want := range map[string]byte{",": ',', "tab": '\t', `\t`: '\t', "Semicolon": ';', "bar": '|'} {
		if got, ok := tabular.ParseDelimiter(typed); !ok || got != want {
			t.Errorf("%s is %q", typed, got)
		}
	}
	if _, ok := tabular.ParseDelimiter("comet"); ok {
		t.Error("comet is no delimiter")
	}
}
