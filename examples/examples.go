// Package examples holds stories of cycles to try the program with, and makes
// any number of further ones. The people, schools and figures are invented but
// for those that README.md names.
package examples

import (
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
)

//go:embed *.json
var files embed.FS

// Day is the day on which the stories take place: the words in them name dates,
// so whoever shows them does so on that day.
func Day() cycle.Day { return cycle.Day{Year: 2026, Month: time.November, Day: 20} }

// Cycles returns the stories, ordered by the names of their files.
func Cycles() []*cycle.Cycle {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	cycles := make([]*cycle.Cycle, len(names))
	for i, name := range names {
		data, err := files.ReadFile(name)
		if err == nil {
			cycles[i], err = cycle.ParseDocument(data, numbered(name))
		}
		if err != nil {
			panic(fmt.Sprintf("%s: %v", name, err)) // the files are part of the program and tested
		}
	}
	return cycles
}

// numbered gives ids that are the same every time.
func numbered(prefix string) func() string {
	n := 0
	return func() string {
		n++
		return fmt.Sprintf("%s-%d", prefix, n)
	}
}
