package dashboard

import (
	"context"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// A Backend keeps what a dashboard holds. It knows no rules: what may be written
// is decided above it. Every back end passes the suite of package backendtest.
type Backend interface {
	// Update runs fn in one transaction; what fn wrote is durable when Update
	// returns nil, and none of it is there when it returns an error. Updates that
	// name the same school run one after the other, whichever process they are
	// in; school may be empty when fn touches no stream. fn may be run again when
	// the database asks for it, so it alters nothing outside the transaction.
	Update(ctx context.Context, school string, fn func(Tx) error) error

	// View runs fn on one consistent picture of the database.
	View(ctx context.Context, fn func(Reader) error) error

	// Ready reports whether the database answers.
	Ready(ctx context.Context) error

	// Close ends the use of the database after the transactions that run.
	Close() error
}

// A Reader reads within a transaction. What is not there is ErrNotFound where one
// thing is asked for, and absent where several are. Lists are in a stable order:
// schools and people by name, then id; audits newest first.
type Reader interface {
	// Setting returns a value of the database itself, such as its epoch; empty
	// when it was never set.
	Setting(key string) (string, error)

	School(id string) (School, error)
	Schools() ([]School, error)

	Person(id string) (Person, error)
	People() ([]Person, error)
	Token(hash string) (Token, error)
	Tokens() ([]Token, error)
	Invite(hash string) (Invite, error)
	// Audits returns up to limit lines with N below before (0: the newest).
	Audits(before uint64, limit int) ([]Audit, error)

	// Have returns the number of the last change of each replica in the school's
	// stream.
	Have(school string) (change.Vector, error)
	// Records returns those of the changes that the stream has, by id.
	Records(school string, ids []change.ID) (map[change.ID]change.Change, error)
	// Head returns the place of the last entry of the reader's stream.
	Head(school string, reader wire.Audience) (uint64, error)
	// Page returns up to limit entries behind after, in order, and the place up to
	// which it looked: it is past the last entry returned when entries of
	// documents that the reader may not see (any more) followed. more is set when
	// there may be further ones.
	Page(school string, reader wire.Audience, after uint64, limit int) (entries []Entry, next uint64, more bool, err error)

	Doc(school, id string) (Doc, error)
	// Docs calls each for the documents of the schools (nil: of all) that reader
	// may see, newest first, without State, until each returns false.
	Docs(schools []string, reader wire.Audience, each func(Doc) bool) error
	// FindDoc returns the documents with the id, one for each school that has it,
	// without State, ordered by school.
	FindDoc(id string) ([]Doc, error)
	// DocChanges returns all changes of a document in the order of the stream.
	DocChanges(school, id string) ([]change.Change, error)
}

// A Tx reads and writes within a transaction.
type Tx interface {
	Reader

	SetSetting(key, value string) error
	PutSchool(School) error
	PutPerson(Person) error
	PutToken(Token) error
	// SeenToken notes the use of a token; it is cheap and may be lost.
	SeenToken(hash string, at time.Time) error
	PutInvite(Invite) error
	AddAudit(Audit) error

	// Append puts changes that the stream does not have at its end and returns the
	// place of the first. Replica and number are unique in a stream: another change
	// in their place is an error and nothing is kept.
	Append(school string, changes []change.Change) (first uint64, err error)
	// Publish puts changes of the stream at the end of a feed, of coaches or of the
	// district, in the order given.
	Publish(school string, reader wire.Audience, ids []change.ID) error
	// PutDoc keeps the document as it is folded.
	PutDoc(Doc) error
}
