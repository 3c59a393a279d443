package change

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"regexp"
	"testing"

	"github.com/gowebpki/jcs"
)

func sample() Change {
	return Change{
		ID: "ann-7", Replica: "ann", Seq: 7, Doc: testDoc, Kind: KindCycle, School: "Lincoln", Author: "Ann Ö.",
		At: Stamp{MS: 1_760_000_000_000, N: 2}, Schema: Schema,
		Ops: []Op{{Do: DoSet, Field: "aim", Value: "5 < 6 & \"more\"\n", Replaces: []ID{"ben-3"}}},
	}
}

const (
	sampleCanonical = `{"at":{"ms":1760000000000,"n":2},"author":"Ann Ö.","doc":"doc","id":"ann-7","kind":"cycle",` +
		`"ops":[{"do":"set","field":"aim","replaces":["ben-3"],"value":"5 < 6 & \"more\"\n"}],` +
		`"replica":"ann","schema":1,"school":"Lincoln","seq":7}`
	sampleHash = "b3335ad21f827b0ff811b02f10ffeaab9a5bb8c43a4bf77cdf22fd9c4bef28fe"
)

// The stored form must never change: every laptop checks the hashes of all
// others.
func TestSealKnownAnswer(t *testing.T) {
	c := sample()
	if body, err := c.MarshalJSON(); err != nil || string(body) != sampleCanonical {
		t.Errorf("canonical JSON (%v)\n%s\nwant\n%s", err, body, sampleCanonical)
	}
	if err := c.Seal(); err != nil {
		t.Fatal(err)
	}
	if c.Hash != sampleHash {
		t.Errorf("hash %s, want %s", c.Hash, sampleHash)
	}
	again := c
	if err := again.Seal(); err != nil || again.Hash != c.Hash {
		t.Errorf("sealed twice: %s, %v", again.Hash, err)
	}
	if err := c.Verify(); err != nil {
		t.Errorf("Verify: %v", err)
	}
}

func TestVerify(t *testing.T) {
	reseal := func(c *Change) { _ = c.Seal() }
	tests := []struct {
		name    string
		alter   func(*Change)
		corrupt bool
		other   bool
	}{
		{name: "untouched", alter: func(*Change) {}},
		{name: "value altered", alter: func(c *Change) { c.Ops[0].Value = "6" }, corrupt: true},
		{name: "author altered", alter: func(c *Change) { c.Author = "Ben" }, corrupt: true},
		{name: "date altered", alter: func(c *Change) { c.At.MS++ }, corrupt: true},
		{name: "names fewer", alter: func(c *Change) { c.Ops[0].Replaces = nil }, corrupt: true},
		{name: "op gone", alter: func(c *Change) { c.Ops = nil }, corrupt: true},
		{name: "no hash", alter: func(c *Change) { c.Hash = "" }, corrupt: true},
		{name: "other number", alter: func(c *Change) { c.Seq = 8; reseal(c) }, other: true},
		{name: "other replica", alter: func(c *Change) { c.Replica = "ben"; reseal(c) }, other: true},
		{name: "id without number", alter: func(c *Change) { c.ID = "ann"; reseal(c) }, other: true},
		{name: "number zero", alter: func(c *Change) { c.ID, c.Seq = "ann-0", 0; reseal(c) }, other: true},
		{name: "no document", alter: func(c *Change) { c.Doc = ""; reseal(c) }, other: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := sample()
			reseal(&c)
			tt.alter(&c)
			err := c.Verify()
			if errors.Is(err, ErrCorrupt) != tt.corrupt || (err != nil) != (tt.corrupt || tt.other) {
				t.Errorf("Verify: %v", err)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	tests := []struct {
		id      ID
		replica string
		seq     uint64
		ok      bool
	}{
		{"ann-1", "ann", 1, true},
		{"a-b-12", "a-b", 12, true},
		{"ann", "", 0, false},
		{"-1", "", 0, false},
		{"ann-", "", 0, false},
		{"ann-0", "", 0, false},
		{"ann-x", "", 0, false},
		{"ann-+1", "", 0, false},
	}
	for _, tt := range tests {
		replica, seq, ok := tt.id.Split()
		if ok != tt.ok || ok && (replica != tt.replica || seq != tt.seq) {
			t.Errorf("%q.Split() = %q, %d, %t", tt.id, replica, seq, ok)
		}
		if ok && MakeID(replica, seq) != tt.id {
			t.Errorf("MakeID(%q, %d) = %q", replica, seq, MakeID(replica, seq))
		}
	}
}

// What a newer version, or another program, wrote keeps its bytes and its hash.
func TestUnknownMembersRoundTrip(t *testing.T) {
	const head = `"at":{"ms":1,"n":0},"doc":"doc","id":"ann-1","kind":"cycle","replica":"ann","schema":9,"seq":1`
	tests := []struct{ name, body string }{
		{"member of the change", `{` + head + `,"mood":{"b":[1,2.5,null],"a":"<é>"},"ops":[]}`},
		{"unknown op", `{` + head + `,"ops":[{"do":"comment","on":"aim","text":"why & how"}]}`},
		{"op without do", `{` + head + `,"ops":[{"act":"x"}]}`},
		{"empty op", `{` + head + `,"ops":[{}]}`},
		{"member of a known op", `{` + head + `,"ops":[{"do":"set","field":"aim","lang":"es","value":"v"}]}`},
		{"member of another type", `{` + head + `,"ops":[{"do":"set","field":"aim","value":{"rich":["v"]}}]}`},
		{"members written though empty", `{` + head + `,"author":"","ops":[{"do":"set","field":"aim","replaces":[],"value":""}],"school":null}`},
		{"names in another case", `{` + head + `,"Author":"x","ops":[{"Value":"w","do":"set","field":"aim","value":"v"}]}`},
		{"no ops", `{` + head + `,"ops":null}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			canonical, err := jcs.Transform([]byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(canonical)
			hash := hex.EncodeToString(sum[:])
			sealed, err := jcs.Transform([]byte(tt.body[:len(tt.body)-1] + `,"hash":"` + hash + `"}`))
			if err != nil {
				t.Fatal(err)
			}
			var c Change
			if err := json.Unmarshal(sealed, &c); err != nil {
				t.Fatal(err)
			}
			if err := c.Verify(); err != nil {
				t.Errorf("Verify: %v", err)
			}
			back, err := c.MarshalJSON()
			if err != nil || !bytes.Equal(back, sealed) {
				t.Errorf("came back as (%v)\n%s\nwas\n%s", err, back, sealed)
			}
			if resealed := c; resealed.Seal() != nil || resealed.Hash != hash {
				t.Errorf("hash %s, was %s", resealed.Hash, hash)
			}
		})
	}
}

func TestUnknownOpsAreIgnored(t *testing.T) {
	known := `{"do":"set","field":"aim","value":"v"}`
	for _, op := range []string{
		`{"do":"erase","field":"aim"}`, `{"do":"SET","field":"aim","value":"w"}`, `{"DO":"set","field":"aim","value":"w"}`,
		`{"do":"set","field":"aim","value":1}`, `{"do":"set","value":"w"}`, `{"do":"set","field":"aim","item":"i","value":"w"}`,
		`{"do":"set","field":"aim","list":"l","value":"w"}`, `{"do":"add","list":"l"}`, `{"do":"del","item":"i"}`, `{}`,
	} {
		var c Change
		body := `{"id":"ann-1","replica":"ann","seq":1,"doc":"doc","ops":[` + known + `,` + op + `]}`
		if err := json.Unmarshal([]byte(body), &c); err != nil {
			t.Fatalf("%s: %v", op, err)
		}
		s := Fold(testDoc, []Change{c})
		if got := describe(s.Cycle()); got != "map[aim:v]" || len(s.Conflicts()) > 0 {
			t.Errorf("%s made the document %s, conflicts %v", op, got, s.Conflicts())
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, body := range map[string]string{
		"no object":             `[]`,
		"op no object":          `{"ops":["set"]}`,
		"inexact number":        `{"seq":9007199254740993}`,
		"inexact date":          `{"at":{"ms":9007199254740993,"n":0}}`,
		"inexact counter":       `{"at":{"ms":1,"n":-9007199254740993}}`,
		"negative seq":          `{"seq":-1}`,
		"lone surrogate kept":   `{"mood":"\ud800"}`,
		"number beyond doubles": `{"ops":[{"x":1e999}]}`,
	} {
		var c Change
		if err := json.Unmarshal([]byte(body), &c); err == nil {
			t.Errorf("%s: %s was read as %+v", name, body, c)
		}
	}
}

func TestNewID(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-hjkmnp-tv-z]{10}$`)
	known := map[string]bool{}
	for range 1000 {
		id := NewID()
		if !form.MatchString(id) || known[id] {
			t.Fatalf("id %q", id)
		}
		known[id] = true
	}
}

// Records come from disks, networks and other programs: reading one never
// panics, and what was read once reads the same ever after.
func FuzzChangeJSON(f *testing.F) {
	f.Add([]byte(sampleCanonical))
	f.Add([]byte(`{"id":"a-1","replica":"a","seq":1,"doc":"d","ops":[{"do":"add","list":"l","item":"i","value":"V"},{"do":"del","list":"l","item":"i","replaces":["a-1"]}]}`))
	f.Add([]byte(`{"ID":"x","id":"y","ops":[{"Do":"set"},{"do":7},{}],"more":[1e3,{"b":1,"a":"\u2028"}]}`))
	f.Add([]byte(`{"ops":[{"value":"","replaces":null,"field":"\ud800"}],"hash":"","at":{"ms":-1,"n":9007199254740991}}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var c Change
		if json.Unmarshal(data, &c) != nil {
			return
		}
		_ = c.Verify()
		_ = Fold(c.Doc, []Change{c, c}).Cycle()
		first, err := c.MarshalJSON()
		if err != nil {
			t.Fatalf("read %q but cannot write it: %v", data, err)
		}
		var again Change
		if err := json.Unmarshal(first, &again); err != nil {
			t.Fatalf("wrote %s and cannot read it: %v", first, err)
		}
		second, err := again.MarshalJSON()
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("not stable (%v):\n%s\n%s", err, first, second)
		}
		if err := c.Seal(); err != nil {
			t.Fatal(err)
		}
		if err := again.Seal(); err != nil || again.Hash != c.Hash {
			t.Fatalf("hash %s became %s (%v)", c.Hash, again.Hash, err)
		}
	})
}
