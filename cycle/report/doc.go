// Package report turns cycles into documents: Markdown, HTML, plain text for a
// terminal, and JSON that can be read back. Its subpackages write the forms that
// need a library of their own: docx, pdf, sheet (xlsx) and calendar (ics); the
// subpackage diagram draws the fishbone and the driver diagram.
//
// What a document holds follows from the organizer's table (cycle.Steps) and is
// worked out once, by [New], as a [Document] of papers, sections and blocks; a
// form only says how a heading, a value, a tree, a table or a picture is
// written. A new field shows up in all of them without a line here.
//
// A document leaves the laptop. Numbers about groups that are too small are
// withheld in it; only JSON, which carries the cycle itself, and the text on the
// team's own screen have them.
//
// The package does no I/O. Equal input gives equal bytes.
package report
