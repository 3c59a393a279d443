package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/term"
)

// confirm asks a question that is answered by yes or no. Where there is nobody to
// ask, because input is no terminal or --no-input is set, the answer is yes: the
// command itself was the answer.
func (a *app) confirm(ctx context.Context, question string) (bool, error) {
	if a.noInput || !term.IsTerminal(a.in.Fd()) || !term.IsTerminal(a.messages.Fd()) {
		return true, nil
	}
	if err := a.out.Flush(); err != nil { // what it is about
		return false, err
	}
	fmt.Fprint(a.messages, question)
	answer := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(a.in).ReadString('\n') // the end of input is no
		answer <- line
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(a.messages)
		return false, ctx.Err()
	case line := <-answer:
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "y", "yes":
			return true, nil
		}
		return false, nil
	}
}
