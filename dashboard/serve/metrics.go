package serve

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Metrics counts what a server does and prints it in Prometheus's text format,
// version 0.0.4. It is written out here, as the usual library for it would add
// more to every start of the program than all of the server does.
type Metrics struct {
	mu       sync.Mutex
	requests map[requestKey]*uint64
	latency  map[string]*histogram // by route
	database map[string]*histogram // by read or write
	failures map[string]*uint64    // likewise

	connections atomic.Int64
	changes     atomic.Uint64
}

type requestKey struct {
	route  string
	status int
}

// NewMetrics returns metrics that have counted nothing yet.
func NewMetrics() *Metrics {
	return &Metrics{
		requests: map[requestKey]*uint64{}, latency: map[string]*histogram{},
		database: map[string]*histogram{}, failures: map[string]*uint64{},
	}
}

// bounds are the upper bounds of the histograms, in seconds.
var bounds = [...]float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// histogram counts durations: counts[i] are those up to bounds[i] and above the
// bound before; the last is for those above all.
type histogram struct {
	counts [len(bounds) + 1]uint64
	sum    float64
}

func (h *histogram) observe(d time.Duration) {
	s := d.Seconds()
	i, _ := slices.BinarySearch(bounds[:], s)
	h.counts[i]++
	h.sum += s
}

// made returns the value of a key, which it makes where there is none.
func made[K comparable, V any](m map[K]*V, key K) *V {
	v := m[key]
	if v == nil {
		v = new(V)
		m[key] = v
	}
	return v
}

func (m *Metrics) request(route string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	*made(m.requests, requestKey{route, status})++
	made(m.latency, route).observe(took)
}

func (m *Metrics) transaction(kind string, took time.Duration, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	made(m.database, kind).observe(took)
	failures := made(m.failures, kind)
	if err != nil {
		*failures++
	}
}

func (m *Metrics) connection(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		m.connections.Add(1)
	case http.StateClosed, http.StateHijacked:
		m.connections.Add(-1)
	}
}

// ServeHTTP prints the metrics.
func (m *Metrics) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_ = m.write(w) // whoever asked may be gone
}

func (m *Metrics) write(to io.Writer) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := bufio.NewWriter(to)
	family(w, "pdsa_http_requests_total", "counter", "Requests by what was asked for and the status of the answer.")
	for _, key := range slices.SortedFunc(maps.Keys(m.requests), compareRequests) {
		fmt.Fprintf(w, "pdsa_http_requests_total{route=%s,status=\"%d\"} %d\n", label(key.route), key.status, *m.requests[key])
	}
	histograms(w, "pdsa_http_request_duration_seconds", "Time from a request to the end of its answer.", "route", m.latency)
	histograms(w, "pdsa_database_transaction_duration_seconds", "Time of a transaction, waiting for its turn included.", "kind", m.database)
	family(w, "pdsa_database_refused_transactions_total", "counter", "Transactions that ended without a commit, what rules refused included.")
	for _, kind := range slices.Sorted(maps.Keys(m.failures)) {
		fmt.Fprintf(w, "pdsa_database_refused_transactions_total{kind=%s} %d\n", label(kind), *m.failures[kind])
	}
	family(w, "pdsa_changes_total", "counter", "Changes taken into streams.")
	fmt.Fprintf(w, "pdsa_changes_total %d\n", m.changes.Load())
	family(w, "pdsa_connections", "gauge", "Open connections.")
	fmt.Fprintf(w, "pdsa_connections %d\n", m.connections.Load())
	return w.Flush()
}

func compareRequests(a, b requestKey) int {
	if c := strings.Compare(a.route, b.route); c != 0 {
		return c
	}
	return a.status - b.status
}

func family(w io.Writer, name, kind, help string) {
	fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

func histograms(w io.Writer, name, help, by string, all map[string]*histogram) {
	family(w, name, "histogram", help)
	for _, value := range slices.Sorted(maps.Keys(all)) {
		h, labels, sum := all[value], by+"="+label(value), uint64(0)
		for i, n := range h.counts {
			sum += n
			bound := "+Inf"
			if i < len(bounds) {
				bound = strconv.FormatFloat(bounds[i], 'g', -1, 64)
			}
			fmt.Fprintf(w, "%s_bucket{%s,le=%q} %d\n", name, labels, bound, sum)
		}
		fmt.Fprintf(w, "%s_sum{%s} %s\n%s_count{%s} %d\n", name, labels, strconv.FormatFloat(h.sum, 'g', -1, 64), name, labels, sum)
	}
}

// label quotes the value of a label as the format wants it.
func label(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(value) + `"`
}
