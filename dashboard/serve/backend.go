package serve

import (
	"context"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// Watch returns the database with its transactions timed and the changes that it
// takes in counted.
func (m *Metrics) Watch(b dashboard.Backend) dashboard.Backend { return &watchedBackend{b, m} }

type watchedBackend struct {
	dashboard.Backend
	metrics *Metrics
}

func (b *watchedBackend) View(ctx context.Context, fn func(dashboard.Reader) error) error {
	began := time.Now()
	err := b.Backend.View(ctx, fn)
	b.metrics.transaction("read", time.Since(began), err)
	return err
}

func (b *watchedBackend) Update(ctx context.Context, school string, fn func(dashboard.Tx) error) error {
	began, appended := time.Now(), 0
	err := b.Backend.Update(ctx, school, func(tx dashboard.Tx) error {
		appended = 0 // fn may run more than once
		return fn(&countingTx{tx, &appended})
	})
	b.metrics.transaction("write", time.Since(began), err)
	if err == nil {
		b.metrics.changes.Add(uint64(appended))
	}
	return err
}

type countingTx struct {
	dashboard.Tx
	appended *int
}

func (t *countingTx) Append(school string, changes []change.Change) (uint64, error) {
	first, err := t.Tx.Append(school, changes)
	if err == nil {
		*t.appended += len(changes)
	}
	return first, err
}
