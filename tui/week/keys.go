package week

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyByCycle  = ui.Bind("g", "by cycle", "g")
	keyByPerson = ui.Bind("g", "by person", "g")
	keyBefore   = ui.Bind("←", "week before", "left")
	keyAfter    = ui.Bind("→", "week after", "right")
)
