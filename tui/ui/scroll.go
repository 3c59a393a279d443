package ui

// First returns the first of n lines to draw in h lines so that line at is seen:
// the lines that Window would show, for lists too long to draw in whole.
func First(n, at, h int) int {
	if n <= h {
		return 0
	}
	return min(max(0, at-h/3), n-h)
}
