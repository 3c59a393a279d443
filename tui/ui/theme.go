package ui

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// A Theme is the set of styles of one background. Colour is never the only
// carrier of meaning: every style that says something stands beside a sign or a
// word.
type Theme struct {
	Dark bool

	Text   lipgloss.Style
	Strong lipgloss.Style // headings, what matters in a line
	Dim    lipgloss.Style // labels and second thoughts
	Faint  lipgloss.Style // rules, dots, empty places
	Accent lipgloss.Style // where the person is
	Good   lipgloss.Style
	Warn   lipgloss.Style
	Bad    lipgloss.Style
	Picked lipgloss.Style // the line under the bar
	Field  lipgloss.Style // text in a field that has the keyboard
	Key    lipgloss.Style // a key's name in the footer
}

// NewTheme returns the theme for a dark or a light background; plain leaves out
// all colour.
func NewTheme(dark, plain bool) *Theme {
	base := lipgloss.NewStyle()
	t := &Theme{
		Dark: dark, Text: base, Strong: base.Bold(true), Dim: base, Faint: base.Faint(true), Accent: base.Bold(true),
		Good: base, Warn: base.Bold(true), Bad: base.Bold(true), Picked: base.Bold(true), Field: base, Key: base.Bold(true),
	}
	if plain {
		return t
	}
	pick := func(light, darkCol string) color.Color {
		return lipgloss.LightDark(dark)(lipgloss.Color(light), lipgloss.Color(darkCol))
	}
	t.Text = base.Foreground(pick("#2B2622", "#E8E2D9"))
	t.Strong = t.Text.Bold(true)
	t.Dim = base.Foreground(pick("#6B635A", "#A79F94"))
	t.Faint = base.Foreground(pick("#B5ADA2", "#6A635B"))
	accent := pick("#9A4A14", "#E6A15C")
	t.Accent = base.Foreground(accent).Bold(true)
	t.Good = base.Foreground(pick("#2F6B3C", "#8FBF8A"))
	t.Warn = base.Foreground(pick("#8A6100", "#E3C26B"))
	t.Bad = base.Foreground(pick("#A3262A", "#E58A82"))
	t.Picked = t.Text.Bold(true).Background(pick("#F1E7D8", "#3A332B"))
	t.Field = t.Text.Background(pick("#F6F0E6", "#2C2722"))
	t.Key = base.Foreground(accent)
	return t
}
