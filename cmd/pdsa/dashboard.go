package main

import (
	"os"

	"github.com/spf13/cobra"
)

func (a *app) dashboardCommand() *cobra.Command {
	p := &dashboardPlace{app: a}
	cmd := &cobra.Command{
		Use:   "dashboard",
		Short: "Run the district's dashboard",
		Long: "Run the dashboard of a district: the place where the laptops of each school meet, and where a school's cycles are seen by those whom it shows them to.\n\n" +
			"It keeps everything in one file, or in PostgreSQL. The commands below work on that database; while the dashboard runs on this machine they go through it.",
		Example: "  pdsa dashboard init --name \"Richmond County Schools\" --admin \"Dana Cole\"\n" +
			"  pdsa dashboard serve --listen :443 --tls-cert cert.pem --tls-key key.pem\n" +
			"  pdsa dashboard school add \"B.F. Butler Middle School\" --network East\n" +
			"  pdsa dashboard invite --school \"B.F. Butler\" --role team --name \"Ana Ruiz\"",
		Args: noSuchCommand,
		RunE: func(*cobra.Command, []string) error {
			return wrongUsef("say what to do with the dashboard. `pdsa dashboard --help` lists it")
		},
	}
	flags := cmd.PersistentFlags()
	flags.StringVar(&p.typed, "database", os.Getenv("PDSA_DATABASE"), "the dashboard's file, or postgres://.. (or PDSA_DATABASE)")
	flags.StringVar(&p.typedToken, "token-file", "", "the file with the admin's token (the one that init made)")
	// A database may be named with a password: it has no place in help.
	flags.Lookup("database").DefValue = ""
	cmd.AddCommand(
		p.initCommand(), p.serveCommand(), p.schoolCommand(), p.networkCommand(), p.inviteCommand(), p.peopleCommand(), p.assignCommand(), p.smallestCommand(), p.revokeCommand(), p.auditCommand(),
		p.backupCommand(), p.restoreCommand(), p.copyCommand(), p.conformanceCommand(),
	)
	return cmd
}
