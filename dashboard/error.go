package dashboard

import (
	"context"
	"errors"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// ErrNotFound says that something is not there or not for the one who asks,
// which are the same answer on purpose.
var ErrNotFound = errors.New("not found")

// ErrMoved says that the database was copied to another one and is not to be
// used any more.
var ErrMoved = errors.New("this database was copied to another one and is closed; serve the new one")

// ErrExists says that a database has been set up before.
var ErrExists = errors.New("this dashboard is set up already; nothing was changed")

// refusal makes the answer to something that cannot be done.
func refusal(code wire.Code, message string) error { return &wire.Error{Code: code, Message: message} }

// outward turns the errors of back ends that are no fault of the server into
// answers. It leaves all others as they are.
func outward(err error) error {
	var known *wire.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	case errors.Is(err, ErrNotFound):
		return refusal(wire.CodeNotFound, "this is not there, or not for you to see")
	case errors.Is(err, ErrMoved):
		return refusal(wire.CodeMoved, "this dashboard has moved to another server. Ask your district for its new address; nothing on your laptop is lost")
	case errors.Is(err, context.DeadlineExceeded):
		return refusal(wire.CodeDown, "the dashboard took too long to answer. Try again later; nothing was lost")
	default:
		return err
	}
}
