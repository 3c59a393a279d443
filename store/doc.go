// Package store keeps cycles on this laptop, in one bbolt file.
//
// What is kept is the change log (package cycle/change); everything else in the
// file follows from it and can be made anew. The tree of buckets:
//
//	meta
//	├─ schema      -> the file's schema version, 8 bytes big-endian
//	├─ replica     -> this store's replica id
//	├─ seq         -> number of the last own change, 8 bytes big-endian
//	├─ clock       -> the newest stamp given out or absorbed, JSON
//	└─ settings    -> one key a setting: person, theme, ..
//	changes
//	└─ <replica> 0x00 <seq, 8 bytes big-endian> -> SHA-256 (32 bytes), then the change's JSON
//	bydoc
//	└─ <document> 0x00 <replica> 0x00 <seq>     -> nothing; which changes make a document
//	sync
//	└─ what a dashboard has acknowledged: cursor, epoch
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
// A save by a person is one change, written with all that follows from it in one
// transaction that is on the disk when Save returns. One process at a time holds
// the file.
package store
