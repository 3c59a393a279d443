package cycle

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyCycle draws a cycle with values of every kind in every place of the table,
// and some that only a newer version knows.
func anyCycle(t *rapid.T, id string) *Cycle {
	c := New(id)
	for row := range Fields() {
		if row.List == nil && rapid.Bool().Draw(t, "filled") {
			setValue(c.Values, row.Field.Key, anyValue(t, *row.Field))
		}
	}
	if rapid.Bool().Draw(t, "newer") {
		c.Values["from_the_future"] = "kept"
	}
	for _, step := range Steps {
		for _, part := range step.Parts {
			if part.List == nil {
				continue
			}
			for i := range rapid.IntRange(0, 3).Draw(t, "items") {
				it := Item{ID: fmt.Sprintf("%c%d", 'a'+rune(rapid.IntRange(0, 5).Draw(t, "id")), i), Values: map[string]string{}}
				for _, f := range part.List.Fields {
					anyItemValue(t, it, f)
				}
				c.Lists[part.List.Key] = append(c.Lists[part.List.Key], it)
			}
		}
	}
	return c
}

func anyItemValue(t *rapid.T, it Item, f Field) {
	switch f.Kind {
	case Weeks:
		for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(1, 12), 0, 4, rapid.ID[int]).Draw(t, "weeks") {
			it.Values[f.Key+SetMark+fmt.Sprint(n)] = True
		}
	case ByWeek:
		for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(1, 12), 0, 3, rapid.ID[int]).Draw(t, "by week") {
			v := "a note"
			if len(f.Options) > 0 {
				v = f.Options[0].Key
			}
			it.Values[f.Key+"."+fmt.Sprint(n)] = v
		}
	default:
		setValue(it.Values, f.Key, anyValue(t, f))
	}
}

func anyValue(t *rapid.T, f Field) string {
	switch f.Kind {
	case Choice:
		return rapid.SampledFrom(f.Options).Draw(t, "option").Key
	case Date:
		return Day{2026, 1, 1}.AddDays(rapid.IntRange(0, 400).Draw(t, "day")).String()
	case Number:
		return fmt.Sprint(rapid.IntRange(-50, 5000).Draw(t, "number"))
	case Count:
		return fmt.Sprint(rapid.IntRange(0, 50).Draw(t, "count"))
	case YesNo:
		return rapid.SampledFrom([]string{"", True}).Draw(t, "yes")
	case Text:
		return rapid.SampledFrom([]string{"", "two\nlines", "Ünïcode — “quoted”", "a|b *c* <d> =e"}).Draw(t, "text")
	default:
		return rapid.SampledFrom([]string{"", "Grade 7 advisers", "é", "x;y", "1"}).Draw(t, "line")
	}
}

func TestDiffThenApplyGivesTheOtherCycle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyCycle(t, "c"), anyCycle(t, "c")
		got := a.Clone()
		got.Apply(Diff(a, b)...)
		if !reflect.DeepEqual(flat(got), flat(b)) {
			t.Fatalf("got  %v\nwant %v", flat(got), flat(b))
		}
		if again := Diff(got, b); len(again) > 0 {
			t.Fatalf("a second diff finds %v", again)
		}
	})
}

// flat leaves out empty lists, which mean the same as none.
func flat(c *Cycle) map[string]any {
	out := map[string]any{}
	for k, v := range c.Values {
		out[k] = v
	}
	for k, items := range c.Lists {
		if len(items) > 0 {
			out[k+"[]"] = fmt.Sprint(items)
		}
	}
	return out
}

func TestDocumentRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCycle(t, "c1")
		data, err := json.Marshal(c.Document())
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseDocument(data, func() string { t.Fatal("an item lost its id"); return "" })
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if back.ID != c.ID || !reflect.DeepEqual(flat(back), flat(c)) {
			t.Fatalf("got  %v\nwant %v", flat(back), flat(c))
		}
	})
}

func TestUnknownKeysThatLookLikeMembersAreKept(t *testing.T) {
	doc := `{"actions":[{"id":"a","week.":"x","status.soon":"y","what/1":"z"}]}`
	c, err := ParseDocument([]byte(doc), nil)
	if err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(c.Document())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"week.":"x"`, `"status.soon":"y"`, `"what/1":"z"`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is lost in %s", want, out)
		}
	}
}

func TestParseDocumentNamesThePlace(t *testing.T) {
	for _, tc := range []struct{ doc, want string }{
		{"", "line 1, column 1"},
		{"[]", "line 1, column 1: a cycle is a JSON object"},
		{"{\"title\": \"x\",\n  \"weeks\": \"soon\"}", "line 2, column 12: weeks:"},
		{"{\"measures\": 3}", "line 1, column 14: measures is a list"},
		{"{\"measures\": [{\"id\":\"a\"},{\"id\":\"a\"}]}", "two items"},
		{"{\"act\": {\"decision\": \"maybe\"}}", "act.decision:"},
		{"{\"title\": \"x\"", "cut off"},
		{"{\"actions\": [{\"weeks\": [0]}]}", "from 1 to 52"},
		{"{\"title\": {\"a\": [1]}}", "one value"},
		{strings.Repeat("{\"a\":", 40), "nested too deep"},
		{"{} {}", "something follows"},
	} {
		_, err := ParseDocument([]byte(tc.doc), func() string { return "n" })
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q", cut(tc.doc, 40), err, tc.want)
		}
	}
}

func FuzzParseDocument(f *testing.F) {
	f.Add([]byte(`{"title":"x","measures":[{"id":"m","name":"n"}],"points":[{"measure":"m","date":"2026-10-05","value":3}]}`))
	f.Add([]byte(`{"actions":[{"weeks":[1,2],"status":{"1":"done"}}],"problem":{"who":"a"}}`))
	f.Add([]byte(`{"a":[[[`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		c, err := ParseDocument(data, func() string { n++; return fmt.Sprint("n", n) })
		if err != nil {
			return
		}
		again, err := json.Marshal(c.Document())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseDocument(again, func() string { return "x" }); err != nil {
			t.Fatalf("its own document is refused: %v\n%s", err, again)
		}
	})
}

func TestWriteChecksByKind(t *testing.T) {
	today := Day{2026, 10, 7}
	c := New("c")
	c.Apply(Add("actions", "a1"), Add("bones", "b1"), SetIn("bones", "b1", "name", "Families"), Add("causes", "k1"))
	for _, tc := range []struct{ path, typed, want, note, err string }{
		{path: "title", typed: "  Late to first period ", want: "Late to first period"},
		{path: "title", typed: "two\nlines\x1b[31m", want: "two lines"},
		{path: "start", typed: "10/5", want: "2026-10-05", note: "read as"},
		{path: "start", typed: "Feb 30", err: "Start"},
		{path: "weeks", typed: "6.5", err: "whole number"},
		{path: "measures/m.baseline", typed: "1,234.5", want: "1234.5"},
		{path: "act.decision", typed: "Adapt", want: "adapt"},
		{path: "act.decision", typed: "maybe", err: "Type one of"},
		{path: "causes/k1.bone", typed: "families", want: "b1"},
		{path: "causes/k1.bone", typed: "nobody", err: "there is no"},
		{path: "causes/k1.root", typed: "yes", want: "true"},
		{path: "nothing.here", typed: "x", err: "there is no field"},
		{path: "title", typed: strings.Repeat("x", MaxText+1), err: "65"},
	} {
		p, err := ParsePath(tc.path)
		if err != nil {
			t.Fatal(err)
		}
		edits, note, err := c.Write(p, tc.typed, today)
		if tc.err != "" {
			if err == nil || !strings.Contains(err.Error(), tc.err) {
				t.Errorf("%s = %q: error %v, want %q", tc.path, cut(tc.typed, 20), err, tc.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s = %q: %v", tc.path, tc.typed, err)
			continue
		}
		d := c.Clone()
		d.Apply(edits...)
		if got := d.At(p); got != tc.want {
			t.Errorf("%s = %q: kept %q, want %q", tc.path, tc.typed, got, tc.want)
		}
		if !strings.Contains(note, tc.note) || tc.note == "" && note != "" {
			t.Errorf("%s = %q: note %q, want %q", tc.path, tc.typed, note, tc.note)
		}
	}
}

func TestWriteWeeksAndMarks(t *testing.T) {
	c := New("c")
	c.Apply(Add("actions", "a1"))
	write := func(field, typed string) error {
		edits, _, err := c.Write(Path{"actions", "a1", field}, typed, Day{2026, 10, 7})
		c.Apply(edits...)
		return err
	}
	for _, step := range []struct{ field, typed, weeks, status string }{
		{"weeks", "1-3, 5", "1-3, 5", ""},
		{"weeks", "2,3,4", "2-4", ""},
		{"status", "2=done; 3=missed", "2-4", "2=done; 3=missed"},
		{"status", "3=done", "2-4", "3=done"},
		{"status", "", "2-4", ""},
		{"weeks", "", "", ""},
	} {
		if err := write(step.field, step.typed); err != nil {
			t.Fatalf("%s = %q: %v", step.field, step.typed, err)
		}
		if got := c.Get("actions/a1.weeks"); got != step.weeks {
			t.Errorf("after %s = %q weeks are %q, want %q", step.field, step.typed, got, step.weeks)
		}
		if got := c.Get("actions/a1.status"); got != step.status {
			t.Errorf("after %s = %q status is %q, want %q", step.field, step.typed, got, step.status)
		}
	}
	if err := write("status", "1=soon"); err == nil {
		t.Error("a mark that is none of the choices was taken")
	}
	if err := write("weeks", "9"); err == nil {
		t.Error("week 9 of 6 was taken")
	}
}

func TestMoveAndRemove(t *testing.T) {
	c := New("c")
	c.Apply(Add("bones", "a"), Add("bones", "b"), Add("bones", "c"))
	order := func() string {
		var ids []string
		for _, it := range c.Lists["bones"] {
			ids = append(ids, it.ID)
		}
		return strings.Join(ids, "")
	}
	for _, step := range []struct {
		edit Edit
		want string
	}{
		{Move("bones", "c", "a"), "cab"},
		{Move("bones", "c", ""), "abc"},
		{Move("bones", "b", "b"), "abc"},
		{Move("bones", "x", "a"), "abc"},
		{Remove("bones", "b"), "ac"},
		{Remove("bones", "b"), "ac"},
		{Edit{Do: AddItem, Path: Path{List: "bones", Item: "d"}, Before: "c"}, "adc"},
	} {
		c.Apply(step.edit)
		if got := order(); got != step.want {
			t.Errorf("after %+v: %s, want %s", step.edit, got, step.want)
		}
	}
}

func TestBlanksAreNoAnswer(t *testing.T) {
	c := New("c")
	for _, key := range []string{"prediction", "problem.who", "study.results"} {
		edits, _, err := c.Write(Path{Field: key}, " \n\t ", Day{})
		if err != nil || len(edits) != 1 || edits[0].Value != "" {
			t.Errorf("%s: %v, %v", key, edits, err)
		}
	}
}

// TestExamplesCanBeTyped: a field takes what it shows as a strong example.
func TestExamplesCanBeTyped(t *testing.T) {
	for row := range Fields() {
		if row.Field.Strong == "" {
			continue
		}
		if _, _, err := row.Field.Parse(row.Field.Strong, Day{Year: 2026, Month: 10, Day: 5}); err != nil {
			t.Errorf("%s: %v", row.Field.Key, err)
		}
	}
}
