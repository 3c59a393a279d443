package change

import "strings"

// Positions are fractions between 0 and 1 written in base 62, most significant
// digit first, without a trailing zero digit; they sort as text. Between two of
// them there is always a third.
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// unplaced is the Value of an edit that puts back an item which had no position:
// its adding has not arrived yet, or another program wrote it. It is no position
// itself, so that it can be nobody's place.
const unplaced = "0"

// Between returns a position strictly between a and b. An empty a is the
// beginning, an empty b the end. ok is false when there is no room because a is
// not before b, or when one of them is no position.
func Between(a, b string) (pos string, ok bool) {
	if !validPosition(a) || !validPosition(b) || (b != "" && a >= b) {
		return "", false
	}
	return midpoint(a, b), true
}

func validPosition(s string) bool {
	return strings.Trim(s, digits) == "" && !strings.HasSuffix(s, digits[:1])
}

// midpoint keeps the digits that both share and takes the middle of the first
// ones that differ; where these are neighbours it goes one digit deeper behind a.
// At the end of the list it takes small steps, so that positions of items that
// are added one after the other grow slowly.
func midpoint(a, b string) string {
	shared := 0
	for shared < len(b) && digitAt(a, shared) == digit(b[shared]) {
		shared++
	}
	if shared > 0 {
		return b[:shared] + midpoint(rest(a, shared), b[shared:])
	}
	low, high := digitAt(a, 0), len(digits)
	if b != "" {
		high = digit(b[0])
	}
	switch {
	case b == "" && a != "" && low+1 < len(digits):
		return digits[low+1 : low+2]
	case high-low > 1:
		mid := (low + high) / 2
		return digits[mid : mid+1]
	case len(b) > 1:
		return b[:1]
	default:
		return digits[low:low+1] + midpoint(rest(a, 1), "")
	}
}

func rest(s string, from int) string {
	if from >= len(s) {
		return ""
	}
	return s[from:]
}

func digitAt(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	return digit(s[i])
}

func digit(b byte) int { return strings.IndexByte(digits, b) }
