// Package plain is the app line by line, for screen readers, terminals without
// cursor movement and pipes.
//
// It prints plain sentences and asks one question at a time, read off the table
// of the organizer: no colour, no drawing, nothing that moves, and no line over
// 76 columns. Each answer is saved before the next question is asked, so that
// the input may end anywhere.
//
// A session talks to the person through ask; a desk is one open cycle. What a
// question is stands in question.go, how steps and lists are walked through in
// step.go and list.go; parts of the organizer that are asked in their own way
// have a file each.
package plain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

// Run talks with a person, line by line, until they quit, the input ends or ctx
// is done; in all three cases everything answered is saved and the error is nil.
// now is the wall clock: dates without a year, weeks and phases depend on it.
//
// The error says that the last answer could not be saved, or that the input or
// the output broke. A Read of in that is under way when ctx is done is left
// behind: Run does not wait for it.
func Run(ctx context.Context, st *store.Store, in io.Reader, out io.Writer, now func() time.Time) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &session{ask: &ask{lines: readLines(ctx, in), out: out}, store: st, now: now}
	err := s.talk()
	if !errors.Is(err, errEnd) {
		return err
	}
	if s.failed != nil {
		return fmt.Errorf("the last answer was not saved: %w", s.failed)
	}
	s.say("", "Goodbye. Everything you answered is saved.")
	return s.err
}

// Ways in which a question can end without an answer.
var (
	errEnd   = errors.New("the conversation is over") // quit, end of input, or interrupted
	errLeave = errors.New("the person leaves this part")
)

// A session is one run of the program, from hello to goodbye.
type session struct {
	*ask
	store  *store.Store
	now    func() time.Time
	failed error // why the last answer could not be saved; nil when it was
}

func (s *session) today() cycle.Day { return cycle.DayOf(s.now()) }

func (s *session) talk() error {
	if err := s.greet(); err != nil {
		return err
	}
	return s.mainMenu()
}
