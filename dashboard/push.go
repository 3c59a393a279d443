package dashboard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// Push takes changes into the stream of a school, all of them or none; those that
// the stream has make no difference. A push without changes asks for the numbers
// that the stream has of all replicas, and people from outside the school are told
// of their own.
//
// What people from outside write in a document that is not shared with them, or not
// known here, is taken in like any other and waits: the answer tells nobody whether
// there is such a document, and what they write next is not held up.
//
// Returned changes are judged one document at a time, see takeBack.
//
// Errors: CodeNotFound for a school that is not the caller's; CodeEpoch;
// CodeTooLarge; CodeInvalid and CodeDamaged for malformed changes; CodeForbid, also
// for returned changes when the dashboard takes none; CodeGap; CodeFork. What a
// change says is no reason to refuse it: the number would stay missing and block its
// laptop.
func (d *Dashboard) Push(ctx context.Context, who Caller, school string, p wire.Push) (wire.Pushed, error) {
	out, err := d.push(ctx, who, school, p)
	return out, outward(err)
}

func (d *Dashboard) push(ctx context.Context, who Caller, school string, p wire.Push) (out wire.Pushed, err error) {
	all := slices.Concat(p.Changes, p.Returned)
	err = d.back.View(ctx, func(r Reader) error {
		if _, err := schoolFor(r, who, school); err != nil {
			return err
		}
		if out.Epoch, err = checkEpoch(r, p.Epoch); err != nil || len(all) > 0 {
			return err
		}
		out.Have, err = haveFor(r, who, school)
		return err
	})
	if err != nil || len(all) == 0 {
		return out, err
	}
	if err := checkChanges(all); err != nil {
		return out, err
	}
	err = d.back.Update(ctx, school, func(tx Tx) error {
		// A restore may have come in between.
		if out.Epoch, err = checkEpoch(tx, p.Epoch); err != nil {
			return err
		}
		have, fresh, err := sift(tx, who, school, p.Changes)
		if err != nil {
			return err
		}
		out.Have = change.Vector{}
		for _, c := range p.Changes {
			out.Have[c.Replica] = have[c.Replica]
		}
		if err := d.take(tx, who, school, fresh); err != nil {
			return err
		}
		if who.outside(school) {
			if err := noteReplicas(tx, who, school, fresh); err != nil {
				return err
			}
		}
		if len(p.Returned) > 0 {
			out.Returned, out.Forked, err = d.takeBack(tx, who, school, p.Returned)
		}
		return err
	})
	return out, err
}

// sift returns the changes that are to be taken in, and how far the replicas go once
// they are.
func sift(r Reader, who Caller, school string, changes []change.Change) (change.Vector, []change.Change, error) {
	have, err := r.Have(school)
	if err != nil {
		return nil, nil, err
	}
	known, err := r.Records(school, idsOf(changes))
	if err != nil {
		return nil, nil, err
	}
	waiting, err := waitingAmong(r, school, have, known, changes)
	if err != nil {
		return nil, nil, err
	}
	if known == nil {
		known = map[change.ID]change.Change{}
	}
	have = have.Clone()
	var fresh []change.Change
	for _, c := range changes {
		if same, there := known[c.ID]; there {
			if same.Hash != c.Hash {
				return nil, nil, forked(c, have)
			}
			// One that was returned may be the next after those before it.
			if c.Seq == have[c.Replica]+1 {
				have[c.Replica] = c.Seq
			}
			continue
		}
		if !who.Person.Role.MayWrite(c) {
			return nil, nil, refusal(wire.CodeForbid, "you may read here but not write this. The change stays on your laptop")
		}
		w, waits := waiting[c.ID]
		switch {
		case waits && !who.outside(school):
			// Nobody has read what waits, so the team's word goes before it.
		case waits && w.Change.Hash == c.Hash:
			continue
		case waits:
			return nil, nil, forked(c, have)
		case c.Seq <= have[c.Replica]:
			return nil, nil, fmt.Errorf("the stream of school %s is damaged: it lacks a change that it has numbered", school)
		case c.Seq != have[c.Replica]+1:
			return nil, nil, &wire.Error{
				Code: wire.CodeGap, Replica: c.Replica, Have: change.Vector{c.Replica: have[c.Replica]},
				Message: "changes before these are missing. They are sent again; nothing was lost",
			}
		}
		have.Add(c.Replica, c.Seq)
		known[c.ID] = c
		fresh = append(fresh, c)
	}
	return have, fresh, nil
}

// waitingAmong returns those of the changes that wait. A number that the school has
// and the stream has not waits.
func waitingAmong(r Reader, school string, have change.Vector, known map[change.ID]change.Change, changes []change.Change) (map[change.ID]Waiting, error) {
	var ids []change.ID
	for _, c := range changes {
		if _, there := known[c.ID]; !there && c.Seq <= have[c.Replica] {
			ids = append(ids, c.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return r.Waits(school, ids)
}

func forked(c change.Change, have change.Vector) error {
	return &wire.Error{
		Code: wire.CodeFork, Replica: c.Replica, Have: change.Vector{c.Replica: have[c.Replica]},
		Message: "another laptop sent changes under the same name: this one was copied. It takes a new name and sends again; nothing was lost",
	}
}

// checkChanges checks the form of the changes and what their hashes say.
func checkChanges(changes []change.Change) error {
	if len(changes) > wire.MaxChanges {
		return refusal(wire.CodeTooLarge, fmt.Sprintf("a push holds at most %d changes", wire.MaxChanges))
	}
	for i := range changes {
		c := &changes[i]
		switch err := c.Verify(); {
		case errors.Is(err, change.ErrCorrupt):
			return refusal(wire.CodeDamaged, "a change arrived damaged: it does not match its hash. It is whole on your laptop and is sent again")
		case err != nil:
			return refusal(wire.CodeInvalid, "a change is not what the API describes: "+err.Error())
		case !properID(c.Replica) || !properID(c.Doc):
			return refusal(wire.CodeInvalid, "a change is not what the API describes: its replica or document has no proper id")
		}
		body, err := c.MarshalJSON()
		if err != nil {
			return err
		}
		if len(body) > wire.MaxChange {
			return refusal(wire.CodeTooLarge, fmt.Sprintf("a change holds at most %d bytes", wire.MaxChange))
		}
	}
	return nil
}

func properID(id string) bool {
	return id != "" && len(id) <= MaxName && utf8.ValidString(id) &&
		!slices.ContainsFunc([]rune(id), unicode.IsControl)
}

// haveFor returns the last numbers of the replicas in the stream. Those of a team
// tell how much it writes, also in what it does not share.
func haveFor(r Reader, who Caller, school string) (change.Vector, error) {
	have, err := r.Have(school)
	if err != nil || !who.outside(school) {
		return have.Clone(), err
	}
	own, err := replicasOf(r, who, school)
	out := change.Vector{}
	for _, replica := range own {
		if n := have[replica]; n > 0 {
			out[replica] = n
		}
	}
	return out, err
}

// replicasOf returns the replicas under which someone from outside has written in
// the school's stream.
func replicasOf(r Reader, who Caller, school string) (replicas []string, err error) {
	noted, err := r.Setting(replicasKey(who, school))
	if err != nil || noted == "" {
		return nil, err
	}
	return replicas, json.Unmarshal([]byte(noted), &replicas)
}

func replicasKey(who Caller, school string) string {
	return "replicas/" + school + "/" + who.Person.ID
}

// mostReplicas bounds what is noted; a laptop has one.
const mostReplicas = 32

func noteReplicas(tx Tx, who Caller, school string, fresh []change.Change) error {
	noted, err := replicasOf(tx, who, school)
	if err != nil {
		return err
	}
	before := len(noted)
	for _, c := range fresh {
		if !slices.Contains(noted, c.Replica) {
			noted = append(noted, c.Replica)
		}
	}
	if len(noted) == before {
		return nil
	}
	data, err := json.Marshal(noted[max(0, len(noted)-mostReplicas):])
	if err != nil {
		return err
	}
	return tx.SetSetting(replicasKey(who, school), string(data))
}
