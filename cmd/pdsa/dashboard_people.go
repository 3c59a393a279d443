package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
)

func (p *dashboardPlace) inviteCommand() *cobra.Command {
	var schools []string
	var in api.NewInvite
	cmd := &cobra.Command{
		Use:   "invite --school SCHOOL --role ROLE --name PERSON",
		Short: "Let a person in; prints the code to join with",
		Long: "Make a code with which a person joins: `pdsa join` on their laptop asks for it. It is good for 24 hours, once.\n\n" +
			"A team writes the cycles of its school, a reader reads them. A coach reads what the coach's schools share, comments and answers. " +
			"The district reads what is shared with it, comments and answers, and has no --school.",
		Example: "  pdsa dashboard invite --school \"B.F. Butler\" --role team --name \"Ana Ruiz\"\n" +
			"  pdsa dashboard invite --school Butler --school Lewis --role coach --name \"Sok Chan\"\n" +
			"  pdsa dashboard invite --person \"Ana Ruiz\"",
		Args: takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if in.Person == "" && (in.Name == "" || in.Role == "") {
				return wrongUsef("say who is invited: --name and --role, and --school unless it is the district")
			}
			if in.Person != "" && (in.Name != "" || in.Role != "" || len(schools) > 0 || in.Admin) {
				return wrongUsef("--person is for another laptop of someone who is there already, and stands alone")
			}
			if err := checkRole(string(in.Role)); err != nil {
				return err
			}
			return p.invite(cmd.Context(), in, schools)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&schools, "school", nil, "the school, by id or name (a coach may have several)")
	flags.StringVar((*string)(&in.Role), "role", "", "team, reader, coach or district")
	flags.StringVar(&in.Name, "name", "", "the person's name")
	flags.BoolVar(&in.Admin, "admin", false, "who may also invite, revoke and add schools")
	flags.StringVar(&in.Person, "person", "", "someone who is there already, by id or name, for another laptop")
	return cmd
}

func (p *dashboardPlace) invite(ctx context.Context, in api.NewInvite, schools []string) error {
	return p.withDashboard(ctx, func(d *dashboardAdmin) error {
		for _, typed := range schools {
			school, err := d.school(ctx, typed)
			if err != nil {
				return err
			}
			in.Schools = append(in.Schools, school.ID)
		}
		if in.Person != "" {
			person, err := d.person(ctx, in.Person)
			if err != nil {
				return err
			}
			in.Person = person.ID
		}
		var invited api.Invited
		if err := d.ask(ctx, http.MethodPost, "/v1/invites", in, &invited); err != nil {
			return err
		}
		if p.app.json {
			return p.app.printJSON(invited)
		}
		p.app.line("%s", invited.Code)
		p.app.note("good for 24 hours, once")
		return nil
	})
}

func (p *dashboardPlace) peopleCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "people",
		Short: "List who has access, and their laptops",
		Args:  takes(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withDashboard(cmd.Context(), func(d *dashboardAdmin) error {
				people, err := d.people(cmd.Context())
				if err != nil {
					return err
				}
				if p.app.json {
					return p.app.printJSON(people)
				}
				schools, err := d.schools(cmd.Context())
				if err != nil {
					return err
				}
				p.app.printPeople(people, schools)
				return nil
			})
		},
	}
}

func (a *app) printPeople(people []api.Person, schools []dashboard.School) {
	var rows [][]string
	for _, p := range people {
		rows = append(rows, []string{p.ID, p.Name, roleOf(p), strings.Join(schoolNames(p, schools), "; "), a.goneSince(p.Revoked)})
		for _, t := range p.Devices {
			rows = append(rows, []string{"  " + t.ID, t.Device, string(t.Use), "last seen " + a.lastSeen(t.LastSeen), a.goneSince(t.Revoked)})
		}
	}
	a.columns(rows)
}

func (a *app) goneSince(revoked time.Time) string {
	if revoked.IsZero() {
		return ""
	}
	return "revoked " + a.when(revoked)
}

func (a *app) lastSeen(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return a.when(at)
}

func (p *dashboardPlace) revokeCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "revoke PERSON|LAPTOP",
		Short:   "End the access of a person, or of one laptop",
		Long:    "End the access of a person, by id or name, or of one laptop or browser, by the id that `pdsa dashboard people` shows. What they wrote stays.",
		Example: "  pdsa dashboard revoke \"Ana Ruiz\"",
		Args:    takes(1, 1, "a person, or the id of a laptop"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withDashboard(cmd.Context(), func(d *dashboardAdmin) error {
				id, what, err := d.revocable(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if err := d.ask(cmd.Context(), http.MethodPost, "/v1/revoke", api.Revoke{ID: id}, nil); err != nil {
					return err
				}
				if p.app.json {
					return p.app.printJSON(map[string]string{"revoked": id})
				}
				p.app.note("%s has no access any more. What was written stays", what)
				return nil
			})
		},
	}
}

// revocable finds a laptop by its id, or a person.
func (d *dashboardAdmin) revocable(ctx context.Context, typed string) (id, what string, err error) {
	people, err := d.people(ctx)
	if err != nil {
		return "", "", err
	}
	for _, p := range people {
		for _, t := range p.Devices {
			if t.ID == typed {
				return t.ID, "the laptop " + t.Device + " of " + p.Name, nil
			}
		}
	}
	p, err := personIn(people, typed)
	return p.ID, p.Name, err
}

func (d *dashboardAdmin) people(ctx context.Context) ([]api.Person, error) {
	var all api.People
	err := d.ask(ctx, http.MethodGet, "/v1/people", nil, &all)
	return all.People, err
}

func (d *dashboardAdmin) person(ctx context.Context, typed string) (api.Person, error) {
	people, err := d.people(ctx)
	if err != nil {
		return api.Person{}, err
	}
	return personIn(people, typed)
}

// personIn finds a person by id or name. A name means someone who has access.
func personIn(people []api.Person, typed string) (api.Person, error) {
	open := slices.DeleteFunc(slices.Clone(people), func(p api.Person) bool { return !p.Revoked.IsZero() && p.ID != typed })
	return meant(open, "person", typed, func(p api.Person) (string, string) { return p.ID, p.Name })
}
