package api

import (
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/report"
)

// History is the answer of GET /v1/cycles/{id}/history.
type History struct {
	Entries []Entry `json:"entries"` // the newest first
}

// An Entry is what one change wrote in one place.
type Entry struct {
	Change change.ID `json:"change"`
	At     string    `json:"at"` // RFC 3339
	Author string    `json:"author"`
	Do     string    `json:"do"`    // add, set or del
	Field  string    `json:"field"` // "problem.who", "causes/ITEM.text"
	Value  string    `json:"value"`
	Before []string  `json:"before"` // what stood there, as far as the author had seen it
	Undoes change.ID `json:"undoes,omitempty"`
}

// history answers GET /v1/cycles/{id}/history.
func (a *api) history(c *call) (answer, error) {
	entries, err := a.dash.History(c.Context(), c.who, c.PathValue("id"))
	out := History{Entries: make([]Entry, len(entries))}
	for i, e := range entries {
		out.Entries[i] = Entry{
			Change: e.Change, At: report.Time(e.At.Time()), Author: e.Author, Do: e.Do, Field: e.Path.String(),
			Value: e.Value, Before: append([]string{}, e.Before...), Undoes: e.Undoes,
		}
	}
	return answer{body: out}, err
}
