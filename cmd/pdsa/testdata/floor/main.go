// Command floor is the least that a Bubble Tea program on a bbolt file does: it
// opens the file, shows a full screen and answers a key. The benchmark of the
// start compares pdsa with it.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
	"go.etcd.io/bbolt"
)

type model struct{ keys, w, h int }

func (m model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
	case tea.KeyPressMsg:
		if msg.String() == "ctrl+c" {
			return m, tea.Quit
		}
		m.keys++
	}
	return m, nil
}

func (m model) View() tea.View {
	lines := []string{fmt.Sprintf("My cycles %d", m.keys)}
	for len(lines) < m.h {
		lines = append(lines, strings.Repeat(".", m.w))
	}
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen = true
	return v
}

func main() {
	if err := run(os.Args[len(os.Args)-1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path string) error {
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	_, err = tea.NewProgram(model{}, tea.WithFPS(120)).Run()
	return errors.Join(err, db.Close())
}
