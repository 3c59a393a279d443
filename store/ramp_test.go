package store

import (
	"errors"
	"slices"
	"testing"
)

func TestRamp(t *testing.T) {
	s := open(t, storePath(t), Options{})
	defer s.Close()
	ids := func(doc string) []string {
		t.Helper()
		ramp, err := s.Ramp(doc)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, c := range ramp {
			out = append(out, c.ID)
		}
		return out
	}
	for doc, previous := range map[string]string{"b": "a", "c": "b", "d": "elsewhere", "x": "y", "y": "x", "z": "z"} {
		set(t, s, doc, "previous", previous)
	}
	set(t, s, "a", "title", "first")
	for doc, want := range map[string][]string{"a": {"a", "b", "c"}, "b": {"a", "b", "c"}, "c": {"a", "b", "c"}, "d": {"d"}, "x": {"y", "x"}, "z": {"z"}} {
		if got := ids(doc); !slices.Equal(got, want) {
			t.Errorf("the ramp of %s is %v, want %v", doc, got, want)
		}
	}
	if _, err := s.Ramp("nothing"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a cycle that is not there gives %v", err)
	}
	if c, err := s.Ramp("a"); err != nil || c[0].Values["title"] != "first" {
		t.Errorf("the first cycle is %v (%v)", c, err)
	}
}
