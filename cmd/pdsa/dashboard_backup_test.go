package main

import (
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/cqi-pdsa/pdsa/dashboard/serve"
)

// TestBrokenBackupIsNotKept: a backup that arrives altered or cut short leaves no
// file behind.
func TestBrokenBackupIsNotKept(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"altered": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(serve.BackupSum, "00")
			_, _ = w.Write([]byte("bytes"))
		},
		"cut short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte("bytes"))
		},
		"refused without a word": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
	} {
		server := httptest.NewServer(answer)
		admin := &dashboardAdmin{base: server.URL, client: server.Client()}
		dir := t.TempDir()
		if err := admin.download(t.Context(), filepath.Join(dir, "copy.db")); err == nil || errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v", name, err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s: %v is left behind, %v", name, left, err)
		}
		server.Close()
	}
}
