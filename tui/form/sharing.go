package form

import (
	"fmt"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// sharing is the field that says who may read a cycle.
var sharing = cycle.Path{Field: "sharing"}

// sharingWords say what the choice comes to on this laptop.
func sharingWords(env *ui.Env, value string) string {
	if env.Dashboard == "" {
		return "Your cycles are on this laptop only, until it joins the district's dashboard: then this choice holds there."
	}
	who := "your school's team alone"
	switch wire.Audience(value) {
	case wire.ForCoach:
		who = "your team and your coach"
	case wire.ForDistrict:
		who = "your team, your coach, the district and other schools"
	}
	return fmt.Sprintf("On %s it is read by %s. A change of this goes there with the next sync.", cycle.Clean(env.Dashboard, false), who)
}
