package dashboard

import (
	"bytes"
	"sync"
)

// mostRows is how many rows are kept read. It takes a few times 10 MB.
const mostRows = 20_000

// rowCache keeps the rows of documents as they were read last: what is told of all
// cycles together reads thousands, and few of them have changed since.
type rowCache struct {
	mu   sync.Mutex
	rows map[docKey]readRow
}

type docKey struct{ school, id string }

// readRow is a row with the JSON that it was read from.
type readRow struct {
	from []byte
	row  Row
}

// row reads the document's row, which is not to be altered; false when it has none
// that can be read.
func (c *rowCache) row(doc Doc) (Row, bool) {
	key := docKey{doc.School, doc.ID}
	c.mu.Lock()
	known, ok := c.rows[key]
	c.mu.Unlock()
	if ok && bytes.Equal(known.from, doc.Row) {
		return known.row, true
	}
	row, ok := doc.row()
	if !ok {
		return row, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rows == nil || len(c.rows) >= mostRows {
		c.rows = map[docKey]readRow{}
	}
	c.rows[key] = readRow{doc.Row, row}
	return row, true
}
