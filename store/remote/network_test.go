package remote

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/store"
)

// district shares cycles: their documents by id.
type district struct {
	docs    map[string]string
	version int
	asked   []string
}

func (d *district) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.asked = append(d.asked, r.URL.Path)
	if id, ok := strings.CutPrefix(r.URL.Path, "/v1/cycles/"); ok {
		if d.docs[id] == "" {
			answerJSON(w, 404, `{"code":"not_found"}`)
			return
		}
		answerJSON(w, 200, d.docs[id])
		return
	}
	tag := fmt.Sprintf(`"%d"`, d.version)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(304)
		return
	}
	// Two pages.
	var rows []string
	for id := range d.docs {
		first := id < "m"
		if first == (r.URL.Query().Get("after") == "") {
			rows = append(rows, fmt.Sprintf(`{"id":%q,"school":"hill","version":"%d","sharing":"district","updated":"2026-11-0%dT10:00:00Z","summary":{"id":"x","title":"Title of %s\u001b[31m","school":"Hill\u202e School","problem":"%s comes late","measure":"%s rides"}}`, id, d.version, len(id), id, id, id))
		}
	}
	next := ""
	if r.URL.Query().Get("after") == "" {
		next = "m"
	}
	w.Header().Set("ETag", tag)
	answerJSON(w, 200, fmt.Sprintf(`{"cycles":[%s],"next":%q}`, strings.Join(rows, ","), next))
}

func TestNetwork(t *testing.T) {
	d := &district{version: 1, docs: map[string]string{
		"bus":   `{"id":"bus","title":"Bus riders","causes":[{"text":"Doors open \u001b[31mlate"}]}`,
		"walks": `{"id":"walks","title":"Walkers","problem":{"who":"Advisers"}}`,
		"zoo":   `{"id":"zoo","weeks":"many"}`,
	}}
	c := serving(t, d.ServeHTTP)
	c.base.Path = ""
	path := filepath.Join(t.TempDir(), "pdsa.db")
	n, err := OpenNetwork(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = n.Close() }()
	if changed, more, err := n.Refresh(t.Context(), c, nil); err != nil || !changed || more {
		t.Fatalf("Refresh = %v, %v, %v", changed, more, err)
	}
	all, err := n.List()
	if err != nil || len(all) != 3 || all[0].ID != "walks" || all[0].Title != "Title of walks" || all[0].School != "Hill School" {
		t.Fatalf("List = %+v, %v", all, err)
	}
	for words, want := range map[string]string{"": "walks bus zoo", "DOORS late": "bus", "advisers": "walks", "title of": "walks bus zoo", "doors advisers": ""} {
		found, err := n.Search(Anywhere, words)
		var ids []string
		for _, s := range found {
			ids = append(ids, s.ID)
		}
		if got := strings.Join(ids, " "); err != nil || len(got) != len(want) || !strings.HasPrefix(got, strings.Split(want, " ")[0]) {
			t.Errorf("Search(%q) = %s, %v, want %s", words, got, err, want)
		}
	}
	if bus, err := n.Cycle("bus"); err != nil || bus.Values["title"] != "Bus riders" || bus.Lists["causes"][0].Values["text"] != "Doors open late" {
		t.Errorf("Cycle = %+v, %v", bus, err)
	}
	for _, id := range []string{"zoo", "nothing"} {
		if _, err := n.Cycle(id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", id, err)
		}
	}
	d.asked = nil
	if changed, _, err := n.Refresh(t.Context(), c, nil); err != nil || changed || len(d.asked) != 1 {
		t.Errorf("nothing new: %v, %v, %v", changed, err, d.asked)
	}
	d.asked = nil
	for _, hours := range []time.Duration{0, 0, 2} {
		if err := n.refreshOnce(t.Context(), c, fallDay.Add(hours*time.Hour), nil); err != nil {
			t.Fatal(err)
		}
	}
	if len(d.asked) != 2 {
		t.Errorf("asked within the hour: %v", d.asked)
	}
	// What is not shared any more goes, also its text.
	delete(d.docs, "walks")
	d.version++
	if _, _, err := n.Refresh(t.Context(), c, nil); err != nil {
		t.Fatal(err)
	}
	if found, _ := n.Search(Anywhere, "advisers"); len(found) > 0 {
		t.Errorf("still found: %v", found)
	}
	if _, err := n.Cycle("walks"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("still there: %v", err)
	}
	if info, err := os.Stat(NetworkPath(path)); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	var inUse *store.InUseError
	if _, err := OpenNetwork(path); !errors.As(err, &inUse) {
		t.Errorf("a second time: %v", err)
	}
}

// TestSearchInAPart looks for words where they are and where they are not.
func TestSearchInAPart(t *testing.T) {
	d := &district{version: 1, docs: map[string]string{
		"bus": `{"id":"bus","title":"Time of buses","problem":{"who":"Advisers","does":"greet"},"drivers":[{"id":"1","text":"A warm welcome"},{"id":"2","text":"Time to walk"}],"measures":[{"id":"3","name":"Students on time"}]}`,
		"zoo": `{"id":"zoo","weeks":"many"}`,
	}}
	c := serving(t, d.ServeHTTP)
	c.base.Path = ""
	n, err := OpenNetwork(filepath.Join(t.TempDir(), "pdsa.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = n.Close() }()
	if _, _, err := n.Refresh(t.Context(), c, nil); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		in    Part
		words string
		found bool
	}{
		{Anywhere, "time welcome", true},
		{Anywhere, "title of bus", true},
		{InProblem, "late BUS", true}, // as the list's line has it
		{InProblem, "welcome", false},
		{InDrivers, "WELCOME warm", true},
		{InDrivers, "time", true},
		{InDrivers, "time welcome", false}, // of two drivers
		{InDrivers, "students", false},
		{InMeasures, "time", true},
		{InMeasures, "walk", false},
		{InMeasures, "rides", true}, // the main one, as the list's line has it
	} {
		found, err := n.Search(tc.in, tc.words)
		if err != nil || slices.ContainsFunc(found, func(s Shared) bool { return s.ID == "bus" }) != tc.found {
			t.Errorf("Search(%d, %q) = %+v, %v", tc.in, tc.words, found, err)
		}
	}
	for _, in := range []Part{Anywhere, InProblem, InDrivers, InMeasures} {
		if all, err := n.Search(in, " "); err != nil || len(all) != 2 {
			t.Errorf("Search(%d) without words = %+v, %v", in, all, err)
		}
	}
}

func TestDamagedNetworkIsMadeAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pdsa.db")
	for _, content := range []string{"", "hello", strings.Repeat("x", 40000)} {
		if err := os.WriteFile(NetworkPath(path), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		n, err := OpenNetwork(path)
		if err != nil {
			t.Fatal(err)
		}
		if all, err := n.List(); err != nil || len(all) > 0 {
			t.Errorf("List = %v, %v", all, err)
		}
		if err := n.Close(); err != nil {
			t.Fatal(err)
		}
		// Cut short.
		data, err := os.ReadFile(NetworkPath(path))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(NetworkPath(path), data[:len(data)/2], 0o600); err != nil {
			t.Fatal(err)
		}
		if n, err = OpenNetwork(path); err != nil {
			t.Fatal(err)
		}
		if err := n.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTokenFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pdsa.db")
	if _, err := LoadToken(path); !errors.Is(err, store.ErrNotJoined) {
		t.Errorf("no file: %v", err)
	}
	for _, token := range []string{"pdsa_one", "pdsa_two"} {
		if err := SaveToken(path, token); err != nil {
			t.Fatal(err)
		}
		if got, err := LoadToken(path); err != nil || got != token {
			t.Errorf("LoadToken = %q, %v", got, err)
		}
	}
	if info, err := os.Stat(TokenPath(path)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(path + "*"); len(left) != 1 {
		t.Errorf("files left: %v", left)
	}
	for _, bad := range []string{"", "two words", strings.Repeat("x", maxToken+1), "line\nline"} {
		if err := os.WriteFile(TokenPath(path), []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadToken(path); err == nil || errors.Is(err, store.ErrNotJoined) {
			t.Errorf("%.20q was taken", bad)
		}
	}
	if err := errors.Join(RemoveToken(path), RemoveToken(path)); err != nil {
		t.Errorf("RemoveToken: %v", err)
	}
}
