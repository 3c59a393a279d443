package cycle

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestParseWeeks(t *testing.T) {
	tests := []struct {
		in   string
		want []int
	}{
		{"", nil},
		{" , ", nil},
		{"1, 2, 3", []int{1, 2, 3}},
		{"1-3,5", []int{1, 2, 3, 5}},
		{"1–3", []int{1, 2, 3}},
		{"1 - 3", []int{1, 2, 3}},
		{"1 -3", []int{1, 2, 3}},
		{"3-1", []int{1, 2, 3}},
		{"1 to 3", []int{1, 2, 3}},
		{"5 3 3 1", []int{1, 3, 5}},
		{"weeks 1 and 2", []int{1, 2}},
		{"Week 6", []int{6}},
		{"1;2", []int{1, 2}},
		{"１-２", []int{1, 2}},
		{"all", []int{1, 2, 3, 4, 5, 6}},
		{"2, ALL", []int{1, 2, 3, 4, 5, 6}},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, err := ParseWeeks(tt.in, 6)
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("ParseWeeks(%q) = %v, %v; want %v", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestParseWeeksRefuses(t *testing.T) {
	tests := []struct{ in, want string }{
		{"0", `"0" is not a week of this cycle`},
		{"7", `"7" is not a week`},
		{"5-7", `"5-7" is not a week`},
		{"-3", `"-3" is not a week`},
		{"1-", `"1-" is not a week`},
		{"1-2-3", `"1-2-3" is not a week`},
		{"1.5", `"1.5" is not a week`},
		{"+1", `"+1" is not a week`},
		{"first", `"first" is not a week`},
		{"99999999999999999999", "is not a week"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			_, err := ParseWeeks(tt.in, 6)
			checkError(t, err, tt.want)
			checkError(t, err, "type weeks from 1 to 6 like 1-3, 5 or all")
		})
	}
}

func TestParseWeeksLimit(t *testing.T) {
	for _, limit := range []int{-1, 0, 52, 1000} {
		if got, err := ParseWeeks("all", limit); err != nil || len(got) != 52 {
			t.Errorf("limit %d: %v, %v", limit, got, err)
		}
	}
	_, err := ParseWeeks("53", 1000)
	checkError(t, err, "from 1 to 52")
}

func TestFormatWeeks(t *testing.T) {
	tests := []struct {
		in   []int
		want string
	}{
		{nil, ""},
		{[]int{5}, "5"},
		{[]int{1, 2}, "1, 2"},
		{[]int{5, 3, 1, 2, 2}, "1-3, 5"},
		{[]int{1, 3, 4, 5, 6, 8, 9}, "1, 3-6, 8, 9"},
	}
	for _, tt := range tests {
		before := slices.Clone(tt.in)
		if got := FormatWeeks(tt.in); got != tt.want {
			t.Errorf("FormatWeeks(%v) = %q, want %q", tt.in, got, tt.want)
		}
		if !slices.Equal(before, tt.in) {
			t.Errorf("FormatWeeks changed %v to %v", before, tt.in)
		}
	}
}

func TestFormattedWeeksReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weeks := rapid.SliceOf(rapid.IntRange(1, maxWeek)).Draw(t, "weeks")
		got, err := ParseWeeks(FormatWeeks(weeks), maxWeek)
		slices.Sort(weeks)
		if want := slices.Compact(weeks); err != nil || !slices.Equal(got, want) {
			t.Fatalf("%v reads back as %v, %v", want, got, err)
		}
	})
}

func TestParseByWeek(t *testing.T) {
	tests := []struct {
		in   string
		want map[int]string
	}{
		{"", map[int]string{}},
		{" ;\n; ", map[int]string{}},
		{"1=done; 2=missed", map[int]string{1: "done", 2: "missed"}},
		{" 2 = bus was late ;1=done;", map[int]string{1: "done", 2: "bus was late"}},
		{"1=done\r\n2=missed", map[int]string{1: "done", 2: "missed"}},
		{"week 1=done", map[int]string{1: "done"}},
		{"1=; 2=x", map[int]string{1: "", 2: "x"}},
		{"1=a = b", map[int]string{1: "a = b"}},
		{`1=she said "no"`, map[int]string{1: `she said "no"`}},
		{`1="late; short" ; 2=x`, map[int]string{1: "late; short", 2: "x"}},
		{`1="a ""b"" 2=c"`, map[int]string{1: `a "b" 2=c`}},
		{`1=""`, map[int]string{1: ""}},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, err := ParseByWeek(tt.in)
			if err != nil || !maps.Equal(got, tt.want) {
				t.Errorf("ParseByWeek(%q) = %#v, %v; want %#v", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestParseByWeekRefuses(t *testing.T) {
	tests := []struct{ in, want string }{
		{"done", `"done" has no week in front of it`},
		{"1=late; short", `"short" has no week in front of it`},
		{"0=x", `"0" is not a week from 1 to 52`},
		{"53=x", `"53" is not a week from 1 to 52`},
		{"=x", `"" is not a week from 1 to 52`},
		{"1=a; bus = late", `"bus" is not a week from 1 to 52`},
		{"1=a; 1=b", "week 1 is there twice"},
		{`1="late`, "week 1 has a quote that is not closed"},
		{`1="late" bus; 2=x`, `week 1 has "bus" behind the closing quote`},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, err := ParseByWeek(tt.in)
			checkError(t, err, tt.want)
			checkError(t, err, "type it like 1=done; 2=missed")
			if got != nil {
				t.Errorf("got %v beside an error", got)
			}
		})
	}
}

func TestFormatByWeek(t *testing.T) {
	texts := map[int]string{10: "done", 2: "late; short", 3: "a = b", 4: `"x"`, 5: ""}
	want := `2="late; short"; 3=a = b; 4="""x"""; 5=; 10=done`
	if got := FormatByWeek(texts); got != want {
		t.Errorf("FormatByWeek = %q, want %q", got, want)
	}
	if got := FormatByWeek(nil); got != "" {
		t.Errorf("FormatByWeek(nil) = %q", got)
	}
}

func TestFormattedByWeekReadsBack(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("a1=;\"\n\r\t \u00a0"))))
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.MapOf(rapid.IntRange(1, maxWeek), text).Draw(t, "texts")
		s := FormatByWeek(texts)
		if got, err := ParseByWeek(s); err != nil || !maps.Equal(got, texts) {
			t.Fatalf("%#v is written as %q and reads back as %#v, %v", texts, s, got, err)
		}
	})
}

func FuzzParseByWeek(f *testing.F) {
	for _, s := range []string{
		"", "1=done; 2=missed", `1="late; short"`, `1="a ""b"""`, "1=a = b", `1="x`, `1=""x`, "1=\n2=", "=", ";", "week 3=\u00a0x", "١=x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		texts, err := ParseByWeek(s)
		if err != nil {
			checkOneLine(t, err.Error())
			return
		}
		written := FormatByWeek(texts)
		if got, err := ParseByWeek(written); err != nil || !maps.Equal(got, texts) {
			t.Fatalf("%q reads as %#v, is written as %q and reads back as %#v, %v", s, texts, written, got, err)
		}
	})
}
