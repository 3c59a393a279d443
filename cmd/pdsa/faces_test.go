package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

// evening is when the cycle is done, whichever way: four days after its last
// week.
const evening = "2026-11-17T18:00:00-05:00"

// TestThreeFacesOneDocument does one whole cycle three times, from the first
// start to the next cycle: line by line in the accessible mode, by commands, and
// in the app with the keyboard alone. All three leave the same two documents.
func TestThreeFacesOneDocument(t *testing.T) {
	t.Setenv("PDSA_NOW", evening)
	dir := t.TempDir()

	lines := filepath.Join(dir, "lines.db")
	typeLines(t, lines, "../../tui/plain/testdata/whole_cycle.txt")
	whole, next := bothCycles(t, lines)
	checkEveryField(t, whole)

	commands := filepath.Join(dir, "commands.db")
	writeByCommands(t, commands, whole)
	gotWhole, gotNext := bothCycles(t, commands)
	compareCycles(t, "the cycle by commands", gotWhole, whole)
	compareCycles(t, "the next cycle by commands", gotNext, next)

	var pressed map[string]int
	for _, window := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 120, Height: 40}} {
		what := fmt.Sprintf("by keys at %dx%d", window.Width, window.Height)
		keys := filepath.Join(dir, what+".db")
		pressed = pressKeys(t, keys, "testdata/keys.txt", window)
		gotWhole, gotNext = bothCycles(t, keys)
		compareCycles(t, "the cycle "+what, gotWhole, whole)
		compareCycles(t, "the next cycle "+what, gotNext, next)
	}
	logKeys(t, pressed, gotWhole)
}

// typeLines goes through a whole session of the accessible mode: it types the
// lines of the script, without those that begin with #.
func typeLines(t *testing.T, path, script string) {
	t.Helper()
	data, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	var typed strings.Builder
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "#") {
			typed.WriteString(line)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "in"), []byte(typed.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(filepath.Join(dir, "in"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	screen, err := os.Create(filepath.Join(dir, "screen"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = screen.Close() }()
	if code := run(context.Background(), []string{"--store", path, "--accessible"}, in, screen, screen); code != 0 {
		said, _ := os.ReadFile(screen.Name())
		t.Fatalf("the session ends with %d:\n%s", code, said)
	}
}

// bothCycles reads the cycle that was done and the one that follows it.
func bothCycles(t *testing.T, path string) (whole, next *cycle.Cycle) {
	t.Helper()
	st, err := store.Open(path, store.Options{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	rows, err := st.Recent(0)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%s holds %d cycles, want the one that was done and its next (%v)", path, len(rows), err)
	}
	if rows[0].Previous != "" {
		slices.Reverse(rows)
	}
	if whole, err = st.Cycle(rows[0].ID); err != nil {
		t.Fatal(err)
	}
	if next, err = st.Cycle(rows[1].ID); err != nil {
		t.Fatal(err)
	}
	if got := next.Get("previous"); got != whole.ID {
		t.Fatalf("the next cycle follows %q, want %q", got, whole.ID)
	}
	return whole, next
}

// checkEveryField fails when a field that forms ask for is filled nowhere: a
// face that cannot reach it would go unnoticed.
func checkEveryField(t *testing.T, c *cycle.Cycle) {
	t.Helper()
	for row := range cycle.Fields() {
		filled := row.Field.Internal || c.Get(row.Key()) != ""
		if row.List != nil {
			for _, it := range c.Lists[row.List.Key] {
				filled = filled || c.At(cycle.Path{List: row.List.Key, Item: it.ID, Field: row.Field.Key}) != ""
			}
		}
		if !filled {
			t.Errorf("nothing is written in %s", row.Key())
		}
	}
}

// compareCycles fails with the places in which two documents differ.
func compareCycles(t *testing.T, what string, got, want *cycle.Cycle) {
	t.Helper()
	have, expected := places(t, got), places(t, want)
	var differ []string
	for place, v := range have {
		if w, there := expected[place]; !there || v != w {
			differ = append(differ, fmt.Sprintf("%s is %q, line by line it is %q", place, v, w))
		}
	}
	for place, w := range expected {
		if _, there := have[place]; !there {
			differ = append(differ, fmt.Sprintf("%s is not there, line by line it is %q", place, w))
		}
	}
	slices.Sort(differ)
	if len(differ) > 0 {
		t.Errorf("%s is another document:\n%s", what, strings.Join(differ, "\n"))
	}
}

// places gives every value of a cycle's document by its place, such as
// "causes 2.text". In the stead of ids that are made by chance stand the words of
// what they name. That of a data point follows from its measure's: it is checked,
// and a word stands for it.
func places(t *testing.T, c *cycle.Cycle) map[string]string {
	t.Helper()
	names := map[string]string{c.ID: "this cycle", c.Get("previous"): "the cycle before"}
	for list, items := range c.Lists {
		l, _ := cycle.ListByKey(list)
		for _, it := range items {
			switch id, ok := cycle.NaturalID(list, it.Values); {
			case !ok || id != it.ID:
				names[it.ID] = l.One + " " + it.Name(l)
			case list == "points":
				names[it.ID] = "by measure, date and group"
			}
		}
	}
	delete(names, "")
	out := map[string]string{}
	spread(out, names, "", c.Document())
	return out
}

func spread(out, names map[string]string, at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			spread(out, names, strings.TrimPrefix(at+"."+key, "."), inner)
		}
	case []any:
		out[at+" in all"] = fmt.Sprint(len(v))
		for i, inner := range v {
			spread(out, names, fmt.Sprintf("%s %d", at, i+1), inner)
		}
	default:
		text := fmt.Sprint(v)
		if name, ok := names[text]; ok {
			text = name
		}
		out[at] = text
	}
}

// writeByCommands writes a cycle that is done with the commands of the program:
// new, set for each field, add for each item, data add for each number, next.
func writeByCommands(t *testing.T, path string, c *cycle.Cycle) {
	t.Helper()
	pdsa := func(args ...string) string {
		t.Helper()
		code, out, messages := ran(t, append([]string{"--store", path}, args...)...)
		if code != 0 {
			t.Fatalf("pdsa %q ends with %d: %s", args, code, messages)
		}
		return strings.TrimSpace(string(out))
	}
	pdsa("me", "--name", "Ana Ruiz", "--school", "B.F. Butler Middle")
	id := pdsa("new", "--title", c.Get("title"))
	items := map[string]string{} // the id of an item by the one it has in c
	for _, step := range cycle.Steps {
		for _, part := range step.Parts {
			switch {
			case step.Key == "next": // decided when the next cycle is opened
			case part.List != nil:
				for _, it := range c.Lists[part.List.Key] {
					items[it.ID] = addByCommand(pdsa, id, c, *part.List, it, items)
				}
			case c.Get(part.Field.Key) != "":
				pdsa("set", id, part.Field.Key, c.Get(part.Field.Key))
			}
		}
	}
	pdsa("next", id, "--decision", c.Get("act.decision"), "--why", c.Get("act.why"))
}

// addByCommand writes one item and gives its id. What it refers to was written
// before, as the organizer's order has it.
func addByCommand(pdsa func(...string) string, id string, c *cycle.Cycle, l cycle.List, it cycle.Item, items map[string]string) string {
	value := func(key string) string {
		v := c.At(cycle.Path{List: l.Key, Item: it.ID, Field: key})
		if f, _ := l.Field(key); f.Kind == cycle.Ref {
			return items[v]
		}
		return v
	}
	if l.Key == "points" {
		args := []string{"data", "add", id, value("measure"), value("date"), value("value")}
		for _, flag := range []string{"n", "subgroup", "note"} {
			if v := value(flag); v != "" {
				args = append(args, "--"+flag, v)
			}
		}
		return pdsa(args...)
	}
	args := []string{"add", id, l.Key}
	for _, f := range l.Fields {
		if v := value(f.Key); v != "" {
			args = append(args, f.Key+"="+v)
		}
	}
	return pdsa(args...)
}

// mostKeys is how many keys a field may take beside its text, over a whole cycle.
const mostKeys = 1.5

// logKeys tells how many keys a person has to press beside the text, for each
// field that is filled, and fails when they are too many.
func logKeys(t *testing.T, pressed map[string]int, c *cycle.Cycle) {
	t.Helper()
	allKeys, allFields := 0, 0
	for _, step := range cycle.Steps {
		keys, fields := pressed[step.Label], filledIn(c, step)
		t.Logf("%-20s %3d keys, %3d fields: %.2f a field", step.Label, keys, fields, float64(keys)/float64(fields))
		allKeys, allFields = allKeys+keys, allFields+fields
	}
	each := float64(allKeys) / float64(allFields)
	t.Logf("%-20s %3d keys, %3d fields: %.2f a field", "the whole cycle", allKeys, allFields, each)
	if each > mostKeys {
		t.Errorf("a field takes %.2f keys beside its text, more than %.2f", each, mostKeys)
	}
}

// filledIn counts what a person has filled in a step: a mark or a note of each
// week by itself, and nothing that follows from the place where it is written.
func filledIn(c *cycle.Cycle, step cycle.Step) int {
	n := 0
	for _, part := range step.Parts {
		if part.Field != nil && c.Get(part.Field.Key) != "" {
			n++
		}
		if part.List == nil {
			continue
		}
		for _, it := range c.Lists[part.List.Key] {
			for _, f := range part.List.Fields {
				switch v := c.At(cycle.Path{List: part.List.Key, Item: it.ID, Field: f.Key}); {
				case v == "" || v == it.ID || f.Kind == cycle.Ref || part.List.Key+"."+f.Key == "diary.week":
				case f.Kind == cycle.ByWeek:
					n += len(it.WeekMap(f.Key))
				default:
					n++
				}
			}
		}
	}
	return n
}
