// Package tabular reads the tables that schools get from others: exports of a
// student information system, spreadsheets, a state's files. It finds out how a
// table is written (delimiter, quoting, encoding, lines above the header), gives
// its rows one by one, and makes series of them: numbers in the order of time,
// one series a group.
//
// Open reads delimited text and .xlsx workbooks. Text streams: memory does not
// grow with the file. ReadSeries picks columns and rows; NewPlan compares the
// series with the data points that a cycle has and gives the edits that bring in
// what is new. StudentLevel says whether a table is about single students, which
// no cycle may hold; Guess proposes which column is what.
//
// The package is pure over an io.Reader: it opens no files and writes none,
// reads no clock, and knows no terminal. Text of a table in errors is cleaned.
package tabular
