package store

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"iter"
	"maps"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// This file writes states for the cache. A state in JSON takes 2 ms to read and
// repeats the id, time and author of a change with every value; here each is
// written once, and values refer to it by number. The form is the cache's alone:
// viewFormat is raised when it changes, and the cache is then made anew.

// viewFormat is the version of the form in which the cache is written.
const viewFormat = 4

// viewVersion stands in a cache that this program can use.
func viewVersion() uint64 { return uint64(change.FoldVersion)<<8 | viewFormat }

var crcTable = crc32.MakeTable(crc32.Castagnoli)

// seal puts a checksum in front of a cached value, so that a damaged one is made
// anew and never shown.
func seal(data []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, crc32.Checksum(data, crcTable)), data...)
}

// unseal returns the value, or false when it is missing or damaged.
func unseal(sealed []byte) ([]byte, bool) {
	if len(sealed) < 4 {
		return nil, false
	}
	data := sealed[4:]
	return data, crc32.Checksum(data, crcTable) == binary.BigEndian.Uint32(sealed)
}

// encodeState writes all of a state, its maps in any order.
func encodeState(st *change.State) []byte { return encode(st, false) }

// canonicalState writes the maps in order: equal states give equal bytes.
func canonicalState(st *change.State) []byte { return encode(st, true) }

func encode(st *change.State, sorted bool) []byte {
	e := &encoder{out: make([]byte, 0, 4<<10), numbers: map[change.ID]uint64{}}
	e.text(st.Doc)
	e.text(string(st.Kind))
	e.count(len(st.Seen))
	for replica := range keys(st.Seen, sorted) {
		e.text(replica)
		e.number(st.Seen[replica])
	}
	e.write(st.Created)
	e.write(st.Updated)
	e.count(len(st.Fields))
	for field := range keys(st.Fields, sorted) {
		e.text(field)
		r := st.Fields[field]
		e.writes(r.Live)
		e.ids(r.Early)
	}
	e.count(len(st.Lists))
	for list := range keys(st.Lists, sorted) {
		e.text(list)
		e.count(len(st.Lists[list]))
		for id := range keys(st.Lists[list], sorted) {
			e.text(id)
			it := st.Lists[list][id]
			e.count(len(it.Fields))
			for field := range keys(it.Fields, sorted) {
				e.text(field)
				e.writes(it.Fields[field].Live)
				e.ids(it.Fields[field].Early)
			}
			e.count(len(it.Dels))
			for _, d := range it.Dels {
				e.write(d.Write)
				e.ids(d.Names)
			}
			e.ids(it.Answered)
		}
	}
	e.count(len(st.Told))
	for seal := range keys(st.Told, sorted) {
		e.text(seal)
		e.text(st.Told[seal])
	}
	return e.out
}

func keys[V any](m map[string]V, sorted bool) iter.Seq[string] {
	if !sorted {
		return maps.Keys(m)
	}
	return slices.Values(slices.Sorted(maps.Keys(m)))
}

// An encoder appends. The id, time and author of a write are put down the first
// time that they occur, and get the next number.
type encoder struct {
	out     []byte
	numbers map[change.ID]uint64
}

func (e *encoder) number(n uint64) { e.out = binary.AppendUvarint(e.out, n) }
func (e *encoder) count(n int)     { e.number(uint64(n)) }

func (e *encoder) text(s string) {
	e.count(len(s))
	e.out = append(e.out, s...)
}

func (e *encoder) write(w change.Write) {
	n, known := e.numbers[w.ID]
	if !known {
		n = uint64(len(e.numbers))
		e.numbers[w.ID] = n
	}
	e.number(n)
	if !known {
		e.text(string(w.ID))
		e.out = binary.AppendVarint(e.out, w.At.MS)
		e.out = binary.AppendVarint(e.out, w.At.N)
		e.text(w.Author)
	}
	e.text(w.Value)
}

func (e *encoder) writes(all []change.Write) {
	e.count(len(all))
	for _, w := range all {
		e.write(w)
	}
}

func (e *encoder) ids(ids []change.ID) {
	e.count(len(ids))
	for _, id := range ids {
		e.text(string(id))
	}
}

var errCache = errors.New("a cached state cannot be read")

// decodeState reads what encodeState wrote; the error says that it did not.
func decodeState(data []byte) (*change.State, error) {
	d := &decoder{in: string(data)}
	st := change.NewState(d.text())
	st.Kind = change.Kind(d.text())
	for range d.count() {
		replica := d.text()
		st.Seen[replica] = d.number()
	}
	st.Created, st.Updated = d.write(), d.write()
	n := d.count()
	st.Fields = sized(st.Fields, n)
	for range n {
		r := entry(st.Fields, d.text())
		r.Live, r.Early = d.writes(), d.ids()
	}
	for range d.count() {
		list := d.text()
		n := d.count()
		items := sized(st.Lists[list], n)
		st.Lists[list] = items
		for range n {
			it := entry(items, d.text())
			n := d.count()
			it.Fields = sized(it.Fields, n)
			for range n {
				r := entry(it.Fields, d.text())
				r.Live, r.Early = d.writes(), d.ids()
			}
			for range d.count() {
				it.Dels = grown(it.Dels)
				del := &it.Dels[len(it.Dels)-1]
				del.Write, del.Names = d.write(), d.ids()
			}
			it.Answered = d.ids()
		}
	}
	if n := d.count(); n > 0 {
		st.Told = sized(st.Told, n)
		for range n {
			seal := d.text()
			st.Told[seal] = d.text()
		}
	}
	if d.bad || d.in != "" {
		return nil, errCache
	}
	return st, nil
}

// The parts of a state are types that package change does not export; these make
// them from the fields that hold them.

func entry[T any](m map[string]*T, key string) *T {
	v := new(T)
	m[key] = v
	return v
}

func sized[M ~map[string]V, V any](_ M, n int) M { return make(M, min(n, 1<<10)) }

func grown[T any](s []T) []T {
	var zero T
	return append(s, zero)
}

// A decoder takes from the front of in. After something that does not fit it
// gives nothing but zeros, and no count.
type decoder struct {
	in     string
	bad    bool
	writer []change.Write
	spare  []change.Write
}

func (d *decoder) fail() {
	d.in, d.bad = "", true
}

func (d *decoder) number() uint64 {
	var n uint64
	for shift := 0; shift < 64 && shift/7 < len(d.in); shift += 7 {
		b := d.in[shift/7]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			d.in = d.in[shift/7+1:]
			return n
		}
	}
	d.fail()
	return 0
}

func (d *decoder) signed() int64 {
	n := d.number()
	return int64(n>>1) ^ -int64(n&1)
}

// count is a number of things to come, each of at least one byte.
func (d *decoder) count() int {
	n := d.number()
	if n > uint64(len(d.in)) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	n := d.count()
	s := d.in[:n]
	d.in = d.in[n:]
	return s
}

func (d *decoder) write() change.Write {
	n := d.number()
	if n > uint64(len(d.writer)) {
		d.fail()
		return change.Write{}
	}
	if n == uint64(len(d.writer)) {
		d.writer = append(d.writer, change.Write{ID: change.ID(d.text()), At: change.Stamp{MS: d.signed(), N: d.signed()}, Author: d.text()})
	}
	w := d.writer[n]
	w.Value = d.text()
	return w
}

func (d *decoder) writes() []change.Write {
	n := d.count()
	if n == 0 {
		return nil
	}
	if n > len(d.spare) {
		d.spare = make([]change.Write, n+spareWrites)
	}
	// The capacity ends with the slice: what is appended later goes elsewhere.
	all := d.spare[:n:n]
	d.spare = d.spare[n:]
	for i := range all {
		all[i] = d.write()
	}
	return all
}

// spareWrites is for how many writes memory is taken at a time: nearly all
// fields have one.
const spareWrites = 64

func (d *decoder) ids() []change.ID {
	n := d.count()
	if n == 0 {
		return nil
	}
	ids := make([]change.ID, n)
	for i := range ids {
		ids[i] = change.ID(d.text())
	}
	return ids
}
