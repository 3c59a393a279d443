package plain

// mainMenu asks what to do, over and over, until the person quits.
func (s *session) mainMenu() error {
	s.sayMenu()
	for {
		s.say("", "Main menu: 1 open, 2 start, 3 this week, 4 find, 5 name, 6 district, 7 paper, q quit, ? explains.")
		word, rest, err := s.command()
		if err != nil {
			return err
		}
		switch word {
		case "1", "o", "open":
			err = s.openOne(rest)
		case "2", "s", "start", "new":
			err = s.startCycle()
		case "3", "w", "this", "week":
			err = s.thisWeek()
		case "4", "f", "find", "search":
			err = s.find(rest)
		case "5", "me", "name":
			err = s.meet()
		case "6", "d", "district", "sync":
			err = s.district()
		case "7", "p", "paper", "import":
			err = s.takePaper()
		case "", "?", "help", "menu":
			s.sayMenu()
		case "b", "back", endOfText:
			s.say("This is the main menu. q quits.")
		default:
			s.sayf("%q is not something to do here. Type a number from 1 to 7, or q to quit. To open a cycle by its title, type open and the title.", word)
		}
		if err := stay(err); err != nil {
			return err
		}
	}
}

func (s *session) sayMenu() {
	s.say("", "What would you like to do?",
		" 1 open a cycle",
		" 2 start a cycle",
		" 3 this week: who does what, in all cycles",
		" 4 find a cycle by words from it",
		" 5 change your name or school",
		" 6 district: keep in step with your team, through the district's dashboard",
		" 7 paper: make a cycle of a filled organizer, from a Word document",
		" q quit",
		"Type the number or the first word.")
}
