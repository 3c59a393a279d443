package page

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A filter is what a list is narrowed down to, with the choices that there are.
type filter struct {
	Network, School, Phase, Only string

	Networks []string
	Schools  []wire.Access
	Phases   []cycle.Phase
}

// phases are those of a cycle, in order.
var phases = []cycle.Phase{cycle.Plan, cycle.Do, cycle.Study, cycle.Act, cycle.Done}

// The values of Only.
const (
	onlyStalled = "stalled"
	onlySignals = "signals"
)

// filter reads the filter off the address. What is no choice is passed over.
func (v *visit) filter() filter {
	q := v.URL.Query()
	f := filter{Schools: v.me.Access, Phases: phases}
	for _, a := range v.me.Access {
		if a.Network != "" && !slices.Contains(f.Networks, a.Network) {
			f.Networks = append(f.Networks, a.Network)
		}
		if a.School == q.Get("school") {
			f.School = a.School
		}
	}
	slices.Sort(f.Networks)
	if n := q.Get("network"); slices.Contains(f.Networks, n) {
		f.Network = n
	}
	if p := q.Get("phase"); slices.Contains(phases, cycle.Phase(p)) {
		f.Phase = p
	}
	if o := q.Get("only"); o == onlyStalled || o == onlySignals {
		f.Only = o
	}
	return f
}

// query is what the service is asked for.
func (f filter) query() dashboard.Query {
	return dashboard.Query{Scope: dashboard.Mine, School: f.School, Phase: cycle.Phase(f.Phase)}
}

// takes reports whether the filter lets a cycle through.
func (f filter) takes(l line) bool {
	if f.Network != "" && l.School.Network != f.Network {
		return false
	}
	switch f.Only {
	case onlyStalled:
		return len(l.Stalls()) > 0
	case onlySignals:
		return len(l.Signals) > 0
	}
	return true
}

// school reports whether the filter lets a school through.
func (f filter) takesSchool(a wire.Access) bool {
	return (f.Network == "" || a.Network == f.Network) && (f.School == "" || a.School == f.School)
}

// Link is the list of cycles that the filter gives, with one thing changed.
func (f filter) Link(key, value string) string {
	q := url.Values{}
	for k, v := range map[string]string{"network": f.Network, "school": f.School, "phase": f.Phase, "only": f.Only} {
		if k == key {
			v = value
		}
		if v != "" {
			q.Set(k, v)
		}
	}
	return withQuery("/cycles", q)
}

// Many reports whether there is something to choose from.
func (f filter) Many() bool { return len(f.Schools) > 1 }

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// A pager is where a list goes on. Pages count from 1.
type pager struct {
	Page, Pages, Total int
	Earlier, Later     string // links; empty at the ends
}

// paged gives the items of the page that the address asks for.
func paged[T any](v *visit, items []T, size int) ([]T, pager) {
	p := pager{Total: len(items), Pages: max(1, (len(items)+size-1)/size)}
	p.Page, _ = strconv.Atoi(v.URL.Query().Get("page"))
	p.Page = max(1, min(p.Page, p.Pages))
	to := func(n int) string {
		if n < 1 || n > p.Pages {
			return ""
		}
		q := v.URL.Query()
		q.Set("page", strconv.Itoa(n))
		return withQuery(v.URL.Path, q)
	}
	p.Earlier, p.Later = to(p.Page-1), to(p.Page+1)
	first := (p.Page - 1) * size
	return items[first:min(first+size, len(items))], p
}
