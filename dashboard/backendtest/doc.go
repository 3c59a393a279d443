// Package backendtest holds the contract of dashboard.Backend as a suite of tests
// that every back end runs, and a back end in memory, the plainest that keeps the
// contract: it is what the others are compared with, and it serves tests of the
// packages above.
package backendtest
