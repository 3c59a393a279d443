package main

import (
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write a checked copy of all your cycles",
		Long:  "Write a copy of the store to FILE, read it back and check it. A file that is there already is left as it is. `pdsa --store FILE` opens a copy.",
		Args:  takes(1, 1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withExisting(func(s *store.Store) error {
				var told func(done, total int64)
				if tell := a.progress("copied"); tell != nil {
					told = func(done, total int64) { tell(int(done), int(total)) }
				}
				if err := s.Backup(cmd.Context(), args[0], told); err != nil {
					return err
				}
				if a.json {
					return a.printJSON(map[string]string{"file": args[0]})
				}
				a.note("copied and checked: %s", args[0])
				return nil
			})
		},
	}
}

// withExisting opens the store without making one.
func (a *app) withExisting(fn func(*store.Store) error) error {
	return a.with(writes, fn)
}
