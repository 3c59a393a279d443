package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/dashboard/conformance"
)

func (p *dashboardPlace) conformanceCommand() *cobra.Command {
	var o conformance.Options
	var yes bool
	cmd := &cobra.Command{
		Use:   "conformance URL --token-file FILE",
		Short: "Check whether a server keeps the agreement with laptops",
		Long: "Check from outside whether a server, anybody's, keeps the agreement with laptops, and which level it reaches: 0 is streams, 1 is cycles as well.\n\n" +
			"The checks write changes that stay there for good. Make a school for them, and a token of the role team in it.",
		Example: "  pdsa dashboard conformance https://pdsa.example.org --token-file test.token",
		Args:    takes(1, 1, "the URL of a server"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if p.typedToken == "" {
				return wrongUsef("name the file with a token for a test school: --token-file")
			}
			token, err := readToken(p.typedToken)
			if err != nil {
				return err
			}
			o.URL, o.Token = args[0], token
			return p.app.conform(cmd.Context(), o, yes)
		},
	}
	cmd.Flags().StringVar(&o.School, "school", "", "the id of the school (usually the token's own)")
	cmd.Flags().BoolVar(&yes, "yes", false, "go ahead, even in a school that others write in")
	return cmd
}

func (a *app) conform(ctx context.Context, o conformance.Options, yes bool) error {
	if !yes {
		stream, err := conformance.Look(ctx, o)
		if err != nil {
			return err
		}
		if stream.Others > 0 {
			return fmt.Errorf("the school %s holds %s by others, and the checks would write beside them for good. Use a school made for the test, or --yes; nothing was written", stream.School, cycle.HowMany(stream.Others, "change"))
		}
		ok, err := a.confirm(ctx, fmt.Sprintf("The checks write about 700 changes into the school %s of %s, and these stay. Go ahead? [y/N] ", stream.School, o.URL))
		if err != nil {
			return err
		}
		if !ok {
			return errors.New("nothing was written")
		}
	}
	if !a.json {
		o.Done = func(r conformance.Result) {
			if r.OK {
				a.line("ok      %s", r.Name)
			} else {
				a.line("FAILED  %s: %s", r.Name, r.Detail)
			}
			_ = a.out.Flush() // an error comes again at the end
		}
	}
	report, err := conformance.Run(ctx, o)
	if err != nil {
		return err
	}
	return a.printConformance(report)
}

func (a *app) printConformance(r conformance.Report) error {
	if a.json {
		if err := a.printJSON(r); err != nil {
			return err
		}
	} else if r.Level < 0 {
		a.line("no level is reached; the server claims level %d", r.Claims)
	} else {
		a.line("level %d is reached; the server claims level %d", r.Level, r.Claims)
	}
	if n := r.Failed(); n > 0 {
		return fmt.Errorf("%d of %s failed", n, cycle.HowMany(len(r.Checks), "check"))
	}
	return nil
}
