//go:build !unix

package pgtest

// start starts no server where there are no sockets in folders.
func start() (at string, stop func() error, err error) { return "", nil, errNone }
