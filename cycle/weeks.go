package cycle

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// maxWeek is the last week that a cycle can have: a year of them.
const maxWeek = 52

// ParseWeeks reads a set of weeks in the forms people type: "1, 2, 3", "1-3, 5",
// "1 to 3", "weeks 1 and 2", "all". It gives the weeks in order, each once, and
// none for empty text. limit is the last week of the cycle, up to which "all"
// goes; outside 1 to 52 it is taken as 52.
//
// The error says which part is no week from 1 to limit, and what to type.
func ParseWeeks(s string, limit int) ([]int, error) {
	if limit < 1 || limit > maxWeek {
		limit = maxWeek
	}
	example := fmt.Sprintf("type weeks from 1 to %d like 1-3, 5 or all", limit)
	var has [maxWeek + 1]bool
	for _, part := range splitWeeks(s) {
		first, last, isRange := strings.Cut(part, "-")
		if part == "all" {
			first, last, isRange = "1", strconv.Itoa(limit), true
		}
		if !isRange {
			last = first
		}
		from, okFrom := parseWeek(first, limit)
		to, okTo := parseWeek(last, limit)
		if !okFrom || !okTo {
			return nil, fmt.Errorf("%s is not a week of this cycle; %s", quoteTyped(part), example)
		}
		for week := min(from, to); week <= max(from, to); week++ {
			has[week] = true
		}
	}
	var weeks []int
	for week, in := range has {
		if in {
			weeks = append(weeks, week)
		}
	}
	return weeks, nil
}

// splitWeeks cuts a typed set of weeks into single weeks, ranges with a bare
// "-" and the word all.
func splitWeeks(s string) []string {
	words := strings.FieldsFunc(strings.ToLower(foldTyped(s)), func(r rune) bool {
		return strings.ContainsRune(" ,;&", r)
	})
	var parts []string
	open := false // a range still waits for its last week
	for _, word := range words {
		switch word {
		case "week", "weeks", "and":
			continue
		case "to", "through":
			word = "-"
		}
		if len(parts) > 0 && (open || strings.HasPrefix(word, "-")) {
			parts[len(parts)-1] += word
		} else {
			parts = append(parts, word)
		}
		open = strings.HasSuffix(word, "-")
	}
	return parts
}

// parseWeek reads the number of one week from 1 to limit.
func parseWeek(s string, limit int) (int, bool) {
	week, err := strconv.Atoi(s)
	return week, isDigits(s) && err == nil && week >= 1 && week <= limit
}

// FormatWeeks writes a set of weeks as ParseWeeks reads it, in order, each week
// once, three or more in a row as a range: "1-3, 5". It is "" for no weeks.
func FormatWeeks(weeks []int) string {
	weeks = slices.Clone(weeks)
	slices.Sort(weeks)
	weeks = slices.Compact(weeks)
	var parts []string
	for i := 0; i < len(weeks); {
		n := 1
		for i+n < len(weeks) && weeks[i+n] == weeks[i]+n {
			n++
		}
		if n < 3 {
			n = 1
			parts = append(parts, strconv.Itoa(weeks[i]))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", weeks[i], weeks[i+n-1]))
		}
		i += n
	}
	return strings.Join(parts, ", ")
}

const byWeekExample = `type it like 1=done; 2=missed, with quotes around a text that has a semicolon: 3="late; short"`

// ParseByWeek reads one text for each of some weeks, 1 to 52: "1=done;
// 2=missed". Entries end at a semicolon or the end of the line. The text is all
// that stands behind the first "=", without the space at its ends. A text with
// a semicolon, a line break, a quote at its start or space at its ends stands
// in double quotes, and a double quote in it is written twice:
//
//	1="late; bus"; 2=a = b; 3="""on time"" since May"
//
// It gives an empty map for empty text. The error says which entry has no week,
// a week twice or a quote that stays open, and what to type.
func ParseByWeek(s string) (map[int]string, error) {
	texts := map[int]string{}
	for rest := s; ; {
		rest = strings.TrimLeft(rest, "; \t\r\n")
		if strings.TrimSpace(rest) == "" {
			return texts, nil
		}
		entry := rest
		end := entryEnd(entry)
		if equals := strings.Index(entry[:end], "="); equals >= 0 {
			week, err := parseEntryWeek(entry[:equals], texts)
			if err != nil {
				return nil, err
			}
			texts[week], rest, err = cutEntryText(entry[equals+1:])
			if err != nil {
				return nil, fmt.Errorf("week %d %w; %s", week, err, byWeekExample)
			}
			continue
		}
		return nil, fmt.Errorf("%s has no week in front of it; %s", quoteTyped(entry[:end]), byWeekExample)
	}
}

// parseEntryWeek reads the week in front of "=", which texts must not have yet.
func parseEntryWeek(typed string, texts map[int]string) (int, error) {
	name := strings.TrimPrefix(strings.ToLower(foldTyped(typed)), "week ")
	week, ok := parseWeek(name, maxWeek)
	if !ok {
		return 0, fmt.Errorf("%s is not a week from 1 to %d; %s", quoteTyped(typed), maxWeek, byWeekExample)
	}
	if _, twice := texts[week]; twice {
		return 0, fmt.Errorf("week %d is there twice; %s", week, byWeekExample)
	}
	return week, nil
}

// cutEntryText cuts the text of one entry, quoted or not, from the start of s.
func cutEntryText(s string) (text, rest string, err error) {
	if quoted, ok := strings.CutPrefix(strings.TrimLeft(s, " \t"), `"`); ok {
		text, rest, err = cutQuoted(quoted)
		if err != nil {
			return "", "", err
		}
		end := entryEnd(rest)
		if extra := strings.TrimSpace(rest[:end]); extra != "" {
			return "", "", fmt.Errorf("has %s behind the closing quote", quoteTyped(extra))
		}
		return text, rest[end:], nil
	}
	end := entryEnd(s)
	return strings.TrimSpace(s[:end]), s[end:], nil
}

// cutQuoted cuts at the closing quote of s, which starts behind the opening one.
func cutQuoted(s string) (text, rest string, err error) {
	var b strings.Builder
	for {
		before, behind, found := strings.Cut(s, `"`)
		if !found {
			return "", "", errors.New("has a quote that is not closed")
		}
		b.WriteString(before)
		if !strings.HasPrefix(behind, `"`) {
			return b.String(), behind, nil
		}
		b.WriteByte('"')
		s = behind[1:]
	}
}

// entryEnd gives where the unquoted entry at the start of s ends.
func entryEnd(s string) int {
	if end := strings.IndexAny(s, ";\n\r"); end >= 0 {
		return end
	}
	return len(s)
}

// FormatByWeek writes texts as ParseByWeek reads them, in the order of the
// weeks: "1=done; 2=missed". Every text comes back as it was. It is "" for an
// empty map.
func FormatByWeek(texts map[int]string) string {
	var b strings.Builder
	for i, week := range slices.Sorted(maps.Keys(texts)) {
		if i > 0 {
			b.WriteString("; ")
		}
		text := texts[week]
		if strings.ContainsAny(text, ";\n\r") || strings.HasPrefix(text, `"`) || strings.TrimSpace(text) != text {
			text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		}
		fmt.Fprintf(&b, "%d=%s", week, text)
	}
	return b.String()
}
