package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// bundleFile makes a file of a cycle and the one before it.
func bundleFile(t testing.TB) (*Store, []byte) {
	t.Helper()
	s := open(t, storePath(t), Options{})
	set(t, s, "first", "title", "Late to first period")
	set(t, s, "second", "previous", "first")
	set(t, s, "second", "strengths", "Greetings <every> morning")
	set(t, s, "other", "title", "Not in the file")
	b, err := s.Bundle("second")
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if _, err := b.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	return s, buf.Bytes()
}

func TestBundleIsTheSameMerge(t *testing.T) {
	from, file := bundleFile(t)
	b, err := ReadBundle(t.Context(), bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if want := []BundledCycle{{"first", "Late to first period"}, {"second", ""}}; fmt.Sprint(b.Cycles) != fmt.Sprint(want) {
		t.Errorf("cycles = %v, want %v", b.Cycles, want)
	}
	to := open(t, storePath(t), Options{})
	set(t, to, "first", "title", "Another title")
	merged, err := to.Merge(t.Context(), b.Changes, nil)
	if err != nil || merged.New != 3 {
		t.Fatalf("Merge = %+v, %v", merged, err)
	}
	if got, want := value(t, to, "second", "strengths"), value(t, from, "second", "strengths"); got != want {
		t.Errorf("strengths = %q, want %q", got, want)
	}
	if row, _ := to.Row("first"); row.Conflicts != 1 {
		t.Errorf("conflicts = %d, want 1", row.Conflicts)
	}
	if again, _ := to.Merge(t.Context(), b.Changes, nil); again.New != 0 || again.Known != 3 {
		t.Errorf("a second time: %+v", again)
	}
}

func inflated(t testing.TB, file []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func deflated(t testing.TB, parts ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	for _, part := range parts {
		if _, err := io.WriteString(z, part); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestBundleRefuses(t *testing.T) {
	_, file := bundleFile(t)
	text := inflated(t, file)
	lines := strings.SplitAfter(text, "\n")
	const limit = maxBundleLine + 1<<20
	for _, tc := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "something else"},
		{"a picture", []byte("\x89PNG\r\n"), "something else"},
		{"another gzip", deflated(t, "hello\n"), "something else"},
		{"a newer version", deflated(t, `{"format":"pdsa-bundle/2"}`+"\n"), "newer version"},
		{"cut short", file[:len(file)-30], "ends too early"},
		{"without its end", deflated(t, strings.Join(lines[:len(lines)-2], "")), "ends too early"},
		{"a change less", deflated(t, lines[0], lines[2], strings.Join(lines[3:], "")), "altered"},
		{"a title altered", deflated(t, strings.Replace(text, `"title":"Late`, `"title":"Lame`, 1)), "altered"},
		{"a change altered", deflated(t, strings.Replace(text, `<every>`, `<any>`, 1)), "hash"},
		{"another number of changes", deflated(t, strings.Replace(text, `"changes":3`, `"changes":4`, 1)), "altered"},
		{"something behind it", deflated(t, text, "x"), "altered"},
		{"a bomb in one line", deflated(t, strings.Repeat(" ", maxBundleLine+1)), "longer line"},
		{"a bomb of lines", deflated(t, lines[0], strings.Repeat(lines[1], limit/len(lines[1])+1)), "larger than cycles"},
	} {
		b, err := readBundle(t.Context(), bytes.NewReader(tc.file), limit)
		if err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "Nothing was taken in") {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
		if len(b.Changes) > 0 {
			t.Errorf("%s: %d changes were read", tc.name, len(b.Changes))
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := ReadBundle(ctx, bytes.NewReader(file)); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func FuzzReadBundle(f *testing.F) {
	_, file := bundleFile(f)
	f.Add([]byte(inflated(f, file)))
	f.Add([]byte(`{"format":"pdsa-bundle/1"}` + "\n" + `{"end":true}` + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := ReadBundle(t.Context(), bytes.NewReader(deflated(t, string(text))))
		if err != nil {
			return
		}
		for _, c := range b.Changes {
			if err := c.Verify(); err != nil {
				t.Fatalf("a change was let through: %v", err)
			}
		}
		var again bytes.Buffer
		if _, err := b.WriteTo(&again); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadBundle(t.Context(), &again); err != nil {
			t.Fatalf("written and read again: %v", err)
		}
	})
}

func TestBundleOfNothing(t *testing.T) {
	s := open(t, storePath(t), Options{})
	if _, err := s.Bundle("nothing"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Bundle = %v", err)
	}
}
