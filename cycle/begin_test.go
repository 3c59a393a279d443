package cycle

import "testing"

func TestACycleBeginsOnTheComingMonday(t *testing.T) {
	for today, want := range map[string]string{
		"2026-10-03": "2026-10-05", // a Saturday
		"2026-10-04": "2026-10-05",
		"2026-10-05": "2026-10-12", // a Monday
		"2026-10-06": "2026-10-12",
	} {
		day, _ := ParseDay(today)
		c := Begin("id", "Butler Middle", "Ana Ruiz", day)
		if got := c.Get("start"); got != want {
			t.Errorf("on %s a cycle begins on %s, want %s", today, got, want)
		}
	}
}

func TestABegunCycleHoldsWhatIsKnown(t *testing.T) {
	day, _ := ParseDay("2026-10-03")
	c := Begin("id", "Butler Middle", "Ana Ruiz", day)
	for key, want := range map[string]string{"school": "Butler Middle", "team": "Ana Ruiz", "weeks": "6", "title": ""} {
		if got := c.Get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if c := Begin("id", "", "", day); len(c.Values) != 2 {
		t.Errorf("without a person it holds %v", c.Values)
	}
}
