package plain

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// A typedLine is one line of the input without its line break. long is set, to
// its length in bytes, where it is more than a field can hold; text is then
// empty.
type typedLine struct {
	text string
	long int
	err  error
}

// A lineReader reads a line at a time, each only when it is asked for, so that
// what a person types ahead is not taken from whatever reads after us.
type lineReader struct {
	ctx      context.Context
	requests chan struct{}
	lines    chan typedLine
}

// readLines starts reading from in. The reading ends with ctx, at the latest
// when the Read under way comes back.
func readLines(ctx context.Context, in io.Reader) *lineReader {
	r := &lineReader{ctx: ctx, requests: make(chan struct{}), lines: make(chan typedLine)}
	go func() {
		buffered := bufio.NewReader(in)
		for {
			select {
			case <-ctx.Done():
				return
			case <-r.requests:
			}
			line := readLine(buffered)
			select {
			case <-ctx.Done():
				return
			case r.lines <- line:
			}
		}
	}()
	return r
}

// next waits for the next line. At the end of the input and when the context is
// done the line's err is errEnd.
func (r *lineReader) next() typedLine {
	if r.ctx.Err() != nil {
		return typedLine{err: errEnd}
	}
	select {
	case <-r.ctx.Done():
		return typedLine{err: errEnd}
	case r.requests <- struct{}{}:
	}
	select {
	case <-r.ctx.Done():
		return typedLine{err: errEnd}
	case line := <-r.lines:
		return line
	}
}

// readLine reads one line of any length and keeps at most cycle.MaxText of it.
// Text without a line break at the end of the input is a line too.
func readLine(in *bufio.Reader) typedLine {
	var text []byte
	length, last := 0, byte(0)
	for {
		chunk, err := in.ReadSlice('\n')
		ended := bytes.HasSuffix(chunk, []byte("\n"))
		chunk = bytes.TrimSuffix(chunk, []byte("\n"))
		length += len(chunk)
		if len(chunk) > 0 {
			last = chunk[len(chunk)-1]
		}
		if length <= cycle.MaxText+1 { // one more for a carriage return
			text = append(text, chunk...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if last == '\r' {
			length--
		}
		switch {
		case err != nil && !errors.Is(err, io.EOF):
			return typedLine{err: fmt.Errorf("the input broke off: %w", err)}
		case err != nil && length == 0 && !ended:
			return typedLine{err: errEnd}
		case length > cycle.MaxText:
			return typedLine{long: length}
		}
		return typedLine{text: string(text[:length])}
	}
}
