//go:build unix

package academy

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// program builds pdsa once for all tests.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "program-*")
	if err != nil {
		return "", err
	}
	leftovers = append(leftovers, dir)
	bin := filepath.Join(dir, "pdsa")
	out, err := exec.Command("go", "build", "-o", bin, "github.com/cqi-pdsa/pdsa/cmd/pdsa").CombinedOutput()
	if err != nil {
		err = errors.New(err.Error() + ": " + string(out))
	}
	return bin, err
})

// A shell runs the program in a folder of its own.
type shell struct {
	t   testing.TB
	bin string
	dir string
}

func newShell(t testing.TB) *shell {
	t.Helper()
	bin, err := program()
	if err != nil {
		t.Fatalf("building pdsa: %v", err)
	}
	return &shell{t: t, bin: bin, dir: t.TempDir()}
}

// command prepares the program with arguments.
func (s *shell) command(args ...string) *exec.Cmd {
	cmd := exec.Command(s.bin, args...)
	cmd.Dir = s.dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.dir, "XDG_DATA_HOME=" + s.dir, "TMPDIR=" + s.dir,
		"PDSA_DATABASE=" + filepath.Join(s.dir, "dashboard.db"),
	}
	return cmd
}

// An outcome is what a run of the program gave.
type outcome struct {
	code        int
	out, errOut string
}

// run runs the program to its end.
func (s *shell) run(args ...string) outcome {
	s.t.Helper()
	r := s.begin(args...)
	return r.wait()
}

// must runs the program, which has to go well, and returns what it printed.
func (s *shell) must(args ...string) string {
	s.t.Helper()
	got := s.run(args...)
	if got.code != 0 {
		s.t.Fatalf("pdsa %s: exit code %d: %s", strings.Join(args, " "), got.code, got.errOut)
	}
	return strings.TrimSpace(got.out)
}

// A running is a run of the program that goes on.
type running struct {
	t           testing.TB
	cmd         *exec.Cmd
	out, errOut bytes.Buffer
}

func (s *shell) begin(args ...string) *running {
	s.t.Helper()
	r := &running{t: s.t, cmd: s.command(args...)}
	r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.errOut
	if err := r.cmd.Start(); err != nil {
		s.t.Fatalf("pdsa %s: %v", strings.Join(args, " "), err)
	}
	return r
}

func (r *running) wait() outcome {
	r.t.Helper()
	err := r.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.t.Fatalf("%v", err)
	}
	return outcome{r.cmd.ProcessState.ExitCode(), r.out.String(), r.errOut.String()}
}

// A process is a running `pdsa dashboard serve`.
type process struct {
	cmd *exec.Cmd
	url string
	end sync.WaitGroup
}

// serve starts a server on a free port and goes on when it takes requests.
func (s *shell) serve() *process {
	s.t.Helper()
	p := &process{cmd: s.command("dashboard", "serve", "--listen", "127.0.0.1:0")}
	messages, err := p.cmd.StderrPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		s.t.Fatalf("the server did not start: %v", err)
	}
	lines := bufio.NewReader(messages)
	said := ""
	for {
		line, err := lines.ReadString('\n')
		said += line
		if err != nil {
			s.t.Fatalf("the server did not start: %s", said)
		}
		if url, ok := strings.CutPrefix(line, "listening on "); ok {
			p.url = strings.TrimSpace(url)
			break
		}
	}
	p.end.Go(func() { _, _ = io.Copy(io.Discard, lines) })
	return p
}

// kill ends the server as a power cut does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	p.end.Wait()
	_ = p.cmd.Wait()
}
