// Package streamtest is a dashboard in memory, for tests: the plainest server that
// keeps streams as package wire describes them, and the means to treat its clients
// badly. It folds documents only to know with whom they are shared.
package streamtest
