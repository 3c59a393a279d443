package store

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
)

// DefaultPath returns where the store is when nobody says otherwise: pdsa.db in
// the folder pdsa under the user's data folder. The folder is not made.
func DefaultPath() (string, error) {
	if xdg.DataHome == "" || !filepath.IsAbs(xdg.DataHome) {
		return "", fmt.Errorf("your data folder could not be found. Say where the cycles are to be kept with --store")
	}
	return filepath.Join(xdg.DataHome, "pdsa", "pdsa.db"), nil
}

// syncedFolders are folders that a program copies to other machines. A folder
// counts when its name, in lower case, is one of these or goes on with a blank
// or a hyphen, as in "OneDrive - City Schools".
var syncedFolders = []struct{ name, program string }{
	{"onedrive", "OneDrive"},
	{"dropbox", "Dropbox"},
	{"mobile documents", "iCloud Drive"},
	{"icloud drive", "iCloud Drive"},
	{"iclouddrive", "iCloud Drive"},
	{"google drive", "Google Drive"},
	{"googledrive", "Google Drive"},
	{"my drive", "Google Drive"},
	{"box sync", "Box"},
	{"nextcloud", "Nextcloud"},
}

// PlaceWarning returns a sentence when the path looks like a network drive or a
// folder that is synced to other machines, where two laptops can write over each
// other; empty otherwise. It looks at the path only.
func PlaceWarning(path string) string {
	if isNetwork(path) {
		return "The store is on a network drive. Keep it on this laptop's own disk: a network drive can lose what is saved. `pdsa join` shares cycles."
	}
	if abs, err := filepath.Abs(path); err == nil && !strings.Contains(path, `\`) {
		path = abs
	}
	for _, folder := range strings.FieldsFunc(strings.ToLower(path), func(r rune) bool { return r == '/' || r == '\\' }) {
		for _, s := range syncedFolders {
			rest, found := strings.CutPrefix(folder, s.name)
			if found && (rest == "" || rest[0] == ' ' || rest[0] == '-') {
				return fmt.Sprintf("The store is in a folder that %s copies. Keep it in a folder of this laptop's own: a copy made while you save can be damaged. `pdsa join` shares cycles.", s.program)
			}
		}
	}
	return ""
}

// isNetwork reports whether the path names a server: \\server\share, also in
// its long form \\?\UNC\server\share. The other \\?\ and \\.\ paths are local.
func isNetwork(path string) bool {
	rest, ok := strings.CutPrefix(path, `\\`)
	if !ok {
		return false
	}
	if device, ok := strings.CutPrefix(rest, `?\`); ok {
		return strings.HasPrefix(strings.ToUpper(device), `UNC\`)
	}
	return !strings.HasPrefix(rest, `.\`)
}
