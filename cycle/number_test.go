package cycle

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseNumber(t *testing.T) {
	tests := []struct {
		in   string
		want float64
		text string
	}{
		{"21.5", 21.5, "21.5"},
		{"85%", 85, "85"},
		{"85 %", 85, "85"},
		{"1,234", 1234, "1234"},
		{"-1,234", -1234, "-1234"},
		{"1,234.5", 1234.5, "1234.5"},
		{"1,234,567", 1234567, "1234567"},
		{"1 234,5", 1234.5, "1234.5"},
		{"1\u00a0234\u202f567.25", 1234567.25, "1234567.25"},
		{"1 234,567", 1234.567, "1234.567"},
		{"1.234,5", 1234.5, "1234.5"},
		{"1.234.567,89", 1234567.89, "1234567.89"},
		{"1.234.567", 1234567, "1234567"},
		{"1.234", 1.234, "1.234"},
		{"12,5", 12.5, "12.5"},
		{"12,3456", 12.3456, "12.3456"},
		{"0,125", 0.125, "0.125"},
		{",5", 0.5, "0.5"},
		{".5", 0.5, "0.5"},
		{"5.", 5, "5"},
		{"+3", 3, "3"},
		{"-.5", -0.5, "-0.5"},
		{"−5", -5, "-5"},
		{"- 5", -5, "-5"},
		{"-0", 0, "0"},
		{"$1,234.50", 1234.5, "1234.5"},
		{"-$5", -5, "-5"},
		{"$-5", -5, "-5"},
		{"１２．５％", 12.5, "12.5"},
		{"១២", 12, "12"},
		{"007", 7, "7"},
		{"21.50", 21.5, "21.5"},
		{"100", 100, "100"},
		{"1e5", 1e5, "100000"},
		{"1.5E-3", 0.0015, "0.0015"},
		{"1e20", 1e20, "100000000000000000000"},
		{"1e21", 1e21, "1e21"},
		{"0.000001", 1e-6, "0.000001"},
		{"0.0000001", 1e-7, "1e-7"},
		{strings.Repeat("9", 30), 1e30, "9." + strings.Repeat("9", 29) + "e29"},
		{"1e+22", 1e22, "1e22"},
		{"1.5e-300", 1.5e-300, "1.5e-300"},
		{"0e999999999999", 0, "0"},
		{"0.1234567890123456789", 0.1234567890123456789, "0.1234567890123456789"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, text, err := ParseNumber(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want || math.Signbit(got) != (tt.want < 0) || text != tt.text {
				t.Errorf("ParseNumber(%q) = %v, %q; want %v, %q", tt.in, got, text, tt.want, tt.text)
			}
		})
	}
}

func TestParseNumberRefuses(t *testing.T) {
	const unclear = "not clear where its thousands"
	tests := []struct{ in, want string }{
		{"", "no number is typed"},
		{"12,34,5", unclear},
		{"1234,567", unclear},
		{"1,234.567,8", unclear},
		{"12,34.5", unclear},
		{"5.10.2026", unclear},
		{"20 30", unclear},
		{"1,2 345", unclear},
		{"1 ,234", unclear},
		{"1 e5", unclear},
		{"5,", "ends in a comma"},
		{"NaN", "no digits"},
		{"Inf", "no digits"},
		{"-infinity", "no digits"},
		{"many", "no digits"},
		{"%", "no digits"},
		{"3 of 20", `"of 20" is not part of a number`},
		{"3/20", `"/20" is not part of a number`},
		{"0x1F", `"x1F" is not part of a number`},
		{"1_000", `"_000" is not part of a number`},
		{"(5)", `"(" is not part of a number`},
		{"--5", "is not part of a number"},
		{"5-10", "range or a date"},
		{"2026-10-05", "range or a date"},
		{"8%5", "the % is not at its end"},
		{"$5%", "both $ and %"},
		{"1e400", "too large"},
		{"1e99999999999999999999", "too large"},
		{"1e-400", "too close to 0"},
		{"1e-99999999999999999999", "too close to 0"},
		{strings.Repeat("9", 31), "more than 30 digits"},
		{"1\ufffd2", "not part of a number"},
		{"a\x1b]0;t\a1", `"a1"`},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			_, _, err := ParseNumber(tt.in)
			checkError(t, err, tt.want)
			checkError(t, err, "type one number like 21.5")
		})
	}
}

func TestWrittenNumbersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64().Draw(t, "value")
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Skip("no number")
		}
		format := rapid.SampledFrom([]byte("eg")).Draw(t, "format")
		checkNumber(t, strconv.FormatFloat(v, format, -1, 64), v)
	})
}

func TestSeparatedNumbersReadBack(t *testing.T) {
	styles := []struct{ group, mark string }{{",", "."}, {".", ","}, {" ", ","}, {" ", "."}, {"\u00a0", ","}, {"", "."}}
	rapid.Check(t, func(t *rapid.T) {
		style := rapid.SampledFrom(styles).Draw(t, "style")
		whole := rapid.IntRange(0, 1e9).Draw(t, "whole")
		fraction := rapid.StringMatching(`[0-9]{1,5}`).Draw(t, "fraction")
		if style.mark == "," && len(fraction) == 3 && whole > 0 && whole < 1000 {
			t.Skip("a comma that separates thousands")
		}
		s := strings.ReplaceAll(Thousands(whole), ",", style.group) + style.mark + fraction
		want, _ := strconv.ParseFloat(strconv.Itoa(whole)+"."+fraction, 64)
		checkNumber(t, s, want)
	})
}

// checkNumber fails unless s reads as want, and its text as the same again.
func checkNumber(t rapid.TB, s string, want float64) {
	value, text, err := ParseNumber(s)
	if err != nil || value != want {
		t.Fatalf("ParseNumber(%q) = %v, %q, %v; want %v", s, value, text, err, want)
	}
	again, textAgain, err := ParseNumber(text)
	if err != nil || again != value || textAgain != text {
		t.Fatalf("%q was kept as %q, which reads as %v, %q, %v", s, text, again, textAgain, err)
	}
	if parsed, err := strconv.ParseFloat(text, 64); err != nil || parsed != value {
		t.Fatalf("%q was kept as %q, which is %v, not %v", s, text, parsed, value)
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{
		"21.5", "85%", "1,234", "1,234.5", "1 234,5", "12,5", "1.234,5", "12,34,5", "1e5", "1e-400", "NaN", "3 of 20",
		"$5", "−5", "１２", ".5", "5,", ".", "e5", "- -", "0e9", "1,234e-7", "\x1b[1m5",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		value, _, err := ParseNumber(s)
		if err != nil {
			checkOneLine(t, err.Error())
			return
		}
		if math.IsNaN(value) || math.IsInf(value, 0) {
			t.Fatalf("ParseNumber(%q) = %v", s, value)
		}
		checkNumber(t, s, value)
	})
}
