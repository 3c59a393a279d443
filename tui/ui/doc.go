// Package ui holds what all screens share: colours and signs, keys, the frame
// around a screen, and the small set of messages by which a screen asks the
// program to go somewhere.
//
// A screen is a plain struct. It gets its messages through Update, which changes
// it and returns commands; it draws itself with View into exactly the columns and
// rows that it is given. It does no I/O in Update and changes nothing in a
// command.
package ui
