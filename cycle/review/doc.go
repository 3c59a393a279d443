// Package review asks what a good coach would ask about a cycle.
//
// [Of] reads a cycle and gives questions, each with the reason why it matters
// and the place to go to, and the strong points that deserve a word. Nothing is
// scored and nothing is blocked: a team may read a question, think and go on.
// [Progress] suggests a place on the progress scale with its evidence, for a
// person to set.
//
// The rules are rows of one table, [Rules]. They follow what published audits of
// PDSA cycles found missing most often: an aim with measure, baseline, target,
// date and group; a prediction that was written before the work began, with a
// number and a "because"; a small first test; regular data; what was done against
// what was planned; a decision that cites the data; linked cycles of growing scale
// (Taylor et al. 2014, Knudsen et al. 2019, McNicholas et al. 2019).
//
// The package is pure: no I/O, no clock.
package review
