package api

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// maxDepth is how deep the JSON of a request may be nested; what laptops send is
// at most five deep, and newer versions may add some.
const maxDepth = 32

// decode reads the JSON body of a request into v: at most wire.MaxBody bytes,
// also when it was sent compressed. Members that it does not know are passed over.
func decode(r *http.Request, v any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return &wire.Error{Code: wire.CodeAccept, Message: "send the body as application/json"}
	}
	body := io.Reader(r.Body)
	switch encoding := r.Header.Get("Content-Encoding"); {
	case strings.EqualFold(encoding, "gzip"):
		unzipped, err := gzip.NewReader(r.Body)
		if err != nil {
			return unreadable(err)
		}
		body = unzipped
	case encoding != "" && !strings.EqualFold(encoding, "identity"):
		return &wire.Error{Code: wire.CodeAccept, Message: "compress the body with gzip or not at all"}
	}
	data, err := io.ReadAll(io.LimitReader(body, wire.MaxBody+1))
	if err != nil {
		return unreadable(err)
	}
	return parse(data, v)
}

// parse reads a body that has arrived.
func parse(data []byte, v any) error {
	switch {
	case len(data) > wire.MaxBody:
		return tooLarge()
	case !utf8.Valid(data):
		return &wire.Error{Code: wire.CodeInvalid, Message: "the body is not UTF-8"}
	case tooDeep(data, maxDepth):
		return &wire.Error{Code: wire.CodeInvalid, Message: fmt.Sprintf("the body is nested more than %d deep", maxDepth)}
	}
	if err := json.Unmarshal(data, v); err != nil {
		return &wire.Error{Code: wire.CodeInvalid, Message: "the body is not what the API describes: " + err.Error()}
	}
	return nil
}

// unreadable says why a body could not be read to its end.
func unreadable(err error) error {
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return tooLarge()
	}
	return &wire.Error{Code: wire.CodeInvalid, Message: "the body did not arrive whole. Send it again; nothing was lost"}
}

func tooLarge() error {
	return &wire.Error{Code: wire.CodeTooLarge, Message: fmt.Sprintf("a body holds at most %d bytes. Send it in parts", wire.MaxBody)}
}

// tooDeep reports whether arrays and objects are nested more than limit deep. It
// is asked before the decoder, which goes down by recursion.
func tooDeep(data []byte, limit int) bool {
	depth, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > limit {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
