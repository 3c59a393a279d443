package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// This file reads the format of a bbolt file without bbolt. bbolt maps the file
// and believes what stands in it: a damaged page can end the whole program, and
// in places where no recover helps (a goroutine of its own, a stack that runs
// over). What is read here is checked before it is used, so any bytes at all may
// be looked at.

const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2

	pageHeader    = 16 // id, flags, count, overflow
	pageElement   = 16 // one entry of a branch or a leaf page
	bucketHeader  = 16 // root page, sequence
	metaSize      = 64
	metaSummed    = metaSize - 8 // the bytes that the checksum covers
	minPageSize   = 1 << 10
	maxPageSize   = 1 << 24
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

// The ways in which a file is not a whole bbolt file.
var (
	errEmpty   = errors.New("is empty, it has lost its content")
	errNoBolt  = errors.New("is another kind of file")
	errNoMeta  = errors.New("has lost its first pages")
	errOneMeta = errors.New("has lost one of its first pages, and the last save with it")
	errShort   = errors.New("was cut short")
)

// openPages reads the meta pages. Both have to be whole: where one is not, bbolt
// would go on with the state before the last save and say nothing. With errOneMeta
// and errShort the file is given all the same, to save from it what there is.
func openPages(r io.ReaderAt, size int64) (*pageFile, error) {
	if size == 0 {
		return nil, errEmpty
	}
	first, err := readMeta(r, 0)
	if err != nil {
		return nil, err
	}
	second, at := meta{}, int64(first.pageSize)
	if !first.whole {
		if at = findSecondMeta(r, size); at == 0 {
			return nil, noMeta(r, first)
		}
	}
	if second, err = readMeta(r, at); err != nil {
		return nil, err
	}
	newest := first
	if !first.whole || second.whole && second.tx > first.tx {
		newest = second
	}
	f := &pageFile{r: r, size: size, pageSize: int64(newest.pageSize), root: newest.root, freelist: newest.freelist, high: newest.high}
	switch {
	case f.high > uint64(size/f.pageSize):
		return f, fmt.Errorf("%w: %d bytes are there, %d belong to it", errShort, size, f.high*uint64(f.pageSize))
	case !first.whole || !second.whole:
		return f, errOneMeta
	}
	return f, nil
}

type meta struct {
	whole, magic             bool
	pageSize                 uint32
	root, freelist, high, tx uint64
}

func readMeta(r io.ReaderAt, at int64) (meta, error) {
	var buf [pageHeader + metaSize]byte
	if n, err := r.ReadAt(buf[:], at); n < len(buf) {
		if err == nil || errors.Is(err, io.EOF) {
			return meta{}, nil
		}
		return meta{}, err
	}
	b, ne := buf[pageHeader:], binary.NativeEndian
	sum := fnv.New64a()
	_, _ = sum.Write(b[:metaSummed])
	m := meta{
		magic: ne.Uint32(b) == boltMagic, pageSize: ne.Uint32(b[8:]),
		root: ne.Uint64(b[16:]), freelist: ne.Uint64(b[32:]), high: ne.Uint64(b[40:]), tx: ne.Uint64(b[48:]),
	}
	m.whole = m.magic && ne.Uint32(b[4:]) == boltVersion && ne.Uint64(b[metaSummed:]) == sum.Sum64() &&
		m.pageSize >= minPageSize && m.pageSize <= maxPageSize && m.pageSize&(m.pageSize-1) == 0 &&
		m.high >= 4 && m.high < 1<<40
	return m, nil
}

// findSecondMeta looks where the second page stands for every size that pages
// have; 0 when it is nowhere.
func findSecondMeta(r io.ReaderAt, size int64) int64 {
	for at := int64(minPageSize); at <= maxPageSize && at < size; at *= 2 {
		if m, err := readMeta(r, at); err == nil && m.whole && int64(m.pageSize) == at {
			return at
		}
	}
	return 0
}

// noMeta tells a store that has lost its first pages from a file that never was
// one.
func noMeta(r io.ReaderAt, first meta) error {
	if first.magic {
		return errNoMeta
	}
	for at := int64(minPageSize); at <= maxPageSize; at *= 2 {
		if m, err := readMeta(r, at); err == nil && m.magic {
			return errNoMeta
		}
	}
	var start [minPageSize]byte
	n, _ := r.ReadAt(start[:], 0)
	for _, b := range start[:n] {
		if b != 0 {
			return errNoBolt
		}
	}
	return errNoMeta
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
