package page

import (
	"errors"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// A cycleHead is what stands above all that is about one cycle.
type cycleHead struct {
	ID, Name     string
	School       dashboard.School
	Mine         bool // whether the reader may open the school's page
	Phase        cycle.Phase
	When, Shared string
	Changed, By  string
	Withheld     bool // whether numbers of small groups are left out
	Outside      bool // whether the reader is none of the team
}

// Link is where the cycle, or something about it, is read.
func (h cycleHead) Link(more ...string) string {
	return pathTo("schools", append([]string{h.School.ID, "cycles", h.ID}, more...)...)
}

// SchoolLink is where the school's cycles are.
func (h cycleHead) SchoolLink() string { return pathTo("schools", h.School.ID) }

func (v *visit) head(found dashboard.View) cycleHead {
	facts := found.Cycle.Facts()
	h := cycleHead{
		ID: found.Doc.ID, Name: named(found.Cycle.Values["title"]), School: found.School,
		Phase: facts.Phase(v.today()), When: facts.When(v.today()), Shared: sharedWord(found.Doc.Shared),
		Changed: ago(found.Doc.Updated, v.now), By: oneLine(found.Doc.By), Mine: v.reads(found.School.ID),
	}
	h.Withheld = slices.ContainsFunc(found.Cycle.Points(""), func(p cycle.Point) bool { return p.Withheld })
	role := v.who.Person.Role
	h.Outside = !h.Mine || role == wire.Coach || role == wire.District
	return h
}

// reads reports whether the school is one of the reader's own.
func (v *visit) reads(school string) bool {
	for _, a := range v.me.Access {
		if a.School == school {
			return true
		}
	}
	return false
}

// A cycleView is a cycle from top to bottom.
type cycleView struct {
	cycleHead
	Body     template.HTML
	Requests []requestView
	Comments []commentView
	// CanComment and CanAnswer say what the reader may write.
	CanComment, CanAnswer bool
	Form                  commentForm
	Problem               string // what is wrong with what was sent
	Done                  string // what was written a moment ago
}

// A requestView is a support request with its form.
type requestView struct {
	Item, Text, Owner, Promised, Answer, State string
	Late                                       bool
	Was                                        url.Values // what the form began with
	N                                          int
	Problem                                    string
}

// StateWord is the request's state as people call it.
func (q requestView) StateWord() string { return stateWord(q.State) }

// PromisedWords is the promised day in words.
func (q requestView) PromisedWords() string {
	if d, ok := cycle.ParseDay(q.Promised); ok {
		return d.Time().Format("Mon, Jan 2, 2006")
	}
	return ""
}

// A commentView is a comment as it is read.
type commentView struct {
	Kind, Sign, Step, Text, Author string
}

// cycle shows a cycle.
func (s *site) cycle(v *visit) (answer, error) {
	found, err := s.dash.Cycle(v.Context(), v.caller(), v.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	view, err := s.cycleView(v, found)
	if err != nil {
		return answer{}, err
	}
	view.Done = map[string]string{
		"comment": "Your comment is in the cycle. The team sees it the next time it syncs.",
		"answer":  "Your answer is in the cycle. The team sees it the next time it syncs.",
	}[v.URL.Query().Get("saved")]
	return answer{page: "cycle", title: view.Name, data: view}, nil
}

func (s *site) cycleView(v *visit, found dashboard.View) (cycleView, error) {
	view := cycleView{cycleHead: v.head(found)}
	role := v.who.Person.Role
	view.CanComment = view.Mine && role != wire.Reader
	view.CanAnswer = view.Mine && (role == wire.Coach || role == wire.District)
	ramp := s.ramp(v, found)
	doc := report.New(ramp, report.Options{Today: v.today()})
	body, err := report.Body(doc.Papers[len(doc.Papers)-1])
	if err != nil {
		return view, err
	}
	view.Body = body
	for i, it := range found.Cycle.Lists["requests"] {
		if !it.Blank() {
			view.Requests = append(view.Requests, v.requestView(it, i+1))
		}
	}
	for _, it := range found.Cycle.Lists["comments"] {
		if !it.Blank() {
			view.Comments = append(view.Comments, commentOf(it))
		}
	}
	return view, nil
}

func (v *visit) requestView(it cycle.Item, n int) requestView {
	q := requestView{
		Item: it.ID, N: n, Text: it.Values["text"], Owner: it.Values["owner"], Promised: valueFor(it, "promised"),
		Answer: it.Values["answer"], State: stateOf(it), Was: url.Values{},
	}
	for _, field := range answerFields {
		q.Was.Set(field, valueFor(it, field))
	}
	day, _ := cycle.ParseDay(q.Promised)
	q.Late = dashboard.Request{State: q.State, Promised: day}.Late(v.today())
	return q
}

func commentOf(it cycle.Item) commentView {
	c := commentView{Text: it.Values["text"], Author: oneLine(it.Values["author"])}
	f, _ := cycle.FieldByKey("comments.kind")
	if o, ok := f.Option(it.Values["kind"]); ok {
		c.Kind, c.Sign = o.Label, map[string]string{"plus": "+", "delta": "Δ", "question": "?"}[o.Key]
	}
	c.Step = oneLine(it.Values["step"])
	if step, ok := cycle.StepOf(it.Values["step"]); ok {
		c.Step = step.Label
	}
	return c
}

// mostBefore is how many cycles before this one its charts look back to.
const mostBefore = 8

// ramp returns the cycles that led to this one, as far as the reader may see them,
// and this one last: its charts show all of them.
func (s *site) ramp(v *visit, found dashboard.View) []*cycle.Cycle {
	ramp := []*cycle.Cycle{found.Cycle}
	seen := map[string]bool{found.Doc.ID: true}
	for id := found.Cycle.Values["previous"]; id != "" && !seen[id] && len(ramp) <= mostBefore; {
		seen[id] = true
		before, err := s.dash.Cycle(v.Context(), v.who.At(found.Doc.School), id)
		if err != nil {
			break
		}
		ramp = append([]*cycle.Cycle{before.Cycle}, ramp...)
		id = before.Cycle.Values["previous"]
	}
	return ramp
}

// errSay is something about what was typed, for the one who typed it.
type errSay struct{ words string }

func (e errSay) Error() string { return e.words }

// said returns the words for the one who typed; empty for other errors.
func said(err error) string {
	var say errSay
	if errors.As(err, &say) {
		return sentence(say.words)
	}
	return ""
}

// typedText is a long text of a form as it is kept.
func typedText(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
}
