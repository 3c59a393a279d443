package tuitest

// A Reporter is what a check needs of a test: a *testing.T has it, and so has
// the T of a property test.
type Reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// Feed types a text into u and runs no command: those of letters only wait for
// the typing to rest.
func Feed(u Updater, text string) {
	for _, msg := range Type(text) {
		u.Update(msg)
	}
}
