package store

import (
	"errors"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// Ramp returns the cycles that belong together with one, in order: those before
// it by their links, the cycle itself, and those that followed. Where two
// followed the same one, the first of them counts. A cycle that is not on this
// laptop ends the walk, and so does a link that runs in a circle. Errors:
// ErrNotFound when the cycle itself is not there, ErrDamaged.
func (s *Store) Ramp(doc string) ([]*cycle.Cycle, error) {
	var ramp []*cycle.Cycle
	seen := map[string]bool{}
	for at := doc; at != "" && !seen[at]; {
		st, err := s.State(at)
		if errors.Is(err, ErrNotFound) && at != doc {
			break
		}
		if err != nil {
			return nil, err
		}
		c := st.Cycle()
		seen[at] = true
		ramp = append(ramp, c)
		at = c.Values["previous"]
	}
	slices.Reverse(ramp)
	for at := doc; ; {
		rows, err := s.Followers(at)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 || seen[rows[0].ID] {
			return ramp, nil
		}
		at = rows[0].ID
		st, err := s.State(at)
		if err != nil {
			return nil, err
		}
		seen[at] = true
		ramp = append(ramp, st.Cycle())
	}
}
