package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// A watcher is `pdsa sync --watch` that runs beside a script.
type watcher struct {
	cmd   *exec.Cmd
	lines *bufio.Reader
	said  bytes.Buffer
}

// watchers are those of all scripts, by the folder of the script.
var watchers sync.Map

// patience is how long a watcher may take before it is given up, so that a script
// that waits for what never comes ends.
const patience = time.Minute

// startWatch STORE [ARGS..] starts `pdsa --store STORE sync --watch ARGS..`.
func startWatch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: watching STORE [ARGS..]")
	}
	w := &watcher{cmd: exec.Command("pdsa", append([]string{"--store", args[0], "sync", "--watch"}, args[1:]...)...)}
	w.cmd.Dir = ts.Getenv("WORK")
	for _, name := range []string{"PATH", "HOME", "WORK", "TMPDIR", "PDSA_NOW", "XDG_DATA_HOME"} {
		w.cmd.Env = append(w.cmd.Env, name+"="+ts.Getenv(name))
	}
	out, err := w.cmd.StdoutPipe()
	ts.Check(err)
	w.cmd.Stderr = w.cmd.Stdout
	ts.Check(w.cmd.Start())
	kill := func() { _ = w.cmd.Process.Kill() }
	giveUp := time.AfterFunc(patience, kill)
	ts.Defer(func() { giveUp.Stop(); kill() })
	w.lines = bufio.NewReader(out)
	watchers.Store(ts.Getenv("WORK"), w)
}

// seesLine TEXT reads what the watcher says until a line has the text.
func seesLine(ts *testscript.TestScript, neg bool, args []string) {
	found, ok := watchers.Load(ts.Getenv("WORK"))
	if neg || !ok || len(args) != 1 {
		ts.Fatalf("usage: sees TEXT, while watching")
	}
	w := found.(*watcher)
	for {
		line, err := w.lines.ReadString('\n')
		w.said.WriteString(line)
		if err != nil {
			ts.Fatalf("it never says %q: %s", args[0], w.said.String())
		}
		if strings.Contains(line, args[0]) {
			return
		}
	}
}

// interruptWatch ends the watcher as Ctrl+C does, which has to be a success. What it
// said goes to the file watch.log.
func interruptWatch(ts *testscript.TestScript, neg bool, _ []string) {
	found, ok := watchers.LoadAndDelete(ts.Getenv("WORK"))
	if neg || !ok {
		ts.Fatalf("nothing watches")
	}
	w := found.(*watcher)
	ts.Check(w.cmd.Process.Signal(os.Interrupt))
	_, err := w.lines.WriteTo(&w.said)
	ts.Check(err)
	if err := w.cmd.Wait(); err != nil {
		ts.Fatalf("the watch ended with %v: %s", err, w.said.String())
	}
	ts.Check(os.WriteFile(ts.MkAbs("watch.log"), w.said.Bytes(), 0o600))
}
