//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/cqi-pdsa/pdsa/examples"
	"github.com/cqi-pdsa/pdsa/store"
)

// BenchmarkStart measures, in a pseudo terminal of 80 by 24, how long the program
// takes from its start to its first screen, and from a key to the screen's
// answer, beside a bare program with the same libraries in the same run. The
// ratios are what counts: ready-ratio and key-ratio are medians over the floor's.
//
//	go test -run '^$' -bench Start -benchtime 20x ./cmd/pdsa
//
// With -short the large store has 1,000 cycles instead of 10,000.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	floor, program := buildBinary(b, dir, "./testdata/floor"), buildBinary(b, dir, ".")
	many := 10_000
	if testing.Short() {
		many = 1_000
	}
	small, large := filledStore(b, dir, 100), filledStore(b, dir, many)
	empty := filepath.Join(dir, "floor.db")
	b.ResetTimer()
	var floors, smalls, larges timings
	for range b.N {
		floors.run(b, floor, empty)
		smalls.run(b, program, "--store", small)
		larges.run(b, program, "--store", large)
	}
	report := func(name string, t timings) {
		b.ReportMetric(median(t.ready)/median(floors.ready), name+"-ready-ratio")
		b.ReportMetric(median(t.key)/median(floors.key), name+"-key-ratio")
	}
	report("100", smalls)
	report("many", larges)
	b.ReportMetric(median(floors.ready), "floor-ready-ms")
	b.ReportMetric(median(floors.key), "floor-key-ms")
	b.ReportMetric(0, "ns/op")
}

func buildBinary(tb testing.TB, dir, pkg string) string {
	tb.Helper()
	bin := filepath.Join(dir, "bin-"+filepath.Base(pkg))
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", bin, pkg)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		tb.Fatalf("%v: %s", err, out)
	}
	return bin
}

func filledStore(b *testing.B, dir string, cycles int) string {
	b.Helper()
	path := filepath.Join(dir, time.Now().Format("150405.000000")+".db")
	s, err := store.Open(path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.SetPerson(store.Person{Name: "Ana Ruiz"}); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Merge(context.Background(), examples.Changes(examples.Generate(cycles)), nil); err != nil {
		b.Fatal(err)
	}
	return path
}

// timings are in milliseconds.
type timings struct{ ready, key []float64 }

// run starts the program, waits for its first screen, presses a key, waits for
// the answer, and ends it.
func (t *timings) run(b *testing.B, name string, args ...string) {
	b.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color")
	began := time.Now()
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		b.Fatal(err)
	}
	output := make(chan []byte, 64)
	go func() {
		defer close(output)
		for {
			buf := make([]byte, 32<<10)
			n, err := tty.Read(buf)
			if n > 0 {
				output <- buf[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	waitFor(b, output, []byte("cycles"))
	t.ready = append(t.ready, milliseconds(began))
	quiet(output)
	pressed := time.Now()
	if _, err := tty.WriteString("\x1b[B"); err != nil {
		b.Fatal(err)
	}
	waitFor(b, output, nil)
	t.key = append(t.key, milliseconds(pressed))
	_, _ = tty.WriteString("\x03")
	_ = cmd.Wait()
	_ = tty.Close()
}

func waitFor(b *testing.B, output <-chan []byte, text []byte) {
	b.Helper()
	var all []byte
	limit := time.After(20 * time.Second)
	for {
		select {
		case data, ok := <-output:
			if !ok {
				b.Fatalf("the program ended: %q", all)
			}
			if all = append(all, data...); bytes.Contains(all, text) {
				return
			}
		case <-limit:
			b.Fatalf("%q never came: %q", text, all)
		}
	}
}

// quiet waits until nothing has come for a while, so that the next output is the
// answer to the next key.
func quiet(output <-chan []byte) {
	for {
		select {
		case <-output:
		case <-time.After(50 * time.Millisecond):
			return
		}
	}
}

func milliseconds(since time.Time) float64 { return float64(time.Since(since).Microseconds()) / 1000 }

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
