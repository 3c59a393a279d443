// Package runchart reads data in time order the way improvement teams do: it
// computes the center line, the signals and, where a team asks for them, the
// control limits of a run chart, puts the result into plain words, and lays the
// chart out for any surface that draws it.
//
// [Analyze] is the one way in. It takes a [Series] and [Options] and gives an
// [Analysis]: the values as plotted and, for each phase, the line, the runs and
// the signals. [Analysis.Read] turns that into two or three sentences.
// [NewAxis], [NewColumns], [ThinLabels] and [PlaceNotes] are the geometry that
// the terminal, the SVG and the print share.
//
// Points are numbered from 1 everywhere, as on the chart. A number that cannot
// be computed is an absent [Optional], never NaN.
//
// The package is pure: no I/O, no clock, standard library only.
//
// # Terms
//
// A useful observation is a present point that does not lie on the center line.
// A run is a row of useful observations on one side of it; points on the line
// and missing points neither break nor extend a run. A crossing is the step from
// one run to the next.
//
// # Sources
//
//   - The Anhøj rules: J. Anhøj and A. V. Olesen, "Run charts revisited: a
//     simulation study of run chart rules for detection of non-random variation
//     in health care processes", PLoS ONE 9(11), 2014.
//   - The IHI rules: R. J. Perla, L. P. Provost and S. K. Murray, "The run chart:
//     a simple analytical tool for learning from variation in healthcare
//     processes", BMJ Quality & Safety 20(1), 2011.
//   - The distribution of the number of runs: F. S. Swed and C. Eisenhart,
//     "Tables for testing randomness of grouping in a sequence of alternatives",
//     Annals of Mathematical Statistics 14(1), 1943.
//   - p' limits: D. B. Laney, "Improved control charts for attributes", Quality
//     Engineering 14(4), 2002.
//   - Screened moving ranges: L. S. Nelson, "Control charts for individual
//     measurements", Journal of Quality Technology 14(3), 1982.
package runchart
