package form_test

import (
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/tui/form"
	"github.com/cqi-pdsa/pdsa/tui/tuitest"
)

// TestSharingSaysWhatItMeans reads the help of "Who can read it" on a laptop that has
// joined a dashboard and on one that has not.
func TestSharingSaysWhatItMeans(t *testing.T) {
	for _, tt := range []struct{ dashboard, value, want string }{
		{"", "district", "on this laptop only"},
		{"Canal District", "", "your school's team alone"},
		{"Canal District", "coach", "On Canal District it is read by your team and your coach."},
		{"Canal District", "district", "the district and other schools"},
		{"Canal District", "something newer", "your school's team alone"},
	} {
		c := cycle.New("c")
		c.Values["sharing"] = tt.value
		s, _ := tuitest.Session(t, c)
		env := tuitest.Env()
		env.Dashboard = tt.dashboard
		f := form.New(env, s, form.FieldRows("sharing"))
		f.Focus(cycle.Path{Field: "sharing"})
		if got := tuitest.Plain(strings.Join(f.HelpLines(200), "\n")); !strings.Contains(got, tt.want) {
			t.Errorf("%q on %q says\n%s", tt.value, tt.dashboard, got)
		}
	}
}
