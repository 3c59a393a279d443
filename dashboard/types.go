package dashboard

import (
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// MaxName is how many bytes the name of a replica or a document may have: what
// every back end can still look up.
const MaxName = 1000

// The settings that the back ends know; all others are those of who sets them.
const (
	// SettingEpoch is another one after the database came back from a backup.
	SettingEpoch = "epoch"
	// SettingMoved names the database that this one was copied to. A database that
	// has it takes no more writes and is not opened any more.
	SettingMoved = "moved_to"
)

// A School has one stream. Its id is given once and never changes.
type School struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Network string    `json:"network,omitempty"` // the group of schools that it belongs to
	Created time.Time `json:"created"`
}

// A Person is someone with access. Team and Reader have exactly one school, a
// Coach those assigned, District none: it stands for all.
type Person struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Role    wire.Role `json:"role"`
	Admin   bool      `json:"admin,omitempty"` // may invite, revoke, add schools
	Schools []string  `json:"schools,omitempty"`
	Created time.Time `json:"created"`
	Revoked time.Time `json:"revoked,omitzero"`
}

// A TokenUse says what a token is for.
type TokenUse string

// The uses of tokens.
const (
	ForDevice  TokenUse = "device"  // a laptop's, good until revoked or unused for long
	ForBrowser TokenUse = "browser" // a sign-in to the page, good for a working day
)

// A Token lets its holder in. The secret itself is not kept: Hash is its SHA-256,
// in hex.
type Token struct {
	Hash     string    `json:"hash"`
	ID       string    `json:"id"` // short, to name it in lists and in the audit log
	Person   string    `json:"person"`
	Use      TokenUse  `json:"use"`
	Device   string    `json:"device,omitempty"`
	Created  time.Time `json:"created"`
	LastSeen time.Time `json:"last_seen,omitzero"`
	Expires  time.Time `json:"expires,omitzero"`
	Revoked  time.Time `json:"revoked,omitzero"`
}

// An Invite is a single-use code for a person. Hash is the SHA-256, in hex, of
// the code as normalized.
type Invite struct {
	Hash    string    `json:"hash"`
	Person  string    `json:"person"`
	By      string    `json:"by"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
	Used    time.Time `json:"used,omitzero"`
}

// An Audit is one line of the audit log. It is only ever appended.
type Audit struct {
	N      uint64    `json:"n"` // set by the back end
	At     time.Time `json:"at"`
	Who    string    `json:"who"` // a person's name, or "the server"
	What   string    `json:"what"`
	School string    `json:"school,omitempty"`
	Detail string    `json:"detail,omitempty"`
}

// An Entry is one change in a stream or a feed, at its place there.
type Entry struct {
	N      uint64
	Change change.Change
}

// A Waiting change was written from outside of the team in a document that its
// writer's group cannot see. It is numbered like any other, so that those behind it
// can be taken in, and nobody reads it until the document is shared with that group.
type Waiting struct {
	From   wire.Audience
	Change change.Change
}

// A Doc is a document of a school as its changes make it. State is the JSON of a
// change.State and Row the JSON of what lists show; both are made anew when
// Fold is not the version in which the program makes them.
type Doc struct {
	School  string
	ID      string
	Kind    change.Kind
	Shared  wire.Audience
	Version uint64 // the place in the school's stream of its last change
	Updated time.Time
	By      string // who wrote last
	Fold    int
	Row     []byte
	State   []byte // not filled in lists
}
