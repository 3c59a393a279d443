package examples

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// generated is how the ids of generated cycles begin.
const generated = "gen-"

// Generate returns n invented cycles, to see how the program does with many.
// Their starts lie in the three school years up to November 2026; they stand
// where a cycle with that start would stand on Day. Some follow another one in a
// ramp. The first of 100 are the first of 1,000 as well: the same n gives the
// same cycles, with the ids gen-00001 and on.
func Generate(n int) []*cycle.Cycle {
	cycles := make([]*cycle.Cycle, 0, max(n, 0))
	var before *cycle.Cycle
	var about theme
	for i := 1; i <= n; i++ {
		g := generator{rand.New(rand.NewPCG(uint64(i), 0x9d5a)), cycle.New(fmt.Sprintf("%s%05d", generated, i))}
		follows := before != nil && i%4 == 0 && before.Values["act.decision"] != "" &&
			before.Start().AddDays(7*before.WeeksPlanned()+7).Before(Day())
		if follows {
			g.follow(before)
		} else {
			about = themes[g.IntN(len(themes))]
			g.begin(about)
		}
		g.fill(about)
		cycles = append(cycles, g.c)
		before = g.c
	}
	return cycles
}

type generator struct {
	*rand.Rand
	c *cycle.Cycle
}

func (g generator) pick(from []string) string { return from[g.IntN(len(from))] }

func (g generator) set(key, value string) { g.c.Apply(cycle.SetField(key, value)) }

func (g generator) item(list, id string, fields ...string) {
	g.c.Apply(cycle.Add(list, id))
	for i := 0; i < len(fields); i += 2 {
		g.c.Apply(cycle.SetIn(list, id, fields[i], fields[i+1]))
	}
}

func (g generator) begin(t theme) {
	grade := 1 + g.IntN(11)
	g.set("title", fmt.Sprintf("%s, grade %d", t.title, grade))
	g.set("school", g.pick(schools))
	g.set("network", g.pick(networks))
	g.set("sharing", g.pick([]string{"team", "coach", "district", "district"}))
	var team []string
	for range 3 + g.IntN(3) {
		team = append(team, g.pick(firstNames)+" "+g.pick(lastNames))
	}
	g.set("team", strings.Join(team, "; "))
	g.set("start", g.start().String())
	g.set("weeks", strconv.Itoa([]int{4, 6, 6, 6, 6, 8}[g.IntN(6)]))
}

// start is a Monday of a school year, from September to May.
func (g generator) start() cycle.Day {
	first := cycle.Day{Year: 2024 + g.IntN(3), Month: time.September, Day: 9}
	weeks := 37
	if first.Year == 2026 {
		weeks = 12
	}
	d := first.AddDays(7 * g.IntN(weeks))
	return d.AddDays(-((int(d.Weekday()) + 6) % 7))
}

func (g generator) follow(before *cycle.Cycle) {
	for _, key := range []string{"title", "school", "network", "sharing", "team", "weeks"} {
		g.set(key, before.Values[key])
	}
	g.set("previous", before.ID)
	g.set("start", before.Start().AddDays(7*(before.WeeksPlanned()+1)).String())
}

// fill writes as much of the cycle as a team would have on Day.
func (g generator) fill(t theme) {
	facts := g.c.Facts()
	at := facts.Week(Day())
	g.evidence(t)
	g.set("problem.who", t.who)
	g.set("problem.does", t.does)
	g.set("problem.what", t.what)
	g.fishbone(t)
	if at == 0 && g.IntN(2) == 0 {
		return // still planning
	}
	g.goals(t)
	g.plan(t, at)
	g.numbers(t, at)
	g.diary(at)
	if at > facts.Weeks && g.IntN(10) > 0 {
		g.end(t)
	}
}

func (g generator) evidence(t theme) {
	source, _ := cycle.FieldByKey("evidence.source")
	for range 2 {
		o := source.Options[g.IntN(len(source.Options))]
		g.item("evidence", o.Key, "source", o.Key, "consulted", cycle.True,
			"finding", fmt.Sprintf("%s: %d of %d say it happens every week.", t.causes[g.IntN(len(t.causes))], 4+g.IntN(8), 12+g.IntN(9)))
	}
	g.set("strengths", "We know each other, and "+g.pick([]string{"students tell us what they think.", "families answer when we ask.", "the hallway is calm on most days."}))
	g.set("priority", t.title)
}

func (g generator) fishbone(t theme) {
	bones := []string{"Time", "Adults", "Habits"}
	for i, name := range bones {
		g.item("bones", "b"+strconv.Itoa(i), "name", name)
	}
	for i, text := range t.causes {
		id := "c" + strconv.Itoa(i)
		g.item("causes", id, "bone", "b"+strconv.Itoa(i%len(bones)), "text", text)
		if i == 0 {
			g.c.Apply(cycle.SetIn("causes", id, "root", cycle.True), cycle.SetIn("causes", id, "votes", strconv.Itoa(2+g.IntN(4))))
		}
	}
	g.item("whys", "w0", "cause", "c0", "text", "Because it has always been so and nobody was asked to look.")
	g.item("whys", "w1", "cause", "c0", "text", "Because each of us sees only one part of the morning.")
}

func (g generator) goals(t theme) {
	whom := "All students of " + g.c.Values["title"][strings.LastIndex(g.c.Values["title"], "grade"):]
	start := g.c.Start()
	g.set("point_a.what", "Today "+t.who+" "+t.does+" "+t.what+".")
	g.set("point_a.for_whom", whom)
	g.set("point_a.by_when", start.AddDays(-3).String())
	g.set("point_a.how_much", number(t.from)+" "+t.unit)
	g.set("point_b.what", t.driver+".")
	g.set("point_b.for_whom", whom)
	g.set("point_b.by_when", g.c.Facts().End().String())
	g.set("point_b.how_much", number(t.to)+" "+t.unit)
	for _, fixed := range cycle.FixedItems("goal_checks") {
		g.item("goal_checks", fixed.ID, fixed.Field, fixed.Value, "answer", g.pick([]string{"yes", "yes", "yes", "not_yet"}))
	}
	g.item("drivers", "d0", "text", t.driver, "kind", g.pick([]string{"system", "motivation", "readiness", "research"}))
	for i, text := range t.activities {
		g.item("activities", "a"+strconv.Itoa(i), "driver", "d0", "text", text)
	}
	g.set("prediction", fmt.Sprintf("%s goes from %s to %s, because %s.", t.measure, number(t.from), number(t.to), lowerFirst(t.driver)))
	g.set("scope", g.pick([]string{"One class for six weeks.", "Two teams, one hallway.", "One grade."}))
}

func (g generator) plan(t theme, at int) {
	weeks := g.c.WeeksPlanned()
	team := g.c.Team()
	rows := append([]string{"Tell families and students"}, t.activities...)
	rows = append(rows, "Count and write down the numbers")
	for i, what := range rows {
		id := "p" + strconv.Itoa(i)
		g.item("actions", id, "what", what, "names", team[i%len(team)])
		last := weeks
		if i == 0 {
			last = 1
		}
		for w := 1; w <= last; w++ {
			g.c.Apply(cycle.SetIn("actions", id, "weeks"+cycle.SetMark+strconv.Itoa(w), cycle.True))
			if w < at {
				status := g.pick([]string{cycle.StatusDone, cycle.StatusDone, cycle.StatusDone, cycle.StatusMissed})
				g.c.Apply(cycle.SetIn("actions", id, "status."+strconv.Itoa(w), status))
			}
		}
	}
}

// numbers writes the measures, and a point a week for two of them: some from
// before the start, and those of the weeks that have passed.
func (g generator) numbers(t theme, at int) {
	weeks := g.c.WeeksPlanned()
	team := g.c.Team()
	other := "down"
	if t.direction == "down" {
		other = "up"
	}
	g.item("measures", "m0", "name", t.measure, "kind", cycle.Outcome, "unit", t.unit, "definition", "Counted the same way each time, on the sheet in the team folder.",
		"owner", team[0], "rhythm", "weekly", "direction", t.direction, "baseline", number(t.from), "goal", number(t.to))
	g.item("measures", "m1", "name", t.process, "kind", cycle.Process, "unit", "a week", "definition", "Each one that took place as planned.",
		"owner", team[1%len(team)], "rhythm", "weekly", "direction", "up", "goal", "5")
	g.item("measures", "m2", "name", "Minutes of our own time", "kind", cycle.Balance, "unit", "minutes a week", "definition", "As each of us writes down on Friday.",
		"owner", team[2%len(team)], "rhythm", "weekly", "direction", other)
	works := []float64{0, 0.4, 0.8, 1}[g.IntN(4)]
	for week := -4; week < min(at, weeks+1); week++ {
		share := works * math.Max(0, float64(week)/float64(weeks))
		value := t.from + share*(t.to-t.from) + g.NormFloat64()*t.spread
		g.point("m0", g.c.Start().AddDays(7*(week-1)+3), math.Max(0, value))
		if week > 0 {
			g.point("m1", g.c.Start().AddDays(7*(week-1)+4), float64(2+g.IntN(4)))
		}
	}
}

func (g generator) point(measure string, day cycle.Day, value float64) {
	if Day().Before(day) {
		return
	}
	g.item("points", cycle.PointID(measure, day, ""), "measure", measure, "date", day.String(), "value", number(value))
}

func (g generator) diary(at int) {
	for w := 1; w < min(at, g.c.WeeksPlanned()+1); w++ {
		if g.IntN(3) == 0 {
			continue
		}
		g.item("diary", cycle.DiaryID(w), "week", strconv.Itoa(w), "text", g.pick([]string{
			"As planned on four of five days. The substitute did not know about it.",
			"Two of us were out. The others did it alone and said it was too much.",
			"A student asked why we do this. Good talk.",
			"Better than last week. Wednesday was a half day.",
			"Nobody wrote down the numbers until Friday, so they are from memory.",
		}))
	}
}

func (g generator) end(t theme) {
	g.set("study.results", fmt.Sprintf("%s: from %s to about %s.", t.measure, number(t.from), g.lastNumber()))
	g.set("study.variation", "Mondays differ from the rest of the week.")
	g.set("study.prediction", "We predicted "+number(t.to)+". "+g.pick([]string{"It came close.", "It moved less than that.", "It did not move."}))
	g.set("study.learned", t.learned)
	g.set("study.for_whom", g.pick([]string{"For those who were there from the start.", "We cannot tell yet.", "Less for students who are new to English."}))
	if g.IntN(8) == 0 {
		return // not decided yet
	}
	g.set("act.decision", g.pick([]string{string(cycle.Adapt), string(cycle.Adapt), string(cycle.Repeat), string(cycle.Replan), string(cycle.Restart)}))
	g.set("act.why", "The chart says so: "+lowerFirst(t.learned))
	g.set("progress", g.pick([]string{"2.5", "3", "3", "3.5", "4"}))
}

func (g generator) lastNumber() string {
	series := g.c.Series("m0")
	if len(series) == 0 {
		return "nothing we could count"
	}
	return series[len(series)-1].Text
}

// number writes one decimal at most.
func number(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
