// Package slides writes a cycle as slides for a projector, in one HTML file that
// needs nothing else: one idea a slide, as package shareout tells it. The arrow keys,
// space, page up and down, home and end go from slide to slide, as a projector's
// remote does, and so does the browser's way back. Where scripts are not allowed the
// browser's own scrolling stops at each slide, and links lead on; printed, each slide
// is a page.
package slides
