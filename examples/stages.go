package examples

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A stage is a place in the life of a cycle, in the order in which teams work.
// Week n of the cycle is the stage week+n; what comes after the last week of all
// is the stage after.
type stage int

const (
	asking   stage = iota // who we are, the evidence, the problem
	finding               // the fishbone
	aiming                // goals, drivers, prediction
	planning              // who does what, what is counted, numbers from before
	week                  // and MaxWeeks more
	after    = week + cycle.MaxWeeks + 1
	learning = after + 1
	deciding = after + 2
	later    = after + 3 // what was counted after the decision
)

// stageOfStep says when a team fills a step. Diary and data are dated themselves.
var stageOfStep = map[string]stage{
	"about": asking, "evidence": asking, "problem": asking, "fishbone": finding,
	"goals": aiming, "drivers": aiming, "prediction": aiming,
	"plan": planning, "measures": planning,
	"learn": learning, "next": deciding,
}

// A sitting is one time at which a team wrote in its cycle: how far it got, when
// that was, and whose turn it was to type.
type sitting struct {
	of    *cycle.Cycle
	until stage
	last  bool // of this cycle
	at    time.Time
	who   string
}

// sittingsOf returns the sittings of a cycle.
func sittingsOf(c *cycle.Cycle) []sitting {
	team := c.Team()
	if len(team) == 0 {
		team = []string{""}
	}
	var out []sitting
	for i, end := range ends(c.WeeksPlanned(), strings.HasPrefix(c.ID, generated)) {
		at := c.Start().AddDays(end.day).Time().Add(20*time.Hour + time.Duration(len(c.Get("title"))*i%60)*time.Minute)
		if latest := Day().Time(); at.After(latest) {
			at = latest
		}
		if i > 0 && !at.After(out[i-1].at) {
			at = out[i-1].at.Add(time.Minute)
		}
		out = append(out, sitting{of: c, until: end.stage, at: at, who: team[i%len(team)]})
	}
	out[len(out)-1].last = true
	return out
}

// end is the last stage of a sitting, and the day of it counted from the first
// day of the cycle.
type end struct {
	stage stage
	day   int
}

// ends are the sittings of a cycle. A generated one has three: its plan, its
// weeks, its end.
func ends(weeks int, short bool) []end {
	if short {
		return []end{{planning, -3}, {after, 7*weeks - 3}, {deciding, 7*weeks + 3}}
	}
	out := []end{{asking, -17}, {finding, -12}, {aiming, -9}, {planning, -4}}
	for w := 1; w <= weeks; w++ {
		out = append(out, end{week + stage(w), 7*w - 3})
	}
	return append(out, end{after, 7*weeks + 1}, end{learning, 7*weeks + 2}, end{deciding, 7*weeks + 4}, end{later, 7*weeks + 9})
}

// upTo returns the part of the cycle that is there at the end of the stage.
func upTo(c *cycle.Cycle, last stage) *cycle.Cycle {
	out := cycle.New(c.ID)
	for key, value := range c.Values {
		if stageOfField(key) <= last {
			out.Values[key] = value
		}
	}
	for list, items := range c.Lists {
		for _, it := range items {
			if stageOfItem(c, list, it) <= last {
				out.Lists[list] = append(out.Lists[list], partOf(it, last))
			}
		}
	}
	return out
}

func stageOfField(key string) stage {
	if key == "team_phase" || key == "progress" {
		return deciding
	}
	step, _ := cycle.StepOf(key)
	return stageOfStep[step.Key]
}

func stageOfItem(c *cycle.Cycle, list string, it cycle.Item) stage {
	switch list {
	case "points", "annotations":
		return stageOfDay(c, it.Get("date"))
	case "diary":
		return stageOfWeek(it.Get("week"))
	case "checkpoints":
		return planning
	case "requests":
		return week + 1
	case "comments":
		return max(stageOfField(it.Get("step"))+1, week+1)
	}
	step, _ := cycle.StepOf(list)
	return stageOfStep[step.Key]
}

func stageOfDay(c *cycle.Cycle, date string) stage {
	d, ok := cycle.ParseDay(date)
	n := c.Facts().Week(d)
	switch {
	case !ok || n < 1:
		return planning
	case n > c.WeeksPlanned()+1:
		return later
	case n > c.WeeksPlanned():
		return after
	}
	return week + stage(n)
}

func stageOfWeek(text string) stage {
	n, err := strconv.Atoi(text)
	if err != nil {
		return after
	}
	return week + stage(n)
}

// partOf returns the item without what was marked or answered later.
func partOf(it cycle.Item, last stage) cycle.Item {
	part := cycle.Item{ID: it.ID, Values: map[string]string{}}
	for key, value := range it.Values {
		_, n, ofWeek := strings.Cut(key, ".")
		if ofWeek && stageOfWeek(n) > last || slices.Contains(answers, key) && last < after {
			continue
		}
		part.Values[key] = value
	}
	return part
}

// answers are the fields of an item that are filled at the end.
var answers = []string{"done", "promised", "state"}
