package main

import (
	"cmp"
	"net/http"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
)

func (p *dashboardPlace) smallestCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "smallest-group [N]",
		Short: "Show or choose the smallest student group whose numbers are shared",
		Long: "Numbers about student groups with fewer students stay on the laptop where they were typed; everyone else reads that they are withheld. " +
			"Without N it shows what is chosen: " + strconv.Itoa(cycle.DefaultMinGroup) + " unless you choose, and never under " + strconv.Itoa(cycle.LeastMinGroup) + ". 0 goes back to that.\n\n" +
			"Laptops follow within a day. What was shared by then stays shared.",
		Example: "  pdsa dashboard smallest-group 15",
		Args:    takes(0, 1, "how many students"),
		RunE: func(cmd *cobra.Command, args []string) error {
			in := api.Settings{}
			if len(args) == 1 {
				n, err := strconv.Atoi(args[0])
				if err != nil {
					return wrongUsef("%q is no number of students", args[0])
				}
				in.MinGroup = n
			}
			return p.withDashboard(cmd.Context(), func(d *dashboardAdmin) error {
				if len(args) == 1 {
					if err := d.ask(cmd.Context(), http.MethodPost, "/v1/settings", in, nil); err != nil {
						return err
					}
				}
				var me wire.Me
				if err := d.ask(cmd.Context(), http.MethodGet, "/v1/me", nil, &me); err != nil {
					return err
				}
				smallest := cmp.Or(me.MinGroup, cycle.DefaultMinGroup)
				if p.app.json {
					return p.app.printJSON(map[string]int{"smallest_group": smallest})
				}
				p.app.line("%d", smallest)
				return nil
			})
		},
	}
}
