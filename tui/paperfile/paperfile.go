// Package paperfile reads an organizer that a team filled in on paper, in a Word
// document on this laptop, and proposes the cycle that it would become. The screen
// and the program line by line ask for it in the same words and by the same rules.
package paperfile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/paper"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
	"github.com/cqi-pdsa/pdsa/tui/filepick"
)

// What a person is asked and told, on every face alike.
const (
	Question = "Which organizer did your team fill in?"
	Help     = "A Word document (.docx). In Google Docs: File, Download, Microsoft Word. It stays as it is; a new cycle is made from it."
	LeftOver = "Left over: kept in the diary, under week 0"
	ReadOnly = "this store can only be read, so no cycle can be made here"
)

// Made says what a cycle was made of, and what to do with it.
func Made(name string, p *paper.Proposal) string {
	words := "made from " + cycle.Clean(name, false) + ". Read it through"
	if len(p.Kept) > 0 {
		words += "; the rest is in the diary, week 0"
	}
	return words
}

// Files is what is needed of the laptop's files.
type Files interface {
	filepick.Folders
	// Read reads a Word document.
	Read(ctx context.Context, path string) (*word.Document, error)
}

// Disk is the files of this laptop. A path may begin with ~.
type Disk struct{}

// Start is the folder of downloads, or else the home folder.
func (Disk) Start() string { return filepick.Start() }

// List gives documents first and then folders, each in the order of their names.
// Old ones and those with macros are among them: reading them says why not.
func (Disk) List(dir string) ([]filepick.Entry, error) {
	return filepick.List(dir, ".docx", ".docm", ".doc")
}

// Read reads a document. The error says that there is none, or is that of word.Read.
func (Disk) Read(ctx context.Context, path string) (doc *word.Document, err error) {
	f, size, err := filepick.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %s", cycle.Clean(path, false))
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return word.Read(ctx, f, size)
}

// Propose reads the document at the path and proposes a cycle of the school, with
// the person in its team. Nothing is written. The error is that of files.Read, or
// says that the document holds no answer.
func Propose(ctx context.Context, files Files, path, school, who string, today cycle.Day) (*paper.Proposal, error) {
	doc, err := files.Read(ctx, path)
	if err != nil {
		return nil, err
	}
	_, name := filepick.Split(path)
	p := paper.Propose(doc, paper.Options{
		Begin: cycle.Begin(change.NewID(), school, who, today),
		NewID: change.NewID, Today: today, Name: withoutEnding(name),
	})
	if p.Empty() {
		return nil, fmt.Errorf("no answer was found in %s. Is it the filled one?", cycle.Clean(name, false))
	}
	return p, nil
}

// withoutEnding is the name of a file as a title.
func withoutEnding(name string) string {
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		return name[:dot]
	}
	return name
}
