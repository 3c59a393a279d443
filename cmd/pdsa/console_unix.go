//go:build !windows

package main

import "os"

// canDraw reports whether the terminal can show screens: one that calls itself
// dumb cannot move its cursor.
func canDraw(*os.File) bool { return os.Getenv("TERM") != "dumb" }
