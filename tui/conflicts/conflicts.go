// Package conflicts settles values that people wrote apart from each other: it
// shows all versions and lets a person choose, put them together, or write anew.
// Nobody has to: the document goes on with the newest version.
package conflicts

import (
	"slices"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/session"
	"github.com/cqi-pdsa/pdsa/tui/ui"
)

// mode says what the screen is doing with the place in hand.
type mode int

const (
	choosing mode = iota
	previewing
	writing
)

// combined brings both versions put together.
type combined struct {
	to   *Screen
	read map[change.ID]bool
	path cycle.Path
	text string
}

// A Screen settles conflicts.
type Screen struct {
	env *ui.Env
	s   *session.Session

	// here is the place in hand; its index is kept for when it is settled.
	here  cycle.Path
	index int
	// settled are places whose end is being saved.
	settled map[cycle.Path]bool
	any     bool // whether one was settled here

	mode    mode
	preview string
	area    textarea.Model
	begun   string // what preview or editor began with, or what was saved of it
	drafts  map[cycle.Path]string
	wrong   string // why what is written cannot be kept
	scroll  ui.Scroll
	// read are the versions that preview or editor were made from.
	read map[change.ID]bool
}

// New returns the screen at the path; an empty path, or one without a conflict,
// begins with the first.
func New(env *ui.Env, s *session.Session, at cycle.Path) *Screen {
	c := &Screen{env: env, s: s, here: at, settled: map[cycle.Path]bool{}, drafts: map[cycle.Path]string{}}
	c.index = max(0, slices.IndexFunc(c.places(), func(p change.Conflict) bool { return p.Path == at }))
	c.stay()
	return c
}

// places are the conflicts that are left, those about one place in a list
// together.
func (s *Screen) places() []change.Conflict {
	if !s.s.Pending() {
		clear(s.settled)
	}
	if len(s.settled) == 0 {
		return s.s.Conflicts()
	}
	return slices.DeleteFunc(slices.Clone(s.s.Conflicts()), func(c change.Conflict) bool { return s.settled[c.Path] })
}

// stay finds the place in hand again after the document has changed; when it is
// gone the one that has taken its rank is in hand.
func (s *Screen) stay() {
	places := s.places()
	if i := slices.IndexFunc(places, func(c change.Conflict) bool { return c.Path == s.here }); i >= 0 {
		s.index = i
		return
	}
	if s.mode == writing {
		return // what is being written goes to its place all the same
	}
	s.mode, s.scroll, s.wrong = choosing, ui.Scroll{}, ""
	if len(places) == 0 {
		s.here, s.index = cycle.Path{}, 0
		return
	}
	s.index = min(s.index, len(places)-1)
	s.here = places[s.index].Path
}

// conflict is the one in hand; ok is false when none is left.
func (s *Screen) conflict() (c change.Conflict, ok bool) {
	for _, c := range s.places() {
		if c.Path == s.here {
			return c, true
		}
	}
	return change.Conflict{}, false
}

// Update takes keys and messages.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	s.stay()
	switch msg := msg.(type) {
	case combined:
		if msg.to == s && msg.path == s.here && s.mode == choosing {
			s.read = msg.read
			s.mode, s.preview, s.begun, s.scroll = previewing, msg.text, msg.text, ui.Scroll{}
		}
	case tea.KeyPressMsg:
		switch s.mode {
		case writing:
			return s.writeKey(msg)
		case previewing:
			return s.previewKey(msg)
		default:
			return s.chooseKey(msg)
		}
	case tea.PasteMsg:
		if s.mode == writing {
			return s.typed(form.Pasted(msg, s.multiline()))
		}
	case tea.MouseWheelMsg:
		s.scroll.Update(msg)
	}
	return nil
}

func (s *Screen) chooseKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, ui.KeyBack):
		return ui.Send(ui.Back{})
	case key.Matches(msg, keyDown):
		s.turn(1)
		return nil
	case key.Matches(msg, keyUp):
		s.turn(-1)
		return nil
	case key.Matches(msg, ui.KeyPgDown, ui.KeyPgUp):
		s.scroll.Update(msg)
		return nil
	}
	c, ok := s.conflict()
	switch {
	case !ok:
		return nil
	case c.Deleted != nil:
		return s.itemKey(msg, c)
	case key.Matches(msg, keyBoth) && s.isText():
		return s.combine(c)
	case key.Matches(msg, keyEach) && s.isName():
		return s.keepEach(c)
	case key.Matches(msg, keyAnew) && s.writable():
		s.write(c.Versions[0].Value)
		if draft, ok := s.drafts[s.here]; ok {
			s.area = form.NewArea(s.env, draft)
		}
		return nil
	case key.Matches(msg, keepKeys...):
		if n := int(msg.String()[0] - '1'); n < len(c.Versions) {
			return s.resolve(c.Versions[n].Value)
		}
	}
	return nil
}

// itemKey answers the keys for an item that one person took out while another
// wrote in it.
func (s *Screen) itemKey(msg tea.KeyPressMsg, c change.Conflict) tea.Cmd {
	p := c.Path
	switch {
	case key.Matches(msg, keyKeep):
		cmd := s.s.Ops(func(st *change.State) ([]change.Op, error) { return st.KeepItem(p.List, p.Item), nil })
		return s.end(cmd, "kept. ctrl+z takes that back")
	case key.Matches(msg, keyDelete):
		return s.end(s.s.Edit(cycle.Remove(p.List, p.Item)), "taken out. ctrl+z brings it back")
	}
	return nil
}

func (s *Screen) previewKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keySave):
		return s.keep(s.preview)
	case key.Matches(msg, keyChange):
		begun, read := s.begun, s.read
		s.write(s.preview)
		s.begun, s.read = begun, read
	case key.Matches(msg, keyNotThis):
		if s.preview != s.begun {
			s.drafts[s.here] = s.preview
		}
		s.mode, s.scroll = choosing, ui.Scroll{}
	default:
		s.scroll.Update(msg)
	}
	return nil
}

func (s *Screen) writeKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keySaveAll), key.Matches(msg, keySaveOne) && !s.multiline():
		return s.keep(s.area.Value())
	case key.Matches(msg, keyWritten):
		s.mode, s.preview, s.scroll = previewing, s.area.Value(), ui.Scroll{}
		return nil
	}
	return s.typed(msg)
}

func (s *Screen) typed(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	s.wrong = ""
	s.area, cmd = s.area.Update(msg)
	return cmd
}

// write opens the editor on a text.
func (s *Screen) write(text string) {
	s.mode, s.begun, s.wrong, s.scroll = writing, text, "", ui.Scroll{}
	if c, ok := s.conflict(); ok {
		s.read = idsOf(c)
	}
	s.area = form.NewArea(s.env, text)
}

// combine puts all versions together and shows the outcome before it is kept.
// The text that they began from is looked up in the document's changes.
func (s *Screen) combine(c change.Conflict) tea.Cmd {
	read, path, versions := s.s.ReadChanges(), c.Path, idsOf(c)
	return func() tea.Msg {
		changes, err := read()
		if err != nil {
			return ui.Notice{Text: err.Error(), Bad: true}
		}
		return combined{s, versions, path, c.Combined(changes)}
	}
}

// keep resolves the place in hand with a text that was put together or typed.
func (s *Screen) keep(text string) tea.Cmd {
	value, err := s.parse(text)
	if err != nil {
		s.mode, s.area, s.wrong = writing, form.NewArea(s.env, text), err.Error()
		return nil
	}
	return s.resolve(value)
}

// parse checks a text as the field wants it.
func (s *Screen) parse(text string) (string, error) {
	edits, _, err := s.s.Cycle().Write(s.here, text, s.env.Today())
	if err != nil {
		return "", err
	}
	if len(edits) == 1 && edits[0].Path == s.here {
		return edits[0].Value, nil
	}
	return cycle.Clean(text, true), nil
}

func (s *Screen) resolve(value string) tea.Cmd {
	return s.end(s.settle(value), "settled. ctrl+z takes that back")
}

// settle saves a value as the one that all agree on. A place that was settled
// already is written like any other.
func (s *Screen) settle(value string) tea.Cmd {
	p := s.here
	c, open := s.s.ConflictAt(p)
	if !open {
		return s.s.Edit(cycle.Set(p, value))
	}
	read := s.read
	if s.mode == choosing {
		read = idsOf(c)
	}
	return s.s.Ops(func(st *change.State) ([]change.Op, error) {
		if err := onlyRead(st, p, read); err != nil {
			return nil, err
		}
		return st.Resolve(p, value), nil
	})
}

// end goes on to the next place.
func (s *Screen) end(cmd tea.Cmd, say string) tea.Cmd {
	s.settled[s.here], s.any, s.mode = true, true, choosing
	s.stay()
	return tea.Batch(cmd, ui.Say(say))
}

func (s *Screen) turn(delta int) {
	if places := s.places(); len(places) > 0 {
		s.index = min(max(0, s.index+delta), len(places)-1)
		s.here, s.scroll = places[s.index].Path, ui.Scroll{}
	}
}

func (s *Screen) field() cycle.Field {
	f, _ := s.here.Row()
	return f
}

// isText reports whether versions can be put together paragraph by paragraph.
func (s *Screen) isText() bool { return s.field().Kind == cycle.Text }

// writable reports whether the value is typed, not picked.
func (s *Screen) writable() bool {
	switch f := s.field(); f.Kind {
	case cycle.Choice, cycle.YesNo, cycle.Ref:
		return false
	case cycle.ByWeek:
		return len(f.Options) == 0
	}
	return true
}

func (s *Screen) multiline() bool {
	k := s.field().Kind
	return k == cycle.Text || k == cycle.ByWeek
}

// Typing reports whether letters go into the editor.
func (s *Screen) Typing() bool { return s.mode == writing }

// Commit saves what is being written: the person is going away, or asks for
// help. The editor stays open.
func (s *Screen) Commit() tea.Cmd {
	text := s.preview
	switch s.mode {
	case writing:
		text = s.area.Value()
	case choosing:
		return nil
	}
	if text == s.begun {
		return nil
	}
	value, err := s.parse(text)
	if err != nil {
		return nil
	}
	s.begun = text
	return s.settle(value)
}
