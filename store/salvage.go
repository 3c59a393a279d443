package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// A record in the file is a SHA-256 and the change's canonical JSON right behind
// it, whatever has become of the pages around them. canonicalStart is how that
// JSON begins: its members are sorted, and "at" is the first that this version
// writes.
var canonicalStart = []byte(`{"at":{`)

const (
	scanStep   = 8 << 20 // bytes looked through at a time
	longRecord = 4 << 20 // and the longest record that is found
)

// scan looks for changes byte by byte. What it finds is sure, by its hash. It
// also finds changes in pages that are no longer used; of two with one id the
// later counts, since a save that failed may have left the earlier one.
func (x *content) scan(ctx context.Context, r io.ReaderAt, size int64) error {
	found := map[change.ID]change.Change{}
	buf := make([]byte, min(size, sha256.Size+scanStep+longRecord))
	for from := int64(0); from < size; from += scanStep {
		if err := ctx.Err(); err != nil {
			return err
		}
		// A hash that stands before this step belongs to its first record.
		start := max(0, from-sha256.Size)
		n, err := r.ReadAt(buf[:min(int64(len(buf)), size-start)], start)
		if err != nil && !errors.Is(err, io.EOF) && n == 0 {
			continue
		}
		last := int(from - start + scanStep)
		scanBytes(buf[:n], last, func(c change.Change) {
			if old, twice := found[c.ID]; !twice || c.At.Compare(old.At) > 0 {
				found[c.ID] = c
			}
		})
	}
	for _, c := range found {
		key := string(changeKey(c.Replica, c.Seq))
		if _, known := x.records[key]; known {
			continue
		}
		x.records[key] = record{doc: c.Doc}
		if x.keep != nil {
			x.keep(c)
		}
	}
	return nil
}

// scanBytes calls found for every whole record whose JSON begins before last.
func scanBytes(data []byte, last int, found func(change.Change)) {
	for at := 0; at < last; {
		i := bytes.Index(data[at:min(len(data), last+len(canonicalStart))], canonicalStart)
		if i < 0 {
			return
		}
		at += i
		if c, length, ok := recordAt(data, at); ok {
			found(c)
			at += length
		} else {
			at += len(canonicalStart)
		}
	}
}

// recordAt reads the record whose JSON begins at.
func recordAt(data []byte, at int) (c change.Change, length int, ok bool) {
	if at < sha256.Size {
		return c, 0, false
	}
	length = objectLength(data[at:min(len(data), at+longRecord)])
	body := data[at : at+length]
	sum := sha256.Sum256(body)
	if length == 0 || !bytes.Equal(sum[:], data[at-sha256.Size:at]) || json.Unmarshal(body, &c) != nil {
		return c, 0, false
	}
	c.Hash = hex.EncodeToString(sum[:])
	return c, length, c.Verify() == nil
}

// objectLength returns how long the JSON object is with which data begins; 0
// when it does not end.
func objectLength(data []byte) int {
	depth, inText := 0, false
	for i := 0; i < len(data); i++ {
		switch b := data[i]; {
		case inText && b == '\\':
			i++
		case b == '"':
			inText = !inText
		case inText:
		case b == '{':
			depth++
		case b == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}
