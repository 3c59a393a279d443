package review

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A ruleCase shows a rule a cycle that it speaks about and one that it lets pass.
// A cycle is written as "field=value" lines; "list/item.field=value" puts an item
// in. prior is the cycle before in the ramp, or nil.
type ruleCase struct {
	found, passes []string
	prior         []string
	written       string // the day on which the values of found were written
}

// inAct are the lines that put a cycle at its end.
func inAct(lines ...string) []string { return append([]string{"team_phase=act"}, lines...) }

// running is a cycle whose week 4 begins on the day of the review.
func running(lines ...string) []string {
	return append([]string{"team_phase=do", "start=2026-10-26", "weeks=6"}, lines...)
}

const outcome = "measures/m.kind=outcome"

var ruleCases = map[string]ruleCase{
	"about.title":          {found: []string{"title=PDSA cycle 2"}, passes: []string{"title=Late to first period"}},
	"about.team":           {found: []string{"team=Grade 5 team"}, passes: []string{"team=Ana Ruiz; Sok Chan"}},
	"evidence.varied":      {found: evidence("oa", "31 late a day in September"), passes: append(evidence("oa", "31 late a day"), "evidence/f.source=interviews", "evidence/f.finding=Nine of 12 say nobody notices")},
	"evidence.voices":      {found: append(evidence("oa", "31 late a day"), "evidence/f.source=mcas", "evidence/f.finding=42 percent below"), passes: append(evidence("oa", "31 late a day"), "evidence/f.source=mcas", "evidence/f.finding=We asked six students: 5 of 6 had no bus")},
	"evidence.finding":     {found: evidence("oa", "Attendance is a mess."), passes: evidence("oa", "In 6 of 8 rooms attendance was still taken")},
	"strengths.copy":       {found: []string{"strengths=Our staff is dedicated."}, passes: []string{"strengths=Ms. Chan stands at the door and greets each student by name."}},
	"evidence.varied.good": {found: append(evidence("oa", "31 late"), "evidence/f.source=mcas", "evidence/f.finding=x", "evidence/g.source=hals", "evidence/g.finding=y"), passes: evidence("oa", "31 late")},
	"problem.solution":     {found: []string{"problem.who=We", "problem.does=lack", "problem.what=an engagement program"}, passes: problem()},
	"problem.blame":        {found: []string{"problem.who=Parents", "problem.does=don’t care", "problem.what=about school"}, passes: problem()},
	"problem.seen":         {found: []string{"problem.who=Teachers", "problem.does=do not build", "problem.what=engagement"}, passes: problem()},
	"problem.priority":     {found: []string{"priority=Climate and culture."}, passes: []string{"priority=On-time arrival in grade 7, above all for bus riders"}},
	"problem.who":          {found: []string{"problem.who=Everybody"}, passes: problem()},
	"problem.good":         {found: problem(), passes: []string{"problem.who=We", "problem.does=lack", "problem.what=an engagement program in grades six to eight"}},
	"causes.root":          {found: causes(4), passes: append(causes(4), "causes/c1.root=true")},
	"causes.why":           {found: append(causes(1), "causes/c1.root=true"), passes: append(causes(1), "causes/c1.root=true", "whys/w.cause=c1", "whys/w.text=the bell is at 7:50")},
	"causes.tradition":     {found: append(causes(1), "whys/w.cause=c1", "whys/w.text=It has always been like that"), passes: append(causes(1), "whys/w.text=the bell is at 7:50")},
	"causes.blame":         {found: []string{"causes/c.text=Families do not value school"}, passes: causes(2)},
	"causes.solution":      {found: []string{"causes/c.text=No system for absences", "causes/c.root=true"}, passes: append(causes(1), "causes/c1.root=true")},
	"causes.reach":         {found: []string{"causes/c.text=Poverty in our city", "causes/c.root=true"}, passes: []string{"causes/c.text=Poverty in our city"}},
	"causes.deep":          {found: append(causes(1), "causes/c1.root=true", "whys/a.cause=c1", "whys/b.cause=c1", "whys/c.cause=c1"), passes: append(causes(1), "causes/c1.root=true", "whys/a.cause=c1")},
	"aim.number":           {found: []string{"point_b.how_much=Far fewer"}, passes: []string{"point_b.how_much=20 students late a day"}},
	"aim.baseline":         {found: []string{"point_a.how_much=Too many"}, passes: []string{"point_a.how_much=Thirty a day"}},
	"aim.window":           {found: running("point_b.by_when=2027-06-20"), passes: running("point_b.by_when=2026-12-04")},
	"aim.past":             {found: running("point_b.by_when=2026-09-01"), passes: running("point_b.by_when=2026-12-04")},
	"aim.group":            {found: []string{"point_b.for_whom=Our students"}, passes: []string{"point_b.for_whom=All 180 students of grade 7"}},
	"aim.same":             {found: []string{"point_a.how_much=31 a day", "point_b.how_much=31 a day"}, passes: []string{"point_a.how_much=31 a day", "point_b.how_much=20 a day"}},
	"aim.direction":        {found: []string{outcome, "measures/m.direction=down", "measures/m.baseline=20", "measures/m.goal=31"}, passes: []string{outcome, "measures/m.direction=down", "measures/m.baseline=31", "measures/m.goal=20"}},
	"aim.seen":             {found: []string{"point_a.what=Students are not engaged."}, passes: []string{"point_a.what=Students come after the bell."}},
	"aim.whole":            {found: aim("20 a day"), passes: aim("fewer")},
	"drivers.linked":       {found: []string{"activities/a.text=Greet every student at the door"}, passes: driver("Greet every student at the door")},
	"drivers.activity":     {found: append(driver("Greet every student at the door"), "drivers/e.text=Buses come in time"), passes: driver("Greet every student at the door")},
	"drivers.vague":        {found: []string{"drivers/d.text=Better school climate"}, passes: driver("Greet every student at the door")},
	"drivers.reason":       {found: []string{"drivers/d.rationale=It is best practice."}, passes: []string{"drivers/d.rationale=9 of 12 students said so."}},
	"drivers.clear":        {found: driver("Build relationships"), passes: driver("Greet every student at the door")},
	"drivers.many":         {found: append(driver("One thing done daily"), "activities/2.text=b", "activities/3.text=c", "activities/4.text=d", "activities/5.text=e", "activities/6.text=f"), passes: driver("One thing done daily")},
	"prediction.because":   {found: []string{"prediction=Late arrivals fall from 31 to 20."}, passes: []string{"prediction=Late arrivals fall to 20 because someone waits."}},
	"prediction.number":    {found: []string{"prediction=Things will get better because we care."}, passes: []string{"prediction=Fewer students come late because someone waits."}},
	"prediction.before":    {found: running("prediction=20 because someone waits"), passes: []string{"start=2026-12-07", "prediction=20 because someone waits"}, written: "2026-11-10"},
	"scope.small":          {found: []string{"scope=The whole school, from Monday on."}, passes: []string{"scope=Two teachers at one door."}},
	"scope.long":           {found: []string{"weeks=18"}, passes: []string{"weeks=6"}},
	"prediction.good":      {found: []string{"prediction=Late arrivals fall to 20 because someone waits."}, passes: []string{"prediction=It gets better because someone waits."}},
	"scope.good":           {found: []string{"scope=Two teachers at one door."}, passes: []string{"scope=All teachers, two weeks."}},
	"plan.what":            {found: []string{"actions/a.what=Attendance"}, passes: []string{"actions/a.what=Greet at the door"}},
	"plan.names":           {found: []string{"actions/a.what=Greet at the door"}, passes: []string{"actions/a.what=Greet at the door", "actions/a.names=Ana"}},
	"plan.weeks":           {found: []string{"actions/a.what=Greet at the door"}, passes: []string{"actions/a.what=Greet at the door", "actions/a.weeks/1=true"}},
	"plan.everyone":        {found: []string{"actions/a.what=Greet", "actions/a.names=All staff"}, passes: []string{"actions/a.what=Greet", "actions/a.names=Ana"}},
	"measures.kinds":       {found: []string{outcome}, passes: []string{outcome, "measures/p.kind=process", "measures/b.kind=balance"}},
	"measures.name":        {found: []string{"measures/m.name=Success"}, passes: measure()},
	"measures.definition":  {found: []string{"measures/m.name=Late", "measures/m.definition=We count who is late."}, passes: measure()},
	"measures.owner":       {found: []string{"measures/m.name=Late"}, passes: measure()},
	"measures.rhythm":      {found: append(measure(), "measures/m.rhythm=At the end of the year"), passes: measure()},
	"measures.direction":   {found: []string{"measures/m.name=Late"}, passes: measure()},
	"measures.goal":        {found: append(measure(), "measures/m.goal="), passes: measure()},
	"measures.good":        {found: append(measure(), balanced...), passes: measure()},
	"do.marks":             {found: running("actions/a.what=Greet", "actions/a.weeks/1=true"), passes: running("actions/a.what=Greet", "actions/a.weeks/1=true", "actions/a.status.1=done")},
	"do.diary":             {found: running(), passes: running(diary(1, 2, 3)...)},
	"diary.said":           {found: running("diary/d.week=1", "diary/d.text=Went well."), passes: running(diary(1)...)},
	"do.deviation":         {found: studying("actions/a.status.1=missed"), passes: studying("actions/a.status.1=missed", "actions/a.notes.1=substitute")},
	"data.enough":          {found: running(append(measure(), points(2)...)...), passes: running(append(measure(), points(3)...)...)},
	"data.baseline":        {found: running(append(measure(), append(points(3), "measures/m.baseline=")...)...), passes: running(append(measure(), points(3)...)...)},
	"data.balance":         {found: studying("measures/b.kind=balance", "measures/b.name=Minutes lost"), passes: studying("measures/b.kind=balance", "measures/b.name=Minutes lost", "points/p.measure=b", "points/p.date=2026-11-02", "points/p.value=3")},
	"data.good":            {found: running(append(measure(), points(10)...)...), passes: running(append(measure(), points(9)...)...)},
	"diary.good":           {found: running(diary(1, 2, 3)...), passes: running(diary(1, 2)...)},
	"study.results":        {found: studying("study.results=It was very successful."), passes: studying("study.results=From 31 to 22 a day.")},
	"study.variation":      {found: studying("study.variation=The numbers went up and down."), passes: studying("study.variation=Mondays stayed near 30.")},
	"study.prediction":     {found: studying("study.prediction=We were right."), passes: studying("study.prediction=We said 20 and got 22 a day.")},
	"study.unpredicted":    {found: studying("study.prediction=We said 20 and got 22 a day."), passes: studying("prediction=20 because", "study.prediction=We said 20 and got 22.")},
	"study.copy":           {found: studying("prediction=Late arrivals fall to 20 because someone waits", "study.learned=Late arrivals fall to 20 because someone waits."), passes: studying("prediction=Late arrivals fall to 20 because someone waits", "study.learned=It helps those who walk and not those on bus 12.")},
	"study.learned":        {found: studying("study.learned=Greeting students is important."), passes: studying("study.learned=It helps those who walk and not those on the bus.")},
	"study.for_whom":       {found: studying("study.for_whom=It worked for everybody."), passes: studying("study.for_whom=Not for the 40 students on bus 12.")},
	"study.two_points":     {found: studying(append(measure(), append(points(2), "study.results=It improved from 31 to 22")...)...), passes: studying(append(measure(), append(points(8), "study.results=It improved from 31 to 22")...)...)},
	"study.good":           {found: studying("prediction=20", "study.prediction=We said 20 and got 22; the because seems right, 10 of 12 say so."), passes: studying("study.prediction=We were right.")},
	"study.for_whom.good":  {found: studying("points/p.subgroup=English learners", "study.for_whom=English learners went from 2 of 11 to 3."), passes: studying("study.for_whom=English learners went from 2 of 11 to 3.")},
	"act.cites":            {found: inAct("act.why=The team felt good about it."), passes: inAct("act.why=The chart shows a shift.")},
	"act.same":             {found: inAct("act.decision=repeat", "act.why=No signal in 16 weeks."), passes: inAct("act.decision=adapt", "act.why=No signal in 16 weeks.")},
	"ramp.adapted":         {found: driver("Greet every student"), passes: driver("Breakfast on the bus"), prior: append(driver("Greet every student"), "act.decision=adapt")},
	"ramp.scale":           {found: []string{"scope=Two teachers at the grade 7 door"}, passes: []string{"scope=All six doors of the building, two weeks"}, prior: []string{"scope=Two teachers at the grade 7 door", "act.decision=repeat"}},
	"ramp.measures":        {found: []string{"measures/x.name=Something else"}, passes: measure(), prior: measure()},
	"ramp.right":           {},
	"ramp.good":            {},
	"act.good":             {found: inAct("act.decision=adapt", "act.why=31 fell to 22, but not for the students on buses 12 and 14."), passes: inAct("act.decision=adapt", "act.why=It felt right.")},
	"support.clear":        {found: []string{"requests/r.text=More support."}, passes: []string{"requests/r.text=Bus 12 at school by 7:45 from October 26"}},
	"support.answer":       {found: []string{"requests/r.answer=We are looking into it."}, passes: []string{"requests/r.answer=Yes, from October 26."}},
	"support.checkpoint":   {found: []string{"checkpoints/p.text=Check in."}, passes: []string{"checkpoints/p.text=Three weeks of numbers: is the line below 27?"}},
	"support.late":         {found: []string{"requests/r.promised=2026-10-26", "requests/r.text=Bus 12"}, passes: []string{"requests/r.promised=2026-10-26", "requests/r.state=done"}},
}

func evidence(source, finding string) []string {
	return []string{"evidence/e.source=" + source, "evidence/e.finding=" + finding}
}

func problem() []string {
	return []string{"problem.who=Grade 7 advisers", "problem.does=take attendance", "problem.what=after the first lesson has begun"}
}

func causes(n int) (lines []string) {
	for i := range n {
		lines = append(lines, fmt.Sprintf("causes/c%d.text=bus %d comes at 7:55", i+1, i+1))
	}
	return lines
}

func aim(howMuch string) (lines []string) {
	for _, p := range []string{"point_a.", "point_b."} {
		lines = append(lines, p+"what=Students come after the bell", p+"for_whom=Grade 7", p+"by_when=2026-12-04", p+"how_much="+howMuch)
	}
	return lines
}

func driver(activity string) []string {
	return []string{"drivers/d.text=Every student is met by name", "activities/a.driver=d", "activities/a.text=" + activity}
}

func measure() []string {
	return []string{
		outcome, "measures/m.name=Late arrivals", "measures/m.definition=Not in the room when the bell stops, from the door sheet", "measures/m.owner=Sok",
		"measures/m.rhythm=Every Friday", "measures/m.direction=down", "measures/m.baseline=31", "measures/m.goal=20",
	}
}

var balanced = []string{
	"measures/p.kind=process", "measures/p.definition=Mornings on which somebody stood at the door", "measures/p.owner=Ana", "measures/p.rhythm=Weekly",
	"measures/b.kind=balance", "measures/b.definition=Minutes of advisory lost, by the clock over the door", "measures/b.owner=Ana", "measures/b.rhythm=Weekly",
}

func diary(weeks ...int) (lines []string) {
	for _, w := range weeks {
		lines = append(lines, fmt.Sprintf("diary/d%d.week=%d", w, w), fmt.Sprintf("diary/d%d.text=Two of us stood at the door", w))
	}
	return lines
}

func points(n int) (lines []string) {
	day := cycle.Day{Year: 2026, Month: 10, Day: 27}
	for i := range n {
		id := fmt.Sprintf("points/p%d.", i)
		lines = append(lines, id+"measure=m", id+"value=25", id+"date="+day.AddDays(i).String())
	}
	return lines
}

func studying(lines ...string) []string {
	return append([]string{"team_phase=study", "start=2026-10-05", "weeks=6", "actions/a.what=Greet", "actions/a.names=Ana"}, lines...)
}

func build(t *testing.T, id string, lines []string) *cycle.Cycle {
	t.Helper()
	c := cycle.New(id)
	for _, line := range lines {
		key, value, _ := strings.Cut(line, "=")
		p, err := cycle.ParsePath(key)
		if err != nil {
			t.Fatal(err)
		}
		if p.List != "" {
			if _, ok := c.Item(p.List, p.Item); !ok {
				c.Apply(cycle.Add(p.List, p.Item))
			}
		}
		c.Apply(cycle.Set(p, value))
	}
	return c
}

func TestRules(t *testing.T) {
	today := cycle.Day{Year: 2026, Month: 11, Day: 16}
	for _, rule := range Rules {
		tc, ok := ruleCases[rule.Key]
		if !ok {
			t.Errorf("rule %s has no case", rule.Key)
			continue
		}
		if rule.Why == "" {
			t.Errorf("rule %s gives no reason", rule.Key)
		}
		if tc.found == nil {
			continue
		}
		hears := func(lines []string) bool {
			in := Input{Cycle: build(t, "this", lines), Today: today}
			if tc.prior != nil {
				in.Ramp = []*cycle.Cycle{build(t, "before", tc.prior), in.Cycle}
			}
			if tc.written != "" {
				in.Written = func(cycle.Path) cycle.Day { d, _ := cycle.ParseDay(tc.written); return d }
			}
			rev := Of(in)
			for _, f := range append(rev.Questions, rev.Strengths...) {
				if f.Rule == rule.Key {
					if f.Text == "" || f.Step != rule.Step {
						t.Errorf("rule %s: finding %+v", rule.Key, f)
					}
					return true
				}
			}
			return false
		}
		if !hears(tc.found) {
			t.Errorf("rule %s says nothing about %q", rule.Key, tc.found)
		}
		if hears(tc.passes) {
			t.Errorf("rule %s speaks about %q", rule.Key, tc.passes)
		}
	}
	if len(ruleCases) != len(Rules) {
		t.Errorf("%d cases for %d rules", len(ruleCases), len(Rules))
	}
}

func TestRampRules(t *testing.T) {
	ramp := []*cycle.Cycle{}
	for i, said := range []string{"As predicted, 20.", "We were right again.", "It came as expected."} {
		ramp = append(ramp, build(t, fmt.Sprint("c", i), []string{"study.prediction=" + said}))
	}
	heard := map[string]int{}
	rev := Of(Input{Cycle: ramp[2], Ramp: ramp, Today: cycle.Day{Year: 2026, Month: 11, Day: 16}})
	for _, f := range append(rev.Questions, rev.Strengths...) {
		heard[f.Rule]++
	}
	if heard["ramp.right"] != 1 || heard["ramp.good"] != 1 {
		t.Errorf("a ramp of three that was always right: %v", heard)
	}
}

// TestPhase says nothing about steps whose time has not come.
func TestPhase(t *testing.T) {
	lines := []string{"study.results=It was very successful.", "team_phase=plan"}
	rev := Of(Input{Cycle: build(t, "c", lines), Today: cycle.Day{Year: 2026, Month: 11, Day: 16}})
	for _, q := range rev.Questions {
		if q.Rule == "study.results" {
			t.Error("a plan is asked about its results")
		}
	}
	for _, g := range rev.Empty {
		if st, _ := cycle.StepOf(g.Path.Field); st.Phase == cycle.Study || st.Phase == cycle.Act {
			t.Errorf("a plan is told that %s is empty", g.At)
		}
	}
}
