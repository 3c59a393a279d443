package page

import (
	"cmp"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// answerFields are what the district's side writes in a support request.
var answerFields = []string{"owner", "promised", "state", "answer"}

// States are what can become of a request.
func (requestView) States() []cycle.Option {
	f, _ := cycle.FieldByKey("requests.state")
	return f.Options
}

// stateOf is the state of a request: open until somebody says otherwise.
func stateOf(it cycle.Item) string { return cmp.Or(it.Values["state"], "open") }

// valueFor is what the form of a request begins with.
func valueFor(it cycle.Item, field string) string {
	switch field {
	case "state":
		return stateOf(it)
	case "promised":
		// A browser's field for a day takes nothing else.
		day, _ := cycle.ParseDay(it.Values[field])
		return day.String()
	}
	return typedText(it.Values[field])
}

// respond writes what was changed in the form of a support request. What somebody
// else has changed since the form was opened is not written over.
func (s *site) respond(v *visit) (answer, error) {
	id, item := v.PathValue("id"), v.PathValue("item")
	if role := v.who.Person.Role; role != wire.Coach && role != wire.District {
		return answer{}, &wire.Error{Code: wire.CodeForbid, Message: "support requests are answered by the coach and the district"}
	}
	_, err := s.dash.Write(v.Context(), v.caller(), id, func(st *change.State) ([]change.Op, error) {
		edits, err := v.answered(st.Cycle(), item)
		if err != nil {
			return nil, err
		}
		return st.Build("", nil, edits), nil
	})
	if words := said(err); words != "" {
		return s.again(v, id, func(view *cycleView) {
			for i := range view.Requests {
				if q := &view.Requests[i]; q.Item == item {
					q.Problem = words
					q.Owner, q.Promised, q.State = v.PostForm.Get("owner"), v.PostForm.Get("promised"), v.PostForm.Get("state")
					q.Answer = v.PostForm.Get("answer")
				}
			}
		})
	}
	return answer{to: v.cyclePath() + "?saved=answer#done"}, err
}

// answered returns what the form changes.
func (v *visit) answered(c *cycle.Cycle, item string) (edits []cycle.Edit, err error) {
	it, ok := c.Item("requests", item)
	if !ok {
		return nil, &wire.Error{Code: wire.CodeNotFound}
	}
	var meanwhile []string
	for _, field := range answerFields {
		typed, was := typedText(v.PostForm.Get(field)), typedText(v.PostForm.Get("was."+field))
		if typed == was {
			continue
		}
		f, _ := cycle.FieldByKey("requests." + field)
		more, _, err := c.Write(cycle.Path{List: "requests", Item: item, Field: field}, typed, v.today())
		if err != nil {
			return nil, errSay{err.Error()}
		}
		if now := valueFor(it, field); now != was && (len(more) == 0 || now != more[0].Value) {
			meanwhile = append(meanwhile, `"`+f.Label+`" is now "`+oneLine(now)+`"`)
		}
		edits = append(edits, more...)
	}
	if len(meanwhile) > 0 {
		return nil, errSay{"somebody changed this while you were writing: " + strings.Join(meanwhile, ", ") + ". Nothing was saved. Check your words below and send them again"}
	}
	return edits, nil
}
