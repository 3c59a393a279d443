package change

import (
	"cmp"
	"errors"
	"slices"
)

// ErrNothingToUndo says that this laptop has written nothing in the document
// that is not undone already.
var ErrNothingToUndo = errors.New("there is nothing to take back")

// UndoTarget returns the last change of the replica in the document that is
// neither an undo nor undone, so that undo after undo goes further back. A redo
// counts as a change like any other. The error is ErrNothingToUndo.
func UndoTarget(changes []Change, replica string) (Change, error) {
	l := newUndoLog(changes, replica)
	for _, c := range l.own {
		if !l.isUndo(c) && !l.undone[c.ID] {
			return c, nil
		}
	}
	return Change{}, ErrNothingToUndo
}

// RedoTarget returns the last undo of the replica in the document that can be
// taken back itself: nothing else was written since by the replica, and it was
// not redone. The error is ErrNothingToUndo.
func RedoTarget(changes []Change, replica string) (Change, error) {
	l := newUndoLog(changes, replica)
	for _, c := range l.own {
		if c.Undoes == "" {
			break
		}
		if l.isUndo(c) && !l.undone[c.ID] {
			return c, nil
		}
	}
	return Change{}, ErrNothingToUndo
}

// undoLog is what was done and undone in a document.
type undoLog struct {
	own    []Change  // of the replica, the newest first
	undoes map[ID]ID // what each undo takes back
	undone map[ID]bool
}

func newUndoLog(changes []Change, replica string) undoLog {
	l := undoLog{undoes: map[ID]ID{}, undone: map[ID]bool{}}
	for _, c := range changes {
		if c.Undoes != "" {
			l.undoes[c.ID] = c.Undoes
			l.undone[c.Undoes] = true
		}
		if c.Replica == replica && !c.TellsOnly() {
			l.own = append(l.own, c)
		}
	}
	slices.SortFunc(l.own, func(a, b Change) int { return cmp.Compare(b.Seq, a.Seq) })
	return l
}

// isUndo tells an undo from a redo, which is an undo of an undo, and so on.
func (l undoLog) isUndo(c Change) bool {
	undo := false
	for id, steps := c.ID, 0; l.undoes[id] != "" && steps <= len(l.undoes); steps++ {
		undo = !undo
		id = l.undoes[id]
	}
	return undo
}
