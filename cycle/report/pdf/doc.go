// Package pdf writes a document as PDF on US Letter paper, with letters of its
// own in the file (see package typeface), charts and diagrams as drawings, and
// bookmarks.
//
// The letters cover the languages written in Latin, Greek and Cyrillic and the
// signs of the charts. Other characters stand as ▯; [Write] tells which they
// were, and so does a note at the end of the document. The forms docx and html
// have them all.
package pdf
