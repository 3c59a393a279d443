package main

import (
	"bufio"
	"context"
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
	var f paperFlags
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Take in cycles from a .json, .docx or .pdsa file and print their ids",
		Long: "Take in a cycle from a .json file that `pdsa export` wrote or a person did, or the cycles of a .pdsa file from another laptop, and print their ids. " +
			"What is here already stays; where both were changed, `pdsa conflicts` shows both. - reads standard input.\n\n" +
			"An organizer that was filled in as a Word document (.docx; Google Docs saves as it too) becomes a new cycle. " +
			"It is shown first what went where; what has no place of its own is kept in the diary, under week 0.",
		Example: "  pdsa import organizer.docx\n  pdsa import organizer.docx --dry-run\n  pdsa import cycle.json",
		Args:    takes(1, 1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			from, done, err := a.openImport(args[0])
			if err != nil {
				return err
			}
			in := bufio.NewReader(from)
			if isPaper(args[0], in) {
				return a.importPaper(cmd.Context(), args[0], in, done, f)
			}
			if f.dryRun {
				return errors.Join(wrongUsef("--dry-run is for .docx files: other files are cycles already"), done())
			}
			var take func(context.Context, *store.Store) ([]string, store.Merged, error)
			if isBundle(args[0], in) {
				take, err = a.readBundle(cmd.Context(), in)
			} else {
				take, err = readDocument(in)
			}
			if err = errors.Join(err, done()); err != nil {
				return inFile(args[0], err)
			}
			return a.with(makes, func(s *store.Store) error {
				ids, merged, err := take(cmd.Context(), s)
				if err != nil {
					return fmt.Errorf("%s: %w", args[0], err)
				}
				return a.printImported(ids, merged)
			})
		},
	}
	f.add(cmd)
	return cmd
}

// openImport opens the file; done closes it.
func (a *app) openImport(name string) (from io.Reader, done func() error, err error) {
	if name == "-" {
		return a.in, func() error { return nil }, nil
	}
	if ending := strings.ToLower(filepath.Ext(name)); ending != ".json" && ending != ".pdsa" && !isWord(name) {
		return nil, nil, wrongUsef("%s: a file ending in %q cannot be read. What can be read: .json, .docx, .pdsa", name, ending)
	}
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%w: there is no file %s", store.ErrNotFound, name)
	}
	if err != nil {
		return nil, nil, err
	}
	return f, f.Close, nil
}

// readDocument reads a cycle in JSON and returns what takes it in.
func readDocument(from io.Reader) (func(context.Context, *store.Store) ([]string, store.Merged, error), error) {
	data, err := io.ReadAll(io.LimitReader(from, maxImport+1))
	if err == nil && len(data) > maxImport {
		err = fmt.Errorf("it is larger than %d megabytes: this is no cycle. Nothing was taken in", maxImport>>20)
	}
	if err != nil {
		return nil, err
	}
	c, changes, err := report.ReadJSON(data, change.NewID)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, s *store.Store) ([]string, store.Merged, error) {
		id, merged, err := s.Import(ctx, c, changes)
		return []string{id}, merged, err
	}, nil
}

func (a *app) printImported(ids []string, merged store.Merged) error {
	if merged.ClockAhead {
		a.note("a change in this file is dated more than an hour in the future: the clock of a laptop looks wrong. Nothing was refused for it")
	}
	if a.json {
		return a.printJSON(map[string]any{"ids": ids, "new_changes": merged.New, "known_changes": merged.Known})
	}
	for _, id := range ids {
		if err := a.printID(id); err != nil {
			return err
		}
	}
	return nil
}

// inFile puts the file's name before an error about a place in it.
func inFile(name string, err error) error {
	var at *cycle.SyntaxError
	if errors.As(err, &at) {
		return fmt.Errorf("%s, %w. Nothing was taken in", name, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}
