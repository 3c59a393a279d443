package change

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// fullCycle has three people fill in a cycle of about 300 values in 600 saves,
// half of which go over what is there, with a handful of moves, deletions and
// values written apart.
func fullCycle(b testing.TB) []Change {
	team := benches(b, "3k9f2m7q0x", "8d1w5z4r6t", "p2h7c0v9n3")
	text := strings.Repeat("Ninth graders who miss the first week. ", 4)
	var all []Change
	share := func() {
		for _, to := range team {
			for _, from := range team {
				to.pull(from)
			}
		}
		all = team[0].log
	}
	n := 0
	save := func(e ...cycle.Edit) {
		who := team[n%len(team)]
		n++
		who.do(e...)
		if n%7 == 0 {
			share()
		}
	}
	for round := range 2 {
		for i := range 60 {
			save(cycle.SetField(fmt.Sprintf("step%d.field%d", i/8, i), fmt.Sprint(text, round)))
		}
		for i := range 60 {
			item := fmt.Sprintf("%010d", i)
			list := []string{"actions", "causes", "points"}[i%3]
			if round == 0 {
				save(cycle.Add(list, item), cycle.SetIn(list, item, "text", text))
			}
			save(cycle.SetIn(list, item, "text", fmt.Sprint(text[:40], round)))
			save(cycle.SetIn(list, item, "owner", "Ms. Lopez"), cycle.SetIn(list, item, "due", fmt.Sprintf("2026-10-%02d", 1+i%28)))
			save(cycle.SetIn(list, item, fmt.Sprintf("weeks/%d", 1+(i+round)%6), cycle.True))
			if i%15 == 0 {
				save(cycle.Move(list, item, ""))
			}
		}
		share()
	}
	for i := 0; n < 600; i++ {
		save(cycle.SetField(fmt.Sprintf("step%d.field%d", i%60/8, i%60), fmt.Sprint(text, "last", i)))
	}
	share()
	return all
}

// TestFullCycle keeps the benchmarks honest.
func TestFullCycle(t *testing.T) {
	changes := fullCycle(t)
	s := Fold(testDoc, changes)
	live := len(s.Cycle().Values)
	for _, items := range s.Cycle().Lists {
		for _, it := range items {
			live += len(it.Values)
		}
	}
	if len(changes) != 600 || live < 280 || live > 400 {
		t.Errorf("%d changes, %d live values", len(changes), live)
	}
}

func BenchmarkFold600(b *testing.B) {
	changes := fullCycle(b)
	b.ReportAllocs()
	for b.Loop() {
		Fold(testDoc, changes)
	}
}

func BenchmarkStateDecode(b *testing.B) {
	data := []byte(encodeState(b, Fold(testDoc, fullCycle(b))))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := json.Unmarshal(data, NewState(testDoc)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStateEncode(b *testing.B) {
	s := Fold(testDoc, fullCycle(b))
	b.ReportAllocs()
	for b.Loop() {
		encodeState(b, s)
	}
}

func BenchmarkCycle(b *testing.B) {
	s := Fold(testDoc, fullCycle(b))
	b.ReportAllocs()
	for b.Loop() {
		s.Cycle()
	}
}

func BenchmarkApplyOne(b *testing.B) {
	s := Fold(testDoc, fullCycle(b))
	c := Change{ID: "other-0", Replica: "other", Doc: testDoc, Ops: s.Build("other", nil, []cycle.Edit{cycle.SetField("step0.field3", "new")})}
	b.ReportAllocs()
	for b.Loop() {
		c.Seq++
		c.At.MS++
		c.ID = MakeID("other", c.Seq)
		if err := s.Apply(c); err != nil {
			b.Fatal(err)
		}
		c.Ops[0].Replaces = []ID{c.ID}
	}
}

func BenchmarkBuildOne(b *testing.B) {
	s := Fold(testDoc, fullCycle(b))
	edits := []cycle.Edit{cycle.SetIn("actions", "0000000003", "text", "new")}
	b.ReportAllocs()
	for b.Loop() {
		if len(s.Build("other", nil, edits)) != 1 {
			b.Fatal("no op")
		}
	}
}

func BenchmarkChangeDecode(b *testing.B) {
	c := fullCycle(b)[10]
	if err := c.Seal(); err != nil {
		b.Fatal(err)
	}
	data, err := c.MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var back Change
		if err := json.Unmarshal(data, &back); err != nil {
			b.Fatal(err)
		}
	}
}
