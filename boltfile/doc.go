// Package boltfile is what the files of this program have in common, that of a laptop
// (package store) and that of a dashboard (package dashboard/bolt): both are bbolt
// databases. It looks at a file before bbolt maps it, makes and copies files so that
// none is ever seen half-written or written over, and tells which process holds one.
package boltfile
