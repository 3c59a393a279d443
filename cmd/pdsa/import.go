package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/store"
)

// maxImport bounds the file that is read. A long cycle with its history has a
// few hundred kilobytes.
const maxImport = 64 << 20

func (a *app) importCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE",
		Short: "Take in a cycle from a .json file and print its id",
		Long:  "Take in a cycle from a .json file that `pdsa export` wrote or a person did, and print its id. What is here already stays; where both were changed, `pdsa conflicts` shows both. - reads standard input.",
		Args:  takes(1, 1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := args[0]
			data, err := a.readImport(name)
			if err != nil {
				return err
			}
			c, changes, err := report.ReadJSON(data, change.NewID)
			if err != nil {
				return inFile(name, err)
			}
			return a.with(makes, func(s *store.Store) error {
				id, merged, err := s.Import(cmd.Context(), c, changes)
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				if merged.ClockAhead {
					a.note("a change in this file is dated more than an hour in the future: the clock of a laptop looks wrong. Nothing was refused for it")
				}
				if a.json {
					return a.printJSON(map[string]any{"ids": []string{id}, "new_changes": merged.New, "known_changes": merged.Known})
				}
				return a.printID(id)
			})
		},
	}
}

func (a *app) readImport(name string) ([]byte, error) {
	var from io.Reader = a.in
	if name != "-" {
		if ending := filepath.Ext(name); !strings.EqualFold(ending, ".json") {
			return nil, wrongUsef("%s: a file ending in %q cannot be read. What can be read: .json", name, ending)
		}
		f, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w: there is no file %s", store.ErrNotFound, name)
		}
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		from = f
	}
	data, err := io.ReadAll(io.LimitReader(from, maxImport+1))
	if err == nil && len(data) > maxImport {
		err = fmt.Errorf("%s is larger than %d megabytes: this is no cycle. Nothing was taken in", name, maxImport>>20)
	}
	return data, err
}

// inFile puts the file's name before an error about a place in it.
func inFile(name string, err error) error {
	var at *cycle.SyntaxError
	if errors.As(err, &at) {
		return fmt.Errorf("%s, %w. Nothing was taken in", name, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}
