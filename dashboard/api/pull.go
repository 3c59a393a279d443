package api

import (
	"net/http"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// pull answers GET /v1/schools/{school}/changes.
func (a *api) pull(c *call) (answer, error) {
	school, query := c.PathValue("school"), c.URL.Query()
	after, err := wire.ParseCursor(query.Get("after"))
	if err != nil {
		return answer{}, &wire.Error{Code: wire.CodeInvalid, Message: "after is the `next` of the page before"}
	}
	limit, err := c.number("limit", wire.MaxChanges)
	if err != nil {
		return answer{}, err
	}
	// Most pulls bring nothing new; for those one look at the end is enough.
	if c.Header.Get("If-None-Match") != "" {
		end, epoch, err := a.dash.Head(c.Context(), c.who, school)
		if err != nil {
			return answer{}, err
		}
		if end == after && has(c.Request, end.ETag(epoch)) {
			return answer{status: http.StatusNotModified, etag: end.ETag(epoch)}, nil
		}
	}
	page, err := a.dash.Pull(c.Context(), c.who, school, query.Get("epoch"), after, int(limit))
	if err != nil {
		return answer{}, err
	}
	return answer{body: page, etag: page.Next.ETag(page.Epoch)}, nil
}
