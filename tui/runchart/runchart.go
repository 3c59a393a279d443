// Package runchart is the screen on which a team studies a run chart: it walks
// the points, says where the baseline ends and the change began, notes what
// happened, leaves out a point with a reason, and looks at groups, at before and
// after, at all measures and at the whole ramp of cycles.
package runchart

import (
	"math"
	"slices"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/plot"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Store is what the screen needs of the store.
type Store interface {
	Ramp(doc string) ([]*cycle.Cycle, error)
}

// A view is what the screen shows.
type view int

const (
	oneChart view = iota
	groupCharts
	beforeAfter
	allMeasures
)

// An ask is what is being typed.
type ask int

const (
	askNothing ask = iota
	askNote        // what happened at the point in hand
	askReason      // why the point in hand is left out
	askFile        // where the image goes
)

// A Screen is the run chart of the open document, full screen.
type Screen struct {
	env *ui.Env
	s   *session.Session
	st  Store

	measure string
	view    view
	from    int // the first of several charts
	zoom    int // columns of a point; 0 is what fits
	// point is the point in hand, by its date and how many of that date come
	// before it: numbers of points change when weeks are added.
	point place
	chose bool

	ramp   []*cycle.Cycle // as they were read, with this one among them
	inRamp bool

	asking ask
	area   textarea.Model
	seen   change.Vector // what the person had read when they began to type
	target cycle.Path    // what is typed belongs to it
	day    cycle.Day     // or is noted at it
	when   string        // the day in words

	kept kept
}

// A place names a point by its day.
type place struct {
	day cycle.Day
	nth int
}

// ramped brings the cycles of the ramp.
type ramped struct {
	to   *Screen
	ramp []*cycle.Cycle
	err  error
}

// New returns the screen at a measure (empty: the one that the cycle is about)
// and the command that reads the other cycles of the ramp.
func New(env *ui.Env, st Store, s *session.Session, measure string) (*Screen, tea.Cmd) {
	c := &Screen{env: env, s: s, st: st, measure: measure}
	doc := s.Doc()
	return c, func() tea.Msg {
		ramp, err := st.Ramp(doc)
		return ramped{c, ramp, err}
	}
}

// inHand returns the measure that is shown, and its place among all.
func (s *Screen) inHand() (m cycle.Measure, at, of int) {
	all := s.s.Cycle().Measures()
	at = slices.IndexFunc(all, func(m cycle.Measure) bool { return m.ID == s.measure })
	if at < 0 {
		main, _ := s.s.Cycle().MainMeasure()
		at = slices.IndexFunc(all, func(m cycle.Measure) bool { return m.ID == main.ID })
	}
	if at < 0 {
		return cycle.Measure{}, 0, 0
	}
	return all[at], at, len(all)
}

// turn takes another measure.
func (s *Screen) turn(delta int) {
	if _, at, of := s.inHand(); of > 0 {
		s.measure = s.s.Cycle().Measures()[(at+delta+of)%of].ID
		s.chose = false
	}
}

// hasRamp reports whether there are other cycles with this measure.
func (s *Screen) hasRamp() bool {
	m, _, _ := s.inHand()
	return slices.ContainsFunc(s.ramp, func(c *cycle.Cycle) bool {
		_, ok := c.Measure(m.ID)
		return ok && c.ID != s.s.Doc()
	})
}

// cycles are those whose numbers are on the chart: this one, or the ramp with
// this one as it stands now.
func (s *Screen) cycles() []*cycle.Cycle {
	if !s.inRamp || !s.hasRamp() {
		return []*cycle.Cycle{s.s.Cycle()}
	}
	out := slices.Clone(s.ramp)
	for i, c := range out {
		if c.ID == s.s.Doc() {
			out[i] = s.s.Cycle()
		}
	}
	return out
}

// A kept chart is read once for each document, measure and ramp: a cursor walks
// over thousands of points.
type kept struct {
	of    keptOf
	chart cycle.Chart
	plot  *plot.Plot // of the whole group
	each  int        // columns of a point in the last drawing

	drawn drawnOf
	lines []string
}

type keptOf struct {
	version int
	measure string
	ramp    bool
	cycles  int
	made    bool
}

// chart gives the chart of the measure in hand.
func (s *Screen) chart() cycle.Chart {
	m, _, _ := s.inHand()
	of := keptOf{s.s.Version(), m.ID, s.inRamp, len(s.ramp), true}
	if s.kept.of != of {
		c := cycle.RampChart(s.cycles(), m.ID, cycle.ChartOptions{})
		if len(c.Series) == 0 { // no measure
			c.Series = make([]cycle.ChartSeries, 1)
		}
		s.kept = kept{of: of, chart: c, each: s.kept.each}
		if s.kept.plot = plot.Of(c, 0); s.kept.plot == nil {
			s.kept.plot = plot.Of(cycle.Chart{Goal: math.NaN(), Series: make([]cycle.ChartSeries, 1)}, 0)
		}
	}
	return s.kept.chart
}

// read gives the plot of the whole group; one without points where there are no
// numbers.
func (s *Screen) read() *plot.Plot {
	s.chart()
	return s.kept.plot
}

// cursor gives the number of the point in hand; 0 without points. It stays with
// its day while points come and go, and is the last one at first.
func (s *Screen) cursor() int {
	points := s.read().Series.Points
	if len(points) == 0 {
		return 0
	}
	if !s.chose {
		return len(points)
	}
	i, found := slices.BinarySearchFunc(points, s.point.day, func(p cycle.ChartPoint, d cycle.Day) int { return p.Date.Sub(d) })
	if found && i+s.point.nth < len(points) && points[i+s.point.nth].Date == s.point.day {
		return i + s.point.nth + 1
	}
	return min(i+1, len(points))
}

// take puts the cursor on a point, as near as there are points.
func (s *Screen) take(point int) {
	points := s.read().Series.Points
	if len(points) == 0 {
		return
	}
	i := min(max(point, 1), len(points)) - 1
	s.point, s.chose = place{day: points[i].Date}, true
	for k := i; k > 0 && points[k-1].Date == points[i].Date; k-- {
		s.point.nth++
	}
}

// at gives the point in hand.
func (s *Screen) at() cycle.ChartPoint {
	if at := s.cursor(); at > 0 {
		return s.read().Series.Points[at-1]
	}
	return cycle.ChartPoint{}
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case ramped:
		if msg.to != s {
			return nil
		}
		if msg.err != nil {
			return ui.Complain("the other cycles of the ramp cannot be read: " + msg.err.Error())
		}
		s.ramp = msg.ramp
	case tea.KeyPressMsg:
		if s.asking != askNothing {
			return s.typing(msg)
		}
		return s.key(msg)
	case tea.PasteMsg:
		if s.asking != askNothing {
			return s.paste(msg)
		}
	}
	return nil
}

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case s.view != oneChart && key.Matches(msg, keyOne):
		s.view = oneChart
		return nil
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	}
	if len(s.s.Cycle().Measures()) == 0 {
		return nil
	}
	switch {
	case s.lookAt(msg):
		return nil
	case s.view != oneChart:
		switch {
		case key.Matches(msg, keyNext):
			s.from++
		case key.Matches(msg, keyPrev):
			s.from = max(0, s.from-1)
		}
		return nil
	case key.Matches(msg, keyMeasure):
		s.turn(1)
	case key.Matches(msg, keyBefore):
		s.turn(-1)
	case key.Matches(msg, keyZoom):
		s.rescale(msg.String())
	case key.Matches(msg, ui.KeyCopy):
		return s.copied()
	case key.Matches(msg, keySave):
		s.askFile()
	case key.Matches(msg, keyRules):
		return s.otherRules()
	case key.Matches(msg, keyLimits):
		return s.otherLimits()
	default:
		return s.pointKey(msg)
	}
	return nil
}

// lookAt takes the keys that choose what is shown; the same key leads back.
func (s *Screen) lookAt(msg tea.KeyPressMsg) bool {
	want := oneChart
	switch {
	case key.Matches(msg, keyGroups):
		want = groupCharts
	case key.Matches(msg, keyParts):
		want = beforeAfter
	case key.Matches(msg, keyAll):
		want = allMeasures
	case key.Matches(msg, keyRamp) && s.hasRamp():
		s.inRamp = !s.inRamp
		return true
	default:
		return false
	}
	if s.view == want {
		want = oneChart
	}
	s.view, s.from = want, 0
	return true
}

// pointKey takes the keys that need a point in hand.
func (s *Screen) pointKey(msg tea.KeyPressMsg) tea.Cmd {
	at := s.cursor()
	if at == 0 {
		return nil
	}
	const page = 10
	switch {
	case msg.String() == "left":
		s.take(at - 1)
	case msg.String() == "right":
		s.take(at + 1)
	case key.Matches(msg, ui.KeyPgUp):
		s.take(at - page)
	case key.Matches(msg, ui.KeyPgDown):
		s.take(at + page)
	case key.Matches(msg, ui.KeyHome):
		s.take(1)
	case key.Matches(msg, ui.KeyEnd):
		s.take(s.read().Len())
	case key.Matches(msg, keyChange):
		return s.toggleDay("change", s.at().Date, "the change began here", "the start of the change is taken off")
	case key.Matches(msg, keyFreeze):
		return s.toggleDay("freeze", s.at().Date, "the baseline ends here: its median goes on as it is", "the baseline is taken off")
	case key.Matches(msg, keyPhase):
		return s.togglePhase()
	case key.Matches(msg, keyNote):
		s.askNote()
	case key.Matches(msg, keyExclude):
		return s.exclude()
	}
	return nil
}

// rescale makes the points wider or closer.
func (s *Screen) rescale(pressed string) {
	const most = 24
	if s.zoom == 0 {
		s.zoom = max(1, s.kept.each)
	}
	if pressed == "-" {
		s.zoom = max(1, s.zoom-1)
		return
	}
	s.zoom = min(most, s.zoom+1)
}

// Typing reports whether letters go into a text.
func (s *Screen) Typing() bool { return s.asking != askNothing }
