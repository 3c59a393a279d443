// Package report turns a cycle into a document: Markdown, plain text for a
// terminal, and JSON that can be read back.
//
// What a document holds follows from the organizer's table (cycle.Steps) and is
// worked out once, as an outline of sections and blocks; a format only says how
// a heading, a value, a tree or a table is written. A new field shows up in all
// of them without a line here.
//
// The package does no I/O. Equal input gives equal bytes.
package report
