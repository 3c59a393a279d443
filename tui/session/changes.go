package session

import "github.com/cqi-pdsa/pdsa/cycle/change"

// ReadChanges returns a function that reads all changes of the document, for a
// command to call: it touches nothing of the session. It gives none where the
// store has no way to read them.
func (s *Session) ReadChanges() func() ([]change.Change, error) {
	st, ok := s.store.(interface {
		Changes(doc string) ([]change.Change, error)
	})
	doc := s.doc
	return func() ([]change.Change, error) {
		if !ok {
			return nil, nil
		}
		return st.Changes(doc)
	}
}
