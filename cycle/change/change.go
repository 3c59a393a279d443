package change

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/gowebpki/jcs"
)

// Schema is the version of the records that this program writes. A fold takes
// records of any version and passes over the ops that it does not know.
const Schema = 1

// Kind says what a document is.
type Kind string

// The kinds of documents.
const (
	KindCycle   Kind = "cycle"
	KindPlan    Kind = "plan"
	KindSession Kind = "session"
)

// An ID names a change: "<replica>-<seq>".
type ID string

// MakeID returns the id of a replica's change number seq.
func MakeID(replica string, seq uint64) ID {
	return ID(replica + "-" + strconv.FormatUint(seq, 10))
}

// Split returns the replica and the number; ok is false when the id has not the
// form.
func (id ID) Split() (replica string, seq uint64, ok bool) {
	i := strings.LastIndexByte(string(id), '-')
	if i <= 0 {
		return "", 0, false
	}
	seq, err := strconv.ParseUint(string(id[i+1:]), 10, 64)
	return string(id[:i]), seq, err == nil && seq > 0
}

// The ops that this version knows.
const (
	DoAdd = "add" // put an item into a list; the op's value is its position
	DoSet = "set" // write a field
	DoDel = "del" // take an item out of a list
)

// An Op is one step of a change. An op whose Do this version does not know is
// kept and passed on, and ignored by the fold.
type Op struct {
	Do       string `json:"do,omitempty"`
	Field    string `json:"field,omitempty"`
	Item     string `json:"item,omitempty"`
	List     string `json:"list,omitempty"`
	Replaces []ID   `json:"replaces,omitempty"`
	Value    string `json:"value,omitempty"`

	// extra holds members that a newer version wrote.
	extra map[string]json.RawMessage
}

// A Change is one save by one person on one laptop. Once written it is never
// altered. Replica and Seq (1, 2, 3, .. without gaps) make its ID; Hash is the
// SHA-256, in hex, of its canonical JSON (RFC 8785) without the hash.
type Change struct {
	ID      ID     `json:"id"`
	Replica string `json:"replica"`
	Seq     uint64 `json:"seq"`
	Doc     string `json:"doc"`
	Kind    Kind   `json:"kind"`
	School  string `json:"school,omitempty"`
	Author  string `json:"author,omitempty"`
	At      Stamp  `json:"at"`
	Schema  int    `json:"schema"`
	// Undoes names the change that this one takes back, if it was made by undo.
	Undoes ID     `json:"undoes,omitempty"`
	Ops    []Op   `json:"ops"`
	Hash   string `json:"hash,omitempty"`

	extra map[string]json.RawMessage
}

// Seal computes the hash. It is called once, when a change is made.
func (c *Change) Seal() error {
	c.Hash = ""
	body, err := c.MarshalJSON()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	c.Hash = hex.EncodeToString(sum[:])
	return nil
}

// ErrCorrupt says that a record does not hold what its hash says.
var ErrCorrupt = errors.New("the record is damaged: its content does not match its hash")

// Verify checks the hash and that id, replica and seq agree. It returns
// ErrCorrupt, or an error that says which part is malformed.
func (c Change) Verify() error {
	if replica, seq, ok := c.ID.Split(); !ok || replica != c.Replica || seq != c.Seq {
		return fmt.Errorf("the record's id %q does not match its replica and number", string(c.ID))
	}
	if c.Doc == "" {
		return errors.New("the record names no document")
	}
	sealed := c
	if err := sealed.Seal(); err != nil {
		return err
	}
	if sealed.Hash != c.Hash {
		return ErrCorrupt
	}
	return nil
}

// MarshalJSON writes the canonical JSON, members of newer versions included.
func (c Change) MarshalJSON() ([]byte, error) {
	if body, ok := marshalPlain(&c); ok {
		return body, nil
	}
	type plain Change
	return canonical(plain(c), c.extra)
}

// UnmarshalJSON reads a change and keeps what this version does not know.
func (c *Change) UnmarshalJSON(data []byte) error {
	if plain, ok := unmarshalPlain(data); ok && plain.exact() {
		*c = plain
		return nil
	}
	type plain Change
	var p plain
	own, extra, err := parts(data, "id", "replica", "seq", "doc", "kind", "school", "author", "at", "schema", "undoes", "ops", "hash")
	if err != nil {
		return err
	}
	if err := json.Unmarshal(own, &p); err != nil {
		return err
	}
	if !Change(p).exact() {
		return errors.New("the record holds a number that is too large")
	}
	*c = Change(p)
	c.extra = extra
	delete(c.extra, "hash")
	return nil
}

// maxExact is the largest whole number that JSON carries unaltered (RFC 8785
// writes numbers as IEEE 754 doubles).
const maxExact = 1<<53 - 1

// exact reports whether all numbers of the change survive in JSON.
func (c Change) exact() bool {
	return c.Seq <= maxExact && max(c.At.MS, c.At.N, -c.At.MS, -c.At.N, int64(c.Schema), -int64(c.Schema)) <= maxExact
}

// MarshalJSON writes the op, members of newer versions included.
func (o Op) MarshalJSON() ([]byte, error) {
	type plain Op
	if len(o.extra) == 0 {
		return marshal(plain(o))
	}
	return canonical(plain(o), o.extra)
}

// UnmarshalJSON reads an op. One whose members have not the types of this
// version is kept whole and counts as unknown.
func (o *Op) UnmarshalJSON(data []byte) error {
	type plain Op
	var p plain
	own, extra, err := parts(data, "do", "field", "item", "list", "replaces", "value")
	if err != nil {
		return err
	}
	if err := json.Unmarshal(own, &p); err != nil {
		var wrongType *json.UnmarshalTypeError
		if !errors.As(err, &wrongType) {
			return err
		}
		p = plain{}
		if _, extra, err = parts(data); err != nil {
			return err
		}
	}
	*o = Op(p)
	o.extra = extra
	return nil
}

func marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(buf.Bytes(), "\n"), nil
}

func canonical(v any, extra map[string]json.RawMessage) ([]byte, error) {
	body, err := marshal(v)
	if err != nil {
		return nil, err
	}
	if len(extra) > 0 {
		merged := maps.Clone(extra)
		var own map[string]json.RawMessage
		if err := json.Unmarshal(body, &own); err != nil {
			return nil, err
		}
		for key, value := range own {
			if _, whole := extra[key]; !whole {
				merged[key] = value
			}
		}
		if body, err = marshal(merged); err != nil {
			return nil, err
		}
	}
	return jcs.Transform(body)
}

// parts divides a JSON object into the members that this version knows by these
// very names and those to be kept as they are; extra is nil when there are none.
// A known member that was written out although it is empty is kept too, since
// this version leaves such members away and the hash covers them.
func parts(data []byte, known ...string) (own []byte, extra map[string]json.RawMessage, err error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, nil, err
	}
	ours := make(map[string]json.RawMessage, len(known))
	for _, key := range known {
		value, ok := all[key]
		if !ok {
			continue
		}
		ours[key] = value
		if v := string(value); v != `""` && v != "null" && v != "[]" {
			delete(all, key)
		}
	}
	if len(all) == 0 {
		return data, nil, nil
	}
	if _, err := canonical(all, nil); err != nil {
		return nil, nil, err
	}
	// The decoder would take "Value" for "value".
	own, err = marshal(ours)
	return own, all, err
}

// NewID returns a fresh id of ten letters and digits for a document, an item or
// a replica: 50 random bits, without a hyphen.
func NewID() string {
	var b [7]byte
	// Read never fails on the systems we build for; it ends the program instead.
	_, _ = rand.Read(b[:])
	return idEncoding.EncodeToString(b[:])[:10]
}

// The letters leave out i, l, o and u: ids are read aloud now and then.
const idLetters = "0123456789abcdefghjkmnpqrstvwxyz"

var idEncoding = base32.NewEncoding(idLetters).WithPadding(base32.NoPadding)
