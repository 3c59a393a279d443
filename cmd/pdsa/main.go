// Pdsa is the program with which school teams run their improvement cycles.
//
// This package is the door: it reads the command line, opens the store, and
// hands over. One file holds one command; what a cycle is and how it is kept is
// said in the packages cycle and store.
//
// For tests the environment variable PDSA_NOW, a time in RFC 3339, stops the
// clock at that time.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
)

func main() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run carries out one command line and returns the exit code. The end of ctx
// stops it as Ctrl+C does.
func run(ctx context.Context, args []string, in, out, messages *os.File) int {
	cobra.MousetrapHelpText = "" // a double click on Windows opens the app
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()

	results := bufio.NewWriter(out)
	a := &app{in: in, out: results, outFile: out, messages: messages}
	root := newRoot(a)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if ctx.Err() != nil && err != nil {
		err = context.Canceled
	}
	err = errors.Join(err, results.Flush())
	printError(messages, cmd, err)
	return exitCode(err)
}

// printError says what went wrong in one line; on wrong use a second one says where
// to look.
func printError(w io.Writer, cmd *cobra.Command, err error) {
	if err == nil {
		return
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped. What was saved before is safe")
	}
	fmt.Fprintf(w, "pdsa: %s\n", cycle.Clean(err.Error(), true))
	if exitCode(err) == exitWrongUse {
		fmt.Fprintf(w, "see `%s --help`\n", cmd.CommandPath())
	}
}
