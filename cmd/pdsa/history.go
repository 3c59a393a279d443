package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/store"
)

// historyEntry is one line of `pdsa history` in JSON.
type historyEntry struct {
	Change change.ID `json:"change"`
	At     string    `json:"at"`
	Author string    `json:"author"`
	Do     string    `json:"do"`
	Field  string    `json:"field"`
	Words  string    `json:"words"`
	Value  string    `json:"value"`
	Before []string  `json:"before"`
	Undoes change.ID `json:"undoes,omitempty"`
}

func (a *app) historyCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "history ID [FIELD]",
		Short:             "Show who wrote what when, the newest first",
		Example:           "  pdsa history late\n  pdsa history late problem.who",
		Args:              takes(1, 2, "the id of a cycle and perhaps a field"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withCycle(reads, args[0], func(s *store.Store, st *change.State) error {
				changes, err := s.Changes(st.Doc)
				if err != nil {
					return err
				}
				lets := func(cycle.Path) bool { return true }
				if len(args) == 2 {
					if lets, err = belongsTo(st.Cycle(), args[1]); err != nil {
						return err
					}
				}
				return a.printHistory(st.Cycle(), st.History(changes), lets)
			})
		},
	}
}

// belongsTo returns a test for what belongs to a field, an item or a list. Items
// that are gone are named by their whole id.
func belongsTo(c *cycle.Cycle, typed string) (func(cycle.Path) bool, error) {
	if _, ok := cycle.ListByKey(typed); ok {
		return func(p cycle.Path) bool { return p.List == typed }, nil
	}
	want, err := field(c, typed)
	if gone, parseErr := cycle.ParsePath(typed); err != nil && parseErr == nil && exitCode(err) == exitNotFound {
		want = gone
	} else if err != nil {
		return nil, err
	}
	return func(p cycle.Path) bool {
		member := strings.HasPrefix(p.Field, want.Field+".") || strings.HasPrefix(p.Field, want.Field+cycle.SetMark)
		return p.List == want.List && p.Item == want.Item && (want.Field == "" || p.Field == want.Field || want.List != "" && member)
	}, nil
}

func (a *app) printHistory(c *cycle.Cycle, entries []change.Entry, lets func(cycle.Path) bool) error {
	out := []historyEntry{}
	var rows [][]string
	for _, e := range entries {
		if !lets(e.Path) {
			continue
		}
		h := historyEntry{
			Change: e.Change, At: report.Time(e.At.Time()), Author: e.Author, Do: e.Do, Field: e.Path.String(),
			Words: c.Words(e.Path), Value: e.Value, Before: e.Before, Undoes: e.Undoes,
		}
		if h.Before == nil {
			h.Before = []string{}
		}
		out = append(out, h)
		rows = append(rows, []string{a.when(e.At.Time()), author(e.Author), h.Words, whatHappened(h)})
	}
	if a.json {
		return a.printJSON(out)
	}
	a.columns(rows)
	return nil
}

// whatHappened says in a few words what an entry did.
func whatHappened(h historyEntry) string {
	words := ""
	switch {
	case h.Do == change.DoAdd:
		words = "added"
	case h.Do == change.DoDel:
		words = "taken out"
	case h.Value == "":
		words = "emptied, was " + quoted(h.Before)
	case len(h.Before) > 0:
		words = quoted(h.Before) + " -> " + strconv.Quote(h.Value)
	default:
		words = strconv.Quote(h.Value)
	}
	if h.Undoes != "" {
		words += " (undo)"
	}
	return words
}

func quoted(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strconv.Quote(v)
	}
	return strings.Join(out, " and ")
}

// when writes a time as people on this laptop say it.
func (a *app) when(t time.Time) string {
	t = t.In(a.now().Location())
	return cycle.DayOf(t).Words(a.today()) + t.Format(" 15:04")
}

func author(name string) string {
	if name == "" {
		return "someone"
	}
	return name
}

// printLastChange says what the newest change of a cycle did.
func (a *app) printLastChange(s *store.Store, doc string, changes []change.Change) error {
	st, err := s.State(doc)
	if err != nil {
		return err
	}
	entries := st.History(changes)
	if len(entries) == 0 {
		return nil
	}
	last := entries[0].Change
	var of []change.Entry
	for _, e := range entries {
		if e.Change == last {
			of = append(of, e)
		}
	}
	return a.printHistory(st.Cycle(), of, func(cycle.Path) bool { return true })
}
