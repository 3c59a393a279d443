package dashboard

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// settingMinGroup is the smallest student group whose numbers may leave a laptop; not
// set while the district has chosen none.
const settingMinGroup = "min_group"

// mostMinGroup bounds what a district can choose: more would hold back whole grades.
const mostMinGroup = 100

// SetMinGroup chooses the smallest student group whose numbers may leave a laptop, from
// cycle.LeastMinGroup on; 0 goes back to cycle.DefaultMinGroup. Laptops follow when they
// next ask who may read what, within a day. What they have sent by then stays. Errors:
// CodeForbid for others than admins, CodeInvalid.
func (d *Dashboard) SetMinGroup(ctx context.Context, who Caller, n int) error {
	if err := who.admin(); err != nil {
		return err
	}
	if n != 0 && n < cycle.LeastMinGroup || n > mostMinGroup {
		return refusal(wire.CodeInvalid, fmt.Sprintf("the smallest group whose numbers are shown has from %d to %d students", cycle.LeastMinGroup, mostMinGroup))
	}
	return outward(d.back.Update(ctx, "", func(tx Tx) error {
		return errors.Join(
			tx.SetSetting(settingMinGroup, strconv.Itoa(n)),
			tx.AddAudit(Audit{At: d.now(), Who: who.Person.Name, What: "chose the smallest group", Detail: strconv.Itoa(n)}),
		)
	}))
}

// minGroupIn returns what was chosen; 0 for nothing.
func minGroupIn(r Reader) (int, error) {
	chosen, err := r.Setting(settingMinGroup)
	if err != nil || chosen == "" {
		return 0, err
	}
	return strconv.Atoi(chosen)
}
