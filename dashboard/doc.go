// Package dashboard is the district's central dashboard: one append-only stream
// of changes per school, who may read and write them, and the cycles that follow
// from them.
//
// The package holds the types and the rules; around it stand
//
//	bolt, postgres   the two back ends, behind the interface Backend
//	backendtest      the contract suite that both pass
//	api              the HTTP API and its OpenAPI description
//	page             the pages for people
//	serve            the server process: listening, TLS, limits, health, metrics
//	conformance      checks any server's API from outside
//
// A stream numbers a school's changes 1, 2, 3 .. without gaps, in the order in
// which they were taken in. Teams read all of it. Coaches and the district read
// feeds of their own, which hold only the documents shared with them: when a
// document becomes shared, the changes that it has until then enter the feed, and
// those that follow enter as they come. What is taken back from sharing is passed
// over in a feed from then on. So a cursor is one number, nothing is missed, and
// nobody learns of what they may not see.
//
// Within a stream every replica numbers its own changes, and is held to do so without
// gaps. Two kinds of changes stand outside of that rule. What a coach or the district
// writes in a document that they cannot see here, as when the server lost it, is
// counted and waits: it enters the stream once the document is shared with them. And
// after the server came back from a backup, what people read before may be returned
// by them: it enters the stream, and counts once the changes before it are there too.
package dashboard
