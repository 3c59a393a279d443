package cycle

// usualWeeks is how long a cycle is until its team says otherwise.
const usualWeeks = "6"

// Begin returns a new cycle with what is known before its team is asked: the
// school and the name of the person at the laptop, as a first member of the team,
// the coming Monday, and six weeks. Every way into the program begins a cycle like
// this. school and person may be empty; a Monday's coming Monday is a week later.
func Begin(id, school, person string, today Day) *Cycle {
	c := New(id)
	c.Apply(
		SetField("school", school),
		SetField("team", person),
		SetField("start", today.AddDays(7-(int(today.Weekday())+6)%7).String()),
		SetField("weeks", usualWeeks),
	)
	return c
}
