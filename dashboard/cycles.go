package dashboard

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// A Scope says which schools' cycles are meant.
type Scope string

// The scopes.
const (
	Mine    Scope = "mine"    // of the schools whose streams the caller reads
	Network Scope = "network" // of the other schools, as far as shared with the district
)

// A Query chooses cycles. The zero Query is all of the caller's own.
type Query struct {
	Scope    Scope       // empty: Mine
	School   string      // a school's id; empty: any
	Phase    cycle.Phase // as of today; empty: any
	Text     string      // words that all occur in it; empty: any
	Archived bool        // those put away, instead of the others
	After    string      // the next of the page before
	Limit    int         // 0: 50; at most 200
}

const (
	usualPage = 50
	mostPage  = 200
)

func (q Query) check() error {
	if q.Scope != "" && q.Scope != Mine && q.Scope != Network {
		return refusal(wire.CodeInvalid, "the scope is mine or network")
	}
	return nil
}

// takes reports whether the query asks for a cycle with the row.
func (q Query) takes(row Row, today cycle.Day) bool {
	return row.Archived == q.Archived && (q.Phase == "" || row.Phase(today) == q.Phase) && row.has(q.Text)
}

// Listed is one line of a list of cycles. Doc has no State.
type Listed struct {
	School School
	Doc    Doc
	Row
}

// Cycles returns the cycles that the caller may see, the last changed first, and
// where the next page begins: empty at the end. A cycle that changes between two
// pages may be missing or come twice. Error: CodeInvalid.
func (d *Dashboard) Cycles(ctx context.Context, who Caller, q Query) (list []Listed, next string, err error) {
	if err := q.check(); err != nil {
		return nil, "", err
	}
	after, err := parsePlace(q.After)
	if err != nil {
		return nil, "", err
	}
	limit := min(cmp.Or(max(q.Limit, 0), usualPage), mostPage)
	err = d.back.View(ctx, func(r Reader) error {
		list, next = []Listed{}, ""
		schools, ids, reader, err := scope(r, who, q)
		if err != nil || len(ids) == 0 {
			return err
		}
		l := lister{q: q, today: d.today(), after: after, limit: limit, schools: schools}
		if err := r.Docs(ids, reader, l.see); err != nil {
			return err
		}
		list, next = l.list, l.next
		return ctx.Err()
	})
	return list, next, outward(err)
}

// Walk calls each for all cycles of a query, the last changed first, until it
// returns false. It makes one pass over them, for what is told of all together; the
// query's After and Limit play no part. The rows must not be altered. Error:
// CodeInvalid.
func (d *Dashboard) Walk(ctx context.Context, who Caller, q Query, each func(Listed) bool) error {
	if err := q.check(); err != nil {
		return err
	}
	today := d.today()
	err := d.back.View(ctx, func(r Reader) error {
		schools, ids, reader, err := scope(r, who, q)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = r.Docs(ids, reader, func(doc Doc) bool {
			if row, ok := d.rows.row(doc); ok && doc.Kind == change.KindCycle && q.takes(row, today) && !each(Listed{schools[doc.School], doc, row}) {
				return false
			}
			return ctx.Err() == nil
		})
		return cmp.Or(err, ctx.Err())
	})
	return outward(err)
}

// scope returns the schools that a query is about, and as which group the caller
// reads them.
func scope(r Reader, who Caller, q Query) (map[string]School, []string, wire.Audience, error) {
	all, err := r.Schools()
	schools := map[string]School{}
	ids := []string{}
	for _, s := range all {
		if who.stands(s.ID) == (q.Scope == Network) || q.School != "" && q.School != s.ID {
			continue
		}
		schools[s.ID] = s
		ids = append(ids, s.ID)
	}
	if q.Scope == Network {
		return schools, ids, wire.ForDistrict, err
	}
	return schools, ids, who.Person.Role.Audience(), err
}

// A lister takes documents, the newest first, and keeps one page of them.
type lister struct {
	q       Query
	today   cycle.Day
	after   place
	limit   int
	schools map[string]School
	list    []Listed
	next    string
}

// see takes the next document and reports whether it wants more.
func (l *lister) see(doc Doc) bool {
	l.take(doc)
	return l.next == ""
}

func (l *lister) take(doc Doc) {
	if doc.Kind != change.KindCycle || l.after != (place{}) && placeOf(doc).compare(l.after) <= 0 {
		return
	}
	row, ok := doc.row()
	if !ok || !l.q.takes(row, l.today) {
		return
	}
	if len(l.list) == l.limit {
		l.next = placeOf(l.list[len(l.list)-1].Doc).String()
		return
	}
	l.list = append(l.list, Listed{School: l.schools[doc.School], Doc: doc, Row: row})
}

// A place is where a document stands in lists: the newest first, then by school
// and id.
type place struct {
	ms         int64
	school, id string
}

func placeOf(doc Doc) place { return place{doc.Updated.UnixMilli(), doc.School, doc.ID} }

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(q.ms, p.ms), cmp.Compare(p.school, q.school), cmp.Compare(p.id, q.id))
}

func (p place) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d\n%s\n%s", p.ms, p.school, p.id))
}

func parsePlace(s string) (place, error) {
	if s == "" {
		return place{}, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.SplitN(string(data), "\n", 3)
	if err == nil && len(parts) == 3 {
		if ms, err := strconv.ParseInt(parts[0], 10, 64); err == nil {
			return place{ms, parts[1], parts[2]}, nil
		}
	}
	return place{}, refusal(wire.CodeInvalid, "after is the `next` of the page before")
}
