package cycle

import (
	"strings"
	"testing"
)

func TestFixedItems(t *testing.T) {
	for _, c := range []struct{ list, field, ids string }{
		{"evidence", "source", "interviews hals oa mcas diagnostic rounds student_work other"},
		{"goal_checks", "check", "undesirable gap feasible defined"},
		{"causes", "", ""},
		{"no such list", "", ""},
	} {
		var ids []string
		for _, item := range FixedItems(c.list) {
			ids = append(ids, item.ID)
			if item.Field != c.field || item.Value != item.ID {
				t.Errorf("%s/%s sets %s to %q, want %s to %q", c.list, item.ID, item.Field, item.Value, c.field, item.ID)
			}
		}
		if got := strings.Join(ids, " "); got != c.ids {
			t.Errorf("the fixed items of %s are %q, want %q", c.list, got, c.ids)
		}
	}
}
