package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

func (a *app) meCommand() *cobra.Command {
	var name, school string
	cmd := &cobra.Command{
		Use:     "me",
		Short:   "Show or set who writes on this laptop",
		Example: "  pdsa me --name \"Ana Ruiz\" --school \"B.F. Butler Middle School\"",
		Args:    takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			access := looks
			if cmd.Flags().Changed("name") || cmd.Flags().Changed("school") {
				access = makes
			}
			return a.with(access, func(s *store.Store) error {
				who, err := s.Person()
				if err != nil {
					return err
				}
				if access == makes {
					for flag, to := range map[string]struct {
						typed string
						field *string
					}{"name": {name, &who.Name}, "school": {school, &who.School}} {
						if !cmd.Flags().Changed(flag) {
							continue
						}
						if err := cycle.CheckText(to.typed); err != nil {
							return wrongUse(err)
						}
						*to.field = strings.TrimSpace(cycle.Clean(to.typed, false))
					}
					if err := s.SetPerson(who); err != nil {
						return err
					}
				}
				return a.printPerson(who)
			})
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "your name, which stands beside what you write")
	cmd.Flags().StringVar(&school, "school", "", "your school")
	return cmd
}

func (a *app) printPerson(who store.Person) error {
	if a.json {
		return a.printJSON(who)
	}
	if who.Name == "" && who.School == "" {
		a.note("nobody has said yet. `pdsa me --name .. --school ..` does")
		return nil
	}
	a.columns([][]string{{"name", who.Name}, {"school", who.School}})
	return nil
}
