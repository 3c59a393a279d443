package report_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/examples"
)

func noID() string { return "new" }

func TestJSONComesBack(t *testing.T) {
	cycles := append(examples.Cycles(), examples.Generate(30)...)
	all := examples.Changes(cycles)
	for _, c := range cycles {
		changes := slices.DeleteFunc(slices.Clone(all), func(ch change.Change) bool { return ch.Doc != c.ID })
		data := mustJSON(t, c, nil, changes)
		back, backChanges, err := report.ReadJSON(data, noID)
		if err != nil {
			t.Fatalf("%s: %v", c.ID, err)
		}
		if edits := cycle.Diff(c, back); back.ID != c.ID || len(edits) > 0 {
			t.Errorf("%s comes back as %s with %d differences: %+v", c.ID, back.ID, len(edits), edits)
		}
		if again := mustJSON(t, back, nil, backChanges); !bytes.Equal(again, data) {
			t.Errorf("%s is not written the same the second time", c.ID)
		}
		for _, ch := range backChanges {
			if err := ch.Verify(); err != nil {
				t.Errorf("%s: %v", ch.ID, err)
			}
		}
	}
}

func TestJSONIsTheSameForAnyOrderOfChanges(t *testing.T) {
	c := examples.Cycles()[0]
	changes := slices.DeleteFunc(examples.Changes(examples.Cycles()), func(ch change.Change) bool { return ch.Doc != c.ID })
	data := mustJSON(t, c, nil, changes)
	mixed := append(slices.Clone(changes), changes[1])
	slices.Reverse(mixed)
	if !bytes.Equal(mustJSON(t, c, nil, mixed), data) {
		t.Error("the order of the changes, or one given twice, makes another document")
	}
	if !bytes.HasSuffix(data, []byte("}\n")) || !bytes.Contains(data, []byte(`"format": "pdsa-cycle/1"`)) {
		t.Error("the document does not name its format or end in a line break")
	}
}

func TestFactsStandBesideAndAreNotReadBack(t *testing.T) {
	changes := examples.Changes(examples.Cycles())
	st := change.Fold("ex-talk-2", changes)
	facts := report.Facts(st, examples.Day())
	want := map[string]any{"phase": cycle.Do, "week": 3, "when": "week 3 of 6", "conflicts": 0}
	for key, value := range want {
		if facts[key] != value {
			t.Errorf("%s is %v, want %v", key, facts[key], value)
		}
	}
	for _, key := range []string{"filled", "steps", "updated", "updated_by", "next", "sentence"} {
		if _, ok := facts[key]; !ok {
			t.Errorf("there is no fact %s", key)
		}
	}
	back, none, err := report.ReadJSON(mustJSON(t, st.Cycle(), facts, nil), noID)
	if err != nil || none != nil {
		t.Fatalf("err %v, %d changes", err, len(none))
	}
	if edits := cycle.Diff(st.Cycle(), back); len(edits) > 0 {
		t.Errorf("facts were read as fields: %+v", edits)
	}
}

func TestReadJSONTellsEmptyFromNotMentioned(t *testing.T) {
	c, _, err := report.ReadJSON([]byte(`{"title":"T","strengths":"","problem":{"who":""},"causes":[]}`), noID)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"strengths", "problem.who"} {
		if v, there := c.Values[key]; !there || v != "" {
			t.Errorf("%s is mentioned and empty, and comes back as %q, %v", key, v, there)
		}
	}
	if _, there := c.Values["problem.does"]; there {
		t.Error("problem.does is not mentioned and comes back")
	}
	if items, there := c.Lists["causes"]; !there || len(items) != 0 {
		t.Error("the empty list causes does not come back")
	}
	if _, there := c.Lists["whys"]; there {
		t.Error("whys is not mentioned and comes back")
	}
}

func TestReadJSONErrors(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"not JSON", "{\n  \"title\": x}", "line 2"},
		{"cut off", `{"title": "T"`, "too early"},
		{"no object", `["a"]`, "begins with {"},
		{"a wrong value", "{\n \"start\": \"soon\"}", "line 2, column 11"},
		{"changes are no list", `{"title":"T", "changes": {"a":1}}`, "changes is a list"},
		{"a change that is none", "{\"title\":\"T\",\n\"changes\": [\n 7]}", "line 3, column 2: change 1"},
		{"a newer version", `{"format":"pdsa-cycle/9"}`, "newer version"},
		{"another format", `{"format":"recipe"}`, "no cycle"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := report.ReadJSON([]byte(tt.doc), noID)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want %q in it", err, tt.want)
			}
		})
	}
	var at *cycle.SyntaxError
	if _, _, err := report.ReadJSON([]byte(`{"changes": 1}`), noID); !errors.As(err, &at) {
		t.Errorf("%v carries no place", err)
	}
}

func FuzzReadJSON(f *testing.F) {
	c := examples.Cycles()[3]
	f.Add(mustJSON(f, c, nil, nil))
	f.Add([]byte(`{"id":"a","title":"T","changes":[{"id":"r-1","ops":[{"do":"set"}]}],"format":"pdsa-cycle/1"}`))
	f.Add([]byte(`{"causes":[{"text":"x"}],"diary":[{"week":2}],"actions":[{"weeks":[1,2],"status":{"1":"done"}}]}`))
	f.Add([]byte(`{"title":"\u001b[31mred","unknown":{"a":{"b":"c"}},"points":[{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		c, changes, err := report.ReadJSON(data, func() string { n++; return "id" + strings.Repeat("x", n) })
		if err != nil {
			return
		}
		d := report.New([]*cycle.Cycle{c}, report.Options{Today: examples.Day()})
		for _, text := range []string{string(report.Markdown(d)), report.Text(c, examples.Day(), 80, nil)} {
			if text != cycle.Clean(text, true) {
				t.Errorf("control characters come through: %q", text)
			}
		}
		again := mustJSON(t, c, nil, changes)
		back, backChanges, err := report.ReadJSON(again, noID)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, again)
		}
		if third := mustJSON(t, back, nil, backChanges); !bytes.Equal(third, again) {
			t.Errorf("it is written differently the second time:\n%s\n%s", again, third)
		}
	})
}

func mustJSON(t testing.TB, c *cycle.Cycle, facts map[string]any, changes []change.Change) []byte {
	t.Helper()
	data, err := report.JSON(c, facts, changes)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
