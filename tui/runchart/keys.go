package runchart

import (
	"charm.land/bubbles/v2/key"

	"github.com/cqi-pdsa/pdsa/tui/ui"
)

var (
	keyWalk    = ui.Bind("← →", "walk", "left", "right")
	keyMeasure = ui.Bind("m", "next measure", "m", "]", "tab")
	keyBefore  = ui.Bind("[", "measure before", "[", "shift+tab")
	keyChange  = ui.Bind("c", "change began", "c")
	keyFreeze  = ui.Bind("f", "baseline ends", "f")
	keyPhase   = ui.Bind("p", "new part", "p")
	keyNote    = ui.Bind("n", "note", "n")
	keyExclude = ui.Bind("x", "leave out", "x")
	keyInclude = ui.Bind("x", "count again", "x")
	keyRules   = ui.Bind("r", "other rules", "r")
	keyLimits  = ui.Bind("l", "control limits", "l")
	keyGroups  = ui.Bind("g", "student groups", "g")
	keyParts   = ui.Bind("b", "before and after", "b")
	keyAll     = ui.Bind("a", "all measures", "a")
	keyRamp    = ui.Bind("w", "whole ramp of cycles", "w")
	keyZoom    = ui.Bind("+ -", "wider or closer", "+", "=", "-")
	keySave    = ui.Bind("s", "save as an image", "s")
	keyNext    = ui.Bind("↓", "more charts", "down", "right", "pgdown")
	keyPrev    = ui.Bind("↑", "charts before", "up", "left", "pgup")
	keyOne     = ui.Bind("esc", "one chart", "esc", "ctrl+b", "q")

	keyKeep   = ui.Bind("enter", "keep it", "enter")
	keyFinish = ui.Bind("esc", "finish", "esc", "ctrl+b")
	keyWrite  = ui.Bind("enter", "write the file", "enter")
	keyCancel = ui.Bind("esc", "do not save", "esc", "ctrl+b")
)

// Keys are the keys that work right now, the most useful first.
func (s *Screen) Keys() []key.Binding {
	switch {
	case s.asking == askFile:
		return []key.Binding{keyWrite, keyCancel}
	case s.asking != askNothing:
		return []key.Binding{keyKeep, keyFinish}
	case len(s.s.Cycle().Measures()) == 0:
		return []key.Binding{ui.KeyBack, ui.KeyHelp}
	case s.view != oneChart:
		return append([]key.Binding{keyOne, keyNext, keyPrev}, s.viewKeys()...)
	}
	var keys []key.Binding
	if s.read().Len() > 0 {
		exclude := keyExclude
		if s.at().Excluded != "" {
			exclude = keyInclude
		}
		keys = append(keys, keyWalk, keyChange, keyFreeze, keyNote, exclude, keyPhase)
	}
	if len(s.s.Cycle().Measures()) > 1 {
		keys = append(keys, keyMeasure, keyBefore)
	}
	keys = append(keys, s.viewKeys()...)
	keys = append(keys, keyRules, keyLimits, keyZoom, ui.KeyCopy, keySave, ui.KeyHome, ui.KeyEnd, ui.KeyPgUp, ui.KeyPgDown)
	return append(keys, ui.KeyBack, ui.KeyHelp)
}

func (s *Screen) viewKeys() []key.Binding {
	keys := []key.Binding{keyParts, keyAll}
	if len(s.chart().Series) > 1 {
		keys = append([]key.Binding{keyGroups}, keys...)
	}
	if s.hasRamp() {
		keys = append(keys, keyRamp)
	}
	return keys
}
