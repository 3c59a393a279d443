package remote

import (
	"fmt"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// big returns a world whose server has n cycles of one team, and a laptop that has
// them too.
func big(b *testing.B, n int) (*world, *laptop) {
	b.Helper()
	w := newWorld(b)
	l := w.team()
	changes := make([]change.Change, n)
	for i := range changes {
		doc := fmt.Sprintf("cycle%05d", i)
		changes[i] = change.Change{
			ID: change.MakeID("elsewhere", uint64(i+1)), Replica: "elsewhere", Seq: uint64(i + 1), Doc: doc, Kind: change.KindCycle,
			Author: "Ana Ruiz", At: change.Stamp{MS: fallDay.UnixMilli() + int64(i)}, Schema: change.Schema,
			Ops: []change.Op{
				{Do: change.DoSet, Field: "title", Value: "Late to first period, " + doc},
				{Do: change.DoSet, Field: "strengths", Value: "Students greet each other by name, in two languages, every morning."},
			},
		}
		if err := changes[i].Seal(); err != nil {
			b.Fatal(err)
		}
	}
	c := l.client()
	for from := 0; from < n; from += wire.MaxChanges {
		if _, err := c.Push(b.Context(), "canal", wire.Push{Changes: changes[from:min(n, from+wire.MaxChanges)]}); err != nil {
			b.Fatal(err)
		}
	}
	l.mustSync()
	w.server.Requests()
	return w, l
}

// report tells what the server saw for each operation.
func report(b *testing.B, w *world) {
	bytes, requests := 0, w.server.Requests()
	for _, r := range requests {
		bytes += r.In + r.Out
	}
	b.ReportMetric(float64(len(requests))/float64(b.N), "requests/op")
	b.ReportMetric(float64(bytes)/float64(b.N), "bytes/op")
}

// BenchmarkNothingNew syncs a store of 10,000 cycles with nothing new on either side.
func BenchmarkNothingNew(b *testing.B) {
	w, l := big(b, 10000)
	defer w.end()
	for b.Loop() {
		l.mustSync()
	}
	report(b, w)
}

// BenchmarkOneField changes a field in a store of 10,000 cycles and syncs it; the
// bytes are those of the bodies, both ways. The own change comes back with the next
// pull and is among them.
func BenchmarkOneField(b *testing.B) {
	w, l := big(b, 10000)
	defer w.end()
	for i := 0; b.Loop(); i++ {
		l.save("cycle04711", cycle.SetField("strengths", fmt.Sprint("Greetings ", i)))
		l.mustSync()
	}
	report(b, w)
}

// BenchmarkFirstSync fills an empty store with 10,000 cycles.
func BenchmarkFirstSync(b *testing.B) {
	w, _ := big(b, 10000)
	defer w.end()
	for b.Loop() {
		w.team().mustSync()
	}
	report(b, w)
}
