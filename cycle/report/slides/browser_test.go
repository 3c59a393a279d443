package slides

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report/reporttest"
	"github.com/cqi-pdsa/pdsa/cycle/shareout"
	"github.com/cqi-pdsa/pdsa/examples"
)

// A room is a real Chromium that shows the slides of a cycle.
type room struct {
	*testing.T
	ctx context.Context
	url string

	mu     sync.Mutex
	faults []string // what the browser complained about
}

// show opens the slides. What the browser complains about fails the test at its
// end: a script that the page's own content policy stops is broken.
func show(t *testing.T, c *cycle.Cycle) *room {
	t.Helper()
	page := write(t, c)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			return // the browser's own wish for an icon
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	}))
	t.Cleanup(server.Close)
	// Chromium refuses its sandbox to root, which tests in containers are. Without
	// smooth scrolling it is where it goes to as soon as a key is pressed.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("disable-smooth-scrolling", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	r := &room{T: t, ctx: ctx, url: server.URL}
	if err := chromedp.Do(ctx); err != nil {
		if strings.Contains(err.Error(), "executable file not found") && os.Getenv(reporttest.RequireAll) == "" {
			t.Skip("there is no Chromium: apt-get install chromium")
		}
		t.Fatal(err)
	}
	r.listen()
	r.do(chromedp.EmulateViewport(1280, 720), chromedp.Navigate(r.url))
	return r
}

func (r *room) listen() {
	r.Helper()
	if err := chromedp.Listen(r.ctx, func(ev any) {
		if e, ok := ev.(*cdplog.EventEntryAdded); ok {
			r.mu.Lock()
			r.faults = append(r.faults, string(e.Entry.Source)+": "+e.Entry.Text)
			r.mu.Unlock()
		}
	}); err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, f := range r.faults {
			r.Errorf("the browser says: %s", f)
		}
	})
}

func (r *room) do(steps ...chromedp.Action[chromedp.Void]) {
	r.Helper()
	if err := chromedp.Do(r.ctx, steps...); err != nil {
		r.Fatal(err)
	}
}

func ask[T any](r *room, a chromedp.Action[T]) T {
	r.Helper()
	v, err := chromedp.Run(r.ctx, a)
	if err != nil {
		r.Fatal(err)
	}
	return v
}

// shown is the number of the slide at the top of the window, 0 between two.
func (r *room) shown() int {
	r.Helper()
	return ask(r, chromedp.EvaluateAsDevTools[int](`[...document.querySelectorAll("section")].findIndex(s => Math.abs(s.getBoundingClientRect().top) < 1) + 1`))
}

// comesTo waits until the slide is shown.
func (r *room) comesTo(want int, after string) {
	r.Helper()
	var at int
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		if at = r.shown(); at == want {
			return
		}
	}
	r.Fatalf("after %s slide %d is shown, want %d", after, at, want)
}

func (r *room) last() int {
	r.Helper()
	return ask(r, chromedp.EvaluateAsDevTools[int](`document.querySelectorAll("section").length`))
}

// withoutScripts turns JavaScript off and opens the slides anew.
func (r *room) withoutScripts() {
	r.Helper()
	r.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}), chromedp.Navigate(r.url))
}

// keyboard sends keys as a keyboard does: first the key and then, where the page did
// not take it, the letter.
func keyboard(p *input.DispatchKeyEventParams) {
	if p.Type == kb.KeyDown {
		p.Type = input.DispatchKeyEventTypeRawKeyDown
	}
}

// A press is a key, or several at once, and the slide that is shown after it.
type press struct {
	name, keys string
	want       int
}

func (r *room) presses(all ...press) {
	r.Helper()
	for _, p := range all {
		r.do(chromedp.KeyEvent(p.keys, keyboard))
		r.comesTo(p.want, p.name)
	}
}

func TestKeys(t *testing.T) {
	r := show(t, examples.Cycles()[0])
	last := r.last()
	r.presses(
		press{"← at the beginning", kb.ArrowLeft, 1}, press{"space", " ", 2}, press{"→", kb.ArrowRight, 3}, press{"↓", kb.ArrowDown, 4},
		press{"page down", kb.PageDown, 5}, press{"enter", kb.Enter, 6}, press{"n", "n", 7},
		press{"←", kb.ArrowLeft, 6}, press{"↑", kb.ArrowUp, 5}, press{"page up", kb.PageUp, 4}, press{"backspace", kb.Backspace, 3}, press{"p", "p", 2},
		press{"another key", "x", 2}, press{"a few keys fast", "    ", 6}, press{"more of them", kb.ArrowLeft + kb.ArrowLeft + kb.ArrowRight, 5},
		press{"end", kb.End, last}, press{"→ at the end", kb.ArrowRight, last}, press{"space at the end", " ", last},
		press{"home", kb.Home, 1}, press{"page up at the beginning", kb.PageUp, 1}, press{"→", kb.ArrowRight, 2},
	)
	r.do(chromedp.KeyEvent(kb.ArrowRight, keyboard, chromedp.KeyModifiers(chromedp.ModifierAlt))) // the browser's
	r.presses(press{"→ beside alt and →", kb.ArrowRight, 3})
	r.do(chromedp.KeyEvent(" ", keyboard, chromedp.KeyModifiers(chromedp.ModifierShift)))
	r.comesTo(2, "shift and space")
}

// TestWaysOfTheBrowser follows links, goes back and reloads, and reads a slide that
// is higher than the window.
func TestWaysOfTheBrowser(t *testing.T) {
	r := show(t, examples.Cycles()[0])
	r.presses(press{"two keys", "  ", 3}, press{"the link back", kb.Tab + kb.Enter, 2}, press{"the link next", kb.Tab + kb.Tab + kb.Enter, 3},
		press{"space", " ", 4}, press{"end", kb.End, r.last()})
	for _, want := range []int{4, 3, 2, 3, 2, 1} {
		r.do(chromedp.NavigateBack())
		r.comesTo(want, "the browser's back")
	}
	r.do(chromedp.NavigateForward())
	r.comesTo(2, "the browser's forward")
	r.do(chromedp.Reload())
	r.comesTo(2, "a reload")
	r.presses(press{"space after a reload", " ", 3})
	r.do(chromedp.EvaluateAsDevTools[chromedp.Void](`scrollTo(0, innerHeight)`))
	r.comesTo(2, "scrolling back")
	r.presses(press{"space to the slide of the address", " ", 3})

	r.do(chromedp.EmulateViewport(1280, 200), chromedp.Navigate(r.url+"#slide-2"))
	r.comesTo(2, "opening slide 2 in a low window")
	r.presses(press{"page down in a slide higher than the window", kb.PageDown, 0})
	for range 20 {
		if r.shown() == 3 {
			break
		}
		r.do(chromedp.KeyEvent(kb.PageDown, keyboard))
	}
	r.comesTo(3, "reading slide 2 to its end")
	r.presses(press{"→ in a slide higher than the window", kb.ArrowRight, 4})
}

// TestWithoutScripts has the browser's own scrolling go from slide to slide.
func TestWithoutScripts(t *testing.T) {
	r := show(t, examples.Cycles()[0])
	last := r.last()
	r.withoutScripts()
	r.presses(press{"space", " ", 2}, press{"page down", kb.PageDown, 3}, press{"↓", kb.ArrowDown, 4}, press{"↑", kb.ArrowUp, 3}, press{"page up", kb.PageUp, 2},
		press{"end", kb.End, last}, press{"home", kb.Home, 1}, press{"the link next", kb.Tab + kb.Enter, 2}, press{"the next link next", kb.Tab + kb.Tab + kb.Enter, 3})
}

// TestPrints prints each slide on a page of its own, all of it, with scripts and
// without.
func TestPrints(t *testing.T) {
	pdftotext := reporttest.Tool(t, "pdftotext")
	for _, c := range []*cycle.Cycle{examples.Cycles()[0], full()} {
		r := show(t, c)
		for range 2 {
			file := filepath.Join(t.TempDir(), "slides.pdf")
			if err := os.WriteFile(file, ask(r, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize())), 0o600); err != nil {
				t.Fatal(err)
			}
			pages := strings.Split(strings.TrimSuffix(reporttest.Run(t, pdftotext, file, "-"), "\f"), "\f")
			all := shareout.Of(c, examples.Day())
			if len(pages) != len(all) {
				t.Fatalf("%d slides on %d pages", len(all), len(pages))
			}
			for i, s := range all {
				onPage := strings.Join(strings.Fields(pages[i]), " ")
				for _, want := range append([]shareout.Line{{Text: s.Say}, {Text: fmt.Sprintf("%d of %d", i+1, len(all))}}, s.Lines...) {
					for _, text := range []string{want.Label, want.Text} {
						if text = strings.Join(strings.Fields(text), " "); !strings.Contains(onPage, text) {
							t.Errorf("page %d does not say %q: %s", i+1, text, onPage)
						}
					}
				}
			}
			r.withoutScripts()
		}
	}
}

// full is a cycle whose slides hold as much as a slide can.
func full() *cycle.Cycle {
	c := examples.Cycles()[0]
	long := strings.Repeat("A text that goes on and on, ", 20)
	for key := range c.Values {
		if f, ok := cycle.FieldByKey(key); ok && (f.Kind == cycle.Line || f.Kind == cycle.Text) {
			c.Values[key] = long
		}
	}
	for list, items := range c.Lists {
		l, _ := cycle.ListByKey(list)
		for _, it := range items {
			for key := range it.Values {
				if f, ok := l.Field(key); ok && (f.Kind == cycle.Line || f.Kind == cycle.Text) {
					it.Values[key] = long
				}
			}
		}
	}
	return c
}
