// Package cycle says what a PDSA cycle is: its parts and fields, how full it is,
// what comes next, which week and phase it is in, and what each decision carries
// into the next cycle.
//
// A Cycle is plain data: values by field key, and lists of items. What fields
// there are, how they are called and asked for stands in one table, Steps, that
// forms, commands, reports and imports read. A new field is one new row there.
//
// The package is the ground floor. It does no I/O, reads no clock (callers pass
// today) and knows no terminal. How a cycle is written down change by change,
// merged and undone is the task of package cycle/change.
package cycle
