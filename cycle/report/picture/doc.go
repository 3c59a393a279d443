// Package picture reads the drawings that package report and its diagrams make,
// so that a form that cannot show SVG can have them too: [Picture.PNG] paints one,
// and what writes PDF paints the shapes itself.
//
// It knows the small part of SVG in which those drawings are made: rectangles,
// lines, paths of straight lines, circles and text, in grays, moved by translate.
// [Parse] refuses anything else, so that no drawing loses a part silently.
package picture
