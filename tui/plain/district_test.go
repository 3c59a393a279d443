package plain

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change/streamtest"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// TestDistrict joins, syncs and leaves line by line, and is told what is wrong.
func TestDistrict(t *testing.T) {
	serves := streamtest.New(clock)
	serves.AddSchool("canal", "Eastern Canal")
	serves.AddPerson("k3f7", "Ana Ruiz", wire.Team, "canal")
	server := httptest.NewServer(serves)
	defer server.Close()
	st := openStore(t)
	if err := st.SetPerson(store.Person{Name: "Ana Ruiz", School: "Eastern Canal"}); err != nil {
		t.Fatal(err)
	}
	said := talk(t, st,
		"2", "Late to first period", "", "", "", "", "", "", "", "", "b", "b",
		"6", "http://pdsa.example.org",
		"6", server.URL, "wrong",
		"6", server.URL, " k3f7 ",
		"6", "1", "dance", "",
		"6", "3", "no", "3", "yes", "", "q")
	flat := strings.Join(strings.Fields(said), " ")
	for _, want := range []string{
		"this address is not secure", "this code does not work", "Joined.", "Done: 0 changes received, 1 change sent.",
		"All is sent. Last synced", "you write your school's cycles, at Eastern Canal.", `"dance" is none of them`, "All cycles stay on this laptop", "Left.",
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("it never says %q:\n%s", want, said)
		}
	}
	if _, err := st.Dashboard(); err == nil || len(serves.Changes("canal")) == 0 {
		t.Error("the cycle was not sent, or the laptop has not left")
	}
}
