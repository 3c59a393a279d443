package review

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fold makes a text ready to be looked through: lower case, straight quotes,
// single spaces.
func fold(s string) string {
	s = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`).Replace(strings.ToLower(s))
	return strings.Join(strings.Fields(s), " ")
}

// says reports whether the folded text has one of the phrases as whole words. A
// phrase that ends in "*" stands for all words that begin so.
func says(text string, phrases ...string) bool {
	for _, phrase := range phrases {
		open := strings.HasSuffix(phrase, "*")
		phrase = strings.TrimSuffix(phrase, "*")
		for from := 0; ; {
			i := strings.Index(text[from:], phrase)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(phrase)
			if wordEnds(text[:start], text[start:]) && (open || wordEnds(text[:end], text[end:])) {
				return true
			}
			from = end
		}
	}
	return false
}

// letter reports whether the rune is part of a word.
func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// wordEnds reports whether no word goes on across the place in the text.
func wordEnds(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return before == "" || after == "" || !letter(last) || !letter(first)
}

var numberWords = []string{
	"none", "nobody", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
	"fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "half", "third", "quarter",
	"twice", "double", "all of",
}

// hasNumber reports whether the text names an amount, in digits or in words.
func hasNumber(text string) bool {
	return strings.ContainsFunc(text, unicode.IsDigit) || says(text, numberWords...)
}

// hasReason reports whether the text says why, in one of the languages that the
// schools' teams write in.
func hasReason(text string) bool {
	return says(text, "because", "since", "so that", "due to", "as a result of", "thanks to", "therefore", "the reason", "that is why", "if", "which will", "which gives", "which means",
		"porque", "ya que", "pois", "parce que", "car", "ដោយសារ", "ព្រោះ")
}

// hasDirection reports whether the text says which way something will move.
func hasDirection(text string) bool {
	return says(text, "more", "fewer", "less", "fall*", "drop*", "rise*", "rising", "grow*", "increas*", "decreas*", "reduc*", "higher", "lower", "up", "down", "go from", "double", "halve*", "reach*", "climb*",
		"shrink*", "stay*", "same", "gain*", "improv*", "mas", "más", "menos", "mais", "subir*", "bajar*")
}

// missingSolution reports whether the text names something that is not there
// instead of something that people do.
func missingSolution(text string) bool {
	return says(text, "lack", "lacks", "lacking", "there is no", "there are no", "we have no", "has no", "have no", "we don't have", "we do not have", "don't have a", "don't have an", "do not have a", "do not have enough", "don't have enough",
		"need a", "need an", "need more", "needs a", "needs more", "not enough", "absence of a", "missing a", "without a program", "no program", "no curriculum", "no system", "should buy", "must hire", "implement a", "falta de", "no tenemos")
}

// blame finds words that put the cause into children or families.
func blame(text string) bool {
	if says(text, "lazy", "unmotivated", "bad parent*", "bad home*", "broken home*", "these kids", "those kids", "low kids", "slow learner*", "slow kids", "troublemaker*", "uneducated parent*", "dysfunctional") {
		return true
	}
	who := says(text, "parents", "families", "family", "students", "kids", "children", "they", "mothers", "fathers", "homes", "culture")
	return who && says(text, "don't care", "do not care", "doesn't care", "don't value", "do not value", "does not value", "don't want to learn", "do not want to learn", "refuse to", "can't be bothered",
		"not interested in school", "don't support", "do not support", "no support at home", "no discipline at home", "have no discipline", "don't try", "do not try", "never try", "too lazy", "aren't smart", "are not smart", "low ability", "not capable")
}

// beyondReach finds causes that a school's team cannot move in six weeks.
func beyondReach(text string) bool {
	return says(text, "poverty", "the state", "state budget", "covid", "the pandemic", "the budget", "tax*", "the law", "social media", "the union contract", "housing", "immigration", "the legislature", "funding")
}

// vague finds aims that nobody could see or hear.
func vague(text string) bool {
	return says(text, "engaged", "engagement", "culture", "climate", "rigor", "rigorous", "success", "successful", "well-being", "wellbeing", "ownership", "empowered", "motivation", "better school", "respectful", "a program is in place", "is in place")
}

// manner finds judgments where something seen should stand.
func manner(text string) bool {
	return words(text) <= 2 && says(text, "ineffectively", "inconsistently", "poorly", "badly", "well", "enough", "properly", "with fidelity", "effectively")
}

// wide finds tests that take in a whole school at once.
func wide(text string) bool {
	return says(text, "whole school", "all students", "all teachers", "every teacher", "every classroom", "all classrooms", "all grades", "every grade", "schoolwide", "school-wide", "school wide", "entire school", "the whole district",
		"everybody", "everyone", "all staff")
}

// citesData reports whether a reason rests on something that was seen.
func citesData(text string) bool {
	return hasNumber(text) || says(text, "signal", "no signal", "shift", "trend", "median", "middle line", "the chart", "run chart", "the data", "the line", "points in a row", "interview*", "survey*")
}

// words counts the words of a text.
func words(text string) int { return len(strings.Fields(text)) }

// alike reports whether two texts say nearly the same: four fifths of the longer
// one's words stand in the other. Texts of fewer than five words never do.
func alike(a, b string) bool {
	x, y := wordSet(a), wordSet(b)
	if len(x) < len(y) {
		x, y = y, x
	}
	if len(y) < 5 {
		return false
	}
	both := 0
	for w := range x {
		if y[w] {
			both++
		}
	}
	return 5*both >= 4*len(x)
}

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.FieldsFunc(fold(s), func(r rune) bool { return !letter(r) }) {
		set[w] = true
	}
	return set
}
