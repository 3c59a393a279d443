// Package diagram draws the two pictures of a cycle that are no charts: the
// fishbone of causes and the driver diagram. Both come as SVG, the fishbone also
// as Mermaid text.
//
// An image is [Width] pixels wide and as high as its words need: they are wrapped
// and never touch, and nothing is smaller than 12 pixels. Shapes and words carry
// every meaning, so that it prints in black and white. It holds a title and a
// description for screen readers, presentation attributes in place of styles, no
// ids and no scripts, so that several can stand in one page under a strict
// content policy. What the team wrote is cleaned and escaped; a text of more than
// [MostLetters] letters is cut, because the list beside the picture has it whole.
//
// The package is pure. Equal cycles give equal bytes.
package diagram
