package main

import (
	"context"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

func TestMain(m *testing.M) {
	testscript.Main(withPostgres{m}, map[string]func(){"pdsa": main})
}

// TestScripts runs the program itself, one script a subject. The clock stands at
// Monday, October 5, 2026; DATA is the folder with the state's files.
func TestScripts(t *testing.T) {
	data, err := filepath.Abs("../../examples/data")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: tuitest.Update(),
		Setup: func(env *testscript.Env) error {
			env.Setenv("PDSA_STORE", env.Getenv("WORK")+"/pdsa.db")
			env.Setenv("PDSA_NOW", "2026-10-05T09:00:00-04:00")
			env.Setenv("COLUMNS", "100")
			env.Setenv("DATA", data)
			env.Setenv("TMPDIR", env.Getenv("WORK"))
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("there is no condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "keep": keep, "json": checkJSON, "hold": hold, "newer": newer, "long": long, "has": has, "workbook": workbook, "dirty": dirty, "truncated": truncated,
			"served": serveDashboard, "stop-server": stopDashboard, "joined": joinDashboard, "private": private, "fetched": fetched,
			"watching": startWatch, "sees": seesLine, "interrupted": interruptWatch,
		},
	})
}

// exits CODE COMMAND.. runs a command and checks its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND..")
	}
	code := 0
	var failed *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &failed) {
		code = failed.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// keep NAME puts the last output into an environment variable.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: keep NAME")
	}
	value := strings.TrimSpace(ts.ReadFile("stdout"))
	if value == "" {
		ts.Fatalf("nothing was printed")
	}
	ts.Setenv(args[0], value)
}

// checkJSON PATH WANT looks into the last output: "0.versions.1.author". A
// number of elements is PATH.len, a whole value is written as JSON.
func checkJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: json PATH WANT")
	}
	var at any
	if err := json.Unmarshal([]byte(ts.ReadFile("stdout")), &at); err != nil {
		ts.Fatalf("the output is not one JSON value: %v", err)
	}
	got := fmt.Sprint(jsonAt(ts, at, args[0]))
	if (got == args[1]) == neg {
		ts.Fatalf("%s is %s, want %s", args[0], got, args[1])
	}
}

func jsonAt(ts *testscript.TestScript, at any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		switch v := at.(type) {
		case map[string]any:
			if _, ok := v[key]; !ok {
				ts.Fatalf("there is no %s in %s", key, path)
			}
			at = v[key]
		case []any:
			if key == "len" {
				return len(v)
			}
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(v) {
				ts.Fatalf("there is no %s in %s", key, path)
			}
			at = v[i]
		case nil:
			return "null"
		}
	}
	switch at.(type) {
	case map[string]any, []any:
		text, err := json.Marshal(at)
		ts.Check(err)
		return string(text)
	case nil:
		return "null"
	}
	return at
}

// hold opens the store in this process until the script ends.
func hold(ts *testscript.TestScript, _ bool, _ []string) {
	s, err := store.Open(ts.Getenv("PDSA_STORE"), store.Options{})
	ts.Check(err)
	ts.Defer(func() { _ = s.Close() })
}

// newer makes the store one of a version to come.
func newer(ts *testscript.TestScript, _ bool, _ []string) {
	db, err := bbolt.Open(ts.Getenv("PDSA_STORE"), 0o600, nil)
	ts.Check(err)
	ts.Check(db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("schema"), binary.BigEndian.AppendUint64(nil, 99))
	}))
	ts.Check(db.Close())
}

// dirty DOC takes in a change from elsewhere whose text holds escape sequences,
// as no version of the program writes it.
func dirty(ts *testscript.TestScript, _ bool, args []string) {
	s, err := store.Open(ts.Getenv("PDSA_STORE"), store.Options{})
	ts.Check(err)
	c := change.Change{ID: "elsewhere-1", Replica: "elsewhere", Seq: 1, Doc: args[0], Kind: change.KindCycle, Author: "\x1b[2JEve", At: change.Stamp{MS: 1}, Schema: 1}
	for _, field := range []string{"title", "problem.who", "strengths", "team"} {
		c.Ops = append(c.Ops, change.Op{Do: change.DoSet, Field: field, Value: "red \x1b[31mtext\u202e\u009b2J"})
	}
	ts.Check(c.Seal())
	_, err = s.Merge(context.Background(), []change.Change{c}, nil)
	ts.Check(err)
	ts.Check(s.Close())
}

// long FILE BYTES writes a file of so many letters.
func long(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat("a", n)), 0o600))
}

// truncated FILE takes the last bytes off a file.
func truncated(ts *testscript.TestScript, _ bool, args []string) {
	data := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(data[:len(data)-20]), 0o600))
}

// workbook FILE SHEET.. makes a workbook of CSV files, a sheet each.
func workbook(ts *testscript.TestScript, _ bool, args []string) {
	f := excelize.NewFile()
	for i, name := range args[1:] {
		sheet := strings.TrimSuffix(name, ".csv")
		if i == 0 {
			ts.Check(f.SetSheetName("Sheet1", sheet))
		} else {
			_, err := f.NewSheet(sheet)
			ts.Check(err)
		}
		r := csv.NewReader(strings.NewReader(ts.ReadFile(name)))
		r.FieldsPerRecord = -1 // titles above the header
		rows, err := r.ReadAll()
		ts.Check(err)
		for r, row := range rows {
			ts.Check(f.SetSheetRow(sheet, "A"+strconv.Itoa(r+1), &row))
		}
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
}

// has FILE.. checks which files are in a folder: has FOLDER NAME..
func has(ts *testscript.TestScript, _ bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got, want := strings.Join(names, " "), strings.Join(args[1:], " "); got != want {
		ts.Fatalf("in %s are %q, want %q", args[0], got, want)
	}
}
