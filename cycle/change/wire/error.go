package wire

import (
	"fmt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// A Code says which error it is, for programs.
type Code string

// The codes, each with its HTTP status.
const (
	CodeGap      Code = "gap"         // 409: a change before the first one pushed is missing; see Have
	CodeFork     Code = "fork"        // 409: the number is taken by another change: a copied laptop
	CodeEpoch    Code = "epoch"       // 412: the server was restored from a backup
	CodeTooLarge Code = "too_large"   // 413
	CodeInvalid  Code = "invalid"     // 400: not what the API describes
	CodeDamaged  Code = "damaged"     // 400: a change's hash is not that of its content
	CodeSignIn   Code = "sign_in"     // 401: no token, or one that does not hold (any more)
	CodeForbid   Code = "not_allowed" // 403: may read but not write this
	CodeNotFound Code = "not_found"   // 404: not there, or not for this person
	CodeCode     Code = "code"        // 404: the join code is unknown, used or too old
	CodeBusy     Code = "too_many"    // 429: too many requests; see Retry-After
	CodeServer   Code = "server"      // 500
	CodeDown     Code = "unavailable" // 503
	CodeMoved    Code = "moved"       // 410: this database was copied to another one
	CodeMethod   Code = "method"      // 405
	CodeAccept   Code = "unsupported" // 415
)

// Error is the body of every answer that is not a success.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"` // for people: what happened and what to do
	// Have is set with gap and fork: the last number that the stream has of the
	// replica in question.
	Replica string        `json:"replica,omitempty"`
	Have    change.Vector `json:"have,omitempty"`
	// Epoch is set with epoch: the server's.
	Epoch string `json:"epoch,omitempty"`
}

// Error returns the message.
func (e *Error) Error() string {
	if e.Message == "" {
		return fmt.Sprintf("the dashboard answered %q", string(e.Code))
	}
	return e.Message
}

// Status returns the HTTP status of the code; 500 for one it does not know.
func (c Code) Status() int {
	switch c {
	case CodeInvalid, CodeDamaged:
		return 400
	case CodeSignIn:
		return 401
	case CodeForbid:
		return 403
	case CodeNotFound, CodeCode:
		return 404
	case CodeMethod:
		return 405
	case CodeGap, CodeFork:
		return 409
	case CodeMoved:
		return 410
	case CodeEpoch:
		return 412
	case CodeTooLarge:
		return 413
	case CodeAccept:
		return 415
	case CodeBusy:
		return 429
	case CodeDown:
		return 503
	default:
		return 500
	}
}
