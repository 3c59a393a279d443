package help

// A word is a term that a team meets in the program, in plain words.
type word struct{ term, means string }

// glossary is ordered by the alphabet.
var glossary = []word{
	{"Balance measure", "a number that shows whether something else gets worse while you work on your problem, such as minutes of lessons lost."},
	{"Driver", "a part of how the school works that has to be different if the problem is to get smaller. Your activities are there to move it."},
	{"Fishbone", "a drawing of what causes the problem: the problem at the head, kinds of causes as bones, and on them the causes that you find by asking why."},
	{"Median", "the middle value: half of the points lie above it, half below. One very high or very low week does not move it."},
	{"PDSA", "Plan, Do, Study, Act: decide on a small change and say what you think will happen, try it, look at what did happen, decide what is next."},
	{"Point A, Point B", "Point A is how it is now. Point B is how it should be at the end of the cycle. Both have a number, so that you can tell when you are there."},
	{"Prediction", "what you think will happen and why, written down before you begin. Learning is the difference between it and what you see."},
	{"Problem of practice", "something that people at your school do, that can be seen or heard, and that should change: who does what, and when."},
	{"Run chart", "your numbers in the order of time, one point after the other, with a line at the median. It shows whether a change is more than the usual ups and downs."},
	{"Shift", "so many points in a row on one side of the median that chance is not a likely reason. Something has changed."},
	{"Trend", "several points in a row that all go up or all go down."},
}
