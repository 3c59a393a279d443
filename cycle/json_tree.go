package cycle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// A SyntaxError says what is wrong with a document and where. Line and Column
// count from 1; Column counts characters.
type SyntaxError struct {
	Line, Column int
	Msg          string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Msg)
}

func syntaxError(data []byte, offset int64, msg string) error {
	before := data[:max(0, min(int(offset), len(data)))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return &SyntaxError{
		Line:   bytes.Count(before, []byte{'\n'}) + 1,
		Column: utf8.RuneCount(before[start:]) + 1,
		Msg:    msg,
	}
}

// node is one JSON value with the place at which it stands, so that a wrong
// value can be pointed at. Exactly one of members and elements is non-nil for
// objects and arrays; a scalar has its text, "true" or "" for true and
// everything that says nothing.
type node struct {
	offset   int64
	text     string
	members  []member
	elements []node
}

type member struct {
	key   string
	value node
}

// maxDepth bounds nesting: a cycle needs four levels.
const maxDepth = 32

func parseJSON(data []byte) (node, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	root, err := parseNode(data, dec, 0)
	if err == nil {
		if _, end := dec.Token(); !errors.Is(end, io.EOF) {
			err = syntaxError(data, dec.InputOffset(), "something follows the end of the document")
		}
	}
	return root, err
}

func parseNode(data []byte, dec *json.Decoder, depth int) (node, error) {
	if depth > maxDepth {
		return node{}, syntaxError(data, dec.InputOffset(), "nested too deep")
	}
	before := dec.InputOffset()
	tok, err := dec.Token()
	if err != nil {
		return node{}, tokenError(data, dec, err)
	}
	n := node{offset: valueStart(data, before)}
	switch tok := tok.(type) {
	case json.Delim:
		if tok == '{' {
			err = parseObject(data, dec, &n, depth)
		} else {
			err = parseArray(data, dec, &n, depth)
		}
		return n, err
	case string:
		n.text = tok
	case json.Number:
		n.text = tok.String()
	case bool:
		if tok {
			n.text = True
		}
	}
	return n, nil
}

func parseObject(data []byte, dec *json.Decoder, n *node, depth int) error {
	n.members = []member{}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return tokenError(data, dec, err)
		}
		key, _ := tok.(string)
		v, err := parseNode(data, dec, depth+1)
		if err != nil {
			return err
		}
		n.members = append(n.members, member{key, v})
	}
	if _, err := dec.Token(); err != nil {
		return tokenError(data, dec, err)
	}
	return nil
}

func parseArray(data []byte, dec *json.Decoder, n *node, depth int) error {
	n.elements = []node{}
	for dec.More() {
		v, err := parseNode(data, dec, depth+1)
		if err != nil {
			return err
		}
		n.elements = append(n.elements, v)
	}
	if _, err := dec.Token(); err != nil {
		return tokenError(data, dec, err)
	}
	return nil
}

// valueStart skips the white space, comma and colon that stand between the last
// token and the value.
func valueStart(data []byte, offset int64) int64 {
	for int(offset) < len(data) && bytes.IndexByte([]byte(" \t\r\n,:"), data[offset]) >= 0 {
		offset++
	}
	return offset
}

func tokenError(data []byte, dec *json.Decoder, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return syntaxError(data, int64(len(data)), "the document ends too early; it may have been cut off")
	}
	offset := dec.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		offset = max(offset, syntax.Offset-1)
	}
	return syntaxError(data, offset, "this is not JSON: "+err.Error())
}
