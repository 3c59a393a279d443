package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// content is what can be read of a file, damaged or not. Of the changes only
// where they stand is kept, not what they say: a store may be large.
type content struct {
	id       identity
	replica  string
	seq      uint64 // number of the last own change
	indexed  uint64 // how far the index reaches
	seq1     uint64 // what earlier schemas have for these two
	settings map[string]string
	secrets  map[string][]byte // by key among the texts that stay here

	records    map[string]record // by key in the bucket of changes
	badRecords map[string]string // what is wrong with a record, by its key
	byDoc      map[string]bool   // the keys of the bucket by document

	// keep, when set, gets every change that can be read.
	keep func(change.Change)
}

type record struct{ doc string }

func newContent() content {
	return content{id: identity{buckets: map[string]bool{}}, settings: map[string]string{}, secrets: map[string][]byte{}, records: map[string]record{}, badRecords: map[string]string{}, byDoc: map[string]bool{}}
}

// walk reads the tree. damage is told of every part that cannot be read.
func (x *content) walk(ctx context.Context, pages *pageFile, damage func(error)) error {
	w := &walk{
		file: pages,
		bucketMet: func(bucket string, sequence uint64) {
			x.id.buckets[bucket] = true
			if bucket == string(bucketChanges) {
				x.seq = sequence
			}
		},
		leaf: func(bucket string, key, value []byte) error {
			x.take(bucket, key, value)
			return ctx.Err()
		},
		damage: func(err error) error {
			damage(err)
			return ctx.Err()
		},
	}
	err := w.run()
	if x.id.schemaKnown && x.id.schema < 2 {
		x.seq, x.indexed = x.seq1, x.seq1
	}
	return err
}

const (
	metaSettings = "meta/settings"
	secretTexts  = "secrets/texts"
)

func (x *content) take(bucket string, key, value []byte) {
	switch bucket {
	case string(bucketChanges):
		x.takeRecord(key, value)
	case string(bucketByDoc):
		x.byDoc[string(key)] = true
	case secretTexts:
		x.secrets[string(key)] = bytes.Clone(value)
	case metaSettings:
		x.settings[string(key)] = string(value)
	case string(bucketMeta):
		switch string(key) {
		case string(keySchema):
			x.id.schema, x.id.schemaKnown = numberOf(value), len(value) == 8
		case string(keyReplica):
			x.replica = string(value)
		case string(keyIndexed):
			x.indexed = numberOf(value)
		case string(keySeq1):
			x.seq1 = numberOf(value)
		}
	}
}

func (x *content) takeRecord(key, value []byte) {
	c, err := readChange(key, value)
	if err != nil {
		x.badRecords[string(key)] = recordFault(key, value)
		return
	}
	x.records[string(key)] = record{doc: c.Doc}
	if x.keep != nil {
		x.keep(c)
	}
}

func recordFault(key, value []byte) string {
	switch {
	case len(value) < sha256.Size:
		return "is cut short"
	case !matches(value):
		return "does not match its hash"
	case !bytes.Contains(key, []byte{0}):
		return "has lost its name"
	}
	return "stands under another name"
}

func matches(value []byte) bool {
	sum := sha256.Sum256(value[sha256.Size:])
	return bytes.Equal(sum[:], value[:sha256.Size])
}

// knownIDs returns the changes that the file speaks of, whether they can be read
// or not: those listed by document, and all that this laptop has numbered.
func (x *content) knownIDs() map[change.ID]bool {
	known := map[change.ID]bool{}
	for key := range x.byDoc {
		if _, rest, ok := strings.Cut(key, "\x00"); ok && plausible(rest) {
			known[change.ID(keyName([]byte(rest)))] = true
		}
	}
	for key := range x.badRecords {
		if plausible(key) {
			known[change.ID(keyName([]byte(key)))] = true
		}
	}
	for seq := uint64(1); seq <= x.seq && seq <= maxNumber; seq++ {
		known[change.MakeID(x.replica, seq)] = true
	}
	return known
}

// maxNumber bounds what a damaged number may claim.
const maxNumber = 1 << 24

// plausible reports whether the bytes may be the key of a change.
func plausible(key string) bool {
	replica, seq, ok := strings.Cut(key, "\x00")
	if !ok || replica == "" || len(seq) != 8 || numberOf([]byte(seq)) == 0 || numberOf([]byte(seq)) > maxNumber {
		return false
	}
	for i := range len(replica) {
		if replica[i] <= ' ' || replica[i] > '~' {
			return false
		}
	}
	return true
}
