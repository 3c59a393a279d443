// Package remote keeps a store in step with a central dashboard: the HTTP client,
// the engine that pulls and pushes, the watcher that does so in the background, and
// the cache of what other schools share.
//
// A sync of a stream first pulls what is behind the cursor and then pushes what the
// stream lacks. In this order the stream itself, whose changes carry their hashes,
// tells what it has: after lost answers, after a server came back from a backup, and
// on a laptop whose store is a copy of another one. With nothing new it is one
// request.
package remote
