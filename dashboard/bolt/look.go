package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// bbolt maps a file and believes what its first pages say: an empty file becomes
// a new database without a word, and one that was cut short ends the process. So
// these pages are read here before bbolt opens the file.

const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	pageHeader  = 16
	metaSize    = 64
	metaSummed  = metaSize - 8 // the bytes that the checksum covers
	minPageSize = 1 << 10
	maxPageSize = 1 << 16
)

// look says why a file cannot be opened: ErrDamaged or ErrForeign.
func look(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%w: %s is a folder", ErrForeign, path)
	case info.Size() == 0:
		return damaged(path, "is empty, it has lost its content")
	}
	newest, found, err := newestMeta(f)
	switch {
	case err != nil:
		return err
	case !found.magic:
		return foreign(path)
	case !found.whole:
		return damaged(path, "has lost its first pages")
	case newest.high > uint64(info.Size())/uint64(newest.pageSize):
		return damaged(path, "was cut short")
	}
	return nil
}

// seen says what was found of the two meta pages.
type seen struct{ magic, whole bool }

type meta struct {
	seen
	pageSize uint32
	high, tx uint64 // the first page that was never used; the number of the transaction
}

// newestMeta returns the meta page that bbolt goes by. The second one stands one
// page in, wherever that is when the first is lost.
func newestMeta(r io.ReaderAt) (newest meta, found seen, err error) {
	for at := int64(0); at <= maxPageSize; at = max(2*at, minPageSize) {
		m, err := readMeta(r, at)
		if err != nil {
			return newest, found, err
		}
		if at > 0 && m.pageSize != uint32(at) {
			continue
		}
		found.magic = found.magic || m.magic
		if m.whole && (!found.whole || m.tx > newest.tx) {
			found.whole, newest = true, m
		}
	}
	return newest, found, nil
}

func readMeta(r io.ReaderAt, at int64) (meta, error) {
	var buf [pageHeader + metaSize]byte
	if _, err := r.ReadAt(buf[:], at); errors.Is(err, io.EOF) {
		return meta{}, nil
	} else if err != nil {
		return meta{}, err
	}
	b, order := buf[pageHeader:], binary.NativeEndian
	sum := fnv.New64a()
	_, _ = sum.Write(b[:metaSummed])
	m := meta{pageSize: order.Uint32(b[8:]), high: order.Uint64(b[40:]), tx: order.Uint64(b[48:])}
	m.magic = order.Uint32(b) == boltMagic
	m.whole = m.magic && order.Uint32(b[4:]) == boltVersion && order.Uint64(b[metaSummed:]) == sum.Sum64() &&
		m.pageSize >= minPageSize && m.pageSize <= maxPageSize
	return m, nil
}
