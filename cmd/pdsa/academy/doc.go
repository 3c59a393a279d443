// Package academy holds only tests: whole schools play on the true stack, laptops
// with their stores and sync engines, the dashboard's service and API, and every
// database that a dashboard can have.
//
// Histories draw what schools do to their laptops and what networks do to
// messages, and check that nothing is lost and that all come to show the same; others
// lose laptops and servers until what a team wrote is held only by who read it.
// A proxy between real processes cuts, delays, repeats and truncates. A benchmark
// plays an academy of 100 schools.
//
// A nightly-sized run of the histories:
//
//	go test ./cmd/pdsa/academy -run "(Histories|Returns)/memory" -rapid.checks=20000 -timeout 3h
package academy
