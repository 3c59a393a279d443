package dataimport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/tabular"
	"github.com/cqi-pdsa/pdsa/tui/filepick"
)

// A Table is what is known of a file before its columns have parts.
type Table struct {
	Path    string
	About   string // how it was read, in words
	Columns []string
	Sample  []tabular.Row
	Roles   tabular.Roles
	Sheets  []string
	Sheet   string
	Rows    int
	Values  map[string][]string // of each column, in the order of the file

	kept []tabular.Row // all rows, when they are few enough to keep
}

// maxValues bounds how many values of a column are offered, maxKept how many
// bytes of a file are kept so that it is not read anew for each choice.
const (
	maxValues = 1000
	maxKept   = 16 << 20
)

// The messages that commands end with. They belong to one screen and one task:
// what comes late is dropped.
type (
	opened struct {
		to    *Screen
		task  int
		table *Table
		err   error
	}
	read struct {
		to     *Screen
		task   int
		series [][]tabular.Series
		err    error
	}
	tick struct {
		to   *Screen
		task int
	}
)

// A progress is how far a file is read. The command that reads writes it, the
// screen looks.
type progress struct {
	done atomic.Int64
	size atomic.Int64
}

// A watched reader counts and ends with its context.
type watched struct {
	ctx context.Context
	in  io.Reader
	p   *progress
}

func (w watched) Read(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.in.Read(b)
	w.p.done.Add(int64(n))
	return n, err
}

// begin starts a task and ends the one before it.
func (s *Screen) begin() (ctx context.Context, task int, p *progress) {
	s.stop()
	ctx, s.cancel = context.WithCancel(context.Background())
	s.task++
	s.progress = &progress{}
	s.busy = true
	return ctx, s.task, s.progress
}

// stop ends the task that runs; what it would bring is dropped.
func (s *Screen) stop() {
	if s.cancel != nil {
		s.cancel()
	}
	s.task++
	s.busy = false
}

// look draws anew while a task runs.
func (s *Screen) look(task int) tea.Cmd {
	return s.env.After(100*time.Millisecond, tick{s, task})
}

// open looks through a whole file: its columns, and which values they have.
func (s *Screen) open(path, sheet string) tea.Cmd {
	ctx, task, p := s.begin()
	files := s.files
	return tea.Batch(s.look(task), func() tea.Msg {
		t, err := lookThrough(ctx, files, p, path, sheet)
		return opened{s, task, t, err}
	})
}

// Look looks through a whole file as the screen does: its columns, and which
// values they have. A file of single students is refused.
func Look(ctx context.Context, files Files, path, sheet string) (*Table, error) {
	return lookThrough(ctx, files, &progress{}, path, sheet)
}

func lookThrough(ctx context.Context, files Files, p *progress, path, sheet string) (*Table, error) {
	r, done, err := openTable(ctx, files, p, path, sheet)
	if err != nil {
		return nil, err
	}
	defer done()
	t := &Table{
		Path: path, About: r.About(), Columns: r.Columns(), Sample: r.Sample(),
		Sheets: r.Sheets(), Sheet: r.Sheet(), Values: map[string][]string{},
	}
	if reason, bad := tabular.StudentLevel(t.Columns, t.Sample); bad {
		return nil, fmt.Errorf("this file was not taken: %s. No cycle may hold records of single students. Use a file with figures about groups", reason)
	}
	t.Roles = tabular.Guess(t.Columns, t.Sample)
	seen := make([]map[string]bool, len(t.Columns))
	for i := range seen {
		seen[i] = map[string]bool{}
	}
	size := 0
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return nil, err
		}
		t.Rows++
		for _, v := range row.Cells {
			size += len(v) + 16 // a string's head
		}
		if size <= maxKept {
			t.kept = append(t.kept, row)
		} else {
			t.kept = nil
		}
		for i, name := range t.Columns {
			if v := row.Cells[i]; v != "" && len(seen[i]) < maxValues && !seen[i][v] {
				seen[i][v] = true
				t.Values[name] = append(t.Values[name], v)
			}
		}
	}
}

// openTable opens a file as a table. The end of ctx ends the reading.
func openTable(ctx context.Context, files Files, p *progress, path, sheet string) (r *tabular.Reader, done func(), err error) {
	f, size, err := files.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is no file %s", cycle.Clean(path, false))
	}
	if err != nil {
		return nil, nil, err
	}
	p.size.Store(size)
	_, name := filepick.Split(path)
	r, err = tabular.Open(name, watched{ctx, f, p}, tabular.Options{Sheet: sheet})
	if err != nil {
		_ = f.Close() // the error that counts is there
		return nil, nil, err
	}
	return r, func() { _ = f.Close() }, nil
}

// read reads the series as the columns are mapped now.
func (s *Screen) read() tea.Cmd {
	m, ok := s.mapping()
	s.series, s.why = nil, nil
	s.planned = ""
	if !ok {
		s.stop()
		return nil
	}
	ctx, task, p := s.begin()
	files, t, ys := s.files, s.table, s.ys()
	return tea.Batch(s.look(task), func() tea.Msg {
		series, err := t.read(ctx, files, p, m, ys)
		return read{s, task, series, err}
	})
}

// Read reads the series of several columns of values; files is where the table
// was found.
func (t *Table) Read(ctx context.Context, files Files, m tabular.Mapping, ys []string) ([][]tabular.Series, error) {
	return t.read(ctx, files, &progress{}, m, ys)
}

func (t *Table) read(ctx context.Context, files Files, p *progress, m tabular.Mapping, ys []string) ([][]tabular.Series, error) {
	if t.kept != nil {
		_, name := filepick.Split(t.Path)
		return tabular.ReadSeveral(tabular.FromRows(name, t.Columns, t.kept), m, ys)
	}
	r, done, err := openTable(ctx, files, p, t.Path, t.Sheet)
	if err != nil {
		return nil, err
	}
	defer done()
	return tabular.ReadSeveral(r, m, ys)
}
