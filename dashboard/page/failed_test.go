package page_test

import (
	"net/http/httptest"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard/page"
)

func TestRefuse(t *testing.T) {
	d := newDistrict(t)
	for code, want := range map[wire.Code]string{
		wire.CodeBusy: "Wait a minute", wire.CodeServer: "Nothing was lost", wire.CodeDown: "Try again in a few minutes", wire.CodeNotFound: "not for you to see",
	} {
		w := httptest.NewRecorder()
		page.Refuse(w, &wire.Error{Code: code, Message: "<script>"})
		doc := d.read(w.Result())
		checkStructure(t, string(code), doc)
		if doc.status != code.Status() || !doc.has(want) || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s is answered with %d %s", code, doc.status, doc.text)
		}
	}
}
