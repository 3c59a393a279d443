// Package session holds the document that is open on the screen: as it was read,
// with what the person has done since, and the queue of what is still to be
// saved.
//
// An edit shows at once and is saved in the background, one change after the
// other in the order in which they were made. What the person had read when they
// made it goes along with each save, so that nothing that arrived meanwhile is
// written over.
package session

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

// Store is what a session needs of the store.
type Store interface {
	State(doc string) (*change.State, error)
	Save(doc string, seen change.Vector, edits ...cycle.Edit) (*change.State, error)
	SaveOps(doc string, build func(*change.State) ([]change.Op, error)) (*change.State, error)
	Undo(doc string) (*change.State, error)
	Redo(doc string) (*change.State, error)
}

// A Session is one open document. It belongs to the screen's goroutine: only the
// commands that it returns run elsewhere, and they touch nothing of it.
type Session struct {
	store Store
	doc   string
	base  *change.State // as last read or saved
	view  *cycle.Cycle  // base with all that is queued
	// conflicts is made with base: drawing asks for it all the time.
	conflicts []change.Conflict
	version   int
	queue     []job
	busy      bool
	err       error
	undone    int
	guest     Guest
	// unread is what was typed and could not be read, by its place.
	unread map[cycle.Path]string
}

// A job is one save to come. Exactly one of its parts is set.
type job struct {
	edits []cycle.Edit
	seen  change.Vector // what the person had read, for edits
	ops   func(*change.State) ([]change.Op, error)
	undo  bool
	redo  bool
}

// Done tells the session that a save has ended. The root passes it on.
type Done struct {
	Doc   string
	State *change.State // nil when Err is set
	Undid bool          // something was taken back, or done again
	Redid bool          // it was done again
	Err   error
}

// Open reads a document for the screen. Errors are those of the store.
func Open(st Store, doc string) (*Session, error) {
	state, err := st.State(doc)
	if err != nil {
		return nil, err
	}
	return New(st, state), nil
}

// New starts a session on a state that was read already.
func New(st Store, state *change.State) *Session {
	s := &Session{store: st, doc: state.Doc}
	s.adopt(state)
	return s
}

func (s *Session) adopt(state *change.State) {
	s.version++
	s.base = state
	s.conflicts = state.Conflicts()
	s.view = state.Cycle()
	for _, j := range s.queue {
		s.view.Apply(j.edits...)
	}
}

// Doc is the id of the document.
func (s *Session) Doc() string { return s.doc }

// Unread notes what was typed at the path and could not be read, so that it is in no
// save; empty text takes the note away.
func (s *Session) Unread(p cycle.Path, typed string) {
	if typed == "" {
		delete(s.unread, p)
		return
	}
	if s.unread == nil {
		s.unread = map[cycle.Path]string{}
	}
	s.unread[p] = typed
}

// LeftOut gives a place whose text could not be read, and the text.
func (s *Session) LeftOut() (p cycle.Path, typed string, ok bool) {
	for p, typed := range s.unread {
		return p, typed, true
	}
	return cycle.Path{}, "", false
}

// Cycle is the document as the person sees it. Callers read it and change it
// through Edit only.
func (s *Session) Cycle() *cycle.Cycle { return s.view }

// Version is another number after everything that changes what Cycle shows, so
// that a drawing that takes long can be kept for as long as it is right.
func (s *Session) Version() int { return s.version }

// State is the document as it was last saved.
func (s *Session) State() *change.State { return s.base }

// Conflicts returns the places where values written apart differ.
func (s *Session) Conflicts() []change.Conflict { return s.conflicts }

// ConflictAt returns the conflict at the path, if there is one.
func (s *Session) ConflictAt(p cycle.Path) (change.Conflict, bool) {
	for _, c := range s.conflicts {
		if c.Path == p {
			return c, true
		}
	}
	return change.Conflict{}, false
}

// ConflictIn returns the first conflict about the item, if there is one.
func (s *Session) ConflictIn(list, item string) (change.Conflict, bool) {
	for _, c := range s.conflicts {
		if c.Path.List == list && c.Path.Item == item {
			return c, true
		}
	}
	return change.Conflict{}, false
}

// Edit carries out what the person did. The command saves it.
func (s *Session) Edit(edits ...cycle.Edit) tea.Cmd { return s.EditHaving(s.base.Seen, edits...) }

// EditHaving is Edit for something that was begun when the person had read no more
// than seen, such as a text that took a while to type: what came from others since
// is not written over but stands beside it.
func (s *Session) EditHaving(seen change.Vector, edits ...cycle.Edit) tea.Cmd {
	edits = s.news(edits)
	if len(edits) == 0 {
		return nil
	}
	if !s.allowed(edits) {
		return s.refuse()
	}
	s.version++
	s.view.Apply(edits...)
	s.queue = append(s.queue, job{edits: edits, seen: seen.Clone()})
	return s.next()
}

// Seen is what the person has before their eyes now, for EditHaving.
func (s *Session) Seen() change.Vector { return s.base.Seen.Clone() }

// Undone is another number after every undo and redo.
func (s *Session) Undone() int { return s.undone }

// news leaves out values that stand there already, so that leaving a field
// without having changed it writes nothing.
func (s *Session) news(edits []cycle.Edit) []cycle.Edit {
	var out []cycle.Edit
	for _, e := range edits {
		if e.Do == cycle.SetValue && len(edits) == 1 && s.raw(e.Path) == e.Value {
			if _, contested := s.ConflictAt(e.Path); !contested {
				continue
			}
		}
		out = append(out, e)
	}
	return out
}

func (s *Session) raw(p cycle.Path) string {
	if p.List == "" {
		return s.view.Values[p.Field]
	}
	it, _ := s.view.Item(p.List, p.Item)
	return it.Values[p.Field]
}

// Ops saves ops that are not edits: the end of a conflict.
func (s *Session) Ops(build func(*change.State) ([]change.Op, error)) tea.Cmd {
	s.queue = append(s.queue, job{ops: build})
	return s.next()
}

// Undo takes back the last change made on this laptop.
func (s *Session) Undo() tea.Cmd {
	s.queue = append(s.queue, job{undo: true})
	return s.next()
}

// Redo takes the last undo back.
func (s *Session) Redo() tea.Cmd {
	s.queue = append(s.queue, job{redo: true})
	return s.next()
}

// next returns the command that does the first job of the queue, or nil while
// one is being done.
func (s *Session) next() tea.Cmd {
	if s.busy || len(s.queue) == 0 {
		return nil
	}
	s.busy = true
	j, st, doc := s.queue[0], s.store, s.doc
	return func() tea.Msg {
		state, err := j.do(st, doc)
		return Done{Doc: doc, State: state, Undid: j.undo || j.redo, Redid: j.redo, Err: err}
	}
}

func (j job) do(st Store, doc string) (*change.State, error) {
	switch {
	case j.undo:
		return st.Undo(doc)
	case j.redo:
		state, err := st.Redo(doc)
		if errors.Is(err, change.ErrNothingToUndo) {
			why := strings.TrimPrefix(err.Error(), change.ErrNothingToUndo.Error())
			return nil, errors.New("there is nothing to do again" + why)
		}
		return state, err
	case j.ops != nil:
		return st.SaveOps(doc, j.ops)
	default:
		return st.Save(doc, j.seen, j.edits...)
	}
}

// Update takes the end of a save and returns the command for the next one. A
// save that failed stays in the queue: Retry does it again. Undo and the like, and
// what this person may not write, are not tried again.
func (s *Session) Update(msg Done) tea.Cmd {
	if msg.Doc != s.doc {
		return nil
	}
	s.busy = false
	s.err = msg.Err
	if msg.Err != nil {
		notAllowed := errors.Is(msg.Err, store.ErrNotAllowed)
		if len(s.queue) > 0 && (s.queue[0].edits == nil || notAllowed) {
			s.queue = s.queue[1:]
			s.err = nil
			if notAllowed {
				s.adopt(s.base)
			}
			return s.next()
		}
		return nil
	}
	s.queue = s.queue[1:]
	if msg.Undid {
		s.undone++
	}
	s.adopt(msg.State)
	return s.next()
}

// Refresh takes a state that arrived by other ways, such as a merge. While
// something is being saved it does not, and returns false: the state is to be read
// again once all is saved.
func (s *Session) Refresh(state *change.State) bool {
	if s.busy || len(s.queue) > 0 {
		return false
	}
	s.adopt(state)
	return true
}

// Retry tries a save that failed again.
func (s *Session) Retry() tea.Cmd { return s.next() }

// Pending reports whether something is not saved yet.
func (s *Session) Pending() bool { return len(s.queue) > 0 }

// Err is why the last save failed; nil when it did not.
func (s *Session) Err() error { return s.err }

// Flush saves all that is queued, here and now. The program calls it after the
// screen is gone; no command of the session may be running then.
func (s *Session) Flush() error {
	for len(s.queue) > 0 {
		j := s.queue[0]
		state, err := j.do(s.store, s.doc)
		if err != nil && j.edits != nil {
			s.err = err
			return err
		}
		s.queue = s.queue[1:]
		if err == nil {
			s.adopt(state)
		}
	}
	return nil
}
