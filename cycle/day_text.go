package cycle

import "fmt"

// MarshalText writes the day as String does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes. The error says that the text is
// no day.
func (d *Day) UnmarshalText(text []byte) error {
	day, ok := ParseDay(string(text))
	if !ok && len(text) > 0 {
		return fmt.Errorf("%q is not a date such as 2026-10-05", text)
	}
	*d = day
	return nil
}
