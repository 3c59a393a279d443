package page

import (
	"cmp"
	"html/template"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// How many cycles stand on the overview itself; there is a list of all.
const (
	mostStalled = 8
	mostSignals = 6
)

// An overviewView is what all schools work on.
type overviewView struct {
	Filter   filter
	Total    int
	Phases   []phaseCount
	Stalled  []line
	Stalling int // cycles in all
	Signals  []signalCard
	Signaled int // cycles in all
	Networks []networkView
	Waiting  int // requests that the schools wait for
	Late     int
}

// A phaseCount is how many cycles are in a phase.
type phaseCount struct {
	Phase cycle.Phase
	Count int
	Link  string
}

// A signalCard is a signal with its chart.
type signalCard struct {
	line
	dashboard.Signal
}

// Drawn is the small chart of the measure that has the signal.
func (c signalCard) Drawn() template.HTML { return smallChart(c.Signal.Chart) }

// Newest is its newest value.
func (c signalCard) Newest() string {
	if c.Signal.Chart == nil {
		return ""
	}
	return c.Signal.Chart.Last
}

// A networkView is a group of schools.
type networkView struct {
	Name    string
	Schools []*schoolLine
}

// A schoolLine is one school in the overview.
type schoolLine struct {
	wire.Access
	Counts   []int // by phase
	Stalled  int
	Requests int // that the school waits for
	Changed  string
}

// Link is where the school's cycles are.
func (l *schoolLine) Link() string { return pathTo("schools", l.School) }

// overview shows what all schools work on; who belongs to one school goes there.
func (s *site) overview(v *visit) (answer, error) {
	if v.who.Person.Role != wire.District && len(v.me.Access) == 1 {
		return answer{to: pathTo("schools", v.me.Access[0].School)}, nil
	}
	view := overviewView{Filter: v.filter()}
	t := newTally(v, &view)
	if err := s.dash.Walk(v.Context(), v.who, view.Filter.query(), t.see); err != nil {
		return answer{}, err
	}
	t.end()
	return answer{page: "overview", title: "Overview", data: view}, nil
}

// A tally counts cycles for an overview.
type tally struct {
	v       *visit
	view    *overviewView
	counts  map[cycle.Phase]int
	schools map[string]*schoolLine
}

func newTally(v *visit, view *overviewView) *tally {
	t := &tally{v: v, view: view, counts: map[cycle.Phase]int{}, schools: map[string]*schoolLine{}}
	networks := map[string]*networkView{}
	for _, a := range v.me.Access {
		if !view.Filter.takesSchool(a) {
			continue
		}
		n := networks[a.Network]
		if n == nil {
			n = &networkView{Name: a.Network}
			networks[a.Network] = n
		}
		l := &schoolLine{Access: a, Counts: make([]int, len(phases))}
		n.Schools = append(n.Schools, l)
		t.schools[a.School] = l
	}
	for _, n := range networks {
		view.Networks = append(view.Networks, *n)
	}
	// Schools of no network come last.
	slices.SortFunc(view.Networks, func(a, b networkView) int {
		return cmp.Or(compareBool(a.Name == "", b.Name == ""), cmp.Compare(a.Name, b.Name))
	})
	return t
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// see counts one cycle. They come the last changed first.
func (t *tally) see(listed dashboard.Listed) bool {
	l := t.v.line(listed)
	if !t.view.Filter.takes(l) {
		return true
	}
	t.view.Total++
	phase := l.At()
	t.counts[phase]++
	stalled := len(l.Stalls()) > 0
	if school := t.schools[l.School.ID]; school != nil {
		if i := slices.Index(phases, phase); i >= 0 {
			school.Counts[i]++
		}
		if stalled {
			school.Stalled++
		}
		if school.Changed == "" {
			school.Changed = l.Changed()
		}
		for _, q := range l.Support {
			if q.Waits() {
				school.Requests++
				t.view.Waiting++
			}
			if q.Late(t.v.today()) {
				t.view.Late++
			}
		}
	}
	if stalled {
		t.view.Stalling++
		t.view.Stalled = append(t.view.Stalled, l)
	}
	if len(l.Signals) > 0 {
		t.view.Signaled++
		t.view.Signals = append(t.view.Signals, signalCard{l, l.Signals[0]})
	}
	return true
}

// end puts the lists in order and keeps what the page shows: the signals that came
// last, and the cycles that have been still for longest.
func (t *tally) end() {
	for _, p := range phases {
		t.view.Phases = append(t.view.Phases, phaseCount{p, t.counts[p], t.view.Filter.Link("phase", string(p))})
	}
	slices.SortStableFunc(t.view.Signals, func(a, b signalCard) int { return b.Signal.Last.Sub(a.Signal.Last) })
	slices.SortStableFunc(t.view.Stalled, func(a, b line) int {
		return cmp.Or(cmp.Compare(len(b.Stalls()), len(a.Stalls())), a.Doc.Updated.Compare(b.Doc.Updated))
	})
	t.view.Signals = t.view.Signals[:min(len(t.view.Signals), mostSignals)]
	t.view.Stalled = t.view.Stalled[:min(len(t.view.Stalled), mostStalled)]
}

// A cyclesView is a list of cycles.
type cyclesView struct {
	Filter filter
	Lines  []line
	Pager  pager
}

// cycles lists what the overview counts.
func (s *site) cycles(v *visit) (answer, error) {
	f := v.filter()
	var lines []line
	err := s.dash.Walk(v.Context(), v.who, f.query(), func(l dashboard.Listed) bool {
		if at := v.line(l); f.takes(at) {
			lines = append(lines, at)
		}
		return true
	})
	view := cyclesView{Filter: f}
	view.Lines, view.Pager = paged(v, lines, 50)
	return answer{page: "cycles", title: f.title(), data: view}, err
}

func (f filter) title() string {
	switch f.Only {
	case onlyStalled:
		return "Cycles to ask about"
	case onlySignals:
		return "Cycles with a signal"
	}
	return "Cycles"
}
