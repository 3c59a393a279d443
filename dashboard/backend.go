package dashboard

import (
	"context"
	"errors"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// ErrTaken says that a stream has a change with the replica and number of the one
// to be put in: the same one or another.
var ErrTaken = errors.New("the stream has a change with this replica and number")

// ErrTooLong says that the name of a replica or a document exceeds MaxName.
var ErrTooLong = errors.New("the name of a replica or a document is too long")

// A Backend keeps what a dashboard holds. It knows no rules: what may be written
// is decided above it. Every back end passes the suite of package backendtest.
type Backend interface {
	// Update runs fn in one transaction; what fn wrote is durable when Update
	// returns nil, and none of it is there when it returns an error. When a write
	// in fn fails, Update returns an error even if fn does not. Updates that name
	// the same school run one after the other, whichever process they are in, and
	// so do those with an empty school, for what touches no stream. fn may be run
	// again when the database asks for it, so it alters nothing outside the
	// transaction. Once SettingMoved is set, the error is ErrMoved.
	Update(ctx context.Context, school string, fn func(Tx) error) error

	// View runs fn on one consistent picture of the database. It holds no update up.
	View(ctx context.Context, fn func(Reader) error) error

	// Name says which database it is, for people: never with a secret in it.
	Name() string

	// Ready reports whether the database answers.
	Ready(ctx context.Context) error

	// Close ends the use of the database after the transactions that run.
	Close() error
}

// A Reader reads within a transaction. What is not there is ErrNotFound where one
// thing is asked for, and absent where several are; a school that is not there has
// an empty stream. Lists are in a stable order: schools and people by name, then
// id; tokens and invites by age, then hash; audits newest first. Times come back
// in UTC, those of documents and of SeenToken to the microsecond.
type Reader interface {
	// Setting returns a value of the database itself, such as its epoch; empty
	// when it was never set.
	Setting(key string) (string, error)
	// Settings returns all that were set.
	Settings() (map[string]string, error)

	School(id string) (School, error)
	Schools() ([]School, error)

	Person(id string) (Person, error)
	People() ([]Person, error)
	Token(hash string) (Token, error)
	Tokens() ([]Token, error)
	Invite(hash string) (Invite, error)
	Invites() ([]Invite, error)
	// Audits returns up to limit lines with N below before (0: the newest).
	Audits(before uint64, limit int) ([]Audit, error)

	// Have returns for each replica of the school the number up to which all of its
	// changes are there, in the stream or waiting.
	Have(school string) (change.Vector, error)
	// Records returns those of the changes that the stream has, by id.
	Records(school string, ids []change.ID) (map[change.ID]change.Change, error)
	// Head returns the place of the last entry of the reader's stream.
	Head(school string, reader wire.Audience) (uint64, error)
	// Page returns up to limit entries behind after, in order, and the place up to
	// which it looked: it is past the last entry returned when entries of
	// documents that the reader may not see (any more) followed. more is set when
	// there may be further ones; next is then behind after. A limit below 1 is 1.
	Page(school string, reader wire.Audience, after uint64, limit int) (entries []Entry, next uint64, more bool, err error)
	// Feed returns up to limit changes of a feed behind after, in order and as
	// published: those that Page passes over too.
	Feed(school string, reader wire.Audience, after uint64, limit int) ([]change.ID, error)

	Doc(school, id string) (Doc, error)
	// Docs calls each for the documents of the schools (nil: of all) that reader
	// may see, newest first (then by school and id), without State, until each
	// returns false. each may read in the same transaction.
	Docs(schools []string, reader wire.Audience, each func(Doc) bool) error
	// FindDoc returns the documents with the id, one for each school that has it,
	// without State, ordered by school.
	FindDoc(id string) ([]Doc, error)
	// DocChanges returns all changes of a document in the order of the stream.
	DocChanges(school, id string) ([]change.Change, error)

	// Waits returns those of the changes that wait, by id.
	Waits(school string, ids []change.ID) (map[change.ID]Waiting, error)
	// WaitsIn returns the changes that wait for the documents (nil: for any), in the
	// order of CompareWaiting.
	WaitsIn(school string, docs []string) ([]Waiting, error)
}

// A Tx reads and writes within a transaction.
type Tx interface {
	Reader

	SetSetting(key, value string) error
	PutSchool(School) error
	PutPerson(Person) error
	PutToken(Token) error
	// SeenToken notes the use of a token; it is cheap and may be lost. An unknown
	// token and a time before the last one noted change nothing.
	SeenToken(hash string, at time.Time) error
	PutInvite(Invite) error
	AddAudit(Audit) error

	// Append puts changes that the stream does not have at its end and returns the
	// place of the first. Replica and number are unique in a stream: a change in a
	// place that is taken is ErrTaken; one that waits in it waits no more. Those of a
	// replica may come in any order. The school must be there (ErrNotFound), and the
	// names of replica and document no longer than MaxName.
	Append(school string, changes []change.Change) (first uint64, err error)
	// Hold lets changes wait, outside of the stream, until their document is shown
	// to the group that they are from. What is refused is refused as by Append; a
	// place where another one waits is taken.
	Hold(school string, from wire.Audience, changes []change.Change) error
	// Publish puts changes of the stream at the end of a feed, of coaches or of the
	// district, in the order given. A change may be in a feed more than once: its
	// document was shared, withdrawn and shared again.
	Publish(school string, reader wire.Audience, ids []change.ID) error
	// PutDoc keeps the document as it is folded. The school must be there. An empty
	// Row or State comes back nil.
	PutDoc(Doc) error
}
