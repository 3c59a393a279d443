package plain

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/cqi-pdsa/pdsa/tui/filepick"
)

// askFile asks for the path of a file until read takes one. The error is errLeave
// where the person leaves, or errEnd.
func (a *ask) askFile(read func(path string) error) error {
	a.say("Type its path. A name alone is looked for here and in " + filepick.Start() + ". A line with a single . leaves.")
	for {
		typed, err := a.line()
		if err != nil {
			return err
		}
		path := filepick.Dropped(typed)
		if path == "" || path == endOfText {
			return errLeave
		}
		a.say("Reading the file.")
		if err := read(found(path)); err != nil {
			a.say("Not read. " + upperFirst(sentence(err.Error())))
			continue
		}
		return nil
	}
}

// found is where a file is: a name alone may be in the folder of downloads.
func found(path string) string {
	if strings.ContainsAny(path, `/\`) {
		return path
	}
	f, _, err := filepick.Open(path)
	if err == nil {
		_ = f.Close() // it is there
	}
	if errors.Is(err, fs.ErrNotExist) {
		return filepick.Start() + path
	}
	return path
}
