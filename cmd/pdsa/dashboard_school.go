package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
	"github.com/cqi-pdsa/pdsa/store"
)

func (p *dashboardPlace) schoolCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "school",
		Short: "The schools of the dashboard",
		Args:  noSuchCommand,
		RunE:  func(*cobra.Command, []string) error { return wrongUsef("say what to do with the schools: add or list") },
	}
	var network string
	add := &cobra.Command{
		Use:     "add NAME",
		Short:   "Add a school; prints its id",
		Example: "  pdsa dashboard school add \"B.F. Butler Middle School\" --network East",
		Args:    takes(1, 1, "the name of a school"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withDashboard(cmd.Context(), func(d *dashboardAdmin) error {
				var school dashboard.School
				if err := d.ask(cmd.Context(), http.MethodPost, "/v1/schools", api.NewSchool{Name: args[0], Network: network}, &school); err != nil {
					return err
				}
				if p.app.json {
					return p.app.printJSON(school)
				}
				p.app.line("%s", school.ID)
				return nil
			})
		},
	}
	add.Flags().StringVar(&network, "network", "", "the group of schools that it belongs to")
	list := &cobra.Command{
		Use:   "list",
		Short: "List the schools",
		Args:  takes(0, 0, ""),
		RunE:  p.listing((*app).printSchools),
	}
	cmd.AddCommand(add, list)
	return cmd
}

// listing runs a command that prints something of all schools.
func (p *dashboardPlace) listing(show func(*app, []dashboard.School) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, _ []string) error {
		return p.withDashboard(cmd.Context(), func(d *dashboardAdmin) error {
			schools, err := d.schools(cmd.Context())
			if err != nil {
				return err
			}
			return show(p.app, schools)
		})
	}
}

func (a *app) printSchools(schools []dashboard.School) error {
	if a.json {
		return a.printJSON(schools)
	}
	var rows [][]string
	for _, s := range schools {
		rows = append(rows, []string{s.ID, s.Name, s.Network})
	}
	a.columns(rows)
	return nil
}

func (p *dashboardPlace) networkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "network",
		Short: "The groups of schools",
		Args:  noSuchCommand,
		RunE:  func(*cobra.Command, []string) error { return wrongUsef("say what to do with the networks: list") },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "list",
		Short: "List the networks and how many schools each has",
		Args:  takes(0, 0, ""),
		RunE:  p.listing((*app).printNetworks),
	})
	return cmd
}

// schoolNetwork is one line of `pdsa dashboard network list` in JSON.
type schoolNetwork struct {
	Name    string `json:"name"`
	Schools int    `json:"schools"`
}

func (a *app) printNetworks(schools []dashboard.School) error {
	counts := map[string]int{}
	for _, s := range schools {
		if s.Network != "" {
			counts[s.Network]++
		}
	}
	out := []schoolNetwork{}
	var rows [][]string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, schoolNetwork{name, counts[name]})
		rows = append(rows, []string{name, cycle.HowMany(counts[name], "school")})
	}
	if a.json {
		return a.printJSON(out)
	}
	a.columns(rows)
	return nil
}

func (d *dashboardAdmin) schools(ctx context.Context) ([]dashboard.School, error) {
	var all api.Schools
	err := d.ask(ctx, http.MethodGet, "/v1/schools", nil, &all)
	return all.Schools, err
}

// school finds the school that is meant by its id, its name or the beginning of
// its name.
func (d *dashboardAdmin) school(ctx context.Context, typed string) (dashboard.School, error) {
	all, err := d.schools(ctx)
	if err != nil {
		return dashboard.School{}, err
	}
	return schoolIn(all, typed)
}

func schoolIn(all []dashboard.School, typed string) (dashboard.School, error) {
	return meant(all, "school", typed, func(s dashboard.School) (string, string) { return s.ID, s.Name })
}

// meant returns the one that a person means by an id, a name or the beginning of
// a name. Error: store.ErrNotFound, or wrong use when it could be several.
func meant[T any](all []T, what, typed string, of func(T) (id, name string)) (T, error) {
	var none T
	var exact, begins []T
	for _, v := range all {
		id, name := of(v)
		switch {
		case id == typed:
			return v, nil
		case strings.EqualFold(name, typed):
			exact = append(exact, v)
		case typed != "" && len(name) >= len(typed) && strings.EqualFold(name[:len(typed)], typed):
			begins = append(begins, v)
		}
	}
	found := exact
	if len(found) == 0 {
		found = begins
	}
	switch len(found) {
	case 0:
		return none, fmt.Errorf("there is no %s %q: %w", what, typed, store.ErrNotFound)
	case 1:
		return found[0], nil
	}
	var names []string
	for _, v := range found {
		id, name := of(v)
		names = append(names, fmt.Sprintf("%s (%s)", name, id))
	}
	return none, wrongUsef("%q can be %s. Give the id", typed, strings.Join(names, " or "))
}
