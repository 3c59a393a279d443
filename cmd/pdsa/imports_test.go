package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

const module = "github.com/cqi-pdsa/pdsa/"

// floors says for each part of the house what it may import of the house. What
// is not named may import nothing of it. Test files may reach sideways: they put
// real input into real stores.
var floors = map[string][]string{
	"cycle":     {"cycle"},
	"store":     {"boltfile", "cycle", "store"},
	"examples":  {"cycle"},
	"tui":       {"cycle", "store", "tui"},
	"dashboard": {"boltfile", "cycle", "dashboard"},
	"cmd":       {"boltfile", "cycle", "store", "examples", "tui", "dashboard"},
}

// within says what packages inside a part may import of their own part.
var within = map[string][]string{
	"cycle":                 nil,
	"cycle/change":          {"cycle"},
	"cycle/runchart":        {},
	"cycle/plot":            {"cycle", "cycle/runchart"},
	"cycle/report":          {"cycle", "cycle/change", "cycle/runchart", "cycle/plot", "cycle/report/diagram"},
	"cycle/report/diagram":  {"cycle"},
	"cycle/report/typeface": {},
	"cycle/report/picture":  {"cycle/report/typeface"},
	"cycle/report/docx":     {"cycle", "cycle/report", "cycle/report/picture"},
	"cycle/report/pdf":      {"cycle", "cycle/report", "cycle/report/picture", "cycle/report/typeface"},
	"cycle/report/sheet":    {"cycle", "cycle/report"},
	"cycle/report/calendar": {"cycle", "cycle/report"},
	"cycle/tabular":         {"cycle", "cycle/tabular/xlsx"},
	"cycle/report/slides":   {"cycle", "cycle/plot", "cycle/report", "cycle/shareout"},
	"cycle/shareout":        {"cycle"},
	"cycle/review":          {"cycle", "cycle/change", "cycle/runchart", "cycle/plot"},
	"tui/ui":                {},
	"tui/session":           {},
	"tui/chart":             {"tui/ui"},
	"tui/form":              {"tui/ui", "tui/session"},
	"tui/filepick":          {"tui/ui", "tui/form"},
	"tui/paperfile":         {"tui/filepick"},
}

// TestImportsPointDown holds the house together: cmd stands on tui and store,
// these on cycle, and nothing looks up.
func TestImportsPointDown(t *testing.T) {
	checked := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "../../")
		for _, spec := range file.Imports {
			target, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), module)
			if ours && !allowed(pkg, target) {
				t.Errorf("%s imports %s: imports point down only", path, target)
			}
			checked++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked < 100 {
		t.Errorf("only %d imports were looked at: the walk is broken", checked)
	}
}

func allowed(pkg, target string) bool {
	part, _, _ := strings.Cut(pkg, "/")
	targetPart, _, _ := strings.Cut(target, "/")
	if part == targetPart {
		if list, ok := within[pkg]; ok {
			return contains(list, target)
		}
	}
	return contains(floors[part], targetPart)
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
