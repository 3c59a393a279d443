package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// canDraw reports whether the console can show screens. Consoles before Windows
// 10 do not understand the sequences that screens are made of.
func canDraw(out *os.File) bool {
	console := windows.Handle(out.Fd())
	var mode uint32
	if windows.GetConsoleMode(console, &mode) != nil {
		return true // a terminal of another kind, such as that of a Unix shell
	}
	if windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode) == nil
}
