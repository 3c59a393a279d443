package serve

import (
	"bytes"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/dashboard/api"
)

// TestADamagedDatabaseIsSaidAndSurvived damages the file under a running server and
// mends it again.
func TestADamagedDatabaseIsSaidAndSurvived(t *testing.T) {
	var log bytes.Buffer
	file, d, _, team, _ := filled(t, NewMetrics())
	o := options(nil, &log)
	o.API, o.Ready = api.New(d, api.Options{Log: slog.New(slog.NewTextHandler(&log, nil))}), file.Ready
	h := handler(o, false)
	status := func(path string) int {
		return ask(h, request("GET", path, "127.0.0.1", "Authorization", "Bearer "+team)).Code
	}
	if got := status("/v1/me"); got != http.StatusOK {
		t.Fatalf("before: %d", got)
	}
	whole, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	// All but the first two pages, which say where the others are.
	overwrite(t, file.Name(), 2*int64(os.Getpagesize()), make([]byte, len(whole)-2*os.Getpagesize()))
	for range 3 {
		if got := status("/v1/me"); got != http.StatusInternalServerError {
			t.Errorf("with a damaged database: %d", got)
		}
	}
	if got := status("/readyz"); got != http.StatusServiceUnavailable {
		t.Errorf("/readyz: %d", got)
	}
	if got := status("/healthz"); got != http.StatusOK {
		t.Errorf("/healthz: %d", got)
	}
	said := log.String()
	if !strings.Contains(said, "the dashboard's database is damaged") || !strings.Contains(said, "pdsa dashboard restore") || strings.Contains(said, "a fault of the program") {
		t.Errorf("the log: %s", said)
	}
	overwrite(t, file.Name(), 0, whole)
	if got := status("/v1/me"); got != http.StatusOK {
		t.Errorf("mended: %d", got)
	}
}

func overwrite(t *testing.T, path string, at int64, data []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(data, at); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
