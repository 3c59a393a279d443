//go:build unix

package academy

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A district is a real server process and the people of one school each.
type district struct {
	*shell
	server *process
}

func newDistrict(t testing.TB) *district {
	d := &district{shell: newShell(t)}
	d.must("dashboard", "init", "--name", "Canal District", "--admin", "Dana Cole")
	d.server = d.serve()
	t.Cleanup(func() { d.server.kill() })
	return d
}

// A desk is a laptop of a school, with its store.
type desk struct {
	*shell
	store string
}

func (d *desk) run(args ...string) outcome {
	d.t.Helper()
	return d.shell.run(append([]string{"--store", d.store}, args...)...)
}

func (d *desk) must(args ...string) string {
	d.t.Helper()
	return d.shell.must(append([]string{"--store", d.store}, args...)...)
}

// desk adds a laptop that has joined the school through the address.
func (d *district) desk(school, name, address string) *desk {
	d.t.Helper()
	code := filepath.Join(d.dir, strings.ReplaceAll(school+name, " ", "-")+".code")
	text := d.must("dashboard", "invite", "--school", school, "--role", "team", "--name", name)
	if err := os.WriteFile(code, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
	l := &desk{d.shell, strings.TrimSuffix(code, ".code") + ".db"}
	l.must("join", address, "--code-file", code)
	return l
}

// TestBadNetworks puts a proxy between real processes that treats their messages
// badly, and checks what the person is told, and that all arrives at last.
func TestBadNetworks(t *testing.T) {
	d := newDistrict(t)
	const always = 100
	for _, tc := range []struct {
		name   string
		do     mishap
		method string
		times  int
		code   int
		says   string // on either output
	}{
		{"request cut", cuts, http.MethodPost, always, 6, `could not be reached`},
		{"request cut once", cuts, http.MethodPost, 1, 0, `(?m)^sent 1$`},
		{"pull cut", cuts, http.MethodGet, always, 6, `could not be reached`},
		{"answer lost", loses, http.MethodPost, always, 6, `could not be reached`},
		{"answer lost once", loses, http.MethodPost, 1, 0, `(?m)^sent 1$`},
		{"answer cut short", halves, http.MethodPost, always, 6, `could not be reached`},
		{"page cut short", halves, http.MethodGet, always, 6, `could not be reached`},
		{"page cut short once", halves, http.MethodGet, 1, 0, `(?m)^sent 1$`},
		{"request torn", tears, http.MethodPost, always, 6, `could not be reached`},
		{"request torn once", tears, http.MethodPost, 1, 0, `(?m)^sent 1$`},
		{"request twice", repeats, http.MethodPost, always, 0, `(?m)^sent 1$`},
		{"pull twice", repeats, http.MethodGet, always, 0, `(?m)^sent 1$`},
		{"guest network", babbles, http.MethodGet, always, 6, `something else answered.*sign in`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := newSchool(t, d, tc.name)
			s.ana.must("new", "--title", "Late to first period")
			s.proxy.set(tc.do, tc.method, tc.times)
			got := s.ana.run("sync")
			if said := got.out + got.errOut; got.code != tc.code || !regexp.MustCompile(tc.says).MatchString(said) {
				t.Errorf("exit code %d, want %d, and says %q", got.code, tc.code, said)
			}
			if tc.code == 6 && !strings.Contains(got.errOut, "safe here") && !strings.Contains(got.errOut, "is safe") {
				t.Errorf("does not say that nothing is lost: %q", got.errOut)
			}
			s.proxy.set(passes, "", 0)
			s.arrives(t, "Late to first period")
		})
	}
}

// A school has two laptops: one behind a proxy, one not.
type school struct {
	*district
	proxy    *proxy
	ana, sok *desk
}

func newSchool(t testing.TB, d *district, name string) *school {
	t.Helper()
	mine := *d.shell
	mine.t = t
	s := &school{district: &district{&mine, d.server}, proxy: newProxy(t, d.server.url)}
	s.must("dashboard", "school", "add", name)
	s.ana, s.sok = s.desk(name, "Ana Ruiz", s.proxy.server.URL), s.desk(name, "Sok Chan", d.server.url)
	return s
}

// arrives checks that what Ana wrote comes to Sok once, and that both then rest.
func (s *school) arrives(t *testing.T, titles ...string) {
	t.Helper()
	s.ana.must("sync")
	s.sok.must("sync")
	s.ana.must("sync")
	for name, l := range map[string]*desk{"Ana": s.ana, "Sok": s.sok} {
		list := l.must("list")
		for _, title := range titles {
			if n := strings.Count(list, title); n != 1 {
				t.Errorf("%s has %q %d times: %s", name, title, n, list)
			}
		}
		if got := l.must("sync"); got != "nothing new" {
			t.Errorf("%s: after all arrived, sync says %q", name, got)
		}
	}
	resp, err := http.Get(s.server.url + "/readyz")
	if err != nil {
		t.Fatalf("the server: %v", err)
	}
	if _ = resp.Body.Close(); resp.StatusCode != http.StatusOK {
		t.Errorf("the server is not ready: %s", resp.Status)
	}
}

// TestSlowAnswer lets another laptop write while an answer is on its way.
func TestSlowAnswer(t *testing.T) {
	s := newSchool(t, newDistrict(t), "Eastern Canal")
	s.ana.must("new", "--title", "Late to first period")
	s.proxy.set(holds, http.MethodPost, 1)
	r := s.begin("--store", s.ana.store, "sync")
	<-s.proxy.reached
	s.sok.must("sync") // has it already
	s.sok.must("new", "--title", "Walking school bus")
	s.sok.must("sync")
	s.proxy.let <- struct{}{}
	if got := r.wait(); got.code != 0 || !strings.Contains(got.out, "sent 1") {
		t.Errorf("exit code %d: %s %s", got.code, got.out, got.errOut)
	}
	s.arrives(t, "Late to first period", "Walking school bus")
}

// TestLateRequest lets a push that seemed lost reach the server after those that
// followed it.
func TestLateRequest(t *testing.T) {
	s := newSchool(t, newDistrict(t), "Eastern Canal")
	s.ana.must("new", "--title", "Late to first period")
	s.proxy.set(postpones, http.MethodPost, 1)
	if got := s.ana.run("sync"); got.code != 0 { // the second try goes through
		t.Errorf("exit code %d: %s", got.code, got.errOut)
	}
	<-s.proxy.reached
	s.ana.must("new", "--title", "Walking school bus")
	s.ana.must("sync")
	s.proxy.let <- struct{}{}
	<-s.proxy.through
	s.arrives(t, "Late to first period", "Walking school bus")
}

// TestServerKilled ends the server process between the commit and the answer.
func TestServerKilled(t *testing.T) {
	d := newDistrict(t)
	s := newSchool(t, d, "Eastern Canal")
	s.ana.must("new", "--title", "Late to first period")
	s.proxy.set(holds, http.MethodPost, 1)
	r := s.begin("--store", s.ana.store, "sync")
	<-s.proxy.reached
	s.proxy.set(loses, http.MethodPost, 100)
	d.server.kill()
	// The held answer is lost with the server.
	s.proxy.server.CloseClientConnections()
	s.proxy.let <- struct{}{}
	if got := r.wait(); got.code != 6 || !strings.Contains(got.errOut, "could not be reached") {
		t.Errorf("exit code %d: %s %s", got.code, got.out, got.errOut)
	}
	d.server = d.serve()
	s.server = d.server
	s.proxy.set(passes, "", 0)
	s.proxy.aim(d.server.url)
	resp, err := http.Get(d.server.url + "/v1/meta")
	if err != nil {
		t.Fatalf("the server: %v", err)
	}
	_ = resp.Body.Close()
	// Sok knows the address that is gone, and joins the new one.
	s.sok = s.desk("Eastern Canal", "Eve Diaz", d.server.url)
	s.arrives(t, "Late to first period")
}

// TestStoppedClient stops a sync by Ctrl+C while it waits for an answer.
func TestStoppedClient(t *testing.T) {
	s := newSchool(t, newDistrict(t), "Eastern Canal")
	s.ana.must("new", "--title", "Late to first period")
	s.proxy.set(holds, http.MethodPost, 1)
	r := s.begin("--store", s.ana.store, "sync")
	<-s.proxy.reached
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	got := r.wait()
	s.proxy.let <- struct{}{}
	if got.code != 130 || !strings.Contains(got.errOut, "What was saved before is safe") {
		t.Errorf("exit code %d: %q", got.code, got.errOut)
	}
	s.arrives(t, "Late to first period")
}
