// Package wire is what laptops and a central dashboard say to each other: the
// bodies, limits and error codes of the dashboard's API, and who may write what.
// The client (store/remote) and the server (dashboard) both import it, so that
// neither can drift from the other.
//
// A dashboard keeps one append-only stream of changes per school. A laptop pushes
// the changes that the stream does not have yet and pulls those behind its
// cursor. Both may be repeated at any time without harm: a change is known by its
// replica and number, and a known one makes no difference.
//
// A push numbers a replica's changes without gaps. After the server came back from
// a backup that rule alone would lose what only those hold who read a part of the
// stream: they give it back as returned changes, which have their place in the
// stream whatever else of their replica is there.
package wire
