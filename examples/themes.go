package examples

// A theme is what a generated cycle is about.
type theme struct {
	title, who, does, what string
	measure, unit          string
	direction              string
	from, to, spread       float64 // where the measure starts, where it is meant to go, how much it varies
	process                string
	causes                 []string
	driver                 string
	activities             []string
	learned                string
}

var themes = []theme{
	{
		"Late to first period", "advisers", "take attendance", "after the first lesson has begun",
		"Late arrivals", "students a day", "down", 29, 19, 3.5, "Doors with a greeter",
		[]string{"The bell rings before the second bus is in", "Nobody is at the door", "Breakfast ends at the bell", "Being late has no consequence anybody knows"},
		"Being on time feels welcome",
		[]string{"Two adults greet at the door", "Breakfast to go from 7:40"},
		"Greeting works on the days on which two of us stand there. One alone is not enough.",
	},
	{
		"Hands up in math", "teachers", "call on", "the students whose hands are up",
		"Students who speak in a lesson", "students", "up", 7, 14, 2.2, "Lessons with turn and talk",
		[]string{"Quick answers keep the pace", "Wrong answers feel risky", "No time to think before speaking", "Same groups every week"},
		"Everyone has something to say first",
		[]string{"One minute of writing before talking", "Partners, then the class"},
		"The minute of writing helps most of all where students are new to English.",
	},
	{
		"Reading that gets finished", "students", "put down", "a book before page thirty",
		"Books finished", "books a week", "up", 11, 22, 4, "Book talks given",
		[]string{"Books are chosen by level alone", "Twenty minutes are cut first", "No one asks about the book", "Few books in home languages"},
		"Choosing is taught",
		[]string{"Two book talks a week", "A swap shelf in the hallway"},
		"Choice moved more than time did. The shelf in home languages was empty by week 2.",
	},
	{
		"Calls home", "families", "hear from us", "when something has gone wrong",
		"Good-news calls", "calls a week", "up", 6, 25, 5, "Teachers who called",
		[]string{"Numbers are old", "No list of who was called", "Interpreters only for meetings", "Calls happen after hours"},
		"A good call is easy to make",
		[]string{"Fifteen minutes on Thursdays", "A script in four languages"},
		"The fifteen minutes matter more than the script.",
	},
	{
		"Hallway passes", "students", "leave class", "in the first ten minutes",
		"Passes before 8:10", "passes a day", "down", 34, 20, 5, "Classes with a starter",
		[]string{"The first ten minutes are roll call", "Passes are on a hook", "Bathrooms are locked at lunch", "Starters take a while to write"},
		"The lesson begins at the bell",
		[]string{"A starter on the board every day", "Lunch bathrooms open again"},
		"Opening the bathrooms at lunch did as much as the starters.",
	},
	{
		"Homework that comes back", "teachers", "return homework", "a week after it was handed in",
		"Days until feedback", "days", "down", 7.5, 3, 1.1, "Sets returned",
		[]string{"Everything gets a grade", "Feedback is written at night", "Planning time is used for coverage", "Students do not read the comments"},
		"Less to mark, sooner",
		[]string{"One question marked, the rest discussed", "Marking in planning time on Mondays"},
		"Students read a comment that comes the next day.",
	},
	{
		"Words for science", "English learners", "copy", "the definition from the board",
		"New words used in talk", "words a lesson", "up", 2.4, 6, 0.9, "Lessons with word cards",
		[]string{"Words are given, not needed", "Talk is mostly ours", "Pictures are missing", "Home languages stay outside"},
		"Words are needed to do something",
		[]string{"Word cards on the lab table", "Say it in any language first"},
		"Saying it in any language first doubled what was said in English.",
	},
	{
		"Recess that ends well", "students", "come back", "with an argument from recess",
		"Office visits after recess", "visits a week", "down", 17, 9, 3, "Recess games led",
		[]string{"One ball for ninety children", "Adults stand at the wall", "The line is long", "Rules change by the day"},
		"Play has a start and an end",
		[]string{"Three led games a day", "Line up by table with a song"},
		"The song is silly and it works.",
	},
	{
		"Co-teaching for all", "two teachers in a room", "plan", "on the way to the lesson",
		"Lessons planned together", "lessons a week", "up", 3, 9, 1.6, "Plans shared by Friday",
		[]string{"No common time", "Plans are in two places", "One of us leads always", "Coverage takes the hour"},
		"Common time is kept",
		[]string{"Forty minutes on Wednesday, never covered", "One shared plan page"},
		"When Wednesday was covered, nothing else replaced it.",
	},
	{
		"Attendance on Fridays", "students", "stay home", "on Fridays",
		"Absent on Fridays", "students", "down", 41, 30, 5, "Friday clubs held",
		[]string{"Fridays are for tests", "Buses run late on Fridays", "Nobody asks on Monday", "Older siblings look after younger ones"},
		"Friday is worth coming for",
		[]string{"Clubs in the last period on Fridays", "A hello on Monday for who was out"},
		"Clubs moved the middle group. The students who miss most did not come for them.",
	},
}

var schools = []string{
	"Eastern Canal Middle School", "Spindle Street Elementary School", "Locks Elementary School", "Paper Mill High School",
	"Bobbin Yard K-8 School", "North Bridge Elementary School", "Falls View Middle School", "Weavers' Academy",
	"Old Depot Elementary School", "Acre Street School", "Merriam Hill Middle School", "South Common K-8 School",
	"Loom and River High School", "Granite Row Elementary School",
}

var networks = []string{"Network 1", "Network 2", "Network 3"}

var firstNames = []string{
	"Ana", "Sok", "Grace", "Luis", "Maureen", "Kwame", "Sreymom", "Patrick", "Nadia", "Tania", "Denise", "Dan", "Phaly", "Rosa",
	"Eileen", "Samuel", "Channary", "Fatou", "Miguel", "Joan", "Vanna", "Beatriz", "Thomas", "Aisha", "Claire", "Rithy",
}

var lastNames = []string{
	"Ruiz", "Chan", "Mensah", "Aponte", "Doherty", "Boateng", "Pech", "Sheehan", "Haddad", "Morales", "Lavallee", "Theriault",
	"Keo", "Gallagher", "Santos", "Okafor", "Nhem", "Diallo", "Rivera", "Sullivan", "Prak", "Costa", "Bergeron", "Khan", "Murphy", "Sar",
}
