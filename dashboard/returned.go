package dashboard

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// A backup is older than what it is brought back for. Teams then send again all that
// they hold, by number; but what of a team's is only on a coach's laptop has gaps in
// its numbers, as coaches read no more than what is shared. So whoever may read a
// school may return what was read there, whatever its number.
//
// A returned change is not known to be the one that was there before: its hash is no
// signature. What one could gain by making one up is bounded: only for some time
// after a restore, never in the place of another change, only in documents that are
// or were shared with who returns it. What the server knows that the team chose not
// to share, it does not show; only who has read that very choice, being shown the
// cycle again later, can return what overrules it. Every return stands in the audit
// log.

// settingRestored holds when the database last came back from a backup.
const settingRestored = "restored"

// returnTime is for how long after that changes may be returned: laptops of coaches
// lie idle over a summer.
const returnTime = 90 * 24 * time.Hour

// returnsUntil returns until when changes may be returned; zero when they may not.
func (d *Dashboard) returnsUntil(r Reader) (time.Time, error) {
	noted, err := r.Setting(settingRestored)
	if err != nil || noted == "" {
		return time.Time{}, err
	}
	restored, err := time.Parse(time.RFC3339, noted)
	if err != nil {
		return time.Time{}, fmt.Errorf("the setting %q cannot be read: %w", settingRestored, err)
	}
	until := restored.Add(returnTime).UTC()
	if !d.now().Before(until) {
		return time.Time{}, nil
	}
	return until, nil
}

// takeBack takes in what the stream lost. It returns those of the changes that the
// school has now, and those in whose place it has others.
func (d *Dashboard) takeBack(tx Tx, who Caller, school string, returned []change.Change) (has, others []change.ID, err error) {
	if until, err := d.returnsUntil(tx); err != nil {
		return nil, nil, err
	} else if until.IsZero() {
		return nil, nil, refusal(wire.CodeForbid, "this dashboard takes no changes back now: it did not come back from a backup lately. They stay on your laptop")
	}
	r, err := examine(tx, school, returned)
	if err != nil {
		return nil, nil, err
	}
	var taken []change.Change
	for _, each := range byDoc(r.lost) {
		believed, err := believable(tx, who, school, each, r.same)
		if err != nil {
			return nil, nil, err
		}
		taken = append(taken, believed...)
	}
	has = append(idsOf(r.same), idsOf(taken)...)
	for id := range r.waiting {
		if !slices.Contains(has, id) && !slices.Contains(r.others, id) {
			has = append(has, id)
		}
	}
	if len(taken) == 0 {
		return has, r.others, nil
	}
	what := "returned 1 change after the restore"
	if len(taken) > 1 {
		what = fmt.Sprintf("returned %d changes after the restore", len(taken))
	}
	return has, r.others, errors.Join(
		d.admit(tx, school, taken),
		tx.AddAudit(Audit{At: d.now(), Who: who.Person.Name, What: what, School: school}),
	)
}

// examined are returned changes, each once: those that the stream has, those in whose
// place the school has others, and those that are not in the stream, of which some may
// wait.
type examined struct {
	same, lost []change.Change
	others     []change.ID
	waiting    map[change.ID]Waiting
}

func examine(r Reader, school string, returned []change.Change) (out examined, err error) {
	have, err := r.Have(school)
	if err != nil {
		return out, err
	}
	known, err := r.Records(school, idsOf(returned))
	if err != nil {
		return out, err
	}
	if out.waiting, err = waitingAmong(r, school, have, known, returned); err != nil {
		return out, err
	}
	seen := map[change.ID]bool{}
	for _, c := range returned {
		k, there := known[c.ID]
		w, waits := out.waiting[c.ID]
		switch {
		case seen[c.ID]:
		case there && k.Hash == c.Hash:
			out.same = append(out.same, c)
		case there || waits && w.Change.Hash != c.Hash:
			out.others = append(out.others, c.ID)
		default:
			out.lost = append(out.lost, c)
		}
		seen[c.ID] = true
	}
	return out, nil
}

// believable returns those of the returned changes of a document that are taken in.
// same are the ones in the push that the stream has.
//
// The school's own people may read all, and so return all. From others a change is
// taken in a document that is shared with them, as the server knows or as a returned
// change says. One that would show the document to more people than the server knows
// of is only taken when the choices which it overrules are in the push: who has read
// these was shown the document after they were made.
func believable(tx Tx, who Caller, school string, of ofDoc, same []change.Change) ([]change.Change, error) {
	if !who.outside(school) {
		return of.changes, nil
	}
	doc, err := docIn(tx, school, of.id)
	if err != nil {
		return nil, err
	}
	reader, changes := who.sees(school), of.changes
	if slices.ContainsFunc(changes, shares) {
		proven, err := widensProven(tx, doc, changes, same)
		if err != nil {
			return nil, err
		}
		if !proven {
			changes = slices.DeleteFunc(slices.Clone(changes), shares)
		}
	}
	if shownTo(doc, reader) || widestIn(changes, wire.ForTeam).Reaches(reader) {
		return changes, nil
	}
	return nil, nil
}

// shares reports whether the change chooses with whom its document is shared.
func shares(c change.Change) bool {
	return slices.ContainsFunc(c.Ops, func(op change.Op) bool { return op.List == "" && op.Field == "sharing" })
}

// widensProven reports whether the changes leave the document to those who can see
// it, or whoever returns them knows the choices against which they show it to more.
func widensProven(r Reader, doc Doc, changes, same []change.Change) (proven bool, err error) {
	defer func() {
		if errors.Is(err, errUnfolded) {
			proven, err = false, nil
		}
	}()
	defer recovered(&err)
	held, err := r.DocChanges(doc.School, doc.ID)
	if err != nil {
		return false, err
	}
	before := change.Fold(doc.ID, held)
	shared := wire.SharedWith(change.Fold(doc.ID, slices.Concat(held, changes)))
	if wire.SharedWith(before).Reaches(shared) || before.Fields["sharing"] == nil {
		return true, nil
	}
	for _, choice := range before.Fields["sharing"].Live {
		known := slices.ContainsFunc(same, func(c change.Change) bool { return c.ID == choice.ID })
		if !known && !wire.Audience(choice.Value).Reaches(shared) {
			return false, nil
		}
	}
	return true, nil
}
