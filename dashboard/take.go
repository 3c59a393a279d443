package dashboard

import (
	"errors"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// This file takes changes in: into the stream and the documents that they make, or
// to where they wait.

// take takes in changes that the school does not have.
func (d *Dashboard) take(tx Tx, who Caller, school string, fresh []change.Change) error {
	reader := who.sees(school)
	var admitted, early []change.Change
	for _, each := range byDoc(fresh) {
		doc, err := docIn(tx, school, each.id)
		if err != nil {
			return err
		}
		if who.outside(school) && !shownTo(doc, reader) {
			early = append(early, each.changes...)
		} else {
			admitted = append(admitted, each.changes...)
		}
	}
	if len(early) > 0 {
		if err := tx.Hold(school, reader, early); err != nil {
			return err
		}
	}
	return d.admit(tx, school, inOrderOf(fresh, admitted))
}

// admit appends changes to the stream, folds their documents, and then does so with
// what waited for these.
func (d *Dashboard) admit(tx Tx, school string, fresh []change.Change) error {
	for len(fresh) > 0 {
		shown, err := d.appendAll(tx, school, fresh)
		if err != nil {
			return err
		}
		if fresh, err = awaited(tx, school, shown); err != nil {
			return err
		}
	}
	return nil
}

// appendAll appends changes and folds their documents. It returns the documents that
// more people can see than before.
func (d *Dashboard) appendAll(tx Tx, school string, fresh []change.Change) (shown []string, err error) {
	first, err := tx.Append(school, fresh)
	if err != nil {
		return nil, err
	}
	last := map[string]uint64{}
	for i, c := range fresh {
		last[c.Doc] = first + uint64(i)
	}
	for _, each := range byDoc(fresh) {
		was, err := docIn(tx, school, each.id)
		if err != nil {
			return nil, err
		}
		was.Version = last[each.id]
		now, err := d.put(tx, was, each.changes)
		if err != nil {
			return nil, err
		}
		for _, feed := range feeds {
			if shownTo(now, feed) && !shownTo(was, feed) {
				shown = append(shown, each.id)
				break
			}
		}
	}
	return shown, nil
}

// awaited returns what waits for documents that its writers can see now.
func awaited(tx Tx, school string, docs []string) (changes []change.Change, err error) {
	if len(docs) == 0 {
		return nil, nil
	}
	waiting, err := tx.WaitsIn(school, docs)
	if err != nil {
		return nil, err
	}
	for _, w := range waiting {
		doc, err := docIn(tx, school, w.Change.Doc)
		if err != nil {
			return nil, err
		}
		if shownTo(doc, w.From) {
			changes = append(changes, w.Change)
		}
	}
	return changes, nil
}

// docIn returns a document, or an empty one when it is not there.
func docIn(r Reader, school, id string) (Doc, error) {
	doc, err := r.Doc(school, id)
	if errors.Is(err, ErrNotFound) {
		return Doc{School: school, ID: id}, nil
	}
	return doc, err
}

// ofDoc are the changes of one document.
type ofDoc struct {
	id      string
	changes []change.Change
}

// byDoc divides changes into their documents, in the order of the first of each.
func byDoc(changes []change.Change) (all []ofDoc) {
	at := map[string]int{}
	for _, c := range changes {
		i, known := at[c.Doc]
		if !known {
			i = len(all)
			at[c.Doc] = i
			all = append(all, ofDoc{id: c.Doc})
		}
		all[i].changes = append(all[i].changes, c)
	}
	return all
}

// inOrderOf returns those of the changes that are in some, in their order.
func inOrderOf(changes, some []change.Change) []change.Change {
	if len(some) == len(changes) {
		return changes
	}
	in := make(map[change.ID]bool, len(some))
	for _, c := range some {
		in[c.ID] = true
	}
	out := make([]change.Change, 0, len(some))
	for _, c := range changes {
		if in[c.ID] {
			out = append(out, c)
		}
	}
	return out
}
