package streamtest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
)

// A Fault is what becomes of one request.
type Fault int

// The faults.
const (
	None     Fault = iota
	CutOff         // the request does not reach the server
	NoAnswer       // the server takes it, and its answer is lost
	Twice          // the server gets it twice, and the second answer arrives
	Cut            // the answer ends half-way
	Late           // it seems lost, and reaches the server before the next one
	Broken         // something in between answers instead of the server
)

// Faults is how many there are, None included.
const Faults = int(Broken) + 1

// ErrLost is what a client sees of a request or an answer that was lost.
var ErrLost = errors.New("the connection was lost")

// A Wire carries requests to a handler, without a network, and treats each as Next
// says; a nil Next carries all of them well. It is for one client.
type Wire struct {
	To   http.Handler
	Next func() Fault

	late []*http.Request
}

// RoundTrip carries out one request.
func (w *Wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	r, err := copied(r)
	if err != nil {
		return nil, err
	}
	for _, late := range w.late {
		if _, err := w.carry(late); err != nil {
			return nil, err
		}
	}
	w.late = nil
	fault := None
	if w.Next != nil {
		fault = w.Next()
	}
	switch fault {
	case CutOff:
		return nil, ErrLost
	case Late:
		w.late = append(w.late, r)
		return nil, ErrLost
	case Broken:
		answer := httptest.NewRecorder()
		answer.WriteHeader(http.StatusBadGateway)
		_, _ = answer.WriteString("<html>no upstream</html>")
		return answer.Result(), nil
	case Twice:
		if _, err := w.carry(r); err != nil {
			return nil, err
		}
	}
	answer, err := w.carry(r)
	switch {
	case err != nil:
		return nil, err
	case fault == NoAnswer:
		return nil, ErrLost
	case fault == Cut:
		half := answer.Body.Bytes()[:answer.Body.Len()/2]
		res := answer.Result()
		res.Body = io.NopCloser(io.MultiReader(bytes.NewReader(half), broken{}))
		return res, nil
	}
	return answer.Result(), nil
}

// carry gives the handler a copy of the request.
func (w *Wire) carry(r *http.Request) (*httptest.ResponseRecorder, error) {
	again, err := copied(r)
	if err != nil {
		return nil, err
	}
	answer := httptest.NewRecorder()
	w.To.ServeHTTP(answer, again)
	return answer, nil
}

// copied returns a request that can be sent more than once, and read.
func copied(r *http.Request) (*http.Request, error) {
	c := r.Clone(r.Context())
	if r.Body == nil {
		return c, nil
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body, c.Body = io.NopCloser(bytes.NewReader(data)), io.NopCloser(bytes.NewReader(data))
	return c, nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
