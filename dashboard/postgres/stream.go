package postgres

import (
	"errors"
	"fmt"
	"math"

	"github.com/lib/pq"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// This file keeps streams and their feeds. Numbers have no gaps, so the place
// where a stretch of entries ends can be computed.

// lookAhead is how many hidden entries of a feed one call of Page passes over at
// most, so that a page costs little whatever was withdrawn.
const lookAhead = 4096

func (t *tx) Have(school string) (change.Vector, error) {
	have := change.Vector{}
	return have, t.rows(`SELECT name, last FROM replica WHERE school = $1 AND last > 0`, []any{school}, func(scan func(into ...any) error) error {
		var name []byte
		var last int64
		err := scan(&name, &last)
		have[string(name)] = uint64(last)
		return err
	})
}

// split divides ids into what the table of changes has columns for. What is no id
// stays in as one that no change has, so that places agree.
func split(ids []change.ID) (replicas bytesArray, seqs numbersArray) {
	for _, id := range ids {
		replica, seq, ok := id.Split()
		if !ok || seq > math.MaxInt64 {
			replica, seq = "", 0
		}
		replicas, seqs = append(replicas, []byte(replica)), append(seqs, int64(seq))
	}
	return replicas, seqs
}

func (t *tx) Records(school string, ids []change.ID) (map[change.ID]change.Change, error) {
	replicas, seqs := split(ids)
	changes, err := t.changes(`
		SELECT body FROM change WHERE school = $1
		AND (replica, seq) IN (SELECT * FROM unnest($2::bytea[], $3::bigint[]))`, school, replicas, seqs)
	if err != nil {
		return nil, err
	}
	asked := make(map[change.ID]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	found := make(map[change.ID]change.Change, len(changes))
	for _, c := range changes {
		if asked[c.ID] {
			found[c.ID] = c
		}
	}
	return found, nil
}

// changes reads the changes whose bodies a query returns.
func (t *tx) changes(sql string, args ...any) (changes []change.Change, err error) {
	err = t.rows(sql, args, func(scan func(into ...any) error) error {
		var body []byte
		var c change.Change
		if err := scan(&body); err != nil {
			return err
		}
		if err := c.UnmarshalJSON(body); err != nil {
			return fmt.Errorf("a change of the stream cannot be read: %w", err)
		}
		changes = append(changes, c)
		return nil
	})
	return changes, err
}

func (t *tx) DocChanges(school, doc string) ([]change.Change, error) {
	return t.changes(`SELECT body FROM change WHERE school = $1 AND doc = $2 ORDER BY n`, school, []byte(doc))
}

func (t *tx) Head(school string, reader wire.Audience) (uint64, error) {
	if _, err := sharedWith(reader); err != nil {
		return 0, err
	}
	var head int64
	err := t.one(`SELECT head FROM stream WHERE school = $1 AND reader = $2`, []any{school, string(reader)}, &head)
	if errors.Is(err, dashboard.ErrNotFound) {
		return 0, nil
	}
	return uint64(head), err
}

const (
	pageOfStream = `SELECT n, body FROM change WHERE school = $1 AND n > $2 AND n <= $3 ORDER BY n LIMIT $4`
	pageOfFeed   = `
		SELECT feed.n, change.body FROM feed
		JOIN change ON change.school = feed.school AND change.n = feed.change
		JOIN doc ON doc.school = change.school AND doc.id = change.doc AND doc.shared = ANY($6)
		WHERE feed.school = $1 AND feed.reader = $5 AND feed.n > $2 AND feed.n <= $3
		ORDER BY feed.n LIMIT $4`
)

func (t *tx) Page(school string, reader wire.Audience, after uint64, limit int) (entries []dashboard.Entry, next uint64, more bool, err error) {
	head, err := t.Head(school, reader)
	if err != nil || after >= head {
		return nil, after, false, err
	}
	limit = max(limit, 1)
	end := min(head, after+uint64(limit)+lookAhead)
	sql, args := pageOfStream, []any{school, place(after), place(end), limit}
	if reader != wire.ForTeam {
		reach, err := sharedWith(reader)
		if err != nil {
			return nil, after, false, err
		}
		sql, args = pageOfFeed, append(args, string(reader), pq.StringArray(reach))
	}
	err = t.rows(sql, args, func(scan func(into ...any) error) error {
		var n int64
		var body []byte
		var c change.Change
		if err := scan(&n, &body); err != nil {
			return err
		}
		if err := c.UnmarshalJSON(body); err != nil {
			return fmt.Errorf("entry %d of the stream cannot be read: %w", n, err)
		}
		entries = append(entries, dashboard.Entry{N: uint64(n), Change: c})
		return nil
	})
	if err != nil {
		return nil, after, false, err
	}
	if next = end; len(entries) == limit {
		next = entries[limit-1].N
	}
	return entries, next, next < head, nil
}

func (t *tx) Feed(school string, reader wire.Audience, after uint64, limit int) (ids []change.ID, err error) {
	if err := checkFeed(reader); err != nil {
		return nil, err
	}
	err = t.rows(`
		SELECT change.replica, change.seq FROM feed
		JOIN change ON change.school = feed.school AND change.n = feed.change
		WHERE feed.school = $1 AND feed.reader = $2 AND feed.n > $3
		ORDER BY feed.n LIMIT $4`, []any{school, string(reader), place(after), max(limit, 1)}, func(scan func(into ...any) error) error {
		var replica []byte
		var seq int64
		err := scan(&replica, &seq)
		ids = append(ids, change.MakeID(string(replica), uint64(seq)))
		return err
	})
	return ids, err
}

// Append is one statement, however many changes there are: it moves the head of
// the stream, numbers the changes by it, and notes how far the replicas go. Only
// where numbers are missing or were there before it takes another one.
func (t *tx) Append(school string, changes []change.Change) (first uint64, err error) {
	rows, err := columnsOf(changes)
	if err != nil {
		return 0, t.wrote(err)
	}
	var before int64
	var uneven bool
	err = t.one(`
		WITH moved AS (
			UPDATE stream SET head = head + $2 WHERE school = $1 AND reader = 'team' RETURNING head - $2 AS before
		), given AS (
			SELECT * FROM unnest($3::bytea[], $4::bigint[], $5::bytea[], $6::bytea[]) WITH ORDINALITY AS g (replica, seq, doc, body, i)
		), put AS (
			INSERT INTO change (school, n, replica, seq, doc, body)
			SELECT $1, before + i, replica, seq, doc, body FROM moved, given
		), awaited AS (
			DELETE FROM waiting USING given WHERE waiting.school = $1 AND waiting.replica = given.replica AND waiting.seq = given.seq
		), stretch AS (
			SELECT g.replica AS name, max(g.seq) AS high, coalesce(max(r.last), 0) AS last,
				min(g.seq) = coalesce(max(r.last), 0) + 1 AND max(g.seq) - min(g.seq) + 1 = count(*) AS even
			FROM given g LEFT JOIN replica r ON r.school = $1 AND r.name = g.replica GROUP BY g.replica
		), noted AS (
			INSERT INTO replica (school, name, last)
			SELECT $1, name, CASE WHEN even THEN high ELSE last END FROM moved, stretch
			ON CONFLICT (school, name) DO UPDATE SET last = EXCLUDED.last
		)
		SELECT before, EXISTS (
			SELECT FROM stretch s WHERE NOT even
			OR EXISTS (SELECT FROM change c WHERE c.school = $1 AND c.replica = s.name AND c.seq = s.high + 1)
			OR EXISTS (SELECT FROM waiting w WHERE w.school = $1 AND w.replica = s.name AND w.seq = s.high + 1)
		) FROM moved`, []any{school, int64(len(changes)), rows.replicas, rows.seqs, rows.docs, rows.bodies}, &before, &uneven)
	if err == nil && uneven {
		err = t.count(school, rows.replicas)
	}
	return uint64(before) + 1, t.wrote(err)
}

// columns are what the tables of changes keep, a column each.
type columns struct {
	replicas, docs, bodies bytesArray
	seqs                   numbersArray
}

func columnsOf(changes []change.Change) (rows columns, err error) {
	for _, c := range changes {
		body, err := checked(c)
		if err != nil {
			return columns{}, err
		}
		rows.replicas, rows.docs = append(rows.replicas, []byte(c.Replica)), append(rows.docs, []byte(c.Doc))
		rows.seqs, rows.bodies = append(rows.seqs, int64(c.Seq)), append(rows.bodies, body)
	}
	return rows, nil
}

// count notes up to which number all changes of the replicas are there: the end of
// the first stretch without a gap from where they were before.
func (t *tx) count(school string, replicas bytesArray) error {
	return t.exec(`
		UPDATE replica r SET last = (
			SELECT min(s.seq) FROM (
				SELECT r.last AS seq
				UNION ALL SELECT seq FROM change c WHERE c.school = $1 AND c.replica = r.name AND c.seq > r.last
				UNION ALL SELECT seq FROM waiting w WHERE w.school = $1 AND w.replica = r.name AND w.seq > r.last
			) s
			WHERE NOT EXISTS (SELECT FROM change c WHERE c.school = $1 AND c.replica = r.name AND c.seq = s.seq + 1)
			AND NOT EXISTS (SELECT FROM waiting w WHERE w.school = $1 AND w.replica = r.name AND w.seq = s.seq + 1)
		) WHERE school = $1 AND name = ANY($2::bytea[])`, school, replicas)
}

// checked returns the JSON of a change that may be put in.
func checked(c change.Change) ([]byte, error) {
	if replica, seq, ok := c.ID.Split(); !ok || replica != c.Replica || seq != c.Seq {
		return nil, fmt.Errorf("the change's id %q does not match its replica and number", string(c.ID))
	}
	if len(c.Replica) > dashboard.MaxName || len(c.Doc) > dashboard.MaxName {
		return nil, dashboard.ErrTooLong
	}
	return c.MarshalJSON()
}

func (t *tx) Publish(school string, reader wire.Audience, ids []change.ID) error {
	if err := checkFeed(reader); err != nil {
		return t.wrote(err)
	}
	replicas, seqs := split(ids)
	var found int
	err := t.one(`
		WITH moved AS (
			UPDATE stream SET head = head + $3 WHERE school = $1 AND reader = $2 RETURNING head - $3 AS before
		), given AS (
			SELECT change.n, i FROM unnest($4::bytea[], $5::bigint[]) WITH ORDINALITY AS g (replica, seq, i)
			JOIN change ON change.school = $1 AND change.replica = g.replica AND change.seq = g.seq
		), put AS (
			INSERT INTO feed (school, reader, n, change) SELECT $1, $2, before + i, n FROM moved, given
		)
		SELECT (SELECT count(*) FROM given) FROM moved`, []any{school, string(reader), int64(len(ids)), replicas, seqs}, &found)
	if err == nil && found != len(ids) {
		err = fmt.Errorf("%d changes to publish: %w", len(ids)-found, dashboard.ErrNotFound)
	}
	return t.wrote(err)
}
