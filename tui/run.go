// Package tui is the face of the program: the terminal app.
//
// The root model (App) keeps the stack of screens, routes messages, and saves
// what was typed before anything is left. Screens are in folders of their own;
// package ui says what a screen is, package session holds the open document.
package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
	"github.com/cqi-pdsa/pdsa/tui/plain"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// Options say how the app runs. The zero Options are those of a terminal.
type Options struct {
	// Accessible runs the line-by-line mode instead of screens.
	Accessible bool
	// Demo says that the cycles are examples on a throw-away copy.
	Demo bool
	// In and Out are the terminal; nil is stdin and stdout.
	In  io.Reader
	Out io.Writer
	// Now is the wall clock; nil is time.Now.
	Now func() time.Time
	// Color is auto, always or never; empty is auto.
	Color string
	// Examples opens the example cycles for the first start; nil offers none.
	Examples func(context.Context) (Examples, error)
	// Remote says how the district's dashboard is reached. The zero Options are
	// right; tests put a server of their own in.
	Remote remote.Options
}

// framesPerSecond halves the wait for the next drawing against the usual 60.
const framesPerSecond = 120

// Run shows the app until the person quits or ctx ends, and saves all that was
// typed. The error says what could not be saved, or that the terminal failed.
func Run(ctx context.Context, st *store.Store, o Options) error {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.In == nil {
		o.In = os.Stdin
	}
	if o.Out == nil {
		o.Out = os.Stdout
	}
	if o.Accessible {
		return plain.Run(ctx, st, o.In, o.Out, o.Now)
	}
	app, err := New(st, o)
	if err != nil {
		return err
	}
	app.ascii = !ui.UTF8Locale(os.Getenv, runtime.GOOS == "windows")
	p := tea.NewProgram(app, programOptions(ctx, o)...)
	stop := quitOnHangup(p)
	defer stop()
	_, err = p.Run()
	return errors.Join(told(err), app.flush())
}

func programOptions(ctx context.Context, o Options) []tea.ProgramOption {
	opts := []tea.ProgramOption{tea.WithContext(ctx), tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithFPS(framesPerSecond)}
	if o.Color == "never" {
		opts = append(opts, tea.WithEnvironment(append(os.Environ(), "NO_COLOR=1")))
	}
	return opts
}

// quitOnHangup ends the program in good order when its terminal goes away, so
// that the field in hand is saved.
func quitOnHangup(p *tea.Program) (stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, hangupSignals...)
	done := make(chan struct{})
	go func() {
		select {
		case <-signals:
			p.Send(ui.Quit{})
		case <-done:
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}

func told(err error) error {
	switch {
	case err == nil, errors.Is(err, tea.ErrInterrupted), errors.Is(err, context.Canceled):
		return nil
	case errors.Is(err, tea.ErrProgramKilled):
		return errors.New("the app was ended from outside. What you had typed is saved")
	}
	return fmt.Errorf("the terminal failed: %w. What you had typed is saved", err)
}
