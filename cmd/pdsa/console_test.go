//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/creack/pty"
)

// TestADumbTerminalGetsASentence opens the app on a real terminal that cannot
// show screens.
func TestADumbTerminalGetsASentence(t *testing.T) {
	terminal, tty, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo terminal: ", err)
	}
	defer func() { _, _ = terminal.Close(), tty.Close() }()
	messages, err := os.Create(filepath.Join(t.TempDir(), "messages"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = messages.Close() }()
	t.Setenv("TERM", "dumb")
	t.Setenv("PDSA_STORE", filepath.Join(t.TempDir(), "pdsa.db"))
	if code := run(context.Background(), nil, tty, tty, messages); code != exitWrongUse {
		t.Errorf("exit code %d, want %d", code, exitWrongUse)
	}
	said, err := os.ReadFile(messages.Name())
	if err != nil || !bytes.Contains(said, []byte("--accessible")) {
		t.Errorf("said %q, %v", said, err)
	}
}
