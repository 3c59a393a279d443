package dashboard

import "github.com/cqi-pdsa/pdsa/cycle/change"

// BreakRow makes the work of lists panic for the document.
func (d *Dashboard) BreakRow(doc string) {
	d.row = func(st *change.State) Row {
		if st.Doc == doc {
			panic("stumbled")
		}
		return rowOf(st)
	}
}

// MendRow undoes BreakRow.
func (d *Dashboard) MendRow() { d.row = rowOf }

// RowFor is the row that lists show of the state.
var RowFor = rowOf
