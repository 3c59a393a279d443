// Package sheet writes cycles as a workbook of Excel (Office Open XML, ISO/IEC
// 29500): one sheet each for the cycles, their weekly plans, their measures and
// their data points, so that the rows of several cycles can be sorted and counted
// together.
//
// It writes the few parts of the format that it needs itself. What the team wrote
// always stands in cells of text: nothing of it can become a formula, not even
// when somebody edits the cell. Equal cycles give equal bytes.
package sheet
