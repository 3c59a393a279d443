package serve

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestMetricsText(t *testing.T) {
	m := NewMetrics()
	m.request("/v1/me", 200, 3*time.Millisecond)
	m.request("/v1/me", 200, 5*time.Millisecond)
	m.request("/v1/me", 401, 11*time.Second)
	m.request(`a"b\`, 200, 0)
	m.transaction("write", 20*time.Millisecond, nil)
	m.connection(nil, http.StateNew)
	m.connection(nil, http.StateNew)
	m.connection(nil, http.StateActive)
	m.connection(nil, http.StateClosed)
	var b strings.Builder
	if err := m.write(&b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{
		"# TYPE pdsa_http_requests_total counter\n",
		`pdsa_http_requests_total{route="/v1/me",status="200"} 2` + "\n",
		`pdsa_http_requests_total{route="/v1/me",status="401"} 1` + "\n",
		`pdsa_http_requests_total{route="a\"b\\",status="200"} 1` + "\n",
		`pdsa_http_request_duration_seconds_bucket{route="/v1/me",le="0.0025"} 0` + "\n",
		`pdsa_http_request_duration_seconds_bucket{route="/v1/me",le="0.005"} 2` + "\n",
		`pdsa_http_request_duration_seconds_bucket{route="/v1/me",le="10"} 2` + "\n",
		`pdsa_http_request_duration_seconds_bucket{route="/v1/me",le="+Inf"} 3` + "\n",
		`pdsa_http_request_duration_seconds_sum{route="/v1/me"} 11.008` + "\n",
		`pdsa_http_request_duration_seconds_count{route="/v1/me"} 3` + "\n",
		`pdsa_database_transaction_duration_seconds_count{kind="write"} 1` + "\n",
		"pdsa_changes_total 0\n",
		"pdsa_connections 1\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}
