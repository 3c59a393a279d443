package api

import "github.com/cqi-pdsa/pdsa/cycle/change/wire"

// ParsePush reads the body of a push.
func ParsePush(data []byte) (wire.Push, error) {
	var p wire.Push
	err := parse(data, &p)
	return p, err
}

// TooDeep is asked before a body is decoded.
func TooDeep(data []byte, limit int) bool { return tooDeep(data, limit) }
