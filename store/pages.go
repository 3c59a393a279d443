package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/cqi-pdsa/pdsa/boltfile"
)

// This file reads the format of a bbolt file without bbolt. bbolt maps the file
// and believes what stands in it: a damaged page can end the whole program, and
// in places where no recover helps (a goroutine of its own, a stack that runs
// over). What is read here is checked before it is used, so any bytes at all may
// be looked at.

const (
	pageHeader    = boltfile.PageHeader // id, flags, count, overflow
	pageElement   = 16                  // one entry of a branch or a leaf page
	bucketHeader  = 16                  // root page, sequence
	noFreelist    = ^uint64(0)
	bucketInLeaf  = 0x01
	branchFlag    = 0x01
	leafFlag      = 0x02
	freelistFlag  = 0x10
	manyFreePages = 0xFFFF // the count stands in the first entry
)

// A pageFile is a bbolt file whose meta pages are whole.
type pageFile struct {
	r        io.ReaderAt
	size     int64
	pageSize int64
	root     uint64 // page of the root bucket
	freelist uint64
	high     uint64 // the first page that was never used
}

// openPages reads the meta pages; see boltfile.ReadMeta. With boltfile.ErrOneMeta and
// boltfile.ErrShort the file is given all the same, to save from it what there is.
func openPages(r io.ReaderAt, size int64) (*pageFile, error) {
	m, err := boltfile.ReadMeta(r, size)
	if err != nil && !errors.Is(err, boltfile.ErrShort) && !errors.Is(err, boltfile.ErrOneMeta) {
		return nil, err
	}
	return &pageFile{r: r, size: size, pageSize: int64(m.PageSize), root: m.Root, freelist: m.Freelist, high: m.High}, err
}

// A page is one page with those that it runs over into.
type page struct {
	id    uint64
	flags uint16
	count int
	data  []byte
}

func (p page) isBranch() bool { return p.flags == branchFlag }

// header reads the first bytes of a page into b, at least pageHeader of them, and
// checks what they say.
func (f *pageFile) header(id uint64, b []byte) (p page, pages uint64, err error) {
	if id < 2 || id >= f.high {
		return p, 0, fmt.Errorf("page %d is outside of the file", id)
	}
	if _, err := f.r.ReadAt(b, int64(id)*f.pageSize); err != nil {
		return p, 0, fmt.Errorf("page %d cannot be read: %w", id, err)
	}
	ne := binary.NativeEndian
	p = page{id: id, flags: ne.Uint16(b[8:]), count: int(ne.Uint16(b[10:]))}
	pages = uint64(ne.Uint32(b[12:])) + 1
	switch {
	case ne.Uint64(b[:]) != id:
		return p, 0, fmt.Errorf("page %d holds something else", id)
	case p.flags != branchFlag && p.flags != leafFlag && p.flags != freelistFlag:
		return p, 0, fmt.Errorf("page %d is of no known kind", id)
	case pages > f.high-id:
		return p, 0, fmt.Errorf("page %d runs over the end", id)
	}
	return p, pages, nil
}

func (f *pageFile) page(id uint64) (page, error) {
	b := make([]byte, f.pageSize)
	p, pages, err := f.header(id, b)
	if err != nil {
		return p, err
	}
	return f.body(p, pages, b)
}

// body reads the rest of a page of which header has put the first f.pageSize bytes
// into b.
func (f *pageFile) body(p page, pages uint64, b []byte) (page, error) {
	p.data = b
	if pages > 1 {
		p.data = make([]byte, int64(pages)*f.pageSize)
		n := copy(p.data, b)
		if _, err := f.r.ReadAt(p.data[n:], int64(p.id)*f.pageSize+int64(n)); err != nil {
			return p, fmt.Errorf("page %d cannot be read: %w", p.id, err)
		}
	}
	return p, p.fits()
}

// fits checks that the entries lie within the page.
func (p page) fits() error {
	if p.flags != freelistFlag && pageHeader+p.count*pageElement > len(p.data) {
		return fmt.Errorf("page %d has more entries than room", p.id)
	}
	return nil
}

// branch returns the first key below the i-th child, and the child's page.
func (p page) branch(i int) (key []byte, child uint64, err error) {
	at := pageHeader + i*pageElement
	ne := binary.NativeEndian
	pos, size := uint64(ne.Uint32(p.data[at:])), uint64(ne.Uint32(p.data[at+4:]))
	from := uint64(at) + pos
	if from+size > uint64(len(p.data)) {
		return nil, 0, fmt.Errorf("entry %d of page %d lies outside of it", i, p.id)
	}
	return p.data[from : from+size], ne.Uint64(p.data[at+8:]), nil
}

// leaf returns the i-th entry; bucket says that its value is a bucket.
func (p page) leaf(i int) (key, value []byte, bucket bool, err error) {
	at := pageHeader + i*pageElement
	ne := binary.NativeEndian
	flags, pos := ne.Uint32(p.data[at:]), uint64(ne.Uint32(p.data[at+4:]))
	keySize, valueSize := uint64(ne.Uint32(p.data[at+8:])), uint64(ne.Uint32(p.data[at+12:]))
	from := uint64(at) + pos
	if from+keySize+valueSize > uint64(len(p.data)) || flags > bucketInLeaf {
		return nil, nil, false, fmt.Errorf("entry %d of page %d lies outside of it", i, p.id)
	}
	return p.data[from : from+keySize], p.data[from+keySize : from+keySize+valueSize], flags&bucketInLeaf != 0, nil
}

// freePages returns the pages that the freelist names; none when the file keeps
// no freelist.
func (f *pageFile) freePages() ([]uint64, error) {
	if f.freelist == noFreelist {
		return nil, nil
	}
	p, err := f.page(f.freelist)
	if err != nil {
		return nil, err
	}
	if p.flags != freelistFlag {
		return nil, fmt.Errorf("page %d is not the list of free pages", p.id)
	}
	ne, rest := binary.NativeEndian, p.data[pageHeader:]
	count := uint64(p.count)
	if p.count == manyFreePages {
		count, rest = ne.Uint64(rest), rest[8:]
	}
	if count > uint64(len(rest)/8) {
		return nil, fmt.Errorf("the list of free pages is longer than its page")
	}
	free := make([]uint64, count)
	for i := range free {
		free[i] = ne.Uint64(rest[8*i:])
		if free[i] < 2 || free[i] >= f.high || i > 0 && free[i] <= free[i-1] {
			return nil, fmt.Errorf("the list of free pages is out of order")
		}
	}
	return free, nil
}
