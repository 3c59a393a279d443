package plain

import (
	"fmt"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/store"
)

// libraryPage is how many cycles are read out before the person chooses.
const libraryPage = 10

// openOne opens a cycle: the one whose title begins with typed, or one chosen
// from the list of all, the one last written in first.
func (s *session) openOne(typed string) error {
	rows, err := s.rows(func(row store.Row) bool { return !row.Archived })
	if err != nil {
		return err
	}
	if typed != "" {
		return s.openByTitle(rows, typed)
	}
	return s.chooseRow(rows, "There are no cycles yet. Type 2 to start one.")
}

func (s *session) rows(keep func(store.Row) bool) ([]store.Row, error) {
	all, err := s.store.Recent(0)
	if err != nil {
		return nil, err
	}
	var out []store.Row
	for _, row := range all {
		if keep(row) {
			out = append(out, row)
		}
	}
	return out, nil
}

// openByTitle opens the only cycle whose title is or begins with typed, or lets
// the person choose among those that do.
func (s *session) openByTitle(rows []store.Row, typed string) error {
	var hits []store.Row
	for _, row := range rows {
		if strings.HasPrefix(strings.ToLower(oneLine(row.Title)), strings.ToLower(oneLine(typed))) {
			hits = append(hits, row)
		}
	}
	if len(hits) == 1 {
		return s.openRow(hits[0])
	}
	return s.chooseRow(hits, fmt.Sprintf("No title begins with %q. Type 1 for all cycles, or find and a word.", typed))
}

// find opens one of the cycles in which all the words occur.
func (s *session) find(words string) error {
	if words == "" {
		s.say("", "Which words are in the title, the problem, the goal, the team or the school?")
		typed, err := s.line()
		if err != nil {
			return err
		}
		if words = typed; strings.TrimSpace(words) == "" {
			return nil
		}
	}
	rows, err := s.rows(func(row store.Row) bool { return hasWords(row.Summary, words) })
	if err != nil {
		return err
	}
	return s.chooseRow(rows, fmt.Sprintf("No cycle has the words %q. Try fewer or shorter words.", words))
}

func hasWords(row cycle.Summary, words string) bool {
	text := strings.ToLower(strings.Join([]string{row.Title, row.Problem, row.Goal, row.Team, row.School, row.Network, row.Measure}, "\n"))
	for _, word := range strings.Fields(strings.ToLower(words)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// chooseRow reads the cycles out, a page at a time, and opens the one chosen.
func (s *session) chooseRow(rows []store.Row, none string) error {
	if len(rows) == 0 {
		s.say("", none)
		return nil
	}
	s.say("", upperFirst(cycle.HowMany(len(rows), "cycle"))+":")
	return s.pickRow(rows, s.sayRows(rows, 0))
}

// pickRow opens one of the cycles, of which the first shown were read out.
func (s *session) pickRow(rows []store.Row, shown int) error {
	for {
		if shown < len(rows) {
			s.say("Type a number to open that cycle, m for more, or an empty line to go back.")
		} else {
			s.say("Type a number to open that cycle, or an empty line to go back.")
		}
		word, rest, err := s.command()
		if err != nil {
			return err
		}
		if i, ok := place(word, len(rows)); ok && rest == "" {
			return s.openRow(rows[i])
		}
		switch word {
		case "", endOfText, "b", "back":
			return nil
		case "m", "more":
			if shown == len(rows) {
				s.say("Those were all.")
			}
			shown = s.sayRows(rows, shown)
		default:
			s.sayf("%q is none of them. They go from 1 to %d.", strings.TrimSpace(word+" "+rest), len(rows))
		}
	}
}

// sayRows reads a page of cycles from the place from on, and gives the place
// behind it.
func (s *session) sayRows(rows []store.Row, from int) int {
	end := min(from+libraryPage, len(rows))
	for i := from; i < end; i++ {
		s.sayf(" %d %s", i+1, s.rowLine(rows[i]))
	}
	return end
}

// rowLine is a cycle in one line: what it is called, where it stands, what waits.
func (s *session) rowLine(row store.Row) string {
	today := s.today()
	line := titleOf(row.Title)
	if row.School != "" {
		line += ", " + oneLine(row.School)
	}
	line += ": " + row.Phase(today).Word() + ", " + row.Facts.When(today)
	line += fmt.Sprintf(", %d of %d steps filled in", row.Filled, row.Steps)
	if now, late := row.ToDo(today); now+late > 0 {
		line += fmt.Sprintf(", %d to do", now+late)
	}
	if row.Conflicts > 0 {
		line += ", " + cycle.HowMany(row.Conflicts, "place") + " written apart"
	}
	return sentence(line)
}

func (s *session) openRow(row store.Row) error {
	d, err := s.open(row.ID)
	if err != nil {
		return err
	}
	return d.run()
}
