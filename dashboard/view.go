package dashboard

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// A View is one cycle as its changes make it.
type View struct {
	School School
	Doc    Doc
	// State holds all that was written. Only run charts may be made of it for
	// people from outside the team; what is shown to the caller is Cycle.
	State *change.State
	// Cycle is what the caller may read: for people from outside the team without
	// the numbers of small student groups.
	Cycle *cycle.Cycle
}

// Cycle returns the cycle with the id. Where several schools have one, that of
// the caller's own school comes first. Errors: CodeNotFound; CodeServer for one
// that this version cannot read.
func (d *Dashboard) Cycle(ctx context.Context, who Caller, id string) (v View, err error) {
	err = d.back.View(ctx, func(r Reader) error {
		v, err = openFor(r, who, id)
		return err
	})
	if err != nil {
		return View{}, outward(err)
	}
	return v, nil
}

func openFor(r Reader, who Caller, id string) (v View, err error) {
	if v.Doc, err = findFor(r, who, id); err != nil {
		return v, err
	}
	if v.School, err = r.School(v.Doc.School); err != nil {
		return v, err
	}
	least, err := minGroupIn(r)
	if err != nil {
		return v, err
	}
	if v.State, err = stateOf(r, v.Doc, nil); err == nil {
		v.State = v.State.Showing(least)
		err = v.show(who)
	}
	if errors.Is(err, errUnfolded) {
		err = refusal(wire.CodeServer, "the dashboard cannot show this cycle. It is whole on the laptops of its team")
	}
	return v, err
}

func (v *View) show(who Caller) (err error) {
	defer recovered(&err)
	v.Cycle = v.State.Cycle()
	if who.outside(v.Doc.School) {
		withhold(v.Cycle)
	}
	return nil
}

// findFor returns the document of the cycle that the caller may see.
func findFor(r Reader, who Caller, id string) (Doc, error) {
	docs, err := r.FindDoc(id)
	if err != nil {
		return Doc{}, err
	}
	docs = slices.DeleteFunc(docs, func(doc Doc) bool {
		return doc.Kind != change.KindCycle || !who.visible(doc) || who.at != "" && doc.School != who.at
	})
	if len(docs) == 0 {
		return Doc{}, ErrNotFound
	}
	slices.SortStableFunc(docs, func(a, b Doc) int {
		return cmp.Compare(foreign(who, a), foreign(who, b))
	})
	return r.Doc(docs[0].School, docs[0].ID)
}

func foreign(who Caller, doc Doc) int {
	if who.stands(doc.School) {
		return 0
	}
	return 1
}

// History returns what was written in the cycle, the newest first; for people
// from outside the team without the numbers of student groups. Error:
// CodeNotFound.
func (d *Dashboard) History(ctx context.Context, who Caller, id string) (entries []change.Entry, err error) {
	err = d.back.View(ctx, func(r Reader) error {
		doc, err := findFor(r, who, id)
		if err != nil {
			return err
		}
		all, err := r.DocChanges(doc.School, doc.ID)
		if err != nil {
			return err
		}
		entries = change.Fold(doc.ID, all).History(all)
		if who.outside(doc.School) {
			withholdHistory(entries)
		}
		return nil
	})
	return entries, outward(err)
}
