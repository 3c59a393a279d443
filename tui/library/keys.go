package library

import "github.com/cqi-pdsa/pdsa/tui/ui"

var (
	keyNew      = ui.Bind("n", "new", "n")
	keyFind     = ui.Bind("/", "find", "/")
	keyWeek     = ui.Bind("w", "this week", "w")
	keySync     = ui.Bind("s", "sync", "s")
	keyOthers   = ui.Bind("o", "other schools", "o")
	keyPaper    = ui.Bind("i", "from Word", "i")
	keyNext     = ui.Bind(">", "next cycle", ">")
	keyDecide   = ui.Bind(">", "what next", ">")
	keyArchive  = ui.Bind("a", "put away", "a")
	keyArchived = ui.Bind("A", "what is put away", "A")
	keyRestore  = ui.Bind("a", "take it back", "a")
	keyBack     = ui.Bind("A", "my cycles", "A", "esc", "ctrl+b")
	keyQuit     = ui.Bind("q", "quit", "q")
	keyStart    = ui.Bind("enter", "start", "enter")
	keyCancel   = ui.Bind("esc", "not now", "esc")
)
