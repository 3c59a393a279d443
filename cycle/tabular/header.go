package tabular

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The rows that are read ahead to find the header and to guess columns.
const (
	sampleRows  = 100
	sampleBytes = 256 << 10
)

// begin reads the first rows, finds the header among them and names the columns.
func (r *Reader) begin() error {
	var rows []Row
	for size := 0; len(rows) < sampleRows && size < sampleBytes; {
		line, cells, err := r.source.next()
		if err != nil {
			r.end = err
			break
		}
		if filled(cells) == 0 {
			continue
		}
		for _, c := range cells {
			size += len(c)
		}
		rows = append(rows, Row{line, cells})
	}
	if r.end != nil && !errors.Is(r.end, io.EOF) {
		return r.end
	}
	if len(rows) == 0 {
		return inFile(r.name, errors.New("it has no rows"))
	}
	at := headerRow(rows)
	if at > 0 {
		r.about += fmt.Sprintf(", %s above the header", lines(at))
	}
	header := rows[at].Cells
	rows = rows[at:]
	if isData(header) {
		r.about += ", no header"
		header = make([]string, len(header))
	} else {
		rows = rows[1:]
	}
	r.columns = nameColumns(header, rows)
	for i := range rows {
		rows[i].Cells = r.fit(rows[i].Cells)
	}
	r.sample = rows
	return nil
}

func lines(n int) string {
	if n == 1 {
		return "1 line"
	}
	return strconv.Itoa(n) + " lines"
}

// headerRow finds the header: the first row of which about as many cells are
// filled as of the fullest. Above it stand titles and notes.
func headerRow(rows []Row) int {
	most := 0
	for _, row := range rows {
		most = max(most, filled(row.Cells))
	}
	for i, row := range rows {
		if filled(row.Cells)*3 >= most*2 {
			return i
		}
	}
	return 0
}

// isData reports whether a row is no header: it has a number and nothing that is
// neither number nor date.
func isData(cells []string) bool {
	numbers := 0
	times := timeReader{near: someDay}
	for _, c := range cells {
		if v, err := parseCell(c); err == nil {
			if !v.missing {
				numbers++
			}
			continue
		}
		if times.read(c).kind == noTime {
			return false
		}
	}
	return numbers > 0
}

// nameColumns gives each column a name of its own. Columns at the right end
// without a name and without a value in the sample are left out.
func nameColumns(header []string, rows []Row) []string {
	for len(header) > 1 && header[len(header)-1] == "" && !anyIn(rows, len(header)-1) {
		header = header[:len(header)-1]
	}
	names := make([]string, len(header))
	taken := map[string]bool{}
	for i, name := range header {
		name = strings.Join(strings.Fields(name), " ")
		if name == "" {
			name = "column " + strconv.Itoa(i+1)
		}
		free := name
		for n := 2; taken[fold(free)]; n++ {
			free = name + " (" + strconv.Itoa(n) + ")"
		}
		taken[fold(free)] = true
		names[i] = free
	}
	return names
}

func anyIn(rows []Row, column int) bool {
	for _, row := range rows {
		if column < len(row.Cells) && row.Cells[column] != "" {
			return true
		}
	}
	return false
}
