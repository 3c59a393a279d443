// Package change is the change log: the one way in which anything is written.
//
// What a person does becomes a Change, an immutable record of one or more Ops.
// A document's State is a pure function of the set of its changes: whoever holds
// the same set sees the same document, whatever order the changes came in and
// however often. Saving, history, undo, conflicts, backup and sync are all this
// one mechanism.
//
//   - A field is a multi-value register. A set names the changes whose value it
//     replaces; the values that nobody has replaced are live. One live value is
//     the value. Several that differ are a Conflict: the newest is shown, the
//     others are kept beside it until a person chooses.
//   - A member of a set ("weeks/3") is one such field; any live "true" holds.
//   - An item of a list is there as long as a live value in it was not named by
//     a del. Its place is the value of its field "pos", see Between.
//   - A del names the values that its author had seen. An edit that it did not
//     name keeps the item, which is then flagged until someone who knows of the
//     deletion writes in it or takes it out.
//
// Clocks only choose which of two values is shown first; a wrong clock can lose
// nothing.
package change
