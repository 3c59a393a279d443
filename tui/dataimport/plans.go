package dataimport

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

// ys are the columns of values that are chosen, in order.
func (s *Screen) ys() []string {
	var out []string
	for slot := range s.namings {
		if y := s.get(rowY, slot).value(); y != "" {
			out = append(out, y)
		}
	}
	return out
}

// mapping is what the rows say; ok is false while something has to be chosen.
func (s *Screen) mapping() (m tabular.Mapping, ok bool) {
	m = tabular.Mapping{X: s.get(rowX, 0).value(), By: s.get(rowBy, 0).value(), N: s.get(rowN, 0).value(), Near: s.env.Today()}
	for _, y := range s.ys() {
		if y == m.N { // what is counted is not out of itself
			m.N = ""
		}
	}
	for _, r := range s.rows {
		if column := r.value(); r.kind == rowWhere && column != "" {
			only := s.get(rowOnly, r.slot).value()
			if only == "" {
				return m, false
			}
			m.Where = append(m.Where, tabular.Filter{Column: column, Value: only})
		}
	}
	return m, m.X != "" && len(s.ys()) > 0
}

// measureFor is the measure that gets the values of a slot: one of the cycle, or
// a new one.
func (s *Screen) measureFor(slot int) cycle.Measure {
	r := s.get(rowInto, slot)
	all := s.s.Cycle().Measures()
	// The measures may have changed under the list: what counts is the name.
	for i, m := range all {
		if i == r.at && measureName(m) == r.value() {
			return m
		}
	}
	for _, m := range all {
		if measureName(m) == r.value() {
			return m
		}
	}
	y := s.get(rowY, slot).value()
	return cycle.Measure{
		ID: s.namings[slot].id, Name: s.nameOf(slot), Kind: kindOf(s.get(rowMeans, slot).value()),
		Unit: tabular.Unit(y, tabular.Cells(s.table.Columns, s.table.Sample, y)), Direction: tabular.Direction(y),
	}
}

// nameOf is what is typed as the name of a slot.
func (s *Screen) nameOf(slot int) string {
	return strings.TrimSpace(cycle.Clean(s.namings[slot].name.Value(), false))
}

// ready gives the plans for what is chosen, one a measure; ok is false when there
// are none.
func (s *Screen) ready() (plans []tabular.Plan, ok bool) {
	if s.busy || s.why != nil || s.series == nil {
		return nil, false
	}
	key := fmt.Sprint(s.s.Version(), " ", s.task)
	for slot := range s.series {
		m := s.measureFor(slot)
		key += fmt.Sprintf("\n%s %q %s %q", m.ID, m.Name, m.Kind, s.get(rowInto, slot).value())
	}
	if key != s.planned {
		s.planned = key
		s.plans, s.planErr = s.plan()
	}
	return s.plans, s.planErr == nil
}

// plan compares the file with the cycle.
func (s *Screen) plan() ([]tabular.Plan, error) {
	c := s.s.Cycle()
	series := [][]tabular.Series{}
	var measures []cycle.Measure
	for slot, all := range s.series {
		if s.get(rowInto, slot).value() == groupOfFirst {
			if s.nameOf(slot) == "" {
				return nil, errNoName
			}
			series[0] = append(series[0], tabular.AsGroup(all, s.nameOf(slot))...)
			continue
		}
		m := s.measureFor(slot)
		if err := s.checkMeasure(m, measures); err != nil {
			return nil, err
		}
		measures, series = append(measures, m), append(series, all[:len(all):len(all)])
	}
	var plans []tabular.Plan
	for i, m := range measures {
		p, err := tabular.NewPlan(c, m, series[i])
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}

var errNoName = errors.New("give the new measure a name")

// checkMeasure says why a measure cannot get numbers beside those before it.
func (s *Screen) checkMeasure(m cycle.Measure, before []cycle.Measure) error {
	if _, there := s.s.Cycle().Measure(m.ID); !there {
		if m.Name == "" {
			return errNoName
		}
		for _, name := range s.measureNames() {
			if strings.EqualFold(name, m.Name) {
				return fmt.Errorf("there is a measure %q already. Choose it, or give the new one another name", name)
			}
		}
	}
	for _, other := range before {
		if other.ID == m.ID || strings.EqualFold(measureName(other), measureName(m)) {
			return fmt.Errorf("two columns would go into %q. Choose another measure for one of them", measureName(m))
		}
	}
	return nil
}

// counted is how many numbers the plans write.
func counted(plans []tabular.Plan) int {
	n := 0
	for _, p := range plans {
		n += len(p.New) + len(p.Changed)
	}
	return n
}

// trouble says why nothing can be written yet, in a sentence; empty when it can.
func (s *Screen) trouble() string {
	_, ok := s.ready()
	switch {
	case ok || s.busy:
		return ""
	case s.get(rowX, 0).value() == "":
		return "Choose the column that says when."
	case s.get(rowY, 0).value() == "":
		return "Choose the column of the numbers."
	}
	for _, r := range s.rows {
		if only := s.get(rowOnly, r.slot); r.kind == rowWhere && r.value() != "" && only.value() == "" {
			return fmt.Sprintf("Choose which rows to take: there are %d different ones in %s.", len(only.options), cycle.Clean(r.value(), false))
		}
	}
	if s.why != nil {
		return sentence(s.why)
	}
	if s.planErr != nil {
		return upper(sentence(s.planErr))
	}
	return "Nothing is read yet."
}
