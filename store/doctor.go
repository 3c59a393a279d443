package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	berrors "go.etcd.io/bbolt/errors"

	"github.com/cqi-pdsa/pdsa/boltfile"
)

// Severity says how bad a finding is.
type Severity int

// The severities, from the least.
const (
	// Note is worth knowing; nothing has to be mended.
	Note Severity = iota
	// Cache is about what the program keeps to be quick: it is made anew from the
	// changes, and nothing is lost.
	Cache
	// Damage is about the file or the changes in it.
	Damage
)

// A Finding is one thing that Examine came across, in a sentence.
type Finding struct {
	What     string
	Severity Severity
}

// A Report says how a store is.
type Report struct {
	Path     string
	Findings []Finding
	Changes  int  // that can be read and match their hash
	Docs     int  // documents that these make
	Good     bool // no finding is worse than a Note
}

// maxFindings bounds a report about a file that is broken everywhere.
const maxFindings = 25

func (r *Report) find(severity Severity, format string, args ...any) {
	if len(r.Findings) < maxFindings {
		r.Findings = append(r.Findings, Finding{What: fmt.Sprintf(format, args...), Severity: severity})
	}
	r.Good = r.Good && severity == Note
}

// first returns the first finding that is at least so bad.
func (r *Report) first(at Severity) (Finding, bool) {
	for _, f := range r.Findings {
		if f.Severity >= at {
			return f, true
		}
	}
	return Finding{}, false
}

// examineWait is how long to wait for a process that holds the file.
const examineWait = 250 * time.Millisecond

// Examine looks for damage in the store at path and alters nothing. It reads
// every page, holds every change against its hash, and makes every document anew
// to compare it with the cache. Any bytes at all may be in the file.
//
// progress, when not nil, is told how many documents are done. Errors are about
// the looking, not about what was found: ErrNotFound, ErrForeign, ErrNewer,
// *InUseError, the error of ctx.
func Examine(ctx context.Context, path string, progress func(done, of int)) (Report, error) {
	x, err := examineContent(ctx, path)
	if err != nil {
		return Report{}, err
	}
	if _, bad := x.report.first(Damage); !bad {
		if err := x.checkView(ctx, progress); err != nil {
			return Report{}, err
		}
	}
	if warning := PlaceWarning(path); warning != "" {
		x.report.find(Note, "%s", warning)
	}
	return x.report, nil
}

// An examination is what was read of a file.
type examination struct {
	path   string
	report Report
	content
}

// examineContent is Examine without the cache.
func examineContent(ctx context.Context, path string) (*examination, error) {
	x := &examination{path: path, report: Report{Path: path, Good: true}}
	db, err := lookInto(path)
	if db != nil {
		defer func() { _ = db.close() }()
	}
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, openError(path, err)
	}
	pages, err := openPages(f, info.Size())
	if err != nil {
		if errors.Is(err, boltfile.ErrNoBolt) {
			return nil, refusal(path, err)
		}
		x.report.find(Damage, "The file %s.", err)
	}
	if err := x.read(ctx, f, info.Size(), pages); err != nil {
		return nil, err
	}
	if _, bad := x.report.first(Damage); !bad {
		x.checkRecords()
		return x, x.checkTree(ctx, db)
	}
	return x, nil
}

// lookInto takes the shared lock of a file, so that nobody writes in it. A file
// that bbolt cannot open gives none and is not in use.
func lookInto(path string) (*database, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: there is no store at %s", ErrNotFound, path)
	case err != nil:
		return nil, openError(path, err)
	case info.IsDir():
		return nil, fmt.Errorf("%w: %s is a folder", ErrForeign, path)
	}
	db, err := guardedOpen(path, examineWait, true)
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return nil, &InUseError{Path: path, PID: boltfile.Holder(path)}
	case errors.Is(err, fs.ErrPermission):
		return nil, openError(path, err)
	case err != nil:
		return nil, nil
	}
	return db, nil
}

// read takes in all that the tree holds, and judges whose file it is. In a file
// without first pages the changes are looked for byte by byte.
func (x *examination) read(ctx context.Context, f *os.File, size int64, pages *pageFile) error {
	x.content = newContent()
	if pages == nil {
		err := x.scan(ctx, f, size)
		x.count()
		return err
	}
	err := x.walk(ctx, pages, func(err error) { x.report.find(Damage, "The file is damaged: %s.", err) })
	if err != nil {
		return err
	}
	if _, bad := x.report.first(Damage); !bad || x.id.schemaKnown && x.id.schema > Schema {
		switch err := x.id.check(x.path); {
		case errors.Is(err, ErrDamaged):
			x.report.find(Damage, "The file %s.", x.id.fault())
		case err != nil:
			return err
		}
	}
	for key, what := range x.badRecords {
		x.report.find(Damage, "Change %q %s.", keyName([]byte(key)), what)
	}
	x.count()
	return nil
}

func (x *examination) count() {
	docs := map[string]bool{}
	for _, c := range x.records {
		docs[c.doc] = true
	}
	x.report.Changes, x.report.Docs = len(x.records), len(docs)
}

// checkTree lets bbolt look over the file, which is safe once every page is
// known to hold what it should.
func (x *examination) checkTree(ctx context.Context, db *database) error {
	if _, bad := x.report.first(Damage); bad {
		return ctx.Err()
	}
	if db == nil {
		x.report.find(Damage, "The file cannot be opened.")
		return nil
	}
	return guard(x.path, func() error { return db.View(x.checkPages) })
}
