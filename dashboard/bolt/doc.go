// Package bolt keeps a dashboard in one bbolt file: nothing to install and
// nothing to run beside it, enough for a district of some dozens of schools. One
// process at a time holds the file. The tree of buckets:
//
//	meta
//	├─ kind           -> "pdsa dashboard", which tells it from a laptop's store
//	└─ schema         -> the file's schema version, 8 bytes big-endian
//	settings          key -> value
//	schools           id -> School, JSON
//	people            id -> Person, JSON
//	tokens            hash -> Token, JSON
//	invites           hash -> Invite, JSON
//	audits            number, 8 bytes big-endian -> Audit, JSON
//	recent            <newest first, 8 bytes> <school> 0x00 <document> -> school;
//	                  the order of lists of documents
//	streams
//	└─ <school>
//	   ├─ changes     place in the stream, 8 bytes big-endian -> change, JSON
//	   ├─ places      <replica> <seq, 8 bytes big-endian> -> place in the stream
//	   ├─ have        replica -> number up to which all of its changes are there,
//	   │              8 bytes big-endian
//	   ├─ waiting     <replica> <seq, 8 bytes> -> a change that is not in the stream
//	   │              yet, and from whom; made when there is one
//	   ├─ bydoc       <document> <place, 8 bytes> -> nothing; which changes make a document
//	   ├─ docs        document -> the head of its Doc, JSON
//	   ├─ rows        document -> its Row
//	   ├─ states      document -> its State
//	   └─ feeds
//	      ├─ coach    place in the feed, 8 bytes big-endian -> place in the stream,
//	      │           then the document that the change is of
//	      └─ district likewise
//
// Writes of several requests that come at the same moment share one commit, as a
// commit is a wait for the disk: see DB.Update.
package bolt
