package paper_test

import (
	"strings"

	. "github.com/cqi-pdsa/pdsa/cycle/paper/papertest"
)

// wordOrganizer is a form made in Word: headings, tables, content controls,
// tracked changes, comments, a footnote, a text box, a link.
func wordOrganizer() File {
	const merged = `<w:vMerge/>`
	body := Style("Title", "PDSA Organizer") +
		P("Directions: complete with your team.") +
		Table(
			Row("Title:", Control(P("Late to first period"))),
			Row("School", "Butler Middle School"),
			Row("Team members", "Ana Ruiz, Sok Chan & D. Moreau"),
			Row("Start date:", "10/5/2026"),
			Row("Date of review", "We meet every Tuesday"),
		) +
		Style("Heading1", "PLAN") +
		Style("Heading2", "1. Evidence consulted") +
		Table(
			Row("Source", "Consulted?", "What it showed", "Where it is"),
			Row("HALS survey", "☒", Cell(P(Inserted("Only 41% of students say the morning is calm. ")+Deleted("Everybody is upset.")), ""),
				Cell(`<w:p><w:hyperlink r:id="hals">`+Run("our folder")+`</w:hyperlink></w:p>`, "")),
			Row("Empathy interviews", "☒", "“Nobody says hello,” said four of six students.", ""),
			Row("MCAS", "☐", "", ""),
			Row("Bus logs", "x", "Two of nine buses come after the bell.", ""),
		) +
		Style("Heading2", "Strengths") +
		P(Run("Ms. Chan's advisory has almost nobody late.")+`<w:r><w:footnoteReference w:id="2"/></w:r>`) +
		Style("Mine", "2. Focal problem") +
		P("Grade 7 loses the start of the day.") +
		Style("Heading2", "Problem of practice (who / does / what)") +
		Table(
			Row("WHO", "DOES", "WHAT"),
			Row("Grade 7 advisers", `<w:p><w:commentRangeStart w:id="0"/>`+Run("take attendance")+`<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>`, "after the first lesson has begun"),
		) +
		Style("Heading2", "4. Short-term goals") +
		Table(
			Row("", "Point A (now)", "Point B (in six weeks)"),
			Row("What", "31 students are late on a usual day", "At most 15 students are late"),
			Row("For whom", "Grade 7", Cell(P(Unfilled("Click or tap here to enter text.")), "")),
			Row("By when", "September 28, 2026", "by 11/13/2026"),
			Row("How much", "31 a day", "15 a day"),
		) +
		P("Is the gap between A and B clear? ☒ Yes ☐ Not yet") +
		P("Is B feasible in six weeks? ☐ Yes ☒ Not yet") +
		Style("Heading2", "5. Change drivers and change activities") +
		Table(
			Row("Driver", "Why this driver", "Change activities"),
			Row(Cell("A welcome at the door", `<w:vMerge w:val="restart"/>`), "Students told us so", "Greet every student by name\nPlay music until 7:55"),
			Row(Cell(`<w:p/>`, merged), "", "Call home after the second time"),
			Row("Advisers begin on time", "", "Move attendance to the door"),
		) +
		P(Run("Prediction: ", "b")+Run("Late arrivals fall by half, because students are expected.")) +
		Style("Heading1", "DO") +
		Style("Heading2", "6. Implementation plan") +
		Table(
			Row("Action item", "Person(s) responsible", "Week 1", "Week 2", "Week 3", "Week 4", "Week 5", "Week 6"),
			Row("Greet at the door", "Ana Ruiz, Sok Chan", "X", "X", Cell("x", `<w:gridSpan w:val="4"/>`)),
			Row("Count at the door", "D. Moreau", "✓", "done", "☐", "missed", "fire drill", ""),
			Row("", "", "", "", "", "", "", ""),
		) +
		Style("Heading2", "7. Practical measures") +
		Table(
			Row("", "Outcome\n(Did it work?)", "Driver (Is it working?)", "Process (How is it working?)", "Balancing (Is something else getting worse?)"),
			Row("Measure", "Late arrivals in grade 7", "Advisers at the door by 7:40", "Students greeted", "Minutes of lesson lost"),
			Row("Operational definition", "Enters after the 7:55 bell", "", "Name said aloud", ""),
			Row("Who collects it", "D. Moreau", "Ana Ruiz", "", ""),
			Row("How often", "Every day", "Weekly", "", ""),
			Row("Baseline", "31", "", "about half", ""),
			Row("Goal", "15", "", "", ""),
		) +
		P(Box(P("Diary")+P("Week 1: We greeted on four of five days."))) +
		Style("Heading1", "STUDY") +
		P("What did we learn? A name said aloud matters more than music.") +
		Style("Heading1", "ACT") +
		P("Decision: ☐ Repeat ☐ Replan ☒ Adapt ☐ Restart") +
		P("Why do the data say so? Late arrivals fell from 31 to 22, short of 15.") +
		Style("Heading2", "Parking lot") +
		P("Ask the bus company for the winter plan.")
	return File{
		Body: body,
		More: map[string]string{
			"word/comments.xml": Part("comments", `<w:comment w:id="0" w:author="Coach Lee">`+P("How do you know when it begins?")+`</w:comment>`+
				`<w:comment w:id="7" w:author="">`+P("A clear page.")+`</w:comment>`),
			"word/footnotes.xml": Part("footnotes", `<w:footnote w:type="separator" w:id="0">`+P("---")+`</w:footnote><w:footnote w:id="2">`+P("Two late arrivals in September.")+`</w:footnote>`),
			"word/header1.xml":   Part("hdr", P("Lowell Leadership Academy – PDSA organizer")),
		},
		Links: `<Relationship Id="hals" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org/hals" TargetMode="External"/>`,
	}
}

// googleDocs is one large table as Google Docs exports it: bold words for labels,
// label and answer in one cell, no styles.
func googleDocs() File {
	wide := `<w:gridSpan w:val="3"/>`
	labeled := func(label, answers string) string {
		return Cell("<w:p>"+Run(label, "b")+"</w:p>"+answers, "")
	}
	return File{Body: Bold("McAuliffe Elementary School") + P("") + Table(
		Row(Cell(Bold("PDSA Cycle"), wide)),
		Row(Cell("<w:p>"+Run("Cycle title: ", "b")+Run("Talking in math")+"</w:p>", wide)),
		Row(Cell("<w:p>"+Run("Team:", "b")+Run(" Rosa Diaz; Kim Le")+"</w:p>", wide)),
		Row(Cell(Bold("Problem of Practice"), wide)),
		Row(labeled("Who", P("Grade 4 students")), labeled("Does", P("wait for the teacher")), labeled("What", P("when a problem has more than one step"))),
		Row(Cell("<w:p>"+Run("Priority area\n", "b")+Run("„Mathe“ talk, «raisonner à voix haute»")+"</w:p>", wide)),
		Row(labeled("Point A – Where are we now?", P("In 2 of 10 lessons students explain.")+P("For whom: grade 4")+P("How much: 2 of 10")), Cell(P(""), ""), labeled("Point B", P("In 6 of 10 lessons.")+P("By when: Nov 20, 2026"))),
		Row(Cell(Bold("Action Items"), wide)),
		Row(Cell(Bold("Task"), ""), Cell(Bold("Who"), ""), Cell(Bold("When"), "")),
		Row("Post sentence starters", "Rosa", "1-2"),
		Row("Ask “why” before “how”", "Kim, Rosa", "every Monday"),
		Row(Cell(Bold("Measures"), wide)),
		Row(Cell(Bold("Type"), ""), Cell(Bold("What will we measure?"), ""), Cell(Bold("Target"), "")),
		Row("Outcome", "Lessons with students explaining", "6"),
		Row("Balancing", "Minutes a problem takes", "no more than 15"),
		Row(Cell(Bold("What happened"), wide)),
		Row(Cell(P("Week 1: Starters are up.")+P("Week 2")+P("Half of the class used them.")+P("[type here]"), wide)),
		Row(Cell(Bold("Next steps"), wide)),
		Row(Cell(P("Repeat – two weeks are too short to tell."), wide)),
		Row(Cell(Bold("Supports needed"), wide)),
		Row(Cell(Item(0, "A half day of planning")+Item(0, "Whiteboards"), wide)),
	)}
}

// plainText is typed without a table: colons, bullets, a fishbone and five whys as
// text.
func plainText() File {
	return File{Body: strings.Join([]string{
		Bold("Homework that comes back"),
		P("School: Bartlett Community Partnership School"),
		P("Team: Lee Soto"),
		P("Start: ____________"),
		Bold("Bright spots"),
		Item(0, "Room 12 gets 9 of 10 back"),
		Item(0, "Families answer texts"),
		Bold("POP"),
		P("Who: Grade 5 teachers____"),
		P("Does: give homework on Friday"),
		P("What: without going over it"),
		Bold("Fishbone"),
		P("Time: homework is handed out at the bell; no time on Monday"),
		P("Families: late buses"),
		Bold("People"),
		Item(0, "each teacher has another rule"),
		Item(1, "we never agreed on one"),
		Bold("5 Whys"),
		P("Why 1: Students forget it"),
		P("Why 2: It is not written down"),
		P("Why 3: The bell rings first"),
		P("Root cause: It is not written down in class"),
		Bold("Goal"),
		P("By Nov 13, 8 of 10 students bring it back."),
		Bold("Change ideas"),
		Item(0, "Hand it out at the start"),
		Item(0, "One page at most"),
		Bold("Outcome measure"),
		P("Homework brought back on Monday"),
		P("How often: weekly"),
		P("Unit: % of students"),
		P("Baseline: 55%"),
		P("Goal: 80%"),
		Bold("Process measures"),
		Item(0, "Days on which it is handed out at the start"),
		Bold("Hypothesis"),
		P(Run("What do you think will happen?", "gray")),
		P("It comes back, because it is written down."),
		P(Box(P("Remember the parents' evening!"))),
	}, "")}
}

// moved has its parts in another order, under other names and with slips of the
// keyboard.
func moved() File {
	return File{Body: strings.Join([]string{
		Style("Heading1", "What we learnt so far"),
		P("Nothing yet."),
		Style("Heading1", "Balancing mesures"),
		P("Time for science"),
		Style("Heading1", "Implementaton Plan"),
		Table(
			Row("Who is responsible", "What will be done", "By when", "Resources needed", "Budget"),
			Row("Ana", "Read aloud each morning", "Weeks 1 to 3", "40 books", "$200"),
			Row("Tom", "Visit the library", "after the holidays", "", ""),
		),
		Style("Heading1", "Desired state"),
		P("Students read 20 minutes a day."),
		Style("Heading1", "Curent state"),
		P("Students read 5 minutes a day."),
		Style("Heading2", "By when"),
		P("sometime in the fall"),
		Style("Heading1", "Drivers of change"),
		P("Books within reach"),
		Item(1, "A shelf in each room"),
		Item(1, "A book talk on Fridays"),
		Style("Heading1", "Causal analysis"),
		Table(
			Row("Category", "Cause", "Why 1", "Why 2", "Root cause?"),
			Row("Place", "Books are locked away", "They were lost", "Nobody counts them", "x"),
			Row("Time", "No reading time", "", "", ""),
		),
		Style("Heading1", "Data consulted"),
		P("i-Ready: 38% on grade level"),
		P("☒ Instructional rounds – 3 of 12 rooms had books out"),
		P("☐ HALS"),
		P("☒ Library cards: 61 of 240"),
		P("Students say they like comics."),
		Style("Heading1", "Coach comments"),
		P("Good start; which grade?"),
	}, "")}
}

// halfDone is a form with almost nothing in it, an odd table, a nested table and
// boxes of an older Word.
func halfDone() File {
	tick := func(checked string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>` + checked + `</w:checkBox></w:ffData></w:fldChar></w:r>` +
			`<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	return File{
		Body: Style("Heading1", "Plan-Do-Study-Act") +
			Table(
				Row("Name of cycle", "________"),
				Row("School", "[type here]"),
				Row("Team", Cell(Table(Row("Mia Wong"), Row("Jo Park")), "")),
			) +
			Style("Heading1", "Evidence") +
			P(tick("<w:checked/>")+Run(" Student work: sentences without verbs")) +
			P(tick("")+Run(" MCAS")) +
			Style("Heading1", "Point A") + P("_______") +
			Style("Heading1", "Point B") + P("…………") +
			Style("Heading1", "Lunch orders") +
			Table(Row("Pizza", "12"), Row("Salad", "4")) +
			Style("Heading1", "Decision") + P("Abandon: it did not help.") +
			`<w:p><w:fldSimple w:instr=" PAGE ">` + Run("77") + `</w:fldSimple></w:p>`,
		More: map[string]string{"word/footer1.xml": Part("ftr", P("Draft of October"))},
	}
}
