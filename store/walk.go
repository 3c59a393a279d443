package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
)

// A walk goes through the tree of a pageFile.
type walk struct {
	file *pageFile
	// leaf is called for every entry of a leaf page that is no bucket, with the
	// names of the buckets around it joined by a slash. The slices are valid until
	// it returns. An error ends the walk.
	leaf func(bucket string, key, value []byte) error
	// bucketMet is told the name of every bucket and the number that it carries; it
	// may be nil.
	bucketMet func(bucket string, sequence uint64)
	// skip says of which buckets the leaf pages need not be read; nil reads all.
	skip func(bucket string) bool
	// damage is told of what is wrong. When it returns nil, the walk goes on
	// behind the damage.
	damage func(error) error

	met []uint64 // the pages of the tree met so far, a bit for each
	// buffers hold the pages from the root to the one in hand, one for each level:
	// a tree has many pages and few levels.
	buffers [][]byte
	depth   int
	head    [pageHeader]byte
}

// run walks the whole tree, then looks at the list of free pages.
func (w *walk) run() error {
	w.met = make([]uint64, w.file.high/64+1)
	if err := w.tree("", w.file.root, nil, nil); err != nil {
		return err
	}
	free, err := w.file.freePages()
	if err != nil {
		return w.damage(err)
	}
	for _, id := range free {
		if w.isMet(id) || id == w.file.freelist {
			return w.damage(fmt.Errorf("page %d is in use and listed as free", id))
		}
	}
	return nil
}

// meet notes that pages belong to the tree. Each belongs to it once, so a walk
// ends whatever the pages say.
func (w *walk) meet(id, pages uint64) error {
	for n := id; n < id+pages; n++ {
		if w.isMet(n) {
			return fmt.Errorf("page %d is used twice", n)
		}
		w.met[n/64] |= 1 << (n % 64)
	}
	return nil
}

func (w *walk) isMet(id uint64) bool { return w.met[id/64]&(1<<(id%64)) != 0 }

// tree walks a page and what is below it. All its keys are at least from, and
// below to where to is not nil.
func (w *walk) tree(bucket string, id uint64, from, to []byte) error {
	b := w.buffer()
	w.depth++
	defer func() { w.depth-- }()
	p, pages, err := w.file.header(id, b)
	if err == nil {
		err = w.meet(id, pages)
	}
	if err == nil && p.flags == freelistFlag {
		err = fmt.Errorf("page %d is of the wrong kind", id)
	}
	if err == nil && !p.isBranch() && w.skips(bucket) {
		return nil
	}
	if err == nil {
		p, err = w.file.body(p, pages, b)
	}
	if err != nil {
		return w.damage(err)
	}
	if p.isBranch() {
		return w.branch(bucket, p, from, to)
	}
	return w.entries(bucket, p, from, to)
}

// buffer returns the memory for a page of the level in hand.
func (w *walk) buffer() []byte {
	if w.depth == len(w.buffers) {
		w.buffers = append(w.buffers, make([]byte, w.file.pageSize))
	}
	return w.buffers[w.depth]
}

func (w *walk) skips(bucket string) bool { return w.skip != nil && w.skip(bucket) }

func (w *walk) branch(bucket string, p page, from, to []byte) error {
	if p.count == 0 {
		return w.damage(fmt.Errorf("page %d is empty", p.id))
	}
	overLeaves := w.skips(bucket) && w.isLeaf(p)
	order := keyOrder{from: from, to: to}
	for i := range p.count {
		key, child, err := p.branch(i)
		if err == nil {
			err = order.next(p.id, key, i == p.count-1)
		}
		if err != nil {
			if err := w.damage(err); err != nil {
				return err
			}
			if child == 0 {
				continue
			}
		}
		if overLeaves {
			err = w.knownLeaf(child)
		} else {
			err = w.tree(bucket, child, key, w.follower(p, i, to))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// isLeaf reports whether the first child of a branch page is a leaf page; all
// leaves of a tree are equally deep.
func (w *walk) isLeaf(p page) bool {
	_, child, err := p.branch(0)
	if err != nil {
		return false
	}
	first, _, err := w.file.header(child, w.head[:])
	return err == nil && !first.isBranch()
}

// knownLeaf notes a leaf page without reading it.
func (w *walk) knownLeaf(id uint64) error {
	if id < 2 || id >= w.file.high {
		return w.damage(fmt.Errorf("page %d is outside of the file", id))
	}
	if err := w.meet(id, 1); err != nil {
		return w.damage(err)
	}
	return nil
}

// follower is the key at which the next child begins.
func (w *walk) follower(p page, i int, to []byte) []byte {
	if i+1 < p.count {
		if key, _, err := p.branch(i + 1); err == nil {
			return key
		}
	}
	return to
}

func (w *walk) entries(bucket string, p page, from, to []byte) error {
	order := keyOrder{from: from, to: to}
	for i := range p.count {
		key, value, inner, err := p.leaf(i)
		if err == nil {
			err = order.next(p.id, key, i == p.count-1)
		}
		if err == nil && bucket == "" && !inner {
			err = fmt.Errorf("page %d holds %q, which is no bucket", p.id, key)
		}
		if err != nil {
			if err := w.damage(err); err != nil {
				return err
			}
			if key == nil {
				continue
			}
		}
		if inner {
			err = w.bucket(strings.TrimPrefix(bucket+"/"+string(key), "/"), value)
		} else if w.leaf != nil {
			err = w.leaf(bucket, key, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bucket walks a bucket that an entry holds: it names the bucket's page, or is
// followed by a small page of its own.
func (w *walk) bucket(name string, value []byte) error {
	whole := len(value) >= bucketHeader
	if w.bucketMet != nil {
		sequence := uint64(0)
		if whole {
			sequence = binary.NativeEndian.Uint64(value[8:])
		}
		w.bucketMet(name, sequence)
	}
	if strings.Count(name, "/") > 8 {
		return w.damage(fmt.Errorf("buckets are nested too deep"))
	}
	if !whole {
		return w.damage(fmt.Errorf("the head of %s is cut short", name))
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		return w.tree(name, root, nil, nil)
	}
	data := value[bucketHeader:]
	if len(data) < pageHeader {
		return w.damage(fmt.Errorf("the page of %s is cut short", name))
	}
	ne := binary.NativeEndian
	p := page{flags: ne.Uint16(data[8:]), count: int(ne.Uint16(data[10:])), data: data}
	err := p.fits()
	if err == nil && p.flags != leafFlag {
		err = fmt.Errorf("the page of %s is of the wrong kind", name)
	}
	if err != nil {
		return w.damage(err)
	}
	return w.entries(name, p, nil, nil)
}

// keyOrder checks that keys rise, within bounds.
type keyOrder struct {
	from, to, last []byte
	begun          bool
}

// next takes the next key of a page. Keys rise, so only the first is held against
// from, and only the last against to.
func (o *keyOrder) next(page uint64, key []byte, last bool) error {
	low := o.begun && bytes.Compare(key, o.last) <= 0 || !o.begun && bytes.Compare(key, o.from) < 0
	if low || last && o.to != nil && bytes.Compare(key, o.to) >= 0 {
		return fmt.Errorf("page %d has entries out of order", page)
	}
	o.last, o.begun = key, true
	return nil
}
