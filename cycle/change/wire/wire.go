package wire

import (
	"strconv"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Limits that every server keeps and every client expects.
const (
	MaxChanges = 500     // changes in one push, and in one page
	MaxBody    = 1 << 20 // bytes of one push, before compression
	MaxChange  = 256 << 10
)

// Levels of a server.
const (
	LevelStream = 0 // keeps streams: meta, push and pull
	LevelFolded = 1 // also folds them: /v1/cycles
)

// A Cursor is a place in one reader's stream of one school. Zero is before the
// first change. What it counts is the server's business.
type Cursor uint64

// String returns the cursor as it stands in a query.
func (c Cursor) String() string { return strconv.FormatUint(uint64(c), 10) }

// ParseCursor reads a cursor of a query; the empty string is the beginning.
func ParseCursor(s string) (Cursor, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(s, 10, 63)
	return Cursor(n), err
}

// ETag returns the entity tag of a stream that ends at the cursor.
func (c Cursor) ETag(epoch string) string { return `"` + epoch + "." + c.String() + `"` }

// Meta is the answer of GET /v1/meta. Needs no token.
type Meta struct {
	Name  string `json:"name"`  // of the district or the server, for people
	Epoch string `json:"epoch"` // another one after the server came back from a backup
	Level int    `json:"level"`
	// SchemaMin and SchemaMax bound the records that the server folds. Records
	// of other versions are kept and passed on all the same.
	SchemaMin int    `json:"schema_min"`
	SchemaMax int    `json:"schema_max"`
	Limits    Limits `json:"limits"`
	// Returns is until when the server takes returned changes, see Push; missing
	// when it takes none.
	Returns time.Time `json:"returns,omitzero"`
	// Time is the server's clock, so that a laptop can tell that its own is wrong.
	Time time.Time `json:"time"`
}

// Limits are a server's limits.
type Limits struct {
	Changes int `json:"changes"` // in one push
	Body    int `json:"body"`    // bytes of one push
	Change  int `json:"change"`  // bytes of one change
}

// Push is the body of POST /v1/schools/{school}/changes. Changes of one replica
// stand in the order of their numbers.
type Push struct {
	// Epoch is the one that the client knows; another one than the server's is
	// answered with CodeEpoch. Empty: the client knows none yet.
	Epoch   string          `json:"epoch,omitempty"`
	Changes []change.Change `json:"changes"`
	// Returned are changes of others that the client holds and the stream may have
	// lost, in any order and with any gaps: after the server came back from a backup
	// (Meta.Returns) whoever may read the school gives back what was read there. A
	// change of a document that is not shared with the client is only taken when
	// another one, in this push or before, shares it. What would show a document to
	// more people than the server knows of is only taken together with the choices
	// that it takes the place of.
	Returned []change.Change `json:"returned,omitempty"`
}

// Pushed is the answer: for each replica in the push the number up to which the
// server has all of its changes. An empty push is answered with all replicas.
type Pushed struct {
	Epoch string        `json:"epoch"`
	Have  change.Vector `json:"have"`
	// Returned are those of the returned changes that the server has now, and Forked
	// those in whose place it has others.
	Returned []change.ID `json:"returned,omitempty"`
	Forked   []change.ID `json:"forked,omitempty"`
}

// Page is the answer of GET /v1/schools/{school}/changes?after=CURSOR&limit=N.
// It may carry `epoch`, which is checked as in a push.
//
// After the server came back from a backup, a returned change may stand before
// earlier ones of its replica, or without them: that a change was pulled does not
// say that the server has those before it.
type Page struct {
	Epoch   string          `json:"epoch"`
	Changes []change.Change `json:"changes"`
	Next    Cursor          `json:"next"`
	More    bool            `json:"more"`
}

// Join is the body of POST /v1/join: a code from the district for a token.
type Join struct {
	Code   string `json:"code"`
	Device string `json:"device"` // a name for the laptop, for the list of devices
}

// Joined is its answer.
type Joined struct {
	Token string `json:"token"` // a secret: for the Authorization header
	Me
}

// Me is the answer of GET /v1/me: whom the server takes the token's holder for.
type Me struct {
	Person string   `json:"person"`
	Role   Role     `json:"role"`
	Name   string   `json:"name"` // of the dashboard
	Epoch  string   `json:"epoch"`
	Home   string   `json:"home,omitempty"` // the school that a team writes
	Access []Access `json:"access"`         // schools with a stream for this person
	// MinGroup is the smallest student group whose numbers may leave a laptop; left out
	// where the district has chosen none.
	MinGroup int `json:"min_group,omitempty"`
}

// Access is one school whose stream a person may read.
type Access struct {
	School  string `json:"school"` // its id
	Name    string `json:"name"`
	Network string `json:"network,omitempty"`
	Role    Role   `json:"role"` // what the person is there
}

// CycleRow is one line of GET /v1/cycles: a cycle that the person may read.
// Summary is a cycle.Summary.
type CycleRow struct {
	ID      string `json:"id"`
	School  string `json:"school"` // the school's id
	Version string `json:"version"`
	Sharing string `json:"sharing"`
	Updated string `json:"updated"` // RFC 3339
	By      string `json:"by,omitempty"`
	Summary any    `json:"summary"`
}

// Cycles is the answer of GET /v1/cycles?scope=mine|network&school=&phase=&q=&after=&limit=.
// scope=network are the cycles of other schools that are shared with the district
// and its schools.
type Cycles struct {
	Cycles []CycleRow `json:"cycles"`
	Next   string     `json:"next,omitempty"` // for after=; empty at the end
}
