package change

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestWithIsApplyOnACopy plays the log of every laptop once more: With gives what
// Apply makes, and every state on the way stays as it was.
func TestWithIsApplyOnACopy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		t.Repeat(map[string]func(*rapid.T){
			"write": w.write, "deliver": w.deliver, "answer": w.answer, "newer": w.newerVersion,
			"undo": func(t *rapid.T) { w.undo(t, UndoTarget) },
			"wait": func(*rapid.T) { w.now = w.now.Add(time.Second) },
		})
		for _, l := range w.laptops {
			applied, st := NewState(testDoc), NewState(testDoc)
			var states []*State
			var texts []string
			for _, c := range l.log {
				next, err := st.With(c)
				if err := errors.Join(err, applied.Apply(c)); err != nil {
					t.Fatal(err)
				}
				if got, want := encodeState(t, next), encodeState(t, applied); got != want {
					t.Fatalf("%s: with %v\ngot  %s\nwant %s", l.name, c, got, want)
				}
				states, texts, st = append(states, st), append(texts, encodeState(t, st)), next
			}
			for i, old := range states {
				if got := encodeState(t, old); got != texts[i] {
					t.Fatalf("%s: a later change altered the state\nwas %s\nis  %s", l.name, texts[i], got)
				}
			}
			if len(l.log) > 1 && l.log[0].Replica == l.log[1].Replica {
				if _, err := st.With(l.log[0]); !errors.Is(err, ErrOrder) {
					t.Fatalf("an earlier change of the same replica: %v", err)
				}
			}
		}
	})
}
