package page

import (
	"net/http"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// A commentForm is a comment as it is typed.
type commentForm struct {
	Step, Kind, Text string
}

// Steps are what a comment can be about.
func (commentForm) Steps() []cycle.Step { return cycle.Steps }

// Kinds are the kinds of comments.
func (commentForm) Kinds() []cycle.Option {
	f, _ := cycle.FieldByKey("comments.kind")
	return f.Options
}

// comment writes a comment into a cycle.
func (s *site) comment(v *visit) (answer, error) {
	id := v.PathValue("id")
	form := commentForm{v.PostForm.Get("step"), v.PostForm.Get("kind"), typedText(v.PostForm.Get("text"))}
	item := change.NewID()
	_, err := s.dash.Write(v.Context(), v.caller(), id, func(st *change.State) ([]change.Op, error) {
		if form.Text == "" {
			return nil, errSay{"write a few words before you send it"}
		}
		edits := []cycle.Edit{cycle.Add("comments", item)}
		for _, field := range []struct{ key, value string }{
			{"step", form.Step}, {"kind", form.Kind}, {"text", form.Text}, {"author", v.who.Person.Name},
		} {
			more, _, err := st.Cycle().Write(cycle.Path{List: "comments", Item: item, Field: field.key}, field.value, v.today())
			if err != nil {
				return nil, errSay{err.Error()}
			}
			edits = append(edits, more...)
		}
		return st.Build("", nil, edits), nil
	})
	if words := said(err); words != "" {
		return s.again(v, id, func(view *cycleView) { view.Form, view.Problem = form, words })
	}
	return answer{to: v.cyclePath() + "?saved=comment#done"}, err
}

// again shows the cycle with a form that could not be taken as it was.
func (s *site) again(v *visit, id string, change func(*cycleView)) (answer, error) {
	found, err := s.dash.Cycle(v.Context(), v.caller(), id)
	if err != nil {
		return answer{}, err
	}
	view, err := s.cycleView(v, found)
	if err != nil {
		return answer{}, err
	}
	change(&view)
	return answer{status: http.StatusUnprocessableEntity, page: "cycle", title: "Not sent: " + view.Name, data: view, private: true}, nil
}
