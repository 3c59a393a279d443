package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitWrongUse    = 2
	exitNotFound    = 3
	exitDamaged     = 4
	exitInUse       = 5
	exitNotReached  = 6
	exitNotAllowed  = 7
	exitInterrupted = 130
)

// exitCode turns an error into the exit code.
func exitCode(err error) int {
	var wrong *usageError
	var unknown *cycle.UnknownFieldError
	var inUse *store.InUseError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &wrong), errors.As(err, &unknown):
		return exitWrongUse
	case errors.As(err, &inUse):
		return exitInUse
	case errors.Is(err, store.ErrDamaged), errors.Is(err, store.ErrForeign):
		return exitDamaged
	case errors.Is(err, store.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return exitNotFound
	case errors.Is(err, store.ErrReadOnly), errors.Is(err, fs.ErrPermission),
		errors.Is(err, store.ErrNotAllowed), errors.Is(err, store.ErrOtherSchool), errors.Is(err, remote.ErrInsecure), errors.Is(err, errRefused):
		return exitNotAllowed
	case errors.Is(err, remote.ErrUnreachable):
		return exitNotReached
	default:
		return exitOfDashboard(err)
	}
}

// A usageError says that the command line was wrong, not the world.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// wrongUse marks an error as one of the command line; nil stays nil.
func wrongUse(err error) error {
	if err == nil {
		return nil
	}
	return &usageError{err}
}

func wrongUsef(format string, args ...any) error { return wrongUse(fmt.Errorf(format, args...)) }

// takes checks the number of arguments; the names are for the message.
func takes(least, most int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < least && least == 1:
			return wrongUsef("this command needs %s", what)
		case len(args) < least:
			return wrongUsef("this command needs %s; %d of them are there", what, len(args))
		case len(args) > most && most == 0:
			return wrongUsef("this command takes nothing more, and %q is there", args[0])
		case len(args) > most:
			return wrongUsef("this command takes %s, and %q is too much. Put quotes around words that belong together", what, args[most])
		}
		return nil
	}
}
