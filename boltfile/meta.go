package boltfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// bbolt maps a file and believes what its first two pages, the meta pages, say: an
// empty file becomes a new database without a word, and one that was cut short ends
// the process. Here they are read without bbolt, and checked.

const (
	magic   = 0xED0CDAED
	version = 2

	// PageHeader is how many bytes stand before the content of a page.
	PageHeader = 16

	metaSize    = 64
	metaSummed  = metaSize - 8 // the bytes that the checksum covers
	minPageSize = 1 << 10
	maxPageSize = 1 << 24
)

// The ways in which a file is not a whole bbolt file.
var (
	ErrEmpty   = errors.New("is empty, it has lost its content")
	ErrNoBolt  = errors.New("is another kind of file")
	ErrNoMeta  = errors.New("has lost its first pages")
	ErrOneMeta = errors.New("has lost one of its first pages, and the last save with it")
	ErrShort   = errors.New("was cut short")
)

// A Meta is what the newer of the two meta pages says.
type Meta struct {
	PageSize uint32
	Root     uint64 // page of the root bucket
	Freelist uint64 // page of the list of free pages
	High     uint64 // the first page that was never used
	Tx       uint64 // number of the transaction

	whole, magic bool
}

// ReadMeta reads the meta pages of a file of size bytes. Both have to be whole: where
// one is not, bbolt would go on with the state before the last save and say nothing.
// With ErrOneMeta and ErrShort the newer one is given all the same, to save from the
// file what there is. Other errors: ErrEmpty, ErrNoBolt, ErrNoMeta, those of r.
func ReadMeta(r io.ReaderAt, size int64) (Meta, error) {
	if size == 0 {
		return Meta{}, ErrEmpty
	}
	first, err := readMeta(r, 0)
	if err != nil {
		return Meta{}, err
	}
	second, at := Meta{}, int64(first.PageSize)
	if !first.whole {
		if at = findSecondMeta(r, size); at == 0 {
			return Meta{}, noMeta(r, first)
		}
	}
	if second, err = readMeta(r, at); err != nil {
		return Meta{}, err
	}
	newest := first
	if !first.whole || second.whole && second.Tx > first.Tx {
		newest = second
	}
	switch {
	case newest.High > uint64(size/int64(newest.PageSize)):
		return newest, fmt.Errorf("%w: %d bytes are there, %d belong to it", ErrShort, size, newest.High*uint64(newest.PageSize))
	case !first.whole || !second.whole:
		return newest, ErrOneMeta
	}
	return newest, nil
}

func readMeta(r io.ReaderAt, at int64) (Meta, error) {
	var buf [PageHeader + metaSize]byte
	if n, err := r.ReadAt(buf[:], at); n < len(buf) {
		if err == nil || errors.Is(err, io.EOF) {
			return Meta{}, nil
		}
		return Meta{}, err
	}
	b, ne := buf[PageHeader:], binary.NativeEndian
	sum := fnv.New64a()
	_, _ = sum.Write(b[:metaSummed])
	m := Meta{
		magic: ne.Uint32(b) == magic, PageSize: ne.Uint32(b[8:]),
		Root: ne.Uint64(b[16:]), Freelist: ne.Uint64(b[32:]), High: ne.Uint64(b[40:]), Tx: ne.Uint64(b[48:]),
	}
	m.whole = m.magic && ne.Uint32(b[4:]) == version && ne.Uint64(b[metaSummed:]) == sum.Sum64() &&
		m.PageSize >= minPageSize && m.PageSize <= maxPageSize && m.PageSize&(m.PageSize-1) == 0 &&
		m.High >= 4 && m.High < 1<<40
	return m, nil
}

// findSecondMeta looks where the second page stands for every size that pages
// have; 0 when it is nowhere.
func findSecondMeta(r io.ReaderAt, size int64) int64 {
	for at := int64(minPageSize); at <= maxPageSize && at < size; at *= 2 {
		if m, err := readMeta(r, at); err == nil && m.whole && int64(m.PageSize) == at {
			return at
		}
	}
	return 0
}

// noMeta tells a database that has lost its first pages from a file that never was
// one.
func noMeta(r io.ReaderAt, first Meta) error {
	if first.magic {
		return ErrNoMeta
	}
	for at := int64(minPageSize); at <= maxPageSize; at *= 2 {
		if m, err := readMeta(r, at); err == nil && m.magic {
			return ErrNoMeta
		}
	}
	var start [minPageSize]byte
	n, _ := r.ReadAt(start[:], 0)
	for _, b := range start[:n] {
		if b != 0 {
			return ErrNoBolt
		}
	}
	return ErrNoMeta
}
