package store

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// fullCycle is a cycle in which a team has worked for some weeks.
func fullCycle(id string) *cycle.Cycle {
	c := cycle.New(id)
	text := strings.Repeat("Students greet each other by name, in two languages. ", 4)
	for _, field := range []string{"strengths", "priority", "problem.who", "problem.does", "problem.what", "prediction", "scope", "study.results", "study.learned"} {
		c.Values[field] = text
	}
	c.Values["title"], c.Values["school"], c.Values["start"], c.Values["weeks"] = "Hallway greetings "+id, "Eastern Canal", "2026-09-21", "6"
	add := func(list string, n int, values map[string]string) {
		for i := range n {
			item := cycle.Item{ID: fmt.Sprintf("%s%d", list[:1], i), Values: map[string]string{}}
			for key, v := range values {
				item.Values[key] = v
			}
			c.Lists[list] = append(c.Lists[list], item)
		}
	}
	add("measures", 2, map[string]string{"name": "Late arrivals", "kind": "outcome", "unit": "students", "direction": "down"})
	add("points", 30, map[string]string{"measure": "m0", "date": "2026-10-05", "value": "12"})
	add("actions", 8, map[string]string{"what": "Greet at the door", "names": "Ana; Sok", "weeks/1": cycle.True, "weeks/2": cycle.True, "status.1": "done"})
	add("causes", 8, map[string]string{"bone": "b0", "text": "Nobody stands at the second door"})
	add("diary", 6, map[string]string{"week": "2", "text": text})
	return c
}

// library makes a store of n cycles. The disk is not waited for meanwhile.
func library(b *testing.B, n int) string {
	b.Helper()
	path := storePath(b)
	s, err := Open(path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	s.db.NoSync = true
	for i := range n {
		if _, err := s.Create(fullCycle(fmt.Sprintf("c%05d", i))); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.db.Sync(); err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// written is how many bytes the file's transactions have written.
func written(db *bbolt.DB) int64 {
	stats := db.Stats()
	return stats.TxStats.GetPageAlloc()
}

// BenchmarkSaveField saves one field of a full cycle and, in turns, does what no
// save can do without: one bbolt transaction of as many bytes, brought to the
// disk. The ratio of the two is what the store adds.
func BenchmarkSaveField(b *testing.B) {
	s := open(b, library(b, 20), Options{Now: time.Now})
	floor, err := bbolt.Open(filepath.Join(b.TempDir(), "floor.db"), 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType})
	if err != nil {
		b.Fatal(err)
	}
	defer floor.Close()
	var saving, bare time.Duration
	var pages, barePages int64
	n := 0
	for b.Loop() {
		n++
		before, start := written(s.db.DB), time.Now()
		set(b, s, "c00007", "scope", fmt.Sprint("third-period class ", n))
		saving += time.Since(start)
		size := written(s.db.DB) - before
		pages += size

		before, start = written(floor), time.Now()
		// The page of the root and that of the free pages come on top of the value.
		if err := update(floor, max(size-2*4096-64, 1)); err != nil {
			b.Fatal(err)
		}
		bare += time.Since(start)
		barePages += written(floor) - before
	}
	b.ReportMetric(float64(saving.Microseconds())/float64(n), "us/save")
	b.ReportMetric(float64(bare.Microseconds())/float64(n), "us/floor")
	b.ReportMetric(float64(saving)/float64(bare), "ratio")
	b.ReportMetric(float64(pages)/float64(n), "bytes/save")
	b.ReportMetric(float64(barePages)/float64(n), "bytes/floor")
}

func update(db *bbolt.DB, size int64) error {
	return db.Update(func(tx *bbolt.Tx) error {
		bucket, err := tx.CreateBucketIfNotExists([]byte("b"))
		if err != nil {
			return err
		}
		return bucket.Put([]byte("k"), make([]byte, size))
	})
}

// BenchmarkFloorUpdate is the floor alone, with the bytes of a typical save.
func BenchmarkFloorUpdate(b *testing.B) {
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "floor.db"), 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for b.Loop() {
		if err := update(db, 48<<10); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpenCycle reads the states of full cycles, each time another one.
func BenchmarkOpenCycle(b *testing.B) {
	s := open(b, library(b, 20), Options{})
	n := 0
	for b.Loop() {
		n++
		if _, err := s.State(fmt.Sprintf("c%05d", n%20)); err != nil {
			b.Fatal(err)
		}
	}
}

const manyCycles = 10_000

// BenchmarkLibrary reads the newest rows of a large store, and starts on it.
func BenchmarkLibrary(b *testing.B) {
	path := library(b, manyCycles)
	b.Run("Startup", func(b *testing.B) {
		for b.Loop() {
			s, err := Open(path, Options{})
			if err != nil {
				b.Fatal(err)
			}
			if rows, err := s.Recent(100); err != nil || len(rows) != 100 {
				b.Fatal(len(rows), err)
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	s := open(b, path, Options{})
	for _, want := range []string{"c07", "c07777", "Hallway greetings c0777"} {
		b.Run("Find", func(b *testing.B) {
			for b.Loop() {
				_, _ = s.Find(want)
			}
		})
	}
	for _, n := range []int{100, 0} {
		b.Run(fmt.Sprintf("Recent%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Recent(n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
