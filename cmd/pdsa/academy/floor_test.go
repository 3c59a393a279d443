package academy

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"time"
)

// floor repeats all exchanges with a server that only reads and writes as many bytes.
func (a *academy) floor() (times []time.Duration) {
	answers := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		n, _ := strconv.Atoi(r.URL.Query().Get("bytes"))
		_, _ = w.Write(make([]byte, n))
	}))
	defer answers.Close()
	var all sync.WaitGroup
	var mu sync.Mutex
	for _, p := range a.places {
		all.Go(func() {
			line := &exchanges{under: &http.Transport{MaxIdleConnsPerHost: 2}}
			for _, e := range p.log.took {
				r, err := http.NewRequest(http.MethodPost, answers.URL+"?bytes="+strconv.Itoa(e.out), bytes.NewReader(make([]byte, e.in)))
				if err != nil {
					a.b.Error(err)
					return
				}
				if _, err := line.RoundTrip(r); err != nil {
					a.b.Error(err)
				}
			}
			line.under.CloseIdleConnections()
			mu.Lock()
			defer mu.Unlock()
			for _, e := range line.took {
				times = append(times, e.took)
			}
		})
	}
	all.Wait()
	return times
}

// exchanges carries a laptop's requests and notes what each took.
type exchanges struct {
	under *http.Transport
	took  []exchange
}

type exchange struct {
	in, out int // bytes of the bodies
	status  int // 0: no answer
	took    time.Duration
}

// RoundTrip carries out one request and reads its whole answer.
func (x *exchanges) RoundTrip(r *http.Request) (*http.Response, error) {
	e := exchange{in: int(max(0, r.ContentLength))}
	began := time.Now()
	res, err := x.under.RoundTrip(r)
	var body []byte
	if err == nil {
		body, err = io.ReadAll(res.Body)
		_ = res.Body.Close()
		res.Body = io.NopCloser(bytes.NewReader(body))
		e.status, e.out = res.StatusCode, len(body)
	}
	e.took = time.Since(began)
	x.took = append(x.took, e)
	return res, err
}
