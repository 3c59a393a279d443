package main

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
)

func (p *dashboardPlace) assignCommand() *cobra.Command {
	var role string
	var schools []string
	cmd := &cobra.Command{
		Use:   "assign PERSON [--role ROLE] [--school SCHOOL]",
		Short: "Give a person another role or other schools",
		Long: "Give a person, by id or name, another role, other schools, or both. What is not named stays; --school names all the schools from now on, not one more.\n\n" +
			"It holds at once, on all laptops and browsers of the person. What they wrote stays where it is.",
		Example: "  pdsa dashboard assign \"Ana Ruiz\" --role reader\n" +
			"  pdsa dashboard assign \"Sok Chan\" --school Butler --school Lewis --school Sandy\n" +
			"  pdsa dashboard assign \"Eve Park\" --role district",
		Args: takes(1, 1, "a person, by id or name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if role == "" && len(schools) == 0 {
				return wrongUsef("say what changes: --role, --school or both")
			}
			if err := checkRole(role); err != nil {
				return err
			}
			return p.withDashboard(cmd.Context(), func(d *dashboardAdmin) error {
				person, known, err := d.assign(cmd.Context(), args[0], wire.Role(role), schools)
				if err != nil {
					return err
				}
				if p.app.json {
					return p.app.printJSON(person)
				}
				p.app.note("%s is %s from now on", person.Name, placeOf(person, known))
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&role, "role", "", "team, reader, coach or district")
	cmd.Flags().StringArrayVar(&schools, "school", nil, "the school, by id or name (a coach may have several)")
	return cmd
}

// assign changes what is given of a person's role and schools. It returns the person
// as the dashboard has them then, and its schools.
func (d *dashboardAdmin) assign(ctx context.Context, typed string, role wire.Role, schools []string) (api.Person, []dashboard.School, error) {
	var none api.Person
	person, err := d.person(ctx, typed)
	if err != nil {
		return none, nil, err
	}
	known, err := d.schools(ctx)
	if err != nil {
		return none, nil, err
	}
	to := api.Assignment{Role: person.Role}
	if role != "" {
		to.Role = role
	}
	switch {
	case len(schools) > 0:
		for _, typed := range schools {
			school, err := schoolIn(known, typed)
			if err != nil {
				return none, nil, err
			}
			to.Schools = append(to.Schools, school.ID)
		}
	case to.Role != wire.District: // which stands for all schools
		to.Schools = person.Schools
	}
	if err := d.ask(ctx, http.MethodPost, "/v1/people/"+url.PathEscape(person.ID), to, nil); err != nil {
		return none, nil, err
	}
	person, err = d.person(ctx, person.ID)
	return person, known, err
}

// placeOf says what a person is and where, such as "coach, admin (Butler Middle; Lewis High)".
func placeOf(p api.Person, known []dashboard.School) string {
	words := roleOf(p)
	if names := schoolNames(p, known); len(names) > 0 {
		words += " (" + strings.Join(names, "; ") + ")"
	}
	return words
}

// roleOf is a person's role, with what they may do besides.
func roleOf(p api.Person) string {
	if p.Admin {
		return string(p.Role) + ", admin"
	}
	return string(p.Role)
}

// schoolNames are the names of a person's schools.
func schoolNames(p api.Person, known []dashboard.School) []string {
	var names []string
	for _, s := range known {
		if slices.Contains(p.Schools, s.ID) {
			names = append(names, s.Name)
		}
	}
	slices.Sort(names)
	return names
}

// checkRole refuses a role that there is not; the empty one says that none was given.
func checkRole(typed string) error {
	if typed == "" || slices.Contains(wire.Roles, wire.Role(typed)) {
		return nil
	}
	return wrongUsef("--role takes team, reader, coach or district, not %q", typed)
}
