package api

import (
	"fmt"
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// number reads a whole number of the query; an empty one is 0.
func (c *call) number(name string, most uint64) (uint64, error) {
	s := c.URL.Query().Get(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || n > most {
		return 0, &wire.Error{Code: wire.CodeInvalid, Message: fmt.Sprintf("%s is a whole number from 0 to %d", name, most)}
	}
	return n, nil
}
