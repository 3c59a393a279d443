package page_test

import (
	"context"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// needed says that the machine lacks something: reason enough to skip at home, and
// a failure where everything has to be there.
func needed(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv("PDSA_TEST_REQUIRE_ALL") != "" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// A tab is a tab of a real Chromium on a server with the district's pages.
type tab struct {
	*testing.T
	ctx context.Context
	url string

	mu     sync.Mutex
	faults []string // what the browser complained about
}

// chromium opens a tab. What the browser complains about fails the test at its
// end: a page that its own content policy stops is broken.
func (d *district) chromium() *tab {
	d.Helper()
	server := httptest.NewServer(d.page)
	d.Cleanup(server.Close)
	// Chromium refuses its sandbox to root, which tests in containers are.
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)...)
	d.Cleanup(cancel)
	b := &tab{T: d.T, url: server.URL}
	ctx, cancel = chromedp.NewContext(ctx)
	d.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	d.Cleanup(cancel)
	b.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		if strings.Contains(err.Error(), "executable file not found") {
			needed(d.T, "there is no Chromium: apt-get install chromium")
		}
		d.Fatal(err)
	}
	if err := chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*cdplog.EventEntryAdded); ok {
			b.mu.Lock()
			b.faults = append(b.faults, string(e.Entry.Source)+": "+e.Entry.Text+" "+e.Entry.URL)
			b.mu.Unlock()
		}
	}); err != nil {
		d.Fatal(err)
	}
	d.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, f := range b.faults {
			d.Errorf("the browser says: %s", f)
		}
	})
	return b
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

func run[T any](b *tab, a chromedp.Action[T]) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, a)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

// open goes to a page.
func (b *tab) open(path string) {
	b.Helper()
	b.do(chromedp.Navigate(b.url + path))
}

// signIn signs in with the secret of a laptop.
func (b *tab) signIn(key string) {
	b.Helper()
	b.open("/sign-in")
	b.do(chromedp.SendKeys(chromedp.ID("code"), key))
	if _, err := chromedp.RunResponse(b.ctx, chromedp.SendKeys(chromedp.ID("code"), "\r")); err != nil {
		b.Fatal(err)
	}
}

// press sends keys to whatever has the focus.
func (b *tab) press(keys string) {
	b.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// pressAndGo sends keys that lead to another page, and waits for it.
func (b *tab) pressAndGo(keys string) {
	b.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent(keys)); err != nil {
		b.Fatal(err)
	}
}

// focused says which element has the focus: its id, or else its text.
func (b *tab) focused() string {
	b.Helper()
	return run(b, chromedp.EvaluateAsDevTools[string](`(e => e.id || e.textContent.trim().replace(/\s+/g, " "))(document.activeElement)`))
}

// tabTo presses Tab until the element has the focus, and checks that each on the
// way shows that it has it.
func (b *tab) tabTo(want string) {
	b.Helper()
	var passed []string
	for range 200 {
		b.press(kb.Tab)
		if outline := run(b, chromedp.EvaluateAsDevTools[string](`getComputedStyle(document.activeElement).outlineStyle`)); outline == "none" {
			b.Errorf("nobody sees that %q has the focus", b.focused())
		}
		at := b.focused()
		if at == want {
			return
		}
		passed = append(passed, at)
	}
	b.Fatalf("Tab does not lead to %q, but to %q", want, passed)
}

func (b *tab) words() string {
	b.Helper()
	return strings.Join(strings.Fields(run(b, chromedp.EvaluateAsDevTools[string](`document.body.innerText`))), " ")
}

func (b *tab) reads(words ...string) {
	b.Helper()
	text := b.words()
	for _, w := range words {
		if !strings.Contains(text, w) {
			b.Errorf("the page does not say %q: %.600s", w, text)
		}
	}
}

func (b *tab) media(features ...*emulation.MediaFeature) {
	b.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		b.Fatal(err)
	}
}

// axeFile finds the accessibility checker's script.
func axeFile(t *testing.T) string {
	t.Helper()
	if os.Getenv("PDSA_TEST_AXE") == "none" {
		t.Skip("axe-core could not be fetched")
	}
	const inside = "axe-core/axe.min.js"
	for _, path := range []string{os.Getenv("PDSA_TEST_AXE"), "/usr/lib/node_modules/" + inside, "/usr/local/lib/node_modules/" + inside, "/usr/share/nodejs/" + inside} {
		if data, err := os.ReadFile(path); err == nil {
			return string(data)
		}
	}
	needed(t, "there is no axe-core: npm install -g axe-core, or name its axe.min.js in PDSA_TEST_AXE")
	return ""
}

func TestAxeFindsNothing(t *testing.T) {
	script := axeFile(t)
	d := newDistrict(t)
	all := d.stories(wire.ForDistrict)
	d.sharedCycle(d.southern, wire.ForDistrict, "Reading aloud", cycle.SetIn("requests", "1", "text", "Books"), cycle.SetIn("requests", "1", "promised", "2026-11-01"))
	b := d.chromium()
	check := func(path string) {
		t.Helper()
		b.open(path)
		found := run(b, chromedp.Evaluate[string](script+`;axe.run({preload: false}).then(r => r.violations.map(v => v.id + " (" + v.help + "): " + v.nodes.map(n => n.target.join(" ") + " " + n.failureSummary).slice(0, 3).join(" | ")).join("\n"))`, chromedp.EvalAwaitPromise))
		if found != "" {
			t.Errorf("%s: %s", path, found)
		}
	}
	check("/sign-in")
	b.signIn(d.adminKey)
	dark := &emulation.MediaFeature{Name: "prefers-color-scheme", Value: "dark"}
	for _, path := range d.everywhere(all[0].ID) {
		check(path)
	}
	b.do(chromedp.EmulateViewport(390, 844))
	b.media(dark)
	for _, path := range d.everywhere(all[0].ID) {
		check(path)
		if wide := run(b, chromedp.EvaluateAsDevTools[int](`document.documentElement.scrollWidth`)); wide > 390 {
			t.Errorf("%s is %d pixels wide on a phone", path, wide)
		}
	}
}

// TestWithTheKeyboardAlone signs in, finds a cycle, comments on it and signs out,
// without a mouse and without scripts on the page.
func TestWithTheKeyboardAlone(t *testing.T) {
	d := newDistrict(t)
	d.stories(wire.ForDistrict)
	b := d.chromium()
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.open("/")
	b.reads("Sign in")
	b.press(kb.Tab)
	if at := b.focused(); at != "Skip to the page" {
		t.Errorf("Tab first leads to %q", at)
	}
	b.press(kb.Enter)
	b.tabTo("code")
	b.press(d.invite("Lina", wire.District))
	b.tabTo("Sign in")
	b.pressAndGo(kb.Enter)
	b.reads("Overview", "Lina, district", "8 points in a row")
	b.tabTo("phase")
	b.press("Do")
	b.tabTo("Show")
	b.pressAndGo(kb.Enter)
	b.reads("1 cycle by phase")
	b.tabTo("Cycles")
	b.pressAndGo(kb.Enter)
	b.tabTo("Talk in science: tell a partner first")
	b.pressAndGo(kb.Enter)
	b.reads("Cycle: Talk in science: tell a partner first", "Fishbone")
	b.tabTo("step")
	b.press("Drivers")
	b.tabTo("kind-plus")
	b.press(" ")
	b.tabTo("text")
	b.press("Two changes at once?")
	b.tabTo("Send the comment")
	b.pressAndGo(kb.Enter)
	b.reads("Your comment is in the cycle", "Plus on Drivers · Lina", "Two changes at once?")
	b.open("/")
	b.tabTo("Sign out")
	b.pressAndGo(" ")
	b.reads("Sign in")
}

func TestPrints(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		needed(t, "there is no pdftotext: apt-get install poppler-utils")
	}
	d := newDistrict(t)
	all := d.stories(wire.ForDistrict)
	b := d.chromium()
	b.signIn(d.office)
	for path, want := range map[string][]string{
		"/":                    {"4 cycles by phase", "Missed days in grade 7", "Merrimack"},
		"/cycles/" + all[0].ID: {"Missed days in grade 7", "Fishbone", "Days missed, our 24", "Support requests", "Bus 14 comes after the bell", "We will time the route"},
		"/schools/" + d.north:  {"North", "then: Adapt"},
		"/support?show=all":    {"Half a day of a substitute"},
	} {
		b.open(path)
		file := filepath.Join(t.TempDir(), "page.pdf")
		d.must(os.WriteFile(file, run(b, chromedp.PrintToPDF()), 0o600))
		out, err := exec.Command(tool, file, "-").Output()
		d.must(err)
		text := strings.Join(strings.Fields(string(out)), " ")
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s on paper does not say %q: %.400s", path, w, text)
			}
		}
		for _, w := range []string{"Sign out", "Skip to the page", "Send the comment", "Audit log"} {
			if strings.Contains(text, w) {
				t.Errorf("%s prints %q", path, w)
			}
		}
	}
}

// TestNothingRuns opens the pages of a cycle that tries to break out; the browser
// must not complain, because nothing even tries.
func TestNothingRuns(t *testing.T) {
	d := newDistrict(t)
	c := hostile(change.NewID())
	d.writes(d.team, c)
	b := d.chromium()
	b.signIn(d.adminKey)
	for _, path := range append(d.everywhere(c.ID), "/find?words="+url.QueryEscape(attacks[0])) {
		b.open(path)
		if run(b, chromedp.EvaluateAsDevTools[bool](`"hacked" in window || document.scripts.length > 0 || document.querySelector("iframe, object, embed, base") !== null`)) {
			t.Errorf("%s: it broke out", path)
		}
	}
}
