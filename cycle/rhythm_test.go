package cycle

import (
	"testing"

	"pgregory.net/rapid"
)

func TestNextDay(t *testing.T) {
	for _, tt := range []struct {
		name, said string
		days       []string
		want       string
	}{
		{"none", "weekly", nil, ""},
		{"a week after a single day", "", []string{"2026-11-03"}, "2026-11-10"},
		{"weekly by the look of it", "", []string{"2026-11-02", "2026-11-09", "2026-11-16"}, "2026-11-23"},
		{"Tuesday and Thursday", "", []string{"2026-11-10", "2026-11-12", "2026-11-17"}, "2026-11-19"},
		{"Tuesday and Thursday, said", "Tuesday and Thursday", []string{"2026-11-12", "2026-11-17", "2026-11-19"}, "2026-11-24"},
		{"a week left out", "", []string{"2026-09-25", "2026-10-09", "2026-10-16"}, "2026-10-23"},
		{"the last week left out", "", []string{"2026-09-25", "2026-10-02", "2026-10-16"}, "2026-10-23"},
		{"a week left out, said", "Weekly, on Friday", []string{"2026-09-25", "2026-10-02", "2026-10-16"}, "2026-10-23"},
		{"two weeks by the look of it", "", []string{"2026-09-04", "2026-09-18", "2026-10-02", "2026-10-09"}, "2026-10-23"},
		{"every two weeks", "every two weeks", []string{"2026-10-09"}, "2026-10-23"},
		{"every day, on a Wednesday", "Every day", []string{"2026-11-18"}, "2026-11-19"},
		{"every day, on a Friday", "daily", []string{"2026-11-19", "2026-11-20"}, "2026-11-23"},
		{"every school day, on a Saturday", "each school day", []string{"2026-11-21"}, "2026-11-23"},
		{"days by the look of them, after a Thursday", "", []string{"2026-11-17", "2026-11-18", "2026-11-19"}, "2026-11-20"},
		{"days by the look of them, after a Friday", "", []string{"2026-11-18", "2026-11-19", "2026-11-20"}, "2026-11-23"},
		{"monthly", "Once a month", []string{"2026-01-31"}, "2026-02-28"},
		{"quarterly", "every quarter", []string{"2026-11-15"}, "2027-02-15"},
		{"yearly", "Yearly", []string{"2023-10-01"}, "2024-10-01"},
		{"school years", "weekly", []string{"2022-07-01", "2023-07-01"}, "2024-07-01"},
		{"years", "", []string{"2019-01-01"}, "2020-01-01"},
	} {
		var days []Day
		for _, s := range tt.days {
			d, _ := ParseDay(s)
			days = append(days, d)
		}
		if got := NextDay(days, tt.said).String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestNextDayIsLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := []Day{anyDay().Draw(t, "first")}
		for _, gap := range rapid.SliceOfN(rapid.IntRange(1, 400), 0, 12).Draw(t, "gaps") {
			days = append(days, days[len(days)-1].AddDays(gap))
		}
		said := rapid.SampledFrom([]string{"", "daily", "weekly", "twice a week", "every two weeks", "monthly", "quarterly", "yearly"}).Draw(t, "said")
		if last := days[len(days)-1]; !last.Before(NextDay(days, said)) {
			t.Fatalf("after %v comes %v", last, NextDay(days, said))
		}
	})
}
