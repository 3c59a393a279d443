package store

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Find returns the id of the cycle that a person means: an id, an unambiguous
// beginning of one, a whole title, or an unambiguous beginning of a title (upper
// and lower case are the same). Errors: ErrNotFound, also when several cycles
// fit; the message then names some of them.
func (s *Store) Find(want string) (string, error) {
	want = strings.TrimSpace(want)
	if want == "" {
		return "", fmt.Errorf("%w: no cycle was named", ErrNotFound)
	}
	for _, fits := range []func(string) ([]Row, error){s.withID, s.withTitle} {
		hits, err := fits(want)
		switch {
		case err != nil:
			return "", err
		case len(hits) == 1:
			return hits[0].ID, nil
		case len(hits) > 1:
			return "", ambiguous(want, hits)
		}
	}
	return "", fmt.Errorf("%w: there is no cycle %q. `pdsa list` shows them all", ErrNotFound, cycle.Clean(want, false))
}

// withID returns the cycle that has the id, or else those whose ids begin so.
func (s *Store) withID(want string) (hits []Row, err error) {
	lower := strings.ToLower(want)
	err = s.eachRow(lower, func(row Row) {
		if strings.HasPrefix(row.ID, lower) {
			hits = append(hits, row)
		}
	})
	if err != nil {
		return nil, err
	}
	err = s.eachRow(want, func(row Row) {
		if row.ID == want {
			hits = []Row{row}
		}
	})
	return hits, err
}

// withTitle returns the cycles that have the title, or else those whose titles
// begin so.
func (s *Store) withTitle(want string) ([]Row, error) {
	var whole, begins []Row
	lower := strings.ToLower(want)
	err := s.eachRow("", func(row Row) {
		switch title := strings.ToLower(row.Title); {
		case title == lower:
			whole = append(whole, row)
		case strings.HasPrefix(title, lower):
			begins = append(begins, row)
		}
	})
	if len(whole) > 0 {
		return whole, err
	}
	return begins, err
}

// eachRow calls found for every cycle whose id begins with prefix.
func (s *Store) eachRow(prefix string, found func(Row)) error {
	return s.view(func(tx *bbolt.Tx) error {
		t, err := s.tailIn(tx)
		if err != nil {
			return err
		}
		rows := t.rows()
		if !isView(tx) {
			rows, err = foldedRows(tx, t, 0)
		}
		for _, row := range rows {
			if strings.HasPrefix(row.ID, prefix) {
				found(row)
			}
		}
		if err != nil || !isView(tx) {
			return err
		}
		start := []byte(prefix)
		cur := tx.Bucket(bucketView).Bucket(bucketRows).Cursor()
		for key, value := cur.Seek(start); key != nil && bytes.HasPrefix(key, start); key, value = cur.Next() {
			if t.state(string(key)) != nil {
				continue
			}
			row, err := rowFrom(tx, string(key), value)
			if err != nil {
				return err
			}
			found(row)
		}
		return nil
	})
}

func ambiguous(want string, hits []Row) error {
	var names []string
	for _, row := range hits[:min(len(hits), 4)] {
		names = append(names, fmt.Sprintf("%s (%s)", row.ID, row.Title))
	}
	slices.Sort(names)
	return fmt.Errorf("%w: %d cycles begin with %q: %s. Type more of the id", ErrNotFound, len(hits), want, strings.Join(names, ", "))
}
