package remote

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/cqi-pdsa/pdsa/store"
)

// TokenPath returns where the token of the store at path is kept: beside it, in a
// file that only this user can read.
func TokenPath(path string) string { return path + ".token" }

// maxToken bounds what is read of a token file.
const maxToken = 4 << 10

// SaveToken keeps the token of the store at path.
func SaveToken(path, token string) error {
	// CreateTemp makes it for this user only, before anything is in it.
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".token-*")
	if err != nil {
		return fmt.Errorf("the sign-in could not be kept: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.WriteString(token + "\n")
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("the sign-in could not be kept: %w", err)
	}
	return os.Rename(f.Name(), TokenPath(path))
}

// LoadToken reads the token of the store at path. The error is store.ErrNotJoined
// when there is none.
func LoadToken(path string) (string, error) {
	info, err := os.Stat(TokenPath(path))
	if errors.Is(err, fs.ErrNotExist) {
		return "", store.ErrNotJoined
	}
	if err != nil {
		return "", err
	}
	if info.Size() > maxToken {
		return "", fmt.Errorf("%s holds no sign-in. `pdsa join` makes it anew", TokenPath(path))
	}
	data, err := os.ReadFile(TokenPath(path))
	token := strings.TrimSpace(string(data))
	if err == nil && (token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' })) {
		err = fmt.Errorf("%s holds no sign-in. `pdsa join` makes it anew", TokenPath(path))
	}
	return token, err
}

// RemoveToken forgets the token of the store at path.
func RemoveToken(path string) error {
	if err := os.Remove(TokenPath(path)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
