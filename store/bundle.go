package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// A bundle carries cycles with all their changes from one laptop to another on a
// memory stick: a sync without a network. The file is gzip of lines of JSON: a
// bundleHead, one change a line, and a bundleEnd with the number of changes and the
// SHA-256 of all bytes before it.

// BundleFormat names the form of the bundles that this version writes and reads.
const BundleFormat = "pdsa-bundle/1"

const bundleName = "pdsa-bundle/"

// Limits of a bundle that is read, so that a file made for the purpose cannot fill
// the memory. A long cycle with its history has a few hundred kilobytes.
const (
	maxBundle     = 128 << 20 // bytes, inflated
	maxBundleLine = 4 << 20
)

// A Bundle is what such a file holds.
type Bundle struct {
	Cycles  []BundledCycle
	Changes []change.Change
}

// A BundledCycle names one cycle of a bundle.
type BundledCycle struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
}

type bundleHead struct {
	Format string         `json:"format"`
	Cycles []BundledCycle `json:"cycles"`
}

type bundleEnd struct {
	End     bool   `json:"end"`
	Changes int    `json:"changes"`
	SHA256  string `json:"sha256"`
}

// Bundle returns the cycle and those of its ramp, with all their changes. Errors:
// ErrNotFound, ErrDamaged.
func (s *Store) Bundle(doc string) (Bundle, error) {
	var b Bundle
	ramp, err := s.Ramp(doc)
	if err != nil {
		return b, err
	}
	for _, c := range ramp {
		changes, err := s.Changes(c.ID)
		if err != nil {
			return b, err
		}
		slices.SortFunc(changes, func(a, b change.Change) int {
			return bytes.Compare(changeKey(a.Replica, a.Seq), changeKey(b.Replica, b.Seq))
		})
		b.Cycles = append(b.Cycles, BundledCycle{ID: c.ID, Title: c.Values["title"]})
		b.Changes = append(b.Changes, changes...)
	}
	return b, nil
}

// WriteTo writes the bundle as a file. The same bundle gives the same bytes.
func (b Bundle) WriteTo(w io.Writer) (int64, error) {
	sum := sha256.New()
	z := gzip.NewWriter(w)
	lines := io.MultiWriter(z, sum)
	size := int64(0)
	line := func(to io.Writer, v any) error {
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			return err
		}
		n, err := to.Write(buf.Bytes())
		size += int64(n)
		return err
	}
	if err := line(lines, bundleHead{Format: BundleFormat, Cycles: b.Cycles}); err != nil {
		return size, err
	}
	for _, c := range b.Changes {
		if err := line(lines, c); err != nil {
			return size, err
		}
	}
	if err := line(z, bundleEnd{End: true, Changes: len(b.Changes), SHA256: hex.EncodeToString(sum.Sum(nil))}); err != nil {
		return size, err
	}
	return size, z.Close()
}

// ErrNoBundle says that a file is not a whole bundle.
var ErrNoBundle = errors.New("this is no whole .pdsa file")

// ReadBundle reads a bundle and checks it: its end, its hash, and every change. It
// holds back nothing that a broken file gives. Errors: ErrNoBundle, the error of ctx,
// one that says that a newer version wrote it.
func ReadBundle(ctx context.Context, r io.Reader) (Bundle, error) {
	return readBundle(ctx, r, maxBundle)
}

func readBundle(ctx context.Context, r io.Reader, limit int64) (Bundle, error) {
	var b Bundle
	z, err := gzip.NewReader(r)
	if err != nil {
		return b, noBundle("it is something else, or its beginning is lost")
	}
	bounded := &io.LimitedReader{R: z, N: limit}
	in := &bundleReader{bounded: bounded, lines: bufio.NewReaderSize(bounded, 64<<10), sum: sha256.New()}
	var head bundleHead
	line, err := in.next()
	if err != nil {
		return b, err
	}
	if json.Unmarshal(line, &head) != nil || !strings.HasPrefix(head.Format, bundleName) {
		return b, noBundle("it is something else")
	}
	if head.Format != BundleFormat {
		return b, fmt.Errorf("a newer version of pdsa wrote this file (%s). Get the new version, then read it again. Nothing was taken in", cycle.Clean(head.Format, false))
	}
	b.Cycles = head.Cycles
	for {
		if err := ctx.Err(); err != nil {
			return Bundle{}, err
		}
		if line, err = in.next(); err != nil {
			return Bundle{}, err
		}
		if isBundleEnd(line) {
			if err := in.end(line, b); err != nil {
				return Bundle{}, err
			}
			return b, nil
		}
		c, err := bundledChange(line)
		if err != nil {
			return Bundle{}, err
		}
		b.Changes = append(b.Changes, c)
	}
}

func bundledChange(line []byte) (change.Change, error) {
	var c change.Change
	if json.Unmarshal(line, &c) != nil {
		return c, noBundle("a change in it cannot be read")
	}
	if err := c.Verify(); err != nil {
		return c, fmt.Errorf("%w: change %q: %w. Nothing was taken in", ErrNoBundle, cycle.Clean(string(c.ID), false), err)
	}
	return c, nil
}

func isBundleEnd(line []byte) bool { return bytes.HasPrefix(line, []byte(`{"end":`)) }

// bundleReader reads lines of bounded length.
type bundleReader struct {
	bounded *io.LimitedReader
	lines   *bufio.Reader
	sum     hash.Hash
	before  string // the sum of all before the end
}

// next returns the next line, without its end.
func (in *bundleReader) next() ([]byte, error) {
	var line []byte
	for {
		part, err := in.lines.ReadSlice('\n')
		if line = append(line, part...); len(line) > maxBundleLine {
			return nil, noBundle("it holds a longer line than any change")
		}
		switch {
		case err == nil && isBundleEnd(line):
			in.before = hex.EncodeToString(in.sum.Sum(nil))
			return line, nil
		case err == nil:
			in.sum.Write(line)
			return bytes.TrimSuffix(line, []byte("\n")), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case in.bounded.N <= 0:
			return nil, noBundle("it is larger than cycles are")
		default:
			return nil, noBundle("it ends too early or was altered on the way")
		}
	}
}

// end checks the last line.
func (in *bundleReader) end(line []byte, b Bundle) error {
	var end bundleEnd
	if json.Unmarshal(line, &end) != nil || end.Changes != len(b.Changes) || end.SHA256 != in.before {
		return noBundle("it was altered on the way")
	}
	// Reading on checks what gzip says about the whole.
	if n, err := io.Copy(io.Discard, io.LimitReader(in.lines, 1)); n > 0 || err != nil {
		return noBundle("it was altered on the way")
	}
	return nil
}

func noBundle(why string) error {
	return fmt.Errorf("%w: %s. Nothing was taken in. Export it again, or copy it again", ErrNoBundle, why)
}
