// Package drivers is the step in which a team says what must be different for its
// aim to be reached and what it will try: a driver diagram, aim, drivers and
// activities from left to right, or an outline where the window is narrow.
package drivers
