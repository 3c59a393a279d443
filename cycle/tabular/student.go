package tabular

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// StudentLevel reports whether a table holds single persons in place of figures
// about groups, by the words of its header and the shape of its values: ids of
// students, birthdays, social security numbers, e-mail and network addresses,
// names of persons. The reason names the column.
//
// Published files about schools, districts and groups pass, with their codes of
// schools and counts of students. The sample is best a hundred rows; fewer make
// the test weaker, and the header's words always count.
func StudentLevel(columns []string, sample []Row) (reason string, bad bool) {
	var all []personal
	for i, name := range columns {
		p := personal{name: name, words: wordsOf(name), cells: cellsOf(sample, i)}
		if what := personalHeader(p.words); what != "" && (what == studentIDs || !p.most(isCount)) {
			return about(name, what), true
		}
		if what := p.values(); what != "" {
			return about(name, what), true
		}
		all = append(all, p)
	}
	return together(all)
}

func about(column, what string) string {
	return fmt.Sprintf("the column %s holds %s", quote(column), what)
}

// What a column can give away.
const (
	studentIDs = "ids of students"
	birthdays  = "birthdays"
	ssns       = "social security numbers"
	emails     = "e-mail addresses"
	addresses  = "network (IP) addresses"
	names      = "names of persons"
	responses  = "ids of single answers to a survey"
	homes      = "addresses or phone numbers of families"
)

// headerPhrases are words that stand side by side in the header of a personal
// column.
var headerPhrases = []struct{ words, what string }{
	{"student id", studentIDs},
	{"student ids", studentIDs},
	{"student number", studentIDs},
	{"student num", studentIDs},
	{"student key", studentIDs},
	{"student identifier", studentIDs},
	{"pupil id", studentIDs},
	{"pupil number", studentIDs},
	{"learner id", studentIDs},
	{"scholar id", studentIDs},
	{"stu id", studentIDs},
	{"stud id", studentIDs},
	{"stu num", studentIDs},
	{"sasid", studentIDs},
	{"lasid", studentIDs},
	{"studentid", studentIDs},
	{"studentnumber", studentIDs},
	{"state studentnumber", studentIDs},
	{"ssid", studentIDs},
	{"local id number", studentIDs},
	{"medicaid id", studentIDs},
	{"lunch pin", studentIDs},
	{"ssn", ssns},
	{"social security", ssns},
	{"birthdate", birthdays},
	{"birthday", birthdays},
	{"birth date", birthdays},
	{"birth day", birthdays},
	{"date of birth", birthdays},
	{"dob", birthdays},
	{"d o b", birthdays},
	{"birth dt", birthdays},
	{"birthdt", birthdays},
	{"email", emails},
	{"e mail", emails},
	{"emails", emails},
	{"email address", emails},
	{"ip", addresses},
	{"ip address", addresses},
	{"ipaddress", addresses},
	{"ip addr", addresses},
	{"response id", responses},
	{"responseid", responses},
	{"respondent id", responses},
	{"respondentid", responses},
	{"student name", names},
	{"student first name", names},
	{"student last name", names},
	{"pupil name", names},
	{"child name", names},
	{"student full name", names},
	{"studentname", names},
	{"first name", names},
	{"last name", names},
	{"firstname", names},
	{"lastname", names},
	{"surname", names},
	{"given name", names},
	{"family name", names},
	{"fname", names},
	{"lname", names},
	{"student last", names},
	{"student first", names},
	{"guardian name", names},
	{"parent name", names},
	{"recipient first name", names},
	{"home phone", homes},
	{"home address", homes},
	{"street address", homes},
	{"guardian phone", homes},
	{"parent phone", homes},
	{"emergency contact", homes},
}

func personalHeader(words string) string {
	for _, p := range headerPhrases {
		if i := strings.Index(" "+words+" ", " "+p.words+" "); i >= 0 {
			return p.what
		}
	}
	return ""
}

// wordsOf splits a header into words: "StudentID", "student_id" and "Student Id"
// are "student id".
func wordsOf(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			if r != '\'' && r != '’' { // "Student's name" is "students name"
				b.WriteByte(' ')
			}
			continue
		case i > 0 && unicode.IsUpper(r) && (unicode.IsLower(runes[i-1]) || unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	words := strings.Fields(b.String())
	for i, w := range words {
		if w == "students" && i+1 < len(words) && words[i+1] == "name" {
			words[i] = "student"
		}
	}
	return strings.Join(words, " ")
}

// A personal is what is looked at of one column.
type personal struct {
	name, words string
	cells       []string // those that are not empty
}

func cellsOf(sample []Row, column int) []string {
	var out []string
	for _, row := range sample {
		if column < len(row.Cells) && row.Cells[column] != "" {
			out = append(out, row.Cells[column])
		}
	}
	return out
}

// values tells a personal column by what stands in it.
func (p personal) values() string {
	const few = 2
	if len(p.cells) < few {
		return ""
	}
	switch {
	case p.most(isEmail):
		return emails
	case p.most(isAddress):
		return addresses
	case p.most(isSSN):
		return ssns
	case p.isOne() && p.most(isLongNumber) && p.distinct():
		return studentIDs
	case p.isOne() && p.most(isPersonName) && p.distinct():
		return names
	case p.hasWord("name", "student", "pupil") && p.most(isLastFirst) && p.distinct():
		return names
	}
	return ""
}

// most reports whether at least four in five of the cells have the shape.
func (p personal) most(shape func(string) bool) bool {
	n := 0
	for _, c := range p.cells {
		if shape(c) {
			n++
		}
	}
	return n > 0 && n*5 >= len(p.cells)*4
}

// distinct reports whether nearly every row has a value of its own, in enough
// rows to say so.
func (p personal) distinct() bool {
	const enough = 5
	seen := map[string]bool{}
	for _, c := range p.cells {
		seen[c] = true
	}
	return len(p.cells) >= enough && len(seen)*10 >= len(p.cells)*8
}

// isOne reports whether the header names one student and no more.
func (p personal) isOne() bool {
	switch p.words {
	case "student", "pupil", "child", "learner", "scholar", "kid":
		return true
	}
	return false
}

func (p personal) hasWord(words ...string) bool {
	for have := range strings.FieldsSeq(p.words) {
		for _, w := range words {
			if have == w {
				return true
			}
		}
	}
	return false
}

// together tells a table of persons by columns that are harmless alone: an id or
// a name in every row, beside what only persons have.
func together(all []personal) (reason string, bad bool) {
	var person, trait, birth *personal
	for i := range all {
		p := &all[i]
		switch {
		case p.hasWord("school", "district", "org", "organization", "dese", "site", "building", "item", "question", "measure"):
			if p.distinct() {
				return "", false // one row is one school, not one person
			}
		case p.areBirthdays():
			birth = p
		case p.hasWord("gender", "sex", "homeroom", "guardian", "ethnicity", "race", "iep", "lunch", "grade", "advisor", "counselor"):
			trait = p
		case p.hasWord("id", "number", "no") && p.most(isLongNumber) && p.distinct(),
			p.hasWord("name") && p.most(isPersonName) && p.distinct():
			person = p
		}
	}
	if trait == nil {
		trait = birth
	}
	if person == nil || trait == nil {
		return "", false
	}
	return fmt.Sprintf("the columns %s and %s look like a list of persons", quote(person.name), quote(trait.name)), true
}

// areBirthdays tells dates of birth from dates of a time series: nearly every
// row has another one, they span years and stand in no order.
func (p personal) areBirthdays() bool {
	var times timeReader
	var days []cycle.Day
	for _, c := range p.cells {
		if m := times.read(c); m.kind == dayTime {
			days = append(days, m.day)
		}
	}
	if !p.distinct() || len(days)*5 < len(p.cells)*4 {
		return false
	}
	first, last, up, down := days[0], days[0], 0, 0
	for i, d := range days[1:] {
		if d.Before(first) {
			first = d
		}
		if last.Before(d) {
			last = d
		}
		if d.Before(days[i]) {
			down++
		} else {
			up++
		}
	}
	const year = 365
	return last.Sub(first) > year && min(up, down)*5 >= len(days)-1
}

func isEmail(s string) bool {
	user, host, ok := strings.Cut(s, "@")
	return ok && user != "" && !strings.ContainsAny(s, " \t") && strings.Contains(host, ".")
}

// isAddress reports an IPv4 or IPv6 address; a version such as 1.2.3 is none.
func isAddress(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil
}

// isSSN reports 123-45-6789.
func isSSN(s string) bool {
	return len(s) == 11 && s[3] == '-' && s[6] == '-' && digitsOnly(s[:3]) && digitsOnly(s[4:6]) && digitsOnly(s[7:])
}

// isLongNumber reports an id as student information systems give them.
func isLongNumber(s string) bool { return len(s) >= 5 && len(s) <= 12 && digitsOnly(s) }

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// isCount reports a number too small to be an id.
func isCount(s string) bool {
	v, err := parseCell(s)
	return err == nil && !v.missing && v.number > -10_000 && v.number < 10_000
}

// isPersonName reports two to four words that begin with capitals and hold
// letters only, none of which schools and groups are called by.
func isPersonName(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' })
	if len(parts) < 2 || len(parts) > 4 {
		return false
	}
	for _, w := range parts {
		r := []rune(w)
		if !unicode.IsUpper(r[0]) {
			return false
		}
		for _, c := range r {
			if !unicode.IsLetter(c) && c != '\'' && c != '-' && c != '.' && c != '’' {
				return false
			}
		}
		switch strings.ToLower(w) {
		case "school", "elementary", "middle", "high", "academy", "district", "center", "schools", "students", "all", "learners", "american", "income", "education", "needs", "white", "asian", "black":
			return false
		}
	}
	return true
}

// isLastFirst reports "Chan, Sok" or "De la Cruz, Ana M".
func isLastFirst(s string) bool {
	last, first, ok := strings.Cut(s, ",")
	return ok && isNameLike(last) && isNameLike(first)
}

func isNameLike(s string) bool {
	s = strings.TrimSpace(s)
	words := strings.Fields(s)
	if len(words) < 1 || len(words) > 3 {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !strings.ContainsRune(" '-.’", r) {
			return false
		}
	}
	return unicode.IsUpper([]rune(words[len(words)-1])[0]) && len([]rune(words[0])) > 1
}
