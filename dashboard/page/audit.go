package page

import (
	"net/url"
	"strconv"
)

// A page of the audit log.
type auditView struct {
	Lines []auditLine
	Older string // a link; empty at the end
	First bool
}

type auditLine struct {
	When, Who, What, School, Detail string
}

// auditPage is how many lines stand on a page.
const auditPage = 100

func (s *site) audit(v *visit) (answer, error) {
	before, _ := strconv.ParseUint(v.URL.Query().Get("before"), 10, 63)
	// One more tells whether there is another page.
	lines, err := s.dash.Audits(v.Context(), v.who, before, auditPage+1)
	if err != nil {
		return answer{}, err
	}
	schools, err := s.dash.Schools(v.Context(), v.who)
	if err != nil {
		return answer{}, err
	}
	names := map[string]string{}
	for _, school := range schools {
		names[school.ID] = oneLine(school.Name)
	}
	view := auditView{First: before == 0}
	if len(lines) > auditPage {
		lines = lines[:auditPage]
		view.Older = withQuery("/audit", url.Values{"before": {strconv.FormatUint(lines[auditPage-1].N, 10)}})
	}
	for _, l := range lines {
		view.Lines = append(view.Lines, auditLine{when(l.At, v.now), oneLine(l.Who), oneLine(l.What), names[l.School], oneLine(l.Detail)})
	}
	return answer{page: "audit", title: "Audit log", data: view}, nil
}
