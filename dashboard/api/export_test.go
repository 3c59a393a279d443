package api

import "github.com/cqi-pdsa/pdsa/cycle/change/wire"

// Routes are the methods and paths that the API answers.
func Routes() []string {
	var out []string
	for _, r := range routes {
		out = append(out, r.method+" "+r.path)
	}
	return out
}

// ParsePush reads the body of a push.
func ParsePush(data []byte) (wire.Push, error) {
	var p wire.Push
	err := parse(data, &p)
	return p, err
}

// TooDeep is asked before a body is decoded.
func TooDeep(data []byte, limit int) bool { return tooDeep(data, limit) }
