package cycle

// A StepState says how much of a step is filled.
type StepState struct {
	Step   *Step
	Filled int
	Of     int // 0 for a step in which everything may stay empty
	Any    bool
}

// Full reports whether nothing of weight is missing.
func (s StepState) Full() bool { return s.Of > 0 && s.Filled >= s.Of }

// Empty reports whether nothing at all is written in the step.
func (s StepState) Empty() bool { return !s.Any }

// StepStates returns the state of each step, in order.
func (c *Cycle) StepStates() []StepState {
	out := make([]StepState, len(Steps))
	for i := range Steps {
		out[i] = c.StepState(&Steps[i])
	}
	return out
}

// StepState returns the state of one step. A field of weight counts one; a list
// of weight counts as many as it wants items, and an item counts when all its
// fields of weight are filled.
func (c *Cycle) StepState(s *Step) StepState {
	st := StepState{Step: s}
	for _, part := range s.Parts {
		switch {
		case part.Field != nil:
			filled := c.Values[part.Field.Key] != ""
			st.Any = st.Any || filled && !part.Field.Internal
			if part.Field.Weight > 0 {
				st.Of++
				if filled {
					st.Filled++
				}
			}
		case part.List != nil:
			whole, any := c.whole(part.List)
			st.Any = st.Any || any
			if part.List.Weight > 0 {
				want := max(part.List.Want, 1)
				st.Of += want
				st.Filled += min(whole, want)
			}
		}
	}
	return st
}

func (c *Cycle) whole(l *List) (whole int, any bool) {
	for _, it := range c.Lists[l.Key] {
		if it.Blank() {
			continue
		}
		any = true
		full := true
		for _, f := range l.Fields {
			if f.Weight > 0 && it.compose(f) == "" {
				full = false
				break
			}
		}
		if full {
			whole++
		}
	}
	return whole, any
}

// Progress counts the steps of weight: how many are full, and how many there
// are.
func (c *Cycle) Progress() (full, of int) {
	for _, s := range c.StepStates() {
		if s.Of == 0 {
			continue
		}
		of++
		if s.Full() {
			full++
		}
	}
	return full, of
}

// Missing returns the paths of the fields and lists of weight that are still
// empty in the step, in order.
func (c *Cycle) Missing(s *Step) []Path {
	var out []Path
	for _, part := range s.Parts {
		if f := part.Field; f != nil && f.Weight > 0 && c.Values[f.Key] == "" {
			out = append(out, Path{Field: f.Key})
		}
		if l := part.List; l != nil && l.Weight > 0 {
			out = append(out, c.missingIn(l)...)
		}
	}
	return out
}

func (c *Cycle) missingIn(l *List) []Path {
	if whole, _ := c.whole(l); whole >= max(l.Want, 1) {
		return nil
	}
	for _, it := range c.Lists[l.Key] {
		for _, f := range l.Fields {
			if f.Weight > 0 && it.compose(f) == "" && !it.Blank() {
				return []Path{{l.Key, it.ID, f.Key}}
			}
		}
	}
	return []Path{{List: l.Key}}
}
