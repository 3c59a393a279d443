//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// A terminal is a pseudo terminal with the program in it, and what its screen
// shows.
type terminal struct {
	t       *testing.T
	program *exec.Cmd
	tty     *os.File

	mu     sync.Mutex
	shown  *vt.Emulator
	drawn  chan struct{} // holds one when something was drawn since it was last empty
	closed chan struct{} // is closed when the program has left the terminal
}

// startTerminal starts the program in a terminal of w by h and waits for its first
// screen.
func startTerminal(t *testing.T, w, h int, program *exec.Cmd) *terminal {
	t.Helper()
	tty, err := pty.StartWithSize(program, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Process.Kill() })
	m := &terminal{t: t, program: program, tty: tty, shown: vt.NewEmulator(w, h), drawn: make(chan struct{}, 1), closed: make(chan struct{})}
	go m.draw()
	go func() { _, _ = io.Copy(tty, m.shown) }() // the answers to what the program asks of its terminal
	if !m.waitFor(func(screen string) bool { return strings.TrimSpace(screen) != "" }) {
		t.Fatal("the program shows nothing")
	}
	return m
}

// draw draws what the program writes, until it ends.
func (m *terminal) draw() {
	defer close(m.closed)
	buf := make([]byte, 32<<10)
	for {
		n, err := m.tty.Read(buf)
		m.mu.Lock()
		_, _ = m.shown.Write(buf[:n])
		m.mu.Unlock()
		select {
		case m.drawn <- struct{}{}:
		default:
		}
		if err != nil {
			_ = m.shown.InputPipe().(io.Closer).Close()
			return
		}
	}
}

// screen is what the screen shows, line by line.
func (m *terminal) screen() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.shown.String()
}

// tooLong is when a program that says nothing is given up.
const tooLong = time.Minute

// waitFor waits until the screen is as it should be, and reports whether it came
// to be so.
func (m *terminal) waitFor(ok func(screen string) bool) bool {
	over := time.After(tooLong)
	for !ok(m.screen()) {
		select {
		case <-m.drawn:
		case <-m.closed:
			return ok(m.screen())
		case <-over:
			return false
		}
	}
	return true
}

// settle waits until nothing has been drawn for a while.
func (m *terminal) settle(while time.Duration) {
	for {
		select {
		case <-m.drawn:
		case <-time.After(while):
			return
		}
	}
}

// send sends what the keyboard sends.
func (m *terminal) send(bytes string) {
	m.t.Helper()
	if _, err := m.tty.WriteString(bytes); err != nil {
		m.t.Fatalf("%v; the screen shows\n%s", err, m.screen())
	}
}

// end waits for the program's end, which must be one in good order.
func (m *terminal) end() error {
	select {
	case <-m.closed:
		return errors.Join(m.program.Wait(), m.tty.Close())
	case <-time.After(tooLong):
		return errors.New("the program is still open")
	}
}

// sent is what a keyboard sends for a key.
func sent(name string) string {
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return string(rest[0] & 0x1f)
	}
	if bytes, ok := keySent[name]; ok {
		return bytes
	}
	return name
}

// keySent has what keyboards send for keys with names. Esc is sent as terminals
// with the newer protocol do: a bare one could be the beginning of the next key.
var keySent = map[string]string{
	"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "esc": "\x1b[27u", "space": " ",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
}
