// Package paper turns an organizer that a team filled in on paper, in Word or in
// Google Docs, into a new cycle.
//
// No two of these documents look the same: headings are moved and renamed, rows are
// added, half of the answers are there. Labels are matched by what they mean
// (a table of common words for every field), with slips of the keyboard, and where
// they could mean two things by the section they stand in and by the order of the
// organizer. What finds no place is kept, in a diary entry of week 0: no word that
// somebody wrote is lost.
//
// The package proposes; who calls it shows the proposal and writes it. It does no
// I/O, reads no clock and makes no ids of its own.
package paper

import (
	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
)

// Options are what a proposal is made with. All of them have to be set but Name.
type Options struct {
	// Begin is the cycle as it begins for this person, by cycle.Begin. It is not
	// changed.
	Begin *cycle.Cycle
	// NewID gives an id for a new item at each call.
	NewID func() string
	// Today resolves dates without a year.
	Today cycle.Day
	// Name is what the cycle is called when the document names no title: the name
	// of the file without its ending.
	Name string
}

// A Proposal is the cycle that a document would become.
type Proposal struct {
	Cycle *cycle.Cycle
	// Placed is what went where, in the order of the document.
	Placed []Placed
	// Kept is what found no place of its own. It stands in the diary, in week 0.
	Kept []Kept
	// Form is the words of the form itself, which are nobody's answer.
	Form []string
	// Notes are sentences about what was read in one of several ways, what was
	// passed over, and what is missing.
	Notes []string
}

// Placed is a text of the document and where it went.
type Placed struct {
	Path cycle.Path
	Text string // as it is kept
}

// Kept is a text of the document that went into the diary.
type Kept struct {
	Under string // the label or the heading that it stood under, if any
	Text  string
	Why   string // why it found no place, if that can be said
}

// Empty reports whether the document held no answer at all.
func (p *Proposal) Empty() bool { return len(p.Placed) == 0 && len(p.Kept) == 0 }

// Propose reads a document as a filled organizer.
func Propose(d *word.Document, o Options) *Proposal {
	f := &filler{
		v: phrases(), c: o.Begin.Clone(), o: o, p: &Proposal{},
		written: map[cycle.Path]bool{}, stepOf: map[string]string{}, refused: map[string]bool{}, guessed: map[string]bool{},
	}
	f.p.Cycle = f.c
	f.head(d)
	f.blocks(d.Body[f.read:])
	f.leave()
	f.foot(d)
	f.comments(d.Comments)
	f.settleTitle(d)
	f.tell(d)
	f.keepRest()
	return f.p
}
