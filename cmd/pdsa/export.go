package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/store"
)

// A format is a form in which cycles are written: exactly one of its functions
// is set.
type format struct {
	ending string // of the file's name
	about  string // as the help says it
	inAll  bool   // whether a zip file of all cycles has it too
	// write writes one cycle, document one or several.
	write    func(*app, *store.Store, *change.State, exporting) ([]byte, error)
	document func(*app, io.Writer, []*cycle.Cycle, report.Options) error
}

// formats are all there are.
var formats = []format{
	{"json", "with its whole history, which `pdsa import` reads back", true, (*app).asJSON, nil},
	{"md", "to read", true, nil, (*app).asMarkdown},
	{"html", "a page for the browser, to read and to print", true, nil, (*app).asHTML},
	{"docx", "for Word", true, nil, (*app).asWord},
	{"pdf", "to print and to hand out", true, nil, (*app).asPDF},
	{"xlsx", "for Excel: the plan, the measures and the numbers", false, nil, (*app).asWorkbook},
	{"ics", "for a calendar: data days, check points, the end", false, nil, (*app).asCalendar},
	{"svg", "a picture: the run chart of a measure, the fishbone or the drivers", false, (*app).asPicture, nil},
	{"mmd", "the fishbone, for Mermaid", false, (*app).asMermaid, nil},
	{"pdsa", "with its ramp and their whole history, to carry to another laptop, where `pdsa import` merges it", false, (*app).asBundle, nil},
}

// formatOf finds a form by its ending.
func formatOf(ending string) (format, bool) {
	i := slices.IndexFunc(formats, func(f format) bool { return f.ending == ending })
	if i < 0 {
		return format{}, false
	}
	return formats[i], true
}

// endings lists the endings of all forms.
func endings(between string) string {
	var all []string
	for _, f := range formats {
		all = append(all, f.ending)
	}
	return strings.Join(all, between)
}

func formatsHelp() string {
	var all []string
	for _, f := range formats {
		all = append(all, "."+f.ending+": "+f.about)
	}
	return strings.Join(all, "; ")
}

// exporting holds the flags of `pdsa export`.
type exporting struct {
	to, as           string
	measure, picture string
	school           string
	all, force       bool
	ramp, summary    bool
	slides           bool

	format format // as chosen by the flags; none for a zip file of every form
}

func (a *app) exportCommand() *cobra.Command {
	var e exporting
	cmd := &cobra.Command{
		Use:   "export ID --to FILE",
		Short: "Write cycles as documents: for Word, Excel, a browser, a calendar, on paper",
		Long: "Write a cycle to a file, whose ending says the form. " + formatsHelp() + ".\n\n" +
			"--all writes every cycle, or every one of a --school: into a zip file with a file for each cycle and form (--as chooses one form), or into one document. " +
			"--summary makes one page of each cycle. Numbers about groups of fewer than 10 students, or that do not say of how many, are withheld in every form; a backup (`pdsa backup`) holds them.\n\n" +
			"A file that is there already is left as it is, unless --force is given. With --to - it is printed, in the form that --as names.",
		Example: "  pdsa export late --to late.docx\n  pdsa export late --ramp --summary --to late.pdf\n  pdsa export late --to - --as json\n" +
			"  pdsa export late --to doors.svg --measure \"Doors with a greeter\"\n  pdsa export late --to causes.svg --picture fishbone\n  pdsa export late --to shareout.html --slides\n" +
			"  pdsa export --all --to cycles.zip\n  pdsa export --all --school \"Eastern Canal\" --to school.html",
		Args:              takes(0, 1, "the id or title of a cycle"),
		ValidArgsFunction: a.completeIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := e.check(args); err != nil {
				return err
			}
			if e.all {
				return a.exportAll(cmd.Context(), e)
			}
			return a.withCycle(e.access(reads), args[0], func(s *store.Store, st *change.State) error {
				data, err := a.exportOne(cmd.Context(), s, st, e)
				if err != nil {
					return err
				}
				return a.deliver(e, data)
			})
		},
	}
	cmd.Flags().StringVar(&e.to, "to", "", "the file; its ending says the form: "+endings(", "))
	cmd.Flags().StringVar(&e.as, "as", "", "the form, where the file's name does not say it")
	cmd.Flags().BoolVar(&e.summary, "summary", false, "one page a cycle in place of the whole organizer")
	cmd.Flags().BoolVar(&e.slides, "slides", false, "slides for a projector, as an .html file")
	cmd.Flags().BoolVar(&e.ramp, "ramp", false, "all cycles of the ramp, in one document")
	cmd.Flags().StringVar(&e.picture, "picture", "", "what an .svg shows: chart, fishbone or drivers")
	cmd.Flags().StringVar(&e.measure, "measure", "", "the measure of the chart; without it the first outcome measure")
	cmd.Flags().BoolVar(&e.all, "all", false, "all cycles, into a .zip file or one document")
	cmd.Flags().StringVar(&e.school, "school", "", "with --all: only the cycles of this school")
	cmd.Flags().BoolVar(&e.force, "force", false, "write over a file that is there")
	return cmd
}

// check judges the flags and finds the form.
func (e *exporting) check(args []string) error {
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(e.to), "."))
	switch {
	case e.to == "":
		return wrongUsef("say where to: --to FILE")
	case e.all && len(args) > 0:
		return wrongUsef("name a cycle or give --all, not both")
	case !e.all && len(args) == 0:
		return wrongUsef("name a cycle, or give --all")
	case e.all && e.ramp:
		return wrongUsef("give --ramp with one cycle, or --all for every cycle")
	case e.school != "" && !e.all:
		return wrongUsef("--school goes with --all")
	case e.all && ending == "zip" && e.as == "":
		return e.checkZip()
	case e.as == "" && e.to == "-":
		return wrongUsef("say in which form: --as %s", endings(" or --as "))
	case e.as == "":
		e.as = ending
	}
	var ok bool
	if e.format, ok = formatOf(e.as); !ok {
		return wrongUsef("a cycle cannot be written as %q. What can be written: %s", e.as, endings(", "))
	}
	if ending == "zip" {
		return e.checkZip()
	}
	return e.checkForm()
}

// checkZip judges the flags of a zip file.
func (e *exporting) checkZip() error {
	switch {
	case !e.all:
		return wrongUsef("a zip file is for all cycles: give --all")
	case e.measure != "" || e.picture != "":
		return wrongUsef("--measure and --picture are about a picture of one cycle, and --all writes no pictures")
	case e.format.ending != "" && e.format.document == nil && e.format.ending != "json":
		return wrongUsef("a zip file has no .%s", e.format.ending)
	}
	return nil
}

// checkForm judges the flags that only some forms have.
func (e *exporting) checkForm() error {
	switch {
	case e.all && e.format.document == nil:
		return wrongUsef("a .%s file holds one cycle. Write them all into a zip file: --to FILE.zip", e.as)
	case e.ramp && e.format.document == nil:
		return wrongUsef("--ramp makes a document: --to FILE.docx, for example")
	case e.slides && (e.as != "html" || e.all || e.ramp || e.summary):
		return wrongUsef("--slides shows one cycle: --to FILE.html")
	case e.summary && (e.format.document == nil || e.as == "xlsx" || e.as == "ics"):
		return wrongUsef("--summary makes a document: --to FILE.docx, for example")
	case (e.measure != "" || e.picture != "") && e.as != "svg":
		return wrongUsef("--measure and --picture are about a picture: --to FILE.svg")
	case e.picture != "" && e.picture != pictureChart && e.picture != pictureFishbone && e.picture != pictureDrivers:
		return wrongUsef("there is no picture %q. There are: %s, %s and %s", e.picture, pictureChart, pictureFishbone, pictureDrivers)
	case e.measure != "" && e.picture != "" && e.picture != pictureChart:
		return wrongUsef("--measure is about a chart, and not about the %s", e.picture)
	}
	return nil
}

// exportOne writes one cycle, or its ramp.
func (a *app) exportOne(ctx context.Context, s *store.Store, st *change.State, e exporting) ([]byte, error) {
	if e.format.write != nil {
		return e.format.write(a, s, st, e)
	}
	if e.slides {
		return a.slides(st.Cycle())
	}
	cycles, o := []*cycle.Cycle{st.Cycle()}, a.documentOptions(e)
	o.Changed = st.Updated.At.Time()
	if e.ramp {
		var err error
		if cycles, o.Changed, err = rampOf(s, st); err != nil {
			return nil, err
		}
		o.Title = report.Title(st.Cycle()) + ": all cycles of the ramp"
	}
	return a.document(ctx, e.format, cycles, o)
}

// deliver prints what was made, or writes it to the file.
func (a *app) deliver(e exporting, data []byte) error {
	if e.to == "-" {
		_, err := a.out.Write(data)
		return err
	}
	return writeFile(e.to, e.force, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// access is what writing the form does with the store, where one of documents does
// otherwise. Forms that carry the changes first tell in them what may be known outside.
func (e *exporting) access(otherwise access) access {
	if e.format.ending == "json" || e.format.ending == "pdsa" || e.format.ending == "" {
		return writes
	}
	return otherwise
}

func (a *app) asJSON(s *store.Store, st *change.State, _ exporting) ([]byte, error) {
	st, err := told(s, st.Doc)
	if err != nil {
		return nil, err
	}
	changes, err := s.Changes(st.Doc)
	if err != nil {
		return nil, err
	}
	return report.JSON(st.Cycle(), nil, changes)
}

// told tells in the cycle what was kept back about student groups and may be known
// outside, and returns the cycle as it is read there.
func told(s *store.Store, doc string) (*change.State, error) {
	if err := s.TellDoc(doc, 0); err != nil {
		return nil, err
	}
	st, err := s.State(doc)
	if err != nil {
		return nil, err
	}
	return st.Outside(), nil
}
