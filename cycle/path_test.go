package cycle

import "testing"

func TestItemsGoByTheirOwnWords(t *testing.T) {
	for _, tt := range []struct {
		list   string
		values map[string]string
		want   string
	}{
		{"causes", map[string]string{"text": "the bus is late\nand full", "votes": "3"}, "the bus is late"},
		{"evidence", map[string]string{"source": "interviews", "finding": "nobody notices"}, "Empathy interviews"},
		{"comments", map[string]string{"step": "learn", "author": "Ana", "text": "well done"}, "well done"},
		{"comments", map[string]string{"step": "learn"}, "learn"},
		{"points", map[string]string{"date": "2026-10-05", "note": "snow"}, "snow"},
		{"measures", map[string]string{"kind": "outcome"}, ""},
	} {
		l, _ := ListByKey(tt.list)
		if got := (Item{Values: tt.values}).Name(l); got != tt.want {
			t.Errorf("%s %v goes by %q, want %q", tt.list, tt.values, got, tt.want)
		}
	}
}
