package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// dashboardServer is a server that runs beside a script.
type dashboardServer struct {
	cmd  *exec.Cmd
	said bytes.Buffer
	read sync.WaitGroup
}

// dashboardServers are those of all scripts, by the folder of the script.
var dashboardServers sync.Map

// serveDashboard ARGS.. starts `pdsa dashboard serve ARGS..` on a free port and
// goes on when it takes requests; its address is then in SERVER.
func serveDashboard(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: served [ARGS..]")
	}
	s := &dashboardServer{cmd: exec.Command("pdsa", append([]string{"dashboard", "serve", "--listen", "127.0.0.1:0"}, args...)...)}
	s.cmd.Dir = ts.Getenv("WORK")
	for _, name := range []string{"PATH", "HOME", "WORK", "TMPDIR", "PDSA_STORE", "PDSA_NOW", "PDSA_DATABASE", "XDG_DATA_HOME"} {
		s.cmd.Env = append(s.cmd.Env, name+"="+ts.Getenv(name))
	}
	messages, err := s.cmd.StderrPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	ts.Defer(func() { _ = s.cmd.Process.Kill() })
	lines := bufio.NewReader(messages)
	for {
		line, err := lines.ReadString('\n')
		s.said.WriteString(line)
		if err != nil {
			ts.Fatalf("the server did not start: %s", s.said.String())
		}
		if url, ok := strings.CutPrefix(line, "listening on "); ok {
			ts.Setenv("SERVER", strings.TrimSpace(url))
			break
		}
	}
	s.read.Go(func() { _, _ = io.Copy(&s.said, lines) })
	dashboardServers.Store(ts.Getenv("WORK"), s)
}

// stopDashboard [kill] ends the server as a TERM signal does, or as a power cut.
// What it said goes to the file server.log.
func stopDashboard(ts *testscript.TestScript, neg bool, args []string) {
	found, ok := dashboardServers.LoadAndDelete(ts.Getenv("WORK"))
	if neg || !ok {
		ts.Fatalf("no server runs")
	}
	s := found.(*dashboardServer)
	kill := len(args) == 1 && args[0] == "kill"
	if kill {
		ts.Check(s.cmd.Process.Kill())
	} else {
		ts.Check(s.cmd.Process.Signal(syscall.SIGTERM))
	}
	s.read.Wait()
	if err := s.cmd.Wait(); err != nil && !kill {
		ts.Fatalf("the server ended with %v: %s", err, s.said.String())
	}
	ts.Check(os.WriteFile(ts.MkAbs("server.log"), s.said.Bytes(), 0o600))
}

// joinDashboard URL CODE FILE joins as a laptop does and keeps the token in FILE.
func joinDashboard(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: joined URL CODE FILE")
	}
	body, err := json.Marshal(wire.Join{Code: args[1], Device: "a laptop"})
	ts.Check(err)
	resp, err := http.Post(args[0]+"/v1/join", "application/json", bytes.NewReader(body))
	ts.Check(err)
	defer func() { _ = resp.Body.Close() }()
	var joined wire.Joined
	ts.Check(json.NewDecoder(resp.Body).Decode(&joined))
	if joined.Token == "" {
		ts.Fatalf("joining was answered with %s", resp.Status)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(joined.Token), 0o600))
}

// private FILE checks that only the user may read it.
func private(ts *testscript.TestScript, neg bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := info.Mode().Perm(); neg || got != 0o600 {
		ts.Fatalf("%s may be read by others: %v", args[0], got)
	}
}

// fetched URL FILE writes what is at a URL into a file.
func fetched(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fetched URL FILE")
	}
	resp, err := http.Get(args[0])
	ts.Check(err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), body, 0o600))
}
