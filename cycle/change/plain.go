package change

import (
	"bytes"
	"encoding/json"
	"slices"
)

// A plainChange is a change of which this version knows every member, and a
// plainOp such an op. Their fields stand in the order of canonical JSON, so that
// writing them needs no sorting: reading and writing changes is most of the work
// of a large merge.
type plainChange struct {
	At      Stamp     `json:"at"`
	Author  string    `json:"author,omitempty"`
	Doc     string    `json:"doc"`
	Hash    string    `json:"hash,omitempty"`
	ID      ID        `json:"id"`
	Kind    Kind      `json:"kind"`
	Ops     []plainOp `json:"ops"`
	Replica string    `json:"replica"`
	Schema  int       `json:"schema"`
	School  string    `json:"school,omitempty"`
	Seq     uint64    `json:"seq"`
	Undoes  ID        `json:"undoes,omitempty"`
}

type plainOp struct {
	Do       string `json:"do,omitempty"`
	Field    string `json:"field,omitempty"`
	Item     string `json:"item,omitempty"`
	List     string `json:"list,omitempty"`
	Replaces []ID   `json:"replaces,omitempty"`
	Value    string `json:"value,omitempty"`
}

// marshalPlain writes a change without members of newer versions; ok is false
// when it has some, or holds a character that the standard library escapes and
// RFC 8785 does not (U+2028, U+2029).
func marshalPlain(c *Change) (body []byte, ok bool) {
	if c.extra != nil || slices.ContainsFunc(c.Ops, func(o Op) bool { return o.extra != nil }) {
		return nil, false
	}
	p := plainChange{c.At, c.Author, c.Doc, c.Hash, c.ID, c.Kind, nil, c.Replica, c.Schema, c.School, c.Seq, c.Undoes}
	if c.Ops != nil {
		p.Ops = make([]plainOp, len(c.Ops))
		for i, o := range c.Ops {
			p.Ops[i] = plainOp{o.Do, o.Field, o.Item, o.List, o.Replaces, o.Value}
		}
	}
	body, err := marshal(p)
	return body, err == nil && !bytes.Contains(body, []byte(`\u202`))
}

// unmarshalPlain reads canonical JSON of which this version knows every member:
// it is what this version would write itself, to the byte. Everything else takes
// the way that keeps what is unknown.
func unmarshalPlain(data []byte) (Change, bool) {
	var p plainChange
	if json.Unmarshal(data, &p) != nil {
		return Change{}, false
	}
	c := Change{
		ID: p.ID, Replica: p.Replica, Seq: p.Seq, Doc: p.Doc, Kind: p.Kind, School: p.School, Author: p.Author,
		At: p.At, Schema: p.Schema, Undoes: p.Undoes, Hash: p.Hash,
	}
	if p.Ops != nil {
		c.Ops = make([]Op, len(p.Ops))
		for i, o := range p.Ops {
			c.Ops[i] = Op{Do: o.Do, Field: o.Field, Item: o.Item, List: o.List, Replaces: o.Replaces, Value: o.Value}
		}
	}
	again, ok := marshalPlain(&c)
	return c, ok && bytes.Equal(again, data)
}
