package main

import (
	"errors"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
	"github.com/cqi-pdsa/pdsa/dashboard/conformance"
)

// exitOfDashboard is the exit code of an error of a dashboard or on the way to it.
func exitOfDashboard(err error) int {
	var refused *wire.Error
	switch {
	case errors.As(err, &refused):
		switch refused.Code {
		case wire.CodeSignIn, wire.CodeForbid:
			return exitNotAllowed
		case wire.CodeNotFound, wire.CodeCode:
			return exitNotFound
		case wire.CodeDown, wire.CodeBusy:
			return exitNotReached
		}
		return exitFailed
	case errors.Is(err, errNotAnswered), errors.Is(err, conformance.ErrNotReached):
		return exitNotReached
	case errors.Is(err, bolt.ErrInUse):
		return exitInUse
	case errors.Is(err, bolt.ErrDamaged), errors.Is(err, bolt.ErrForeign):
		return exitDamaged
	default:
		return exitFailed
	}
}
