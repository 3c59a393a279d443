package change

import "maps"

// A Vector says which changes someone has seen: for each replica the number of
// its last one.
type Vector map[string]uint64

// Covers reports whether the change is among those seen.
func (v Vector) Covers(id ID) bool {
	replica, seq, ok := id.Split()
	return ok && seq <= v[replica]
}

// Add notes that the change was seen, and all of its replica before it.
func (v Vector) Add(replica string, seq uint64) { v[replica] = max(v[replica], seq) }

// Clone returns a copy.
func (v Vector) Clone() Vector {
	if v == nil {
		return Vector{}
	}
	return maps.Clone(v)
}
