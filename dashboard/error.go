package dashboard

import "errors"

// ErrNotFound says that something is not there or not for the one who asks,
// which are the same answer on purpose.
var ErrNotFound = errors.New("not found")

// ErrMoved says that the database was copied to another one and is not to be
// used any more.
var ErrMoved = errors.New("this database was copied to another one and is closed; serve the new one")
