package reporttest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/docx"
	"github.com/cqi-pdsa/pdsa/cycle/report/reporttest"
	"github.com/cqi-pdsa/pdsa/cycle/report/sheet"
	"github.com/cqi-pdsa/pdsa/examples"
)

// TestLibreOfficeReadsWhatWeWrite has LibreOffice open the documents and write
// them as PDF, and reads that.
func TestLibreOfficeReadsWhatWeWrite(t *testing.T) {
	if testing.Short() {
		t.Skip("LibreOffice takes its time, and -short is set")
	}
	pdftotext := reporttest.Tool(t, "pdftotext")
	folder := t.TempDir()
	var files []string
	for name, c := range map[string]*cycle.Cycle{"story": reporttest.Story(examples.Cycles()), "hostile": reporttest.Hostile(), "empty": reporttest.Empty()} {
		o := report.Options{Today: examples.Day()}
		for ending, write := range map[string]func(*os.File) error{
			"docx": func(f *os.File) error { return docx.Write(f, report.New([]*cycle.Cycle{c}, o)) },
			"xlsx": func(f *os.File) error { return sheet.Write(f, []*cycle.Cycle{c}, o) },
		} {
			// Both forms of a cycle become a .pdf: their names must differ.
			path := filepath.Join(folder, name+"-"+ending+"."+ending)
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := write(f); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			files = append(files, path)
		}
	}
	converted := reporttest.Convert(t, "pdf", files...)
	for name, words := range map[string][]string{
		"story-docx":   {"Talk in science: tell a partner first", "Weekly plan", "Point B: where we want to be", "Is something else getting worse?", "missed", "Afraid to be wrong in front of everybody"},
		"story-xlsx":   {"Partner minute before whole-class talk", "planned", "54.2", "Nov 4, 2026"},
		"hostile-docx": {"<script>alert('1')</script>", "não às ção", "=HYPERLINK("},
		"hostile-xlsx": {"<script>alert('1')</script>", "=HYPERLINK("},
		"empty-docx":   {"Cycle without a title", "Nothing written yet."},
		"empty-xlsx":   {"Cycle without a title"},
	} {
		text := strings.Join(strings.Fields(reporttest.Run(t, pdftotext, "-raw", "-enc", "UTF-8", filepath.Join(converted, name+".pdf"), "-")), " ")
		for _, want := range words {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not on the pages", name, want)
			}
		}
	}
}
