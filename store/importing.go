package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Import takes in a document from a file, with the changes that it carries (none
// for one written by hand), and returns its id.
//
// Changes are merged, see Merge. Where the document says something else than its
// own changes do, it was edited in the file: the difference is saved as one
// change by the person of this laptop, who had seen the changes in the file and
// no others. A document without changes becomes a new cycle; when its id is here
// already, the difference to what is here is saved.
//
// A field or list that the document does not mention is left as it is; one that
// is there and empty is emptied, see report.ReadJSON.
//
// Errors: those of Merge and Save; one that says that the changes are those of
// another cycle.
func (s *Store) Import(ctx context.Context, c *cycle.Cycle, changes []change.Change) (doc string, merged Merged, err error) {
	doc = c.ID
	for _, ch := range changes {
		if doc == "" {
			doc = ch.Doc
		}
		if ch.Doc != doc {
			return "", merged, fmt.Errorf("the file is not whole: it is about cycle %q and carries changes of cycle %q. Nothing was taken in",
				cycle.Clean(doc, false), cycle.Clean(ch.Doc, false))
		}
	}
	if err := ctx.Err(); err != nil {
		return "", merged, err
	}
	if len(changes) == 0 {
		doc, err = s.importPlain(doc, c)
		return doc, merged, err
	}
	if merged, err = s.Merge(ctx, changes, nil); err != nil {
		return "", merged, err
	}
	inFile := change.Fold(doc, changes)
	edits, err := editedInFile(inFile.Cycle(), c)
	if err != nil {
		return "", merged, err
	}
	_, err = s.Save(doc, inFile.Seen, edits...)
	return doc, merged, err
}

// importPlain saves a document that carries no changes.
func (s *Store) importPlain(doc string, c *cycle.Cycle) (string, error) {
	if doc == "" {
		doc = change.NewID()
	}
	here, err := s.Cycle(doc)
	if errors.Is(err, ErrNotFound) {
		fresh := c.Clone()
		fresh.ID = doc
		_, err := s.Save(doc, nil, typed(cycle.Diff(cycle.New(doc), fresh))...)
		return doc, err
	}
	if err != nil {
		return "", err
	}
	edits, err := editedInFile(here, c)
	if err != nil {
		return "", err
	}
	_, err = s.Save(doc, nil, edits...)
	return doc, err
}

// editedInFile returns the edits that turn what a file was written from into
// what it says now. was goes through the form of the file first, so that only
// what a person changed is different.
func editedInFile(was, now *cycle.Cycle) ([]cycle.Edit, error) {
	data, err := json.Marshal(was.Document())
	if err != nil {
		return nil, err
	}
	was, err = cycle.ParseDocument(data, change.NewID)
	if err != nil {
		return nil, fmt.Errorf("the cycle cannot be compared with the file: %w", err)
	}
	mentioned := now.Clone()
	for _, key := range slices.Sorted(maps.Keys(was.Values)) {
		if _, ok := now.Values[key]; !ok {
			mentioned.Values[key] = was.Values[key]
		}
	}
	for key, items := range was.Lists {
		if _, ok := now.Lists[key]; !ok {
			mentioned.Lists[key] = items
		}
	}
	return typed(cycle.Diff(was, mentioned)), nil
}

// typed leaves out what nobody has typed: that a number is withheld in the file.
func typed(edits []cycle.Edit) []cycle.Edit {
	return slices.DeleteFunc(edits, func(e cycle.Edit) bool {
		return e.Value == cycle.Withheld && cycle.TellsOfGroup(e.Path)
	})
}
