package api_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
)

func FuzzParsePush(f *testing.F) {
	good, err := json.Marshal(wire.Push{Epoch: "e", Changes: []change.Change{makeChange(1, set("title", "x"))}})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(good), `{}`, `{"changes":null}`, `{"changes":[{}]}`, `{"changes":[{"ops":[{"do":7,"x":[[]]}],"at":{"ms":1e300}}]}`, `[[[[`, "\xff", `{"epoch":"\ud800"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := api.ParsePush(data)
		var known *wire.Error
		if err != nil && !errors.As(err, &known) {
			t.Fatal(err)
		}
		if err != nil {
			return
		}
		for _, c := range p.Changes {
			_ = c.Verify()
		}
		again, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		q, err := api.ParsePush(again)
		if err != nil || len(q.Changes) != len(p.Changes) {
			t.Fatalf("%s is read once and not again: %v", data, err)
		}
	})
}

func FuzzTooDeep(f *testing.F) {
	for _, seed := range []string{`{"a":[1,{"b":"]["}]}`, `"\"["`, `[[]]`, `{"a":{}}`, `"`, `\`} {
		f.Add(seed, 2)
	}
	f.Fuzz(func(t *testing.T, text string, limit int) {
		var value any
		if limit < 0 || limit > 50 || json.Unmarshal([]byte(text), &value) != nil {
			return
		}
		if got, want := api.TooDeep([]byte(text), limit), depth(value) > limit; got != want {
			t.Fatalf("%q deeper than %d: %v", text, limit, got)
		}
	})
}

func depth(value any) int {
	deepest := -1
	switch value := value.(type) {
	case []any:
		deepest = 0
		for _, v := range value {
			deepest = max(deepest, depth(v))
		}
	case map[string]any:
		deepest = 0
		for _, v := range value {
			deepest = max(deepest, depth(v))
		}
	}
	return deepest + 1
}

func TestTooDeep(t *testing.T) {
	for text, want := range map[string]bool{
		strings.Repeat("[", 3) + strings.Repeat("]", 3): false,
		strings.Repeat("[", 4) + strings.Repeat("]", 4): true,
		`{"[[[[":"{{{{"}`:      false,
		`["\\",[["\"[[[["]]]`:  false,
		`[][][][][]`:           false,
		`{"a":{"b":{"c":[]}}}`: true,
	} {
		if got := api.TooDeep([]byte(text), 3); got != want {
			t.Errorf("%s: too deep %v", text, got)
		}
	}
}
