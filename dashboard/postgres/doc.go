// Package postgres keeps a dashboard in a PostgreSQL database (version 12 or
// newer), for districts that run one already or want several server processes.
// The tables stand in migrations; give them a database or a schema of their own.
//
// Updates that name the same school wait for each other by an advisory lock that
// ends with the transaction, in whichever process they are. So what an update has
// read of its school still holds when it writes, at PostgreSQL's usual isolation
// (read committed), and a reader that goes by its cursor misses nothing: entries
// become visible in the order of their numbers. Updates of different schools run
// side by side; the few that PostgreSQL breaks off, because two wait for each
// other, are run again.
package postgres
