package paper_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/paper"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
)

var update = flag.Bool("update", false, "write the golden files anew")

var today = cycle.Day{Year: 2026, Month: 9, Day: 30}

// fixtures are the documents of all shapes, by name.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{
		"word": wordOrganizer().Bytes(), "google": googleDocs().Bytes(), "text": plainText().Bytes(),
		"moved": moved().Bytes(), "half": halfDone().Bytes(),
	}
	files, err := filepath.Glob("testdata/libreoffice/*.docx")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(name), ".docx")] = data
	}
	return all
}

func read(t testing.TB, data []byte) *word.Document {
	t.Helper()
	d, err := word.Read(t.Context(), bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func propose(d *word.Document, name string) *paper.Proposal {
	n := 0
	newID := func() string { n++; return fmt.Sprintf("n%02d", n) }
	return paper.Propose(d, paper.Options{
		Begin: cycle.Begin("c", "", "Pat Reader", today), NewID: newID, Today: today, Name: name,
	})
}

// TestGolden compares what became of each document with what a person made of it.
func TestGolden(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			got := asJSON(t, propose(read(t, data), name))
			golden := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(golden, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs:\n%s", golden, got)
			}
		})
	}
}

// asJSON shows what is filled, and where it came from.
func asJSON(t testing.TB, p *paper.Proposal) []byte {
	t.Helper()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(map[string]any{
		"cycle": filled(p.Cycle.Document()), "kept": p.Kept, "form": p.Form, "notes": p.Notes, "placed": len(p.Placed),
	})
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// filled leaves out what is empty.
func filled(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if inner = filled(inner); inner == nil {
				delete(v, key)
			} else {
				v[key] = inner
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = filled(v[i])
		}
		if len(v) == 0 {
			return nil
		}
	case []int:
		if len(v) == 0 {
			return nil
		}
	case string:
		if v == "" {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	}
	return v
}

// TestNoWordIsLost: every word of a document is in the cycle, or was the form's.
func TestNoWordIsLost(t *testing.T) {
	for name, data := range fixtures(t) {
		d := read(t, data)
		checkWords(t, name, d, propose(d, name))
	}
}

func checkWords(t interface {
	Helper()
	Errorf(string, ...any)
}, name string, d *word.Document, p *paper.Proposal,
) {
	t.Helper()
	there := map[string]bool{}
	collect := func(s string) {
		for _, w := range wordsOf(s) {
			there[w] = true
		}
	}
	for _, v := range p.Cycle.Values {
		collect(v)
	}
	for list, items := range p.Cycle.Lists {
		for _, it := range items {
			for key, v := range it.Values {
				collect(v)
				collect(key)
			}
			collect(list)
		}
	}
	for _, s := range p.Form {
		collect(s)
	}
	for _, f := range []string{p.Cycle.Values["start"], p.Cycle.Values["point_a.by_when"], p.Cycle.Values["point_b.by_when"]} {
		if day, ok := cycle.ParseDay(f); ok {
			collect(fmt.Sprint(day.Month, " ", int(day.Month), " ", day.Day, " ", day.Month.String()[:3], " by"))
		}
	}
	for _, pl := range p.Placed {
		collect(pl.Text)
	}
	for _, blocks := range [][]word.Block{d.Header, d.Body, d.Footer} {
		for para := range word.Paragraphs(blocks) {
			for _, w := range wordsOf(para.Text) {
				if !there[w] {
					t.Errorf("%s: the word %q of %q is lost", name, w, para.Text)
				}
			}
		}
	}
	for _, c := range d.Comments {
		for _, w := range wordsOf(c.Text + " " + c.Author) {
			if !there[w] {
				t.Errorf("%s: the word %q of a comment is lost", name, w)
			}
		}
	}
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(cycle.Clean(s, true)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
