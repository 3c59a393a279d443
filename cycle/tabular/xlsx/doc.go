// Package xlsx reads the values of an Excel workbook (Office Open XML, ECMA-376):
// texts, numbers as they are kept, and what their format says about them. Numbers
// shown as dates come as dates, those shown as percentages as percentages, codes
// with their leading zeros. Formulas come with the value that was worked out when
// the workbook was saved.
//
// Nothing in a workbook is believed: what it unpacks to is bounded, and whatever
// is damaged gives an error.
package xlsx
