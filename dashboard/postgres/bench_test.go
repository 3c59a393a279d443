package postgres

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/postgres/pgtest"
)

// BenchmarkPushes measures laptops that push changes at once, five to a school, and
// read them again: one after a meeting, and a district's on the first day of school.
func BenchmarkPushes(b *testing.B) {
	for _, size := range []struct{ laptops, changes int }{{1, 3}, {50, 500}} {
		b.Run(fmt.Sprintf("%d laptops of %d changes", size.laptops, size.changes), func(b *testing.B) {
			benchmarkPushes(b, size.laptops, size.changes)
		})
	}
}

func benchmarkPushes(b *testing.B, laptops, changes int) {
	db := open(b, pgtest.URL(b))
	school := func(laptop int) string { return fmt.Sprint("s", laptop/5) }
	for n := range laptops {
		err := db.Update(b.Context(), school(n), func(tx dashboard.Tx) error { return tx.PutSchool(dashboard.School{ID: school(n)}) })
		if err != nil {
			b.Fatal(err)
		}
	}
	round := 0
	for b.Loop() {
		round++
		var wg sync.WaitGroup
		for n := range laptops {
			wg.Go(func() {
				if err := push(b, db, school(n), fmt.Sprintf("r%d.%d", round, n), changes); err != nil {
					b.Error(err)
				}
			})
		}
		wg.Wait()
	}
	b.ReportMetric(float64(laptops*changes*round)/b.Elapsed().Seconds(), "changes/s")
}

// push does with the database what a laptop's push makes the dashboard do.
func push(b *testing.B, db *DB, school, replica string, n int) error {
	changes, ids := make([]change.Change, n), make([]change.ID, n)
	for i := range changes {
		seq := uint64(i + 1)
		ids[i] = change.MakeID(replica, seq)
		changes[i] = change.Change{
			ID: ids[i], Replica: replica, Seq: seq, Doc: replica,
			Ops: []change.Op{{Do: "set", Field: "title", Value: strings.Repeat("x", 300)}},
		}
		if err := changes[i].Seal(); err != nil {
			return err
		}
	}
	err := db.Update(b.Context(), school, func(tx dashboard.Tx) error {
		_, haveErr := tx.Have(school)
		_, recordsErr := tx.Records(school, ids)
		first, err := tx.Append(school, changes)
		doc := dashboard.Doc{School: school, ID: replica, Shared: wire.ForCoach, Version: first, Row: []byte(`{}`), State: []byte(strings.Repeat("y", 10_000))}
		return errors.Join(haveErr, recordsErr, err, tx.PutDoc(doc), tx.Publish(school, wire.ForCoach, ids))
	})
	if err != nil {
		return err
	}
	return db.View(b.Context(), func(r dashboard.Reader) error {
		head, err := r.Head(school, wire.ForTeam)
		_, _, _, pageErr := r.Page(school, wire.ForTeam, head-uint64(n), n)
		_, docErr := r.Doc(school, replica)
		return errors.Join(err, pageErr, docErr)
	})
}
