package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/paper"
	"github.com/cqi-pdsa/pdsa/cycle/paper/word"
	"github.com/cqi-pdsa/pdsa/store"
)

// paperFlags say what becomes of an organizer that was read from paper.
type paperFlags struct{ yes, dryRun bool }

func (f *paperFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.yes, "yes", false, "do not ask before a .docx is taken in")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "show what a .docx would become, and write nothing")
}

// isWord reports whether a name is that of a Word document. Those that cannot be
// read are among them: the reader says why.
func isWord(name string) bool {
	return slices.Contains([]string{".docx", ".docm", ".doc", ".dotx"}, strings.ToLower(filepath.Ext(name)))
}

// isPaper reports whether a Word document is read: by its name, and from standard
// input because it is a zip archive and nothing else that is taken in is one.
func isPaper(name string, in *bufio.Reader) bool {
	start, _ := in.Peek(4) // a file that is too short is none
	return isWord(name) || name == "-" && bytes.Equal(start, []byte("PK\x03\x04"))
}

// importPaper reads a filled organizer, shows what went where, asks where there is
// somebody to ask, and makes one new cycle.
func (a *app) importPaper(ctx context.Context, name string, in io.Reader, done func() error, f paperFlags) error {
	doc, err := readPaper(ctx, in)
	if err = errors.Join(err, done()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	var p *paper.Proposal
	err = a.with(looks, func(s *store.Store) error {
		who, err := s.Person()
		if err != nil {
			return err
		}
		p = paper.Propose(doc, paper.Options{
			Begin: cycle.Begin(change.NewID(), who.School, who.Name, a.today()),
			NewID: change.NewID, Today: a.today(), Name: titleOf(name),
		})
		return nil
	})
	if err != nil {
		return err
	}
	if p.Empty() && !f.dryRun {
		return fmt.Errorf("%s: no answer was found in this document. Is it the filled one? No cycle was made", name)
	}
	write := !f.dryRun
	if !a.json {
		a.showPaper(name, p, f.dryRun)
		if write && !f.yes {
			if write, err = a.confirm(ctx, "Make a new cycle of this? y or n: "); err != nil {
				return err
			}
		}
	}
	if write {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := a.with(makes, func(s *store.Store) error {
			_, err := s.Create(p.Cycle)
			return err
		})
		if err != nil {
			return err
		}
	}
	switch {
	case a.json:
		return a.printJSON(paperDocument(name, p, write))
	case write:
		a.note("read it through in the app: `pdsa`. If it came out wrong, put it away there with a")
		return a.printID(p.Cycle.ID)
	}
	a.note("nothing was written")
	return nil
}

// readPaper reads a Word document to its end.
func readPaper(ctx context.Context, in io.Reader) (*word.Document, error) {
	data, err := io.ReadAll(io.LimitReader(in, word.MaxFile+1))
	if err != nil {
		return nil, err
	}
	return word.Read(ctx, bytes.NewReader(data), int64(len(data)))
}

// titleOf is the name of a file as a title; empty for standard input.
func titleOf(name string) string {
	base := filepath.Base(name)
	return strings.TrimSpace(strings.TrimSuffix(base, filepath.Ext(base)))
}

// showPaper shows what went where. It is a message, because the result of the
// command is the id, but for a dry run, whose result it is.
func (a *app) showPaper(name string, p *paper.Proposal, result bool) {
	say := func(line string) {
		line = a.cut(cycle.Clean(line, false))
		if result {
			a.line("%s", line)
		} else {
			a.note("%s", line)
		}
	}
	say(filepath.Base(name) + ": " + p.Summary() + ".")
	step := ""
	for _, row := range p.Shown() {
		if row.Step != step {
			step = row.Step
			say("")
			say(step)
		}
		say("  " + padded(row.Where, 28) + flatten(row.Text))
	}
	if len(p.Kept) > 0 {
		say("")
		say("Kept in the diary, under week 0")
		for _, k := range p.Kept {
			say("  " + padded(k.Under, 28) + flatten(k.Text))
			if k.Why != "" {
				say("  " + padded("", 28) + "(" + k.Why + ")")
			}
		}
	}
	if len(p.Notes) > 0 {
		say("")
		for _, n := range p.Notes {
			say("! " + n)
		}
	}
	say("")
}

// padded gives a label the width of its column.
func padded(s string, w int) string {
	s = ansi.Truncate(flatten(s), w, "…")
	return s + strings.Repeat(" ", w+2-ansi.StringWidth(s))
}

// flatten shows the lines of a text in one.
func flatten(s string) string { return strings.ReplaceAll(s, "\n", " / ") }

// paperDocument is the proposal as JSON.
func paperDocument(name string, p *paper.Proposal, written bool) map[string]any {
	placed, kept, ids := []any{}, []any{}, []string{}
	for _, pl := range p.Placed {
		placed = append(placed, map[string]any{"field": pl.Path.String(), "text": pl.Text})
	}
	for _, k := range p.Kept {
		kept = append(kept, map[string]any{"under": k.Under, "text": k.Text, "why": k.Why})
	}
	if written {
		ids = append(ids, p.Cycle.ID)
	}
	return map[string]any{
		"file": name, "written": written, "ids": ids, "placed": placed, "kept": kept,
		"form": append([]string{}, p.Form...), "notes": append([]string{}, p.Notes...), "cycle": p.Cycle.Document(),
	}
}
