// Package slides writes a cycle as slides for a projector, in one HTML file that
// needs nothing else: one idea a slide, as package shareout tells it. Space, page
// down and the arrow keys go forward and back, without any script; printed, each
// slide is a page.
package slides
