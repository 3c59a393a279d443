package main

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/review"
	"github.com/cqi-pdsa/pdsa/store"
)

// checked is the JSON of `pdsa check`.
type checked struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	review.Review
}

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "check ID",
		Short:             "Ask what a good coach would ask about a cycle",
		Long:              "Say what is still empty, ask about what could be stronger and why it matters, and name what is strong. Nothing is scored and nothing is blocked. The fields named can be given to `pdsa set`.",
		Example:           "  pdsa check late",
		Args:              takes(1, 1, "the id of a cycle"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withCycle(reads, args[0], func(s *store.Store, st *change.State) error {
				ramp, err := s.Ramp(st.Doc)
				if err != nil {
					return err
				}
				c := st.Cycle()
				rev := review.Of(review.Input{Cycle: c, Ramp: ramp, Today: a.today(), Written: review.WrittenIn(st)})
				if a.json {
					return a.printJSON(checked{c.ID, c.Values["title"], rev})
				}
				a.printReview(c, rev)
				return nil
			})
		},
	}
}

func (a *app) printReview(c *cycle.Cycle, rev review.Review) {
	heading := a.bold()
	if heading == nil {
		heading = func(s string) string { return s }
	}
	if len(rev.Empty)+len(rev.Questions) == 0 {
		a.line("No questions: everything that can be filled by now is filled, and reads well.")
	}
	var rows [][]string
	for _, g := range rev.Empty {
		rows = append(rows, []string{" ", g.Text, g.At})
	}
	if len(rows) > 0 {
		fmt.Fprintln(a.out, heading("Still empty"))
		a.columns(rows)
		fmt.Fprintln(a.out)
	}
	a.printFindings(heading, "Questions to talk about", rev.Questions, true)
	a.printFindings(heading, "Strong", rev.Strengths, false)
	if len(rev.Progress.Evidence) == 0 {
		return
	}
	fmt.Fprintln(a.out, heading("Progress, a suggestion: "+review.ProgressLabel(rev.Progress.Score)))
	for _, e := range rev.Progress.Evidence {
		a.line("  - %s", e)
	}
	if set := c.Values["progress"]; set != "" {
		a.line("  Your team says: %s", review.ProgressLabel(set))
	} else {
		a.line("  Set it with: pdsa set %s progress %s", c.ID, rev.Progress.Score)
	}
}

func (a *app) printFindings(heading func(string) string, title string, all []review.Finding, reasons bool) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintln(a.out, heading(title))
	step := ""
	for _, f := range all {
		if f.Step != step {
			step = f.Step
			a.line("  %s", cycle.StepLabel(step))
		}
		a.wrapped("    - ", "      ", f.Text)
		if reasons {
			a.wrapped("      ", "      ", f.Why)
			a.line("      %s", f.At)
		}
	}
	fmt.Fprintln(a.out)
}

// wrapped prints a text in lines of the screen's width, each behind its indent.
func (a *app) wrapped(first, rest, text string) {
	width := 80
	if w := a.width(); w > 0 {
		width = min(w, 100)
	}
	indent := first
	for line := range strings.SplitSeq(ansi.Wordwrap(cycle.Clean(text, false), width-len(first), ""), "\n") {
		a.line("%s%s", indent, line)
		indent = rest
	}
}
