// Package fishbone is the step in which a team asks why its problem happens: the
// causes on a fishbone (Ishikawa) diagram, or as a tree where the window is
// narrow, and the five whys under a cause.
//
// Layout is the geometry of the diagram. It knows of no terminal and no colour:
// whatever prints the fishbone elsewhere can start from it.
package fishbone
