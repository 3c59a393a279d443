package change

// Values returns the live values of a field of the document itself, the newest
// first: none when it was never written, more than one while people's versions
// differ.
func (s *State) Values(field string) []string {
	r, ok := s.Fields[field]
	if !ok {
		return nil
	}
	var out []string
	for _, w := range r.versions(field) {
		out = append(out, w.Value)
	}
	if out == nil && len(r.Live) > 0 {
		out = []string{r.Live[0].Value}
	}
	return out
}
