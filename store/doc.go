// Package store keeps cycles on this laptop, in one bbolt file.
//
// What is kept is the change log (package cycle/change); everything else in the
// file follows from it and can be made anew. The tree of buckets:
//
//	meta
//	├─ schema      -> the file's schema version, 8 bytes big-endian
//	├─ replica     -> this store's replica id
//	├─ indexed     -> number of the last own change in bydoc and view, 8 bytes big-endian
//	├─ clock       -> the newest stamp given out or absorbed by then, JSON
//	└─ settings    -> one key a setting: person, theme, ..
//	changes         the log; the number that the bucket carries is that of the last own change
//	└─ <replica> 0x00 <seq, 8 bytes big-endian> -> SHA-256 (32 bytes), then the change's JSON
//	bydoc
//	└─ <document> 0x00 <replica> 0x00 <seq>     -> nothing; which changes make a document
//	secrets         what is written about student groups and was not told: see secret.go
//	├─ texts
//	│  └─ <document> 0x00 <seal>                -> salt and text, JSON
//	└─ due
//	   └─ <document>                            -> nothing; of it something may be to tell
//	sync            what is known about a dashboard; a sync makes it anew
//	├─ streams
//	│  └─ <school>                              -> its Stream, JSON: cursor, epoch, acknowledged numbers
//	├─ docs
//	│  └─ <document>                            -> the school that it belongs to, where that is not the home
//	└─ aside
//	   └─ <change id>                           -> JSON of a change that a stream has under other content
//	view            a cache; dropping it loses nothing. States and rows stand behind
//	│               a checksum (CRC-32C): a damaged one is made anew, never shown
//	├─ version     -> change.FoldVersion and the cache's own, 8 bytes big-endian
//	├─ state
//	│  └─ <document>                            -> the folded document
//	├─ rows
//	│  └─ <document>                            -> its line in the library (Row)
//	├─ follow
//	│  └─ <document> 0x00 <the one that follows> -> nothing; the links of a ramp
//	└─ recent
//	   └─ <newest first, 8 bytes> <document>    -> nothing; the order of the library
//
// A save by a person is one change, written to the log in one transaction that is
// on the disk when Save returns. What follows from it, bydoc and view together the
// index, is written for many saves at once, by Settle or Close. The own changes
// that the index does not hold yet, those behind the number indexed, are the tail;
// every reader lays it over the index (tail.go), also after a crash or in a file
// that can only be read. One process at a time holds the file.
package store
