// Package listpane is the part of a pane that holds a list of the organizer: its
// items one below the other, and the item in hand with its form.
//
// A new item is written together with the first thing that is said in it, so an
// item that was begun and left blank never was.
package listpane
