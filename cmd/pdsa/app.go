package main

import (
	"context"
	"runtime/debug"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/tui"
)

// appGCPercent lets the app collect garbage less often than usual: its heap is
// small, and a person waits for its first screen and for every key.
const appGCPercent = 400

// openApp opens the app on this laptop's store.
func (a *app) openApp(ctx context.Context) error {
	if err := a.checkScreen(); err != nil {
		return err
	}
	debug.SetGCPercent(appGCPercent)
	return a.with(stays, func(s *store.Store) error {
		if warning := store.PlaceWarning(s.Path()); warning != "" {
			a.note("%s", warning)
		}
		return a.runApp(ctx, s, a.now, false)
	})
}

func (a *app) runApp(ctx context.Context, s *store.Store, now func() time.Time, demo bool) error {
	return tui.Run(ctx, s, tui.Options{
		Accessible: a.accessible, In: a.in, Out: a.outFile, Demo: demo, Now: now, Color: a.color, Examples: a.openExamples,
	})
}

// checkScreen refuses to open the app where there is nobody to use it.
func (a *app) checkScreen() error {
	switch {
	case a.noInput:
		return wrongUsef("the app asks for input, and --no-input forbids it. `pdsa list` shows your cycles without")
	case a.accessible:
		return nil
	case !term.IsTerminal(a.in.Fd()) || !term.IsTerminal(a.outFile.Fd()):
		return wrongUsef("the app needs a terminal, and input or output is something else here. `pdsa --accessible` works line by line anywhere, `pdsa list` shows your cycles")
	case !canDraw(a.outFile):
		return wrongUsef("this terminal cannot show the app's screens. `pdsa --accessible` asks the same questions line by line")
	}
	return nil
}
