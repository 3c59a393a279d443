package fishbone

import (
	"fmt"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/treepane"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// commonBones are what a team can start with. Any of them can be renamed or
// removed.
var commonBones = []string{"People", "Routines", "Time & place", "Materials", "Families", "Data"}

// act carries out a key that changes the fishbone.
func (p *Pane) act(k tea.KeyPressMsg) tea.Cmd {
	r := p.inHand()
	switch {
	case key.Matches(k, keyCause):
		p.addCause(r)
	case key.Matches(k, keyBone):
		p.Add(bonesList, "name", treepane.Ref{})
	case key.Matches(k, keyTree):
		return p.toggle()
	case key.Matches(k, keyStart):
		return p.start()
	case r.ref == treepane.Ref{}:
	case key.Matches(k, treepane.KeyEdit) && r.ref.List == bonesList:
		return p.Edit(r.ref, "name")
	case key.Matches(k, treepane.KeyEdit):
		return p.Edit(r.ref, "text")
	case key.Matches(k, keyWhy):
		return p.askWhy(r)
	case key.Matches(k, keyRoot):
		return p.root(r)
	case r.cause != nil && key.Matches(k, keyVote):
		return p.vote(r, r.cause.Votes+1)
	case r.cause != nil && key.Matches(k, keyUnvote):
		return p.vote(r, r.cause.Votes-1)
	case r.cause != nil && key.Matches(k, keyVotes):
		n, _ := strconv.Atoi(k.String())
		return p.vote(r, n)
	case key.Matches(k, treepane.KeyRemove):
		return p.remove(r)
	}
	return nil
}

// addCause starts a cause on the bone in hand. Without one it gets no bone yet:
// a team may write causes first and sort them later.
func (p *Pane) addCause(r row) {
	var on treepane.Ref
	if bones := p.s.Cycle().Lists[bonesList]; r.bone >= 0 && r.bone < len(bones) {
		on = treepane.Ref{List: bonesList, ID: bones[r.bone].ID}
	}
	p.Add(causesList, "text", on)
}

// start puts the common bones into an empty fishbone.
func (p *Pane) start() tea.Cmd {
	if len(p.s.Cycle().Lists[bonesList]) > 0 {
		return nil
	}
	var edits []cycle.Edit
	first := ""
	for _, name := range commonBones {
		id := change.NewID()
		if first == "" {
			first = id
		}
		edits = append(edits, cycle.Add(bonesList, id), cycle.SetIn(bonesList, id, "name", name))
	}
	cmd := p.s.Edit(edits...)
	p.Take(treepane.Ref{List: bonesList, ID: first})
	return tea.Batch(cmd, ui.Say("Six bones to start with: enter renames one, x removes it."))
}

// root marks the cause in hand, or that of the why in hand, as a root cause, or
// takes the mark away.
func (p *Pane) root(r row) tea.Cmd {
	if r.cause == nil {
		return nil
	}
	value := cycle.True
	if r.cause.Root {
		value = ""
	}
	return p.s.Edit(cycle.SetIn(causesList, r.cause.ID, "root", value))
}

// vote gives the cause in hand that many votes, the show of hands of a table.
func (p *Pane) vote(r row, n int) tea.Cmd {
	if n < 0 || n == r.cause.Votes {
		return nil
	}
	value := ""
	if n > 0 {
		value = strconv.Itoa(n)
	}
	return p.s.Edit(cycle.SetIn(causesList, r.cause.ID, "votes", value))
}

// remove takes the item in hand out. The causes of a bone stay, without a bone;
// the whys of a cause go with it, in the same change.
func (p *Pane) remove(r row) tea.Cmd {
	edits := []cycle.Edit{cycle.Remove(r.ref.List, r.ref.ID)}
	said := "Removed. ctrl+z brings it back."
	switch {
	case r.ref.List == bonesList:
		if n := len(p.s.Cycle().Under(causesList, "bone", r.ref.ID)); n > 0 {
			said = fmt.Sprintf("Removed. %s stay, without a bone. ctrl+z brings it back.", cycle.HowMany(n, "cause"))
		}
	case r.why == 0:
		for _, y := range r.cause.Whys {
			edits = append(edits, cycle.Remove(whysList, y.ID))
		}
		if n := len(r.cause.Whys); n > 0 {
			said = fmt.Sprintf("Removed with %s. ctrl+z brings it back.", cycle.HowMany(n, "why"))
		}
	}
	p.Take(r.ref)
	return tea.Batch(p.s.Edit(edits...), ui.Say(said))
}
