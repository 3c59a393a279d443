package backendtest

import (
	"errors"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

var readers = []wire.Audience{wire.ForTeam, wire.ForCoach, wire.ForDistrict}

// dump writes down everything that can be read, a line each.
func dump(b dashboard.Backend) (string, error) {
	d := &dumper{}
	err := b.View(background, func(r dashboard.Reader) error {
		d.Reader = r
		return errors.Join(d.records(), d.allStreams(), d.docs())
	})
	return d.out.String(), err
}

type dumper struct {
	dashboard.Reader
	out strings.Builder
}

func (d *dumper) line(what string, values ...any) {
	d.out.WriteString(what)
	for _, v := range values {
		d.out.WriteByte(' ')
		d.out.WriteString(text(v))
	}
	d.out.WriteByte('\n')
}

func (d *dumper) records() error {
	settings, err1 := d.Settings()
	schools, err2 := d.Schools()
	people, err3 := d.People()
	tokens, err4 := d.Tokens()
	invites, err5 := d.Invites()
	audits, err6 := d.Audits(0, 1<<20)
	for i := range audits {
		audits[i].N = 0 // numbers may have gaps
	}
	d.line("settings", settings)
	d.line("schools", schools)
	d.line("people", people)
	d.line("tokens", tokens)
	d.line("invites", invites)
	d.line("audits", audits)
	return errors.Join(err1, err2, err3, err4, err5, err6)
}

func (d *dumper) allStreams() error {
	schools, err := d.Schools()
	for _, s := range schools {
		have, haveErr := d.Have(s.ID)
		waits, waitsErr := d.WaitsIn(s.ID, nil)
		d.line("have", s.ID, have, waits)
		err = errors.Join(err, haveErr, waitsErr)
		for _, reader := range readers {
			entries, end, pageErr := whole(d, s.ID, reader, 5)
			head, headErr := d.Head(s.ID, reader)
			d.line("stream", s.ID, reader, head, end, entries)
			err = errors.Join(err, pageErr, headErr)
			if reader == wire.ForTeam {
				continue
			}
			feed, feedErr := d.Feed(s.ID, reader, 0, 1<<20)
			d.line("feed", feed)
			err = errors.Join(err, feedErr)
		}
	}
	return err
}

func (d *dumper) docs() error {
	var all error
	for _, reader := range readers {
		err := d.Docs(nil, reader, func(doc dashboard.Doc) bool {
			d.line("doc", reader, doc)
			if reader == wire.ForTeam {
				all = errors.Join(all, d.doc(doc))
			}
			return true
		})
		all = errors.Join(all, err)
	}
	return all
}

func (d *dumper) doc(listed dashboard.Doc) error {
	doc, err1 := d.Doc(listed.School, listed.ID)
	found, err2 := d.FindDoc(listed.ID)
	changes, err3 := d.DocChanges(listed.School, listed.ID)
	records, err4 := d.Records(listed.School, idsOf(changes))
	d.line("whole doc", doc, found, changes, records)
	return errors.Join(err1, err2, err3, err4)
}

// errStuck says that a page promised more and did not move on.
var errStuck = errors.New("a page says that there is more and does not move on")

// whole pages through a reader's stream and returns all entries and the place at
// its end.
func whole(r dashboard.Reader, school string, reader wire.Audience, limit int) (entries []dashboard.Entry, end uint64, err error) {
	return rest(r, school, reader, 0, limit)
}

// rest pages through what is behind a place.
func rest(r dashboard.Reader, school string, reader wire.Audience, after uint64, limit int) (entries []dashboard.Entry, end uint64, err error) {
	for more := true; more; {
		var page []dashboard.Entry
		before := after
		if page, after, more, err = r.Page(school, reader, after, limit); err != nil {
			return nil, after, err
		}
		switch {
		case len(page) > max(limit, 1):
			return nil, after, errors.New("a page is longer than its limit")
		case more && after <= before:
			return nil, after, errStuck
		case len(page) > 0 && after < page[len(page)-1].N:
			return nil, after, errors.New("a page ends before its last entry")
		}
		entries = append(entries, page...)
	}
	return entries, after, nil
}

// changesOf returns the ids of entries.
func changesOf(entries []dashboard.Entry) []change.ID {
	ids := make([]change.ID, len(entries))
	for i, e := range entries {
		ids[i] = e.Change.ID
	}
	return ids
}

// Same compares everything that two back ends hold.
func Same(t testing.TB, want, got dashboard.Backend) {
	t.Helper()
	w, err := dump(want)
	if err != nil {
		t.Fatalf("reading %s: %v", want.Name(), err)
	}
	sameDump(t, w, got)
}

// sameDump compares everything that a back end holds with what it should.
func sameDump(t testing.TB, want string, got dashboard.Backend) {
	t.Helper()
	g, err := dump(got)
	if err != nil {
		t.Fatalf("reading %s: %v", got.Name(), err)
	}
	wantLines, gotLines := strings.Split(want, "\n"), strings.Split(g, "\n")
	for i := range max(len(wantLines), len(gotLines)) {
		var w, g string
		if i < len(wantLines) {
			w = wantLines[i]
		}
		if i < len(gotLines) {
			g = gotLines[i]
		}
		if w != g {
			t.Fatalf("line %d:\n got %s\nwant %s", i, clipped(g), clipped(w))
		}
	}
}
