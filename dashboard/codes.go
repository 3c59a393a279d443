package dashboard

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
)

// codeLetters leave out i, l, o and u, which look or sound like others.
const codeLetters = "0123456789abcdefghjkmnpqrstvwxyz"

const (
	codeLength = 12 // of 5 bits each
	codeGroup  = 4
)

// newCode returns a random join code of 60 bits as NormalizeCode gives it.
func newCode() string {
	b := make([]byte, codeLength)
	// Read never fails on the systems we build for; it ends the program instead.
	_, _ = rand.Read(b)
	for i := range b {
		b[i] = codeLetters[b[i]%byte(len(codeLetters))]
	}
	return string(b)
}

// ShowCode writes a code to be read aloud and typed: XXXX-XXXX-XXXX.
func ShowCode(code string) string {
	var groups []string
	for rest := strings.ToUpper(code); rest != ""; {
		n := min(codeGroup, len(rest))
		groups = append(groups, rest[:n])
		rest = rest[n:]
	}
	return strings.Join(groups, "-")
}

// NormalizeCode reads a code as people type it: capital letters, spaces and
// dashes anywhere make no difference, and O counts as 0, I and L as 1. It returns
// the empty string for what can be no code.
func NormalizeCode(typed string) string {
	if len(typed) > 200 {
		return ""
	}
	var code strings.Builder
	for _, r := range typed {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) || r == '.' || r == '_' {
			continue
		}
		switch r = unicode.ToLower(r); r {
		case 'o':
			r = '0'
		case 'i', 'l':
			r = '1'
		}
		if !strings.ContainsRune(codeLetters, r) {
			return ""
		}
		code.WriteRune(r)
	}
	if code.Len() != codeLength {
		return ""
	}
	return code.String()
}

// hashOf is the form in which codes and tokens are kept.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
