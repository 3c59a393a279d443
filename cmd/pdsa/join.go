package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
	"github.com/cqi-pdsa/pdsa/store/remote"
)

func (a *app) joinCommand() *cobra.Command {
	var codeFile, name string
	var insecure bool
	cmd := &cobra.Command{
		Use:   "join URL",
		Short: "Join the district's dashboard, to share cycles with your team",
		Long: "Join the district's dashboard at URL with the code that the district gave you. The code is asked for, or read from standard input or from --code-file. " +
			"From then on `pdsa sync` and the app keep this laptop and the dashboard in step.",
		Example: "  pdsa join https://pdsa.example.org",
		Args:    takes(1, 1, "the address of a dashboard"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := remote.NewClient(args[0], "", remote.Options{Insecure: insecure, Now: a.now})
			if err != nil {
				if errors.Is(err, remote.ErrInsecure) {
					return err
				}
				return wrongUse(err)
			}
			code, err := a.readCode(cmd.Context(), codeFile)
			if err != nil {
				return err
			}
			return a.with(makes, func(s *store.Store) error {
				me, err := remote.Join(cmd.Context(), s, c, code, remote.DeviceName())
				if err != nil {
					return err
				}
				if err := remote.Introduce(s, me, name); err != nil {
					return err
				}
				return a.printJoined(c, me)
			})
		},
	}
	cmd.Flags().StringVar(&codeFile, "code-file", "", "the file that holds the code")
	cmd.Flags().StringVar(&name, "name", "", "your name, which stands beside what you write")
	cmd.Flags().BoolVar(&insecure, "insecure-http", false, "allow http:// to other machines, where the network is protected otherwise")
	return cmd
}

// maxCode bounds what is read as a code.
const maxCode = 1 << 10

// readCode reads the code from the file, or asks for it. A code never stands on the
// command line: others could read it there.
func (a *app) readCode(ctx context.Context, file string) (string, error) {
	from := io.Reader(a.in)
	switch {
	case file != "" && file != "-":
		f, err := os.Open(file)
		if err != nil {
			return "", fmt.Errorf("the code cannot be read: %w", err)
		}
		defer func() { _ = f.Close() }()
		from = f
	case term.IsTerminal(a.in.Fd()) && a.noInput:
		return "", wrongUsef("say where the code is: --code-file FILE")
	case term.IsTerminal(a.in.Fd()):
		fmt.Fprint(a.messages, "the code from your district: ")
	}
	line := make(chan string, 1)
	go func() {
		text, _ := bufio.NewReader(io.LimitReader(from, maxCode)).ReadString('\n') // the end of input ends the code
		line <- strings.TrimSpace(text)
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case code := <-line:
		if code == "" {
			return "", wrongUsef("there is no code. The district gives it to you; it looks like K3F7-9QXT-2M")
		}
		return code, nil
	}
}

func (a *app) printJoined(c *remote.Client, me wire.Me) error {
	if a.json {
		if me.Access == nil {
			me.Access = []wire.Access{}
		}
		return a.printJSON(struct {
			URL string `json:"url"`
			wire.Me
		}{c.Address(), me})
	}
	rows := [][]string{{"dashboard", me.Name}, {"you", me.Person}, {"role", roleWords[me.Role]}}
	for i, at := range me.Access {
		if i == 5 {
			rows = append(rows, []string{"", fmt.Sprintf("and %d more schools", len(me.Access)-i)})
			break
		}
		label := ""
		if i == 0 {
			label = "school"
		}
		rows = append(rows, []string{label, at.Name})
	}
	a.columns(rows)
	a.note("joined. `pdsa sync` brings the cycles; the app does so by itself")
	return nil
}

// roleWords say what a role may do.
var roleWords = map[wire.Role]string{
	wire.Team:     "team: writes the school's cycles",
	wire.Reader:   "reader: reads the school's cycles",
	wire.Coach:    "coach: reads what schools share, comments and answers",
	wire.District: "district: reads what schools share, comments and answers",
}
