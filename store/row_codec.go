package store

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// This file writes rows for the cache. The library reads all of them at once:
// ten thousand in JSON take half a second, in this form a few hundredths.

func encodeRow(r Row) []byte {
	e := &encoder{out: make([]byte, 0, 512)}
	for _, s := range r.texts() {
		e.text(*s)
	}
	e.flags(r.Archived, r.GapEmpty, r.Facts.Decided, r.Facts.Learned, r.Facts.Studied, r.Facts.Doing, r.Facts.Planned)
	e.day(r.Facts.Start)
	e.day(r.LastPoint)
	for _, n := range []int64{r.Created, r.Updated, int64(r.Facts.Weeks), int64(r.Filled), int64(r.Steps), int64(r.Conflicts)} {
		e.signed(n)
	}
	e.count(len(r.Trend))
	for _, v := range r.Trend {
		e.out = binary.LittleEndian.AppendUint64(e.out, math.Float64bits(v))
	}
	e.weeks(r.Open)
	e.weeks(r.Planned)
	return e.out
}

// decodeRow reads what encodeRow wrote; ok is false when it did not.
func decodeRow(data []byte) (r Row, ok bool) {
	d := &decoder{in: string(data)}
	for _, s := range r.texts() {
		*s = d.text()
	}
	d.flags(&r.Archived, &r.GapEmpty, &r.Facts.Decided, &r.Facts.Learned, &r.Facts.Studied, &r.Facts.Doing, &r.Facts.Planned)
	r.Facts.Start, r.LastPoint = d.day(), d.day()
	r.Created, r.Updated = d.signed(), d.signed()
	for _, n := range []*int{&r.Facts.Weeks, &r.Filled, &r.Steps, &r.Conflicts} {
		*n = int(d.signed())
	}
	for range d.count() {
		r.Trend = append(r.Trend, d.float())
	}
	r.Open, r.Planned = d.weeks(), d.weeks()
	return r, !d.bad && d.in == ""
}

// texts are the row's fields of text, in the order in which they are written.
func (r *Row) texts() []*string {
	return []*string{
		&r.ID, &r.Title, &r.School, &r.Network, &r.Team, &r.Problem, &r.Goal, &r.Previous, &r.Decision,
		&r.Gap, &r.Measure, &r.Direction, &r.UpdatedBy, (*string)(&r.Facts.TeamPhase),
	}
}

func (e *encoder) signed(n int64) { e.out = binary.AppendVarint(e.out, n) }

func (e *encoder) flags(flags ...bool) {
	var bits uint64
	for i, on := range flags {
		if on {
			bits |= 1 << i
		}
	}
	e.number(bits)
}

func (d *decoder) flags(flags ...*bool) {
	bits := d.number()
	for i, on := range flags {
		*on = bits&(1<<i) != 0
	}
}

// day writes days as year, month and day; the zero Day as three zeros.
func (e *encoder) day(day cycle.Day) {
	e.signed(int64(day.Year))
	e.signed(int64(day.Month))
	e.signed(int64(day.Day))
}

func (d *decoder) day() cycle.Day {
	return cycle.Day{Year: int(d.signed()), Month: time.Month(d.signed()), Day: int(d.signed())}
}

func (d *decoder) float() float64 {
	if len(d.in) < 8 {
		d.fail()
		return 0
	}
	bits := binary.LittleEndian.Uint64([]byte(d.in[:8]))
	d.in = d.in[8:]
	return math.Float64frombits(bits)
}

func (e *encoder) weeks(byWeek map[int]int) {
	e.count(len(byWeek))
	for _, week := range slices.Sorted(maps.Keys(byWeek)) {
		e.signed(int64(week))
		e.signed(int64(byWeek[week]))
	}
}

func (d *decoder) weeks() map[int]int {
	n := d.count()
	if n == 0 {
		return nil
	}
	byWeek := make(map[int]int, n)
	for range n {
		week := int(d.signed())
		byWeek[week] = int(d.signed())
	}
	return byWeek
}
