package change

import "github.com/cqi-pdsa/pdsa/cycle"

// Values returns the live values of a field of the document itself, the newest
// first: none when it was never written, more than one while people's versions
// differ.
func (s *State) Values(field string) []string {
	r, ok := s.Fields[field]
	if !ok {
		return nil
	}
	var out []string
	for _, w := range s.versions(r, field) {
		out = append(out, w.Value)
	}
	if out == nil && len(r.Live) > 0 {
		out = []string{s.text(r.Live[0].Value)}
	}
	return out
}

// Written returns the newest write of the value that stands at the path; ok is
// false when none does.
func (s *State) Written(p cycle.Path) (w Write, ok bool) {
	fields := s.Fields
	if p.List != "" {
		it, ok := s.Lists[p.List][p.Item]
		if !ok || !it.alive() {
			return Write{}, false
		}
		fields = it.Fields
	}
	r, ok := fields[p.Field]
	if !ok || len(r.Live) == 0 {
		return Write{}, false
	}
	return s.read(r.Live[0]), true
}
