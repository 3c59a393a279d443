package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// app is what all commands share: the streams and the global flags.
type app struct {
	in       *os.File
	out      *bufio.Writer // results
	outFile  *os.File      // where they go in the end
	messages *os.File

	measured    bool // whether columnsWide is known; see width
	columnsWide int

	storePath  string
	json       bool
	noInput    bool
	color      string
	accessible bool
}

// The groups in which help lists the commands.
const (
	groupCycles = "cycles"
	groupWrite  = "write"
	groupTeam   = "team"
	groupFiles  = "files"
)

// newRoot returns the whole command line.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "pdsa",
		Short: "Plan, do, study, act: improvement cycles for school teams",
		Long: "Plan, do, study, act: improvement cycles for school teams.\n\n" +
			"Without a command it opens the app. The commands do the same things from the shell.",
		Example:       "  pdsa\n  pdsa demo\n  pdsa new --title \"Late to first period\" --team \"Ana Ruiz; Sok Chan\"\n  pdsa list",
		Version:       versionOf(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.openApp(cmd.Context())
		},
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.checkFlags() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.storePath, "store", os.Getenv("PDSA_STORE"), "the file that holds your cycles (or PDSA_STORE)")
	flags.BoolVar(&a.json, "json", false, "one JSON value instead of text")
	flags.BoolVar(&a.noInput, "no-input", false, "never ask anything")
	flags.StringVar(&a.color, "color", "auto", "auto, always or never (NO_COLOR counts)")
	flags.BoolVar(&a.accessible, "accessible", false, "line by line, for screen readers and simple terminals")
	// The default of --store is the person's own: it has no place in help.
	flags.Lookup("store").DefValue = ""
	root.SetVersionTemplate("pdsa {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	root.SetOut(a.out)
	root.SetErr(a.messages)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.help(cmd) })
	root.AddGroup(
		&cobra.Group{ID: groupCycles, Title: "cycles"},
		&cobra.Group{ID: groupWrite, Title: "write in a cycle"},
		&cobra.Group{ID: groupTeam, Title: "together"},
		&cobra.Group{ID: groupFiles, Title: "files and this laptop"},
	)
	add := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add(groupCycles, a.demoCommand(), a.newCommand(), a.listCommand(), a.showCommand(), a.chartCommand(), a.checkCommand(), a.weekCommand(), a.archiveCommand(), a.unarchiveCommand())
	add(groupWrite, a.fieldsCommand(), a.getCommand(), a.setCommand(), a.addCommand(), a.removeCommand(), a.moveCommand(), a.dataCommand(), a.nextCommand())
	add(groupTeam, a.historyCommand(), a.undoCommand(), a.redoCommand(), a.conflictsCommand(), a.resolveCommand(), a.joinCommand(), a.syncCommand(), a.leaveCommand())
	add(groupFiles, a.exportCommand(), a.importCommand(), a.backupCommand(), a.doctorCommand(), a.meCommand(), a.versionCommand())
	root.AddCommand(a.manCommand(), a.dashboardCommand())
	return root
}

func (a *app) checkFlags() error {
	switch a.color {
	case "auto", "always", "never":
		return nil
	}
	return wrongUsef("--color takes auto, always or never, not %q", a.color)
}

// flagError gives an error about a flag. What looks like one is sometimes a
// number.
func flagError(err error) error {
	if strings.HasPrefix(err.Error(), "unknown shorthand flag") {
		return wrongUsef("%w. Put -- before a value that begins with -", err)
	}
	return wrongUse(err)
}

// noSuchCommand is what arguments of the root command come to.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return wrongUsef("there is no command %q. Did you mean %s?", args[0], strings.Join(near, " or "))
	}
	return wrongUsef("there is no command %q", args[0])
}

// now is the wall clock, or the time at which PDSA_NOW stops it.
func (a *app) now() time.Time {
	if t, err := time.Parse(time.RFC3339, os.Getenv("PDSA_NOW")); err == nil {
		return t
	}
	return time.Now()
}

func (a *app) today() cycle.Day { return cycle.DayOf(a.now()) }

// note prints a message beside the results.
func (a *app) note(format string, args ...any) {
	fmt.Fprintln(a.messages, cycle.Clean(fmt.Sprintf(format, args...), true))
}
