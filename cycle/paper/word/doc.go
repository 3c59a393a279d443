// Package word reads the text of a Word document (.docx, ISO/IEC 29500) in
// reading order: paragraphs, tables, lists, text boxes, notes and comments, as
// Word, Google Docs and LibreOffice write them.
//
// What a reader sees on the page is what comes out: insertions that are tracked
// are taken and deletions are not, fields give their results, and the words that a
// form shows where nothing is written yet are told apart from answers.
//
// Files come from anywhere, so everything is bounded: bytes before and after
// unpacking, parts, depth, cells and time. Macros, passwords and document types
// are refused; links, pictures and embedded objects are never followed. The
// package does no I/O but through the reader that it is given.
package word

// A Document is the text of a file. Text is as it was written: it may hold control
// characters, and whoever keeps or shows it has to clean it.
type Document struct {
	Title  string // of the file's properties; often empty
	Header []Block
	Body   []Block
	Footer []Block
	// Comments are in the order of the file.
	Comments []Comment
	// Passed counts what was not read, by a name such as "picture".
	Passed map[string]int
}

// A Block is a *Paragraph, a *Table or a *Box.
type Block interface{ block() }

// A Paragraph is one paragraph.
type Paragraph struct {
	// Text has "\n" for a line break, "\t" for a tab, and ☐ or ☒ for a box to tick.
	Text string
	// Hint is what a form shows in an empty place ("Click or tap here to enter
	// text."). It is no part of Text.
	Hint string
	// Lead is the start of Text that is in bold; all of Text when all of it is.
	Lead string
	// Level is that of a heading, 1 to 9; 0 is no heading. A title has level 1.
	Level int
	// List is 1 for an item of a list, 2 for an item under it, and so on; 0 is no
	// item.
	List int
	// Faint says that all of the text is gray.
	Faint bool
	// Comments are the ids of comments that begin in it.
	Comments []string
}

// A Table is a table.
type Table struct{ Rows []Row }

// A Box is a box of text beside the paragraph that it follows.
type Box struct{ Blocks []Block }

// A Row is one row of a table.
type Row struct{ Cells []Cell }

// A Cell is a cell of a table.
type Cell struct {
	Blocks []Block
	Column int // of the table's grid, from 0
	Span   int // how many columns it takes, at least 1
	// Continues says that the cell is one with the one above it. It has no text of
	// its own then.
	Continues bool
}

// A Comment is a remark beside the text.
type Comment struct {
	ID     string
	Author string
	Text   string
}

func (*Paragraph) block() {}
func (*Table) block()     {}
func (*Box) block()       {}

// Bold reports whether all of the paragraph is in bold.
func (p *Paragraph) Bold() bool { return p.Text != "" && p.Lead == p.Text }
