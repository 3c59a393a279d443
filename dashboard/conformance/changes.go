package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// writer is one laptop that never wrote before.
type writer struct {
	replica, doc, school string
	seq                  uint64
}

func (s *session) writer() *writer {
	return &writer{replica: change.NewID(), doc: s.doc, school: s.school}
}

// next makes the writer's next change; with no op it writes a title.
func (w *writer) next(ops ...change.Op) change.Change {
	w.seq++
	return w.at(w.seq, ops...)
}

// some makes the writer's next n changes.
func (w *writer) some(n int) []change.Change {
	out := make([]change.Change, n)
	for i := range out {
		out[i] = w.next()
	}
	return out
}

// at makes a change of any number.
func (w *writer) at(seq uint64, ops ...change.Op) change.Change {
	if len(ops) == 0 {
		ops = []change.Op{{Do: change.DoSet, Field: "title", Value: fmt.Sprintf("Conformance check %s %d", w.replica, seq)}}
	}
	return sealed(change.Change{
		ID: change.MakeID(w.replica, seq), Replica: w.replica, Seq: seq, Doc: w.doc, Kind: change.KindCycle,
		Author: "pdsa conformance", At: change.Stamp{MS: time.Now().UnixMilli()}, Schema: change.Schema, Ops: ops,
	})
}

// sealed gives a change its hash. A change made here always has a canonical form.
func sealed(c change.Change) change.Change {
	if err := c.Seal(); err != nil {
		panic(err)
	}
	return c
}

// long is text of about n bytes.
func long(n int) change.Op {
	return change.Op{Do: change.DoSet, Field: "strengths", Value: strings.Repeat("conform ", n/8)}
}

// fromNewer makes a change with members and an op that no program knows yet.
func fromNewer(c change.Change) (change.Change, error) {
	text := fmt.Sprintf(`{"id":%q,"replica":%q,"seq":%d,"doc":%q,"kind":"cycle","at":{"ms":%d},"schema":99,"mood":{"b":[1,null,"é"],"a":true},`+
		`"ops":[{"do":"paint","color":"red","strokes":[3,1]},{"do":"set","field":"title","value":"Newer","why":"a member of a newer version"}]}`,
		c.ID, c.Replica, c.Seq, c.Doc, c.At.MS)
	var out change.Change
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return out, err
	}
	return out, out.Seal()
}

// same checks that got are just the changes of want, in their order, unaltered.
func same(what string, got, want []change.Change) error {
	if a, b := ids(got), ids(want); a != b {
		return mismatch(what, b, a)
	}
	for i := range want {
		if err := got[i].Verify(); err != nil {
			return fmt.Errorf("%s: %s came back altered: %w", what, want[i].ID, err)
		}
		if got[i].Hash != want[i].Hash {
			return fmt.Errorf("%s: %s came back as another change", what, want[i].ID)
		}
	}
	return nil
}

func ids(changes []change.Change) string {
	if len(changes) == 0 {
		return "no changes"
	}
	names := make([]string, 0, len(changes))
	for _, c := range changes {
		names = append(names, string(c.ID))
	}
	if len(names) > 12 {
		return fmt.Sprintf("%d changes from %s to %s", len(names), names[0], names[len(names)-1])
	}
	return strings.Join(names, " ")
}

// of returns the changes of the writers, in their order.
func of(changes []change.Change, writers ...*writer) []change.Change {
	var out []change.Change
	for _, c := range changes {
		for _, w := range writers {
			if c.Replica == w.replica {
				out = append(out, c)
			}
		}
	}
	return out
}

// end returns the cursor at the end of the stream.
func (s *session) end(ctx context.Context) (wire.Cursor, error) {
	_, end, err := s.pullAll(ctx, s.from, wire.MaxChanges)
	s.from = max(s.from, end)
	return end, err
}

// kept checks that the stream behind the cursor holds just these changes of the
// writer.
func (s *session) kept(ctx context.Context, after wire.Cursor, w *writer, want []change.Change) error {
	all, _, err := s.pullAll(ctx, after, wire.MaxChanges)
	if err != nil {
		return err
	}
	return same("the stream", of(all, w), want)
}
