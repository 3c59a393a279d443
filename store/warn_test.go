package store

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestPlaceWarning(t *testing.T) {
	for path, want := range map[string]string{
		`\\server\share\pdsa.db`:                                                       "network drive",
		`\\?\UNC\server\share\pdsa.db`:                                                 "network drive",
		`C:\Users\ana\OneDrive - City Schools\pdsa.db`:                                 "OneDrive",
		"/Users/ana/Library/CloudStorage/OneDrive-Personal/pdsa.db":                    "OneDrive",
		"/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/pdsa.db":              "iCloud Drive",
		`C:\Users\ana\iCloudDrive\pdsa.db`:                                             "iCloud Drive",
		"/home/ana/Dropbox/pdsa.db":                                                    "Dropbox",
		"/Users/ana/Library/CloudStorage/GoogleDrive-ana@example.org/My Drive/pdsa.db": "Google Drive",
		`G:\My Drive\pdsa.db`:                                                          "Google Drive",
		`C:\Users\ana\AppData\Local\pdsa\pdsa.db`:                                      "",
		`\\?\C:\Users\ana\pdsa.db`:                                                     "",
		"/home/ana/.local/share/pdsa/pdsa.db":                                          "",
		"/home/ana/dropboxes/my drives/pdsa.db":                                        "",
	} {
		got := PlaceWarning(path)
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("PlaceWarning(%q) = %q, want one about %q", path, got, want)
		}
	}
}

func TestDefaultPath(t *testing.T) {
	path, err := DefaultPath()
	if err != nil || !filepath.IsAbs(path) || !strings.HasSuffix(filepath.ToSlash(path), "/pdsa/pdsa.db") {
		t.Errorf("DefaultPath = %q, %v", path, err)
	}
}
