package main

import (
	"fmt"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
)

func (p *dashboardPlace) auditCommand() *cobra.Command {
	var limit int
	var before uint64
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Show who joined, was invited, revoked ..",
		Long:  "Show what was done on the dashboard besides writing in cycles, the newest first: joins, sign-ins, invitations, roles, schools, backups, restores.",
		Args:  takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 1 {
				return wrongUsef("--limit takes a number from 1 on")
			}
			return p.withDashboard(cmd.Context(), func(d *dashboardAdmin) error {
				path := fmt.Sprintf("/v1/audit?limit=%d", limit)
				if before > 0 {
					path += fmt.Sprintf("&before=%d", before)
				}
				var all api.Audits
				if err := d.ask(cmd.Context(), http.MethodGet, path, nil, &all); err != nil {
					return err
				}
				return p.app.printAudits(all.Audits)
			})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 100, "how many lines at most")
	cmd.Flags().Uint64Var(&before, "before", 0, "only lines with a lower number than this")
	return cmd
}

func (a *app) printAudits(lines []dashboard.Audit) error {
	if a.json {
		return a.printJSON(lines)
	}
	var rows [][]string
	for _, l := range lines {
		rows = append(rows, []string{fmt.Sprint(l.N), a.when(l.At), l.Who, l.What, l.Detail})
	}
	a.columns(rows)
	return nil
}
