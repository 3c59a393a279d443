package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/calendar"
	"github.com/cqi-pdsa/pdsa/cycle/report/docx"
	"github.com/cqi-pdsa/pdsa/cycle/report/pdf"
	"github.com/cqi-pdsa/pdsa/cycle/report/sheet"
	"github.com/cqi-pdsa/pdsa/cycle/report/slides"
)

// documentOptions are what the flags say about a document.
func (a *app) documentOptions(e exporting) report.Options {
	return report.Options{Today: a.today(), Summary: e.summary}
}

// document writes cycles in a form. It stops when ctx is done.
func (a *app) document(ctx context.Context, f format, cycles []*cycle.Cycle, o report.Options) ([]byte, error) {
	var told func(done, of int)
	if len(cycles) > 1 {
		told = a.progress("writing cycle")
	}
	o.Progress = func(done, of int) error {
		if told != nil {
			told(done+1, of)
		}
		return ctx.Err()
	}
	var b bytes.Buffer
	if err := f.document(a, &b, cycles, o); err != nil {
		return nil, err
	}
	return b.Bytes(), ctx.Err()
}

func (a *app) asMarkdown(w io.Writer, cycles []*cycle.Cycle, o report.Options) error {
	_, err := w.Write(report.Markdown(report.New(cycles, o)))
	return err
}

func (a *app) asHTML(w io.Writer, cycles []*cycle.Cycle, o report.Options) error {
	return report.HTML(w, report.New(cycles, o))
}

func (a *app) slides(c *cycle.Cycle) ([]byte, error) {
	var b bytes.Buffer
	err := slides.Write(&b, c, a.today())
	return b.Bytes(), err
}

func (a *app) asWord(w io.Writer, cycles []*cycle.Cycle, o report.Options) error {
	return docx.Write(w, report.New(cycles, o))
}

// asPDF says which characters the file does not have.
func (a *app) asPDF(w io.Writer, cycles []*cycle.Cycle, o report.Options) error {
	missing, err := pdf.Write(w, report.New(cycles, o))
	if err == nil && len(missing) > 0 {
		const most = 30
		shown := string(missing[:min(most, len(missing))])
		if len(missing) > most {
			shown += " …"
		}
		a.note("these characters cannot be printed in a PDF and stand in it as ▯: %s. A .docx or .html file has them", strings.Join(strings.Split(shown, ""), " "))
	}
	return err
}

func (a *app) asWorkbook(w io.Writer, cycles []*cycle.Cycle, o report.Options) error {
	return sheet.Write(w, cycles, o)
}

func (a *app) asCalendar(w io.Writer, cycles []*cycle.Cycle, o report.Options) error {
	return calendar.Write(w, cycles, o)
}

// noDays reports whether a calendar was empty.
func noDays(err error) bool { return errors.Is(err, calendar.ErrNoDays) }
