package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"image/png"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/docx"
	"github.com/cqi-pdsa/pdsa/cycle/report/reporttest"
	"github.com/cqi-pdsa/pdsa/examples"
)

func written(t *testing.T, o report.Options, cycles ...*cycle.Cycle) []byte {
	t.Helper()
	o.Today = examples.Day()
	var b bytes.Buffer
	if err := docx.Write(&b, report.New(cycles, o)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts opens a document and gives its parts; every XML part is well formed.
func parts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Modified.Year() != 1980 {
			t.Errorf("%s carries the time %v", f.Name, f.Modified)
		}
		if out[f.Name] != "" {
			t.Errorf("%s is there twice", f.Name)
		}
		out[f.Name] = string(part)
		if strings.HasSuffix(f.Name, ".png") {
			if _, err := png.Decode(bytes.NewReader(part)); err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
			continue
		}
		for dec := xml.NewDecoder(bytes.NewReader(part)); ; {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s is not well formed: %v", f.Name, err)
			}
		}
	}
	return out
}

// words gives what a reader reads, a paragraph a line.
func words(document string) string {
	var b strings.Builder
	for paragraph := range strings.SplitSeq(strings.ReplaceAll(document, "<w:br/>", "<w:t>\n</w:t>"), "</w:p>") {
		for _, found := range regexp.MustCompile(`(?s)<w:t(?: [^>]*)?>(.*?)</w:t>`).FindAllStringSubmatch(paragraph, -1) {
			b.WriteString(found[1])
		}
		b.WriteByte('\n')
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(b.String())
}

func TestEveryPartIsReachedAndThere(t *testing.T) {
	all := parts(t, written(t, report.Options{}, reporttest.Story(examples.Cycles())))
	for _, found := range regexp.MustCompile(`Target="([^"]*)"`).FindAllStringSubmatch(all["word/_rels/document.xml.rels"], -1) {
		if all["word/"+found[1]] == "" {
			t.Errorf("%s is named and not there", found[1])
		}
	}
	for _, found := range regexp.MustCompile(`r:(?:id|embed)="([^"]*)"`).FindAllStringSubmatch(all["word/document.xml"], -1) {
		if !strings.Contains(all["word/_rels/document.xml.rels"], `Id="`+found[1]+`"`) {
			t.Errorf("%s leads nowhere", found[1])
		}
	}
	for _, found := range regexp.MustCompile(`w:pStyle w:val="([^"]*)"`).FindAllStringSubmatch(all["word/document.xml"], -1) {
		if !strings.Contains(all["word/styles.xml"], `w:styleId="`+found[1]+`"`) {
			t.Errorf("there is no style %s", found[1])
		}
	}
}

func TestHeadingsTablesAndPictures(t *testing.T) {
	document := parts(t, written(t, report.Options{}, reporttest.Story(examples.Cycles())))["word/document.xml"]
	for part, least := range map[string]int{
		`"Heading1"`: 1, `"Heading2"`: 4, `"Heading3"`: len(cycle.Steps), "<w:tblHeader/>": 8, "<w:drawing>": 5, `descr="Fishbone diagram`: 1, `descr="Run chart.`: 3, `w:ilvl w:val="1"`: 5,
	} {
		if n := strings.Count(document, part); n < least {
			t.Errorf("%d times %s, not %d", n, part, least)
		}
	}
	// The format asks for a paragraph at the end of every cell.
	if strings.Contains(document, "</w:tcPr></w:tc>") {
		t.Error("a cell is without a paragraph")
	}
}

func TestEverythingWrittenIsThere(t *testing.T) {
	for _, c := range reporttest.Ramp(examples.Cycles()) {
		text := words(parts(t, written(t, report.Options{}, c))["word/document.xml"])
		for row := range cycle.Fields() {
			if f := row.Field; row.List == nil && !f.Internal && (f.Kind == cycle.Text || f.Kind == cycle.Line && len(f.Options) == 0) {
				if first, _, _ := strings.Cut(c.Values[f.Key], "\n"); !strings.Contains(text, first) {
					t.Errorf("%s: %q is not in the document", f.Key, first)
				}
			}
		}
		for _, list := range []string{"causes", "whys", "activities", "actions", "measures", "diary", "requests"} {
			for _, it := range c.Lists[list] {
				if first, _, _ := strings.Cut(it.Get("text")+it.Get("what")+it.Get("definition"), "\n"); !strings.Contains(text, first) {
					t.Errorf("%s: %q is not in the document", list, first)
				}
			}
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	for _, summary := range []bool{false, true} {
		all := parts(t, written(t, report.Options{Summary: summary, Title: reporttest.Nasty}, reporttest.Hostile(), reporttest.Empty()))
		for name, part := range all {
			if !strings.HasSuffix(name, ".png") && part != cycle.Clean(part, true) {
				t.Errorf("control characters came through into %s", name)
			}
		}
		if !strings.Contains(words(all["word/document.xml"]), "=HYPERLINK(\"http://evil.example\",\"x\") <script>alert('1')</script> & ]]>") {
			t.Error("the text is not as it was written")
		}
		if strings.Contains(all["word/document.xml"], "w:hyperlink") || strings.Contains(all["word/_rels/document.xml.rels"], `TargetMode="External"`) {
			t.Error("something leads out of the document")
		}
	}
}

func TestEqualCyclesGiveEqualBytes(t *testing.T) {
	at := report.Options{Changed: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)}
	one, two := written(t, at, reporttest.Story(examples.Cycles())), written(t, at, reporttest.Story(examples.Cycles()))
	if !bytes.Equal(one, two) {
		t.Error("the second document differs")
	}
	if core := parts(t, one)["docProps/core.xml"]; !strings.Contains(core, "2026-11-20T08:00:00Z") {
		t.Errorf("the time of the change is not in %s", core)
	}
}
