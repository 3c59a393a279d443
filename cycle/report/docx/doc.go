// Package docx writes a document in the format of Word (Office Open XML, ISO/IEC
// 29500): headings that make an outline, real lists and tables whose head is
// repeated on each page, charts and diagrams as pictures with a description.
//
// It writes the few parts of the format that it needs itself: equal documents
// give equal bytes, and nothing of the team can become more than text.
package docx
