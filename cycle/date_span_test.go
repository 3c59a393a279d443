package cycle

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSpanOf(t *testing.T) {
	for _, tt := range []struct {
		name string
		days []Day
		want Span
	}{
		{"no days", nil, Days},
		{"one school year", []Day{{2017, 7, 1}}, SchoolYears},
		{"school years", []Day{{2017, 7, 1}, {}, {2019, 7, 1}}, SchoolYears},
		{"years", []Day{{2017, 1, 1}, {2018, 1, 1}}, Years},
		{"weeks of which one begins on July 1", []Day{{2026, 6, 24}, {2026, 7, 1}}, Days},
		{"weeks that begin on July 1", []Day{{2026, 7, 1}, {2026, 7, 8}}, Days},
		{"one of each", []Day{{2017, 7, 1}, {2018, 1, 1}}, Days},
	} {
		if got := SpanOf(slices.Values(tt.days)); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestSpanWords(t *testing.T) {
	today := Day{2026, 11, 22}
	for _, tt := range []struct {
		span Span
		day  Day
		want string
	}{
		{SchoolYears, Day{2017, 7, 1}, "2017-18"},
		{SchoolYears, Day{1999, 7, 1}, "1999-00"},
		{SchoolYears, Day{2026, 10, 5}, "Mon, Oct 5"},
		{Years, Day{2019, 1, 1}, "2019"},
		{Years, Day{2017, 7, 1}, "Sat, Jul 1, 2017"},
		{Days, Day{2017, 7, 1}, "Sat, Jul 1, 2017"},
	} {
		if got := tt.span.Words(tt.day, today); got != tt.want {
			t.Errorf("%v of %v is %q, want %q", tt.span, tt.day, got, tt.want)
		}
	}
	if got := SchoolYears.Start(Day{2020, 3, 13}); got != (Day{2019, 7, 1}) {
		t.Errorf("March 2020 is in the school year that begins %v", got)
	}
	if got := Years.Start(Day{2020, 3, 13}); got != (Day{2020, 1, 1}) {
		t.Errorf("March 2020 is in the year that begins %v", got)
	}
}

func TestParseYear(t *testing.T) {
	for _, s := range []string{"2017-18", "2017/18", "2017–18", "2017 - 2018", "SY 2017-18", "school year 2017-18", "２０１７-18"} {
		if d, of, ok := ParseYear(s); !ok || of != SchoolYears || d != (Day{2017, 7, 1}) {
			t.Errorf("%q reads as %v of %v", s, d, of)
		}
		if got, err := ParseDate(s, Day{}); err != nil || got.Date != (Day{2017, 7, 1}) || got.Note == "" {
			t.Errorf("ParseDate reads %q as %v, %v", s, got, err)
		}
	}
	if d, of, ok := ParseYear("2019"); !ok || of != Years || d != (Day{2019, 1, 1}) {
		t.Errorf("2019 reads as %v of %v", d, of)
	}
	for _, s := range []string{"", "2017-19", "17-18", "2017-18-19", "1066-67", "2017-", "-18", "20171", "2199-2201"} {
		if d, _, ok := ParseYear(s); ok {
			t.Errorf("%q reads as %v", s, d)
		}
	}
}

func TestYearsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := rapid.SampledFrom([]Span{SchoolYears, Years}).Draw(t, "span")
		d := span.Start(anyDay().Draw(t, "day"))
		got, of, ok := ParseYear(span.Name(d))
		if d.Year < firstYear {
			return
		}
		if !ok || of != span || got != d {
			t.Fatalf("%q reads as %v of %v; want %v", span.Name(d), got, of, d)
		}
	})
}
