package cycle

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// thursday is the day from which the tests count, Oct 8, 2026.
var thursday = Day{2026, time.October, 8}

func TestParseDate(t *testing.T) {
	const note = "read as Mon, Oct 5, 2026"
	tests := []struct{ in, want, note string }{
		{"2026-10-05", "2026-10-05", ""},
		{"2026-10-5", "2026-10-05", ""},
		{"2026/10/05", "2026-10-05", ""},
		{"10/5/2026", "2026-10-05", note},
		{"10-5-2026", "2026-10-05", note},
		{"10/5/26", "2026-10-05", note},
		{"10/5", "2026-10-05", note},
		{"10 / 5", "2026-10-05", note},
		{"Mon 10/5", "2026-10-05", note},
		{"Oct 5", "2026-10-05", note},
		{"Oct 5 2026", "2026-10-05", ""},
		{"Oct. 5, 2026", "2026-10-05", ""},
		{"October 5", "2026-10-05", note},
		{"october 5th, 2026", "2026-10-05", ""},
		{"5 Oct", "2026-10-05", note},
		{"5-Oct-2026", "2026-10-05", ""},
		{"the 5th of October", "2026-10-05", note},
		{"2026 Oct 5", "2026-10-05", ""},
		{"Mon Oct 5", "2026-10-05", note},
		{"Monday, Oct 5, 2026", "2026-10-05", ""},
		{"MON OCT 5", "2026-10-05", note},
		{" １０／５／２０２６ ", "2026-10-05", note},
		{"2026–10–05", "2026-10-05", ""},
		{"\x1b[1m2026-10-05\x1b[0m", "2026-10-05", ""},
		{"today", "2026-10-08", ""},
		{"Yesterday", "2026-10-07", ""},
		{"tomorrow", "2026-10-09", ""},
		{"monday", "2026-10-05", note},
		{"mon", "2026-10-05", note},
		{"thu", "2026-10-08", "read as Thu, Oct 8, 2026"},
		{"sunday", "2026-10-11", "read as Sun, Oct 11, 2026"},
		{"next monday", "2026-10-12", "read as Mon, Oct 12, 2026"},
		{"next thursday", "2026-10-15", "read as Thu, Oct 15, 2026"},
		{"last thursday", "2026-10-01", "read as Thu, Oct 1, 2026"},
		{"last monday", "2026-10-05", note},
		// The order is plain, so nothing is echoed.
		{"10/25/2026", "2026-10-25", ""},
		{"10/10/2026", "2026-10-10", ""},
		// The first number cannot be a month.
		{"25/10/2026", "2026-10-25", ""},
		// The year is the closest, on both sides of New Year.
		{"1/15", "2027-01-15", "read as Fri, Jan 15, 2027"},
		{"Jun 1", "2026-06-01", "read as Mon, Jun 1, 2026"},
		// A weekday picks the same school year: the closest May 14 is in 2026.
		{"Fri, May 14", "2027-05-14", "read as Fri, May 14, 2027"},
		{"Thu, May 14", "2026-05-14", "read as Thu, May 14, 2026"},
		{"13/12/2026", "2026-12-13", ""},
		{"12/5/2026", "2026-12-05", "read as Sat, Dec 5, 2026"},
		{"5/12/2026", "2026-05-12", "read as Tue, May 12, 2026"},
		{"1/1/1900", "1900-01-01", ""},
		{"12/31/2199", "2199-12-31", ""},
		{"2/29/2028", "2028-02-29", ""},
		{"5/5/76", "2076-05-05", "read as Tue, May 5, 2076"},
		{"5/5/77", "1977-05-05", "read as Thu, May 5, 1977"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, err := ParseDate(tt.in, thursday)
			if err != nil {
				t.Fatal(err)
			}
			if got.Date.String() != tt.want || got.Note != tt.note {
				t.Errorf("ParseDate(%q) = %v, %q; want %s, %q", tt.in, got.Date, got.Note, tt.want, tt.note)
			}
		})
	}
}

func TestParseDateRefuses(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", "no date is typed"},
		{" \t", "no date is typed"},
		{"2/30", "February 2027 has the days 1 to 28"},
		{"2/29/2026", "February 2026 has the days 1 to 28"},
		{"Feb 30 2028", "February 2028 has the days 1 to 29"},
		{"2026-06-31", "June 2026 has the days 1 to 30"},
		{"10/0/2026", "October 2026 has the days 1 to 31"},
		{"Oct 0", "October 2026 has the days 1 to 31"},
		{"13/13/2026", "there is no month 13"},
		{"2026-13-01", "there is no month 13"},
		{"0/5", "there is no month 0"},
		{"Tue Oct 5", "Oct 5, 2026 is a Monday, not a Tuesday"},
		{"Tuesday, Oct 5, 2026", "Oct 5, 2026 is a Monday, not a Tuesday"},
		{"10/5/1066", "the year is not between 1900 and 2199"},
		{"12/31/1899", "the year is not between"},
		{"1/1/2200", "the year is not between"},
		{"10/5/20266", "no month and day"},
		{"2026-10-2026", "no month and day"},
		{"2026", "no month and day"},
		{"5", "no month and day"},
		{"5.10.2026", "no month and day"},
		{"10/5-2026", "no month and day"},
		{"-10/5", "no month and day"},
		{"1/2/3/4", "no month and day"},
		{"Oct", "it has no day"},
		{"Oct 2026", "it has no day"},
		{"the 5th", "it has no month"},
		{"Oct 5 6", `"6" is one number too many`},
		{"Oct Nov 5", "two months"},
		{"Octember 5", `"octember" is not the name of a month`},
		{"soon", `"soon" is not the name of a month`},
		{"this monday", `"this" is not the name`},
		{"Oct 5x", `"5x" is not`},
		{strings.Repeat("x", 1000), "…"},
		{"bad\x1b]0;title\a\u202edate", `"baddate"`},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			_, err := ParseDate(tt.in, thursday)
			checkError(t, err, tt.want)
			checkError(t, err, "type a date like 2026-10-05")
		})
	}
}

func TestParseDateWithoutNear(t *testing.T) {
	for _, s := range []string{"today", "monday", "yesterday", "10/5", "Oct 5", "10/5/26"} {
		_, err := ParseDate(s, Day{})
		checkError(t, err, "no day to count from")
	}
	got, err := ParseDate("2026-10-05", Day{})
	if err != nil || got.Date != (Day{2026, time.October, 5}) {
		t.Errorf("a whole date without near: %v, %v", got, err)
	}
}

func TestParseDateShortYearIsTheClosest(t *testing.T) {
	for near, want := range map[int]int{1999: 2005, 2026: 2005, 2076: 2105} {
		got, err := ParseDate("5/5/05", Day{near, time.October, 8})
		if err != nil || got.Date.Year != want {
			t.Errorf("in %d 5/5/05 reads as %v, %v; want the year %d", near, got.Date, err, want)
		}
	}
}

func TestParseDateTakesTheLaterOfTwoAsClose(t *testing.T) {
	// July 1 is 183 days from both in a span of 366.
	got, err := ParseDate("12/31", Day{2028, time.July, 1})
	if err != nil || got.Date != (Day{2028, time.December, 31}) {
		t.Errorf("12/31 reads as %v, %v", got.Date, err)
	}
}

func TestDayWords(t *testing.T) {
	tests := []struct {
		day  Day
		want string
	}{
		{Day{2026, time.October, 5}, "Mon, Oct 5"},
		{Day{2026, time.July, 1}, "Wed, Jul 1"},
		{Day{2027, time.June, 30}, "Wed, Jun 30"},
		{Day{2026, time.June, 30}, "Tue, Jun 30, 2026"},
		{Day{2027, time.July, 1}, "Thu, Jul 1, 2027"},
		{Day{}, ""},
	}
	for _, tt := range tests {
		if got := tt.day.Words(thursday); got != tt.want {
			t.Errorf("%v.Words = %q, want %q", tt.day, got, tt.want)
		}
	}
}

func TestDayRelative(t *testing.T) {
	tests := []struct {
		days int
		want string
	}{
		{0, "today"},
		{1, "tomorrow"},
		{-1, "yesterday"},
		{3, "in 3 days"},
		{-13, "13 days ago"},
		{14, "in 2 weeks"},
		{-17, "2 weeks ago"},
		{18, "in 3 weeks"},
		{62, "in 9 weeks"},
		{-63, "2 months ago"},
		{365, "in 12 months"},
		{729, "in 24 months"},
		{-730, "2 years ago"},
		{912, "in 2 years"},
		{913, "in 3 years"},
	}
	for _, tt := range tests {
		if got := thursday.AddDays(tt.days).Relative(thursday); got != tt.want {
			t.Errorf("%d days: %q, want %q", tt.days, got, tt.want)
		}
	}
	if got := (Day{}).Relative(thursday); got != "" {
		t.Errorf("no date: %q", got)
	}
}

func TestDayOfKeepsTheLocalDate(t *testing.T) {
	boston := time.FixedZone("EST", -5*60*60)
	late := time.Date(2026, time.October, 5, 23, 30, 0, 0, boston)
	if got := DayOf(late); got != (Day{2026, time.October, 5}) {
		t.Errorf("DayOf(%v) = %v", late, got)
	}
}

func TestParseDayTakesOnlyTheStoredForm(t *testing.T) {
	if s := (Day{}).String(); s != "" {
		t.Errorf("no date is stored as %q", s)
	}
	for _, s := range []string{"", "2026-10-5", "10/5/2026", "2026-02-30", "2026-10-05 ", "2026-10-05T00:00:00Z"} {
		if d, ok := ParseDay(s); ok || !d.IsZero() {
			t.Errorf("ParseDay(%q) = %v, %v", s, d, ok)
		}
	}
}

// anyDay draws days that leave room for a year on both sides.
func anyDay() *rapid.Generator[Day] {
	return rapid.Custom(func(t *rapid.T) Day {
		return Day{1910, time.January, 1}.AddDays(rapid.IntRange(0, 280*365).Draw(t, "days"))
	})
}

func TestDayArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay().Draw(t, "day"), rapid.IntRange(-3000, 3000).Draw(t, "n")
		later := d.AddDays(n)
		if later.Sub(d) != n || d.Sub(later) != -n || later.Before(d) != (n < 0) {
			t.Fatalf("%v and %d days make %v, Sub %d", d, n, later, later.Sub(d))
		}
		if back, ok := ParseDay(d.String()); !ok || back != d {
			t.Fatalf("%v reads back as %v", d, back)
		}
	})
}

func TestWrittenDatesReadBack(t *testing.T) {
	layouts := []string{
		time.DateOnly, "1/2/2006", "01/02/2006", "1-2-2006", "Jan 2 2006", "January 2, 2006", "2 Jan 2006",
		"Mon, Jan 2, 2006", "Monday 2 January 2006", "2-Jan-2006", "Mon 1/2/2006",
	}
	rapid.Check(t, func(t *rapid.T) {
		d, near := anyDay().Draw(t, "day"), anyDay().Draw(t, "near")
		s := d.Time().Format(rapid.SampledFrom(layouts).Draw(t, "layout"))
		if got, err := ParseDate(s, near); err != nil || got.Date != d {
			t.Fatalf("%q reads as %v, %v; want %v", s, got.Date, err, d)
		}
	})
}

func TestWordsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := anyDay().Draw(t, "today")
		d := today.AddDays(rapid.IntRange(-800, 800).Draw(t, "days"))
		if got, err := ParseDate(d.Words(today), today); err != nil || got.Date != d {
			t.Fatalf("on %v %q reads as %v, %v; want %v", today, d.Words(today), got.Date, err, d)
		}
	})
}

func TestGuessedYearIsTheClosest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		near := anyDay().Draw(t, "near")
		d := near.AddDays(rapid.IntRange(-182, 182).Draw(t, "days"))
		s := d.Time().Format(rapid.SampledFrom([]string{"1/2", "Jan 2", "2 January"}).Draw(t, "layout"))
		got, err := ParseDate(s, near)
		if err != nil || got.Date != d || got.Note != "read as "+d.Time().Format("Mon, Jan 2, 2006") {
			t.Fatalf("near %v %q reads as %v (%s), %v; want %v", near, s, got.Date, got.Note, err, d)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{
		"2026-10-05", "10/5/2026", "10/5", "Oct 5", "Oct 5 2026", "October 5", "5 Oct", "Mon Oct 5", "today", "yesterday",
		"monday", "next fri", "2/29", "13/13/2026", "١٠/٥", "\x1b[31mOct 5", "5th of", "-", "////", "mon ", "Sun 2/29",
	} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, s string, days int) {
		near := thursday.AddDays(days % 20_000)
		got, err := ParseDate(s, near)
		if err != nil {
			checkOneLine(t, err.Error())
			return
		}
		checkOneLine(t, got.Note)
		if back, ok := ParseDay(got.Date.String()); !ok || back != got.Date {
			t.Fatalf("ParseDate(%q) = %#v, which is no date", s, got.Date)
		}
	})
}
