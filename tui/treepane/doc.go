// Package treepane is what panes share whose items hang on each other, as causes
// hang on bones and activities on drivers: the item in hand, the text that is typed
// into it, its place among its neighbors, and what it hangs on. How the items are
// drawn, and where the arrows go, is the pane's own.
package treepane
