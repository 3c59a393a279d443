package plain

import (
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// greet says hello; at the first start it asks who is there.
func (s *session) greet() error {
	s.say("PDSA cycles, line by line.",
		"One question at a time. Each answer is saved as soon as you give it.")
	if s.store.ReadOnly() {
		s.say("Your cycles can only be read here: the file that holds them is write-protected, so nothing new can be saved.")
		return nil
	}
	who, err := s.store.Person()
	if err != nil {
		return err
	}
	if who.Name != "" {
		s.say("Hello, " + oneLine(who.Name) + ".")
		return nil
	}
	return s.meet()
}

// meet asks for name and school and keeps each as it is given.
func (s *session) meet() error {
	who, err := s.store.Person()
	if err != nil {
		return err
	}
	name := cycle.Field{
		Label: "Your name", Prompt: "What is your name?",
		Help: "It stands beside what you write, so that your team knows whom to ask.",
	}
	_, err = s.put(question{field: name, now: who.Name, shown: who.Name, keep: func(typed string) error {
		who.Name = oneLine(typed)
		s.failed = s.store.SetPerson(who)
		return s.failed
	}})
	if stay(err) != nil {
		return err
	}
	school := cycle.Field{
		Label: "Your school", Prompt: "At which school do you work?",
		Help: "New cycles begin with it. Write the name as people in the district know it.",
	}
	_, err = s.put(question{field: school, now: who.School, shown: who.School, keep: func(typed string) error {
		who.School = oneLine(typed)
		s.failed = s.store.SetPerson(who)
		return s.failed
	}})
	if stay(err) != nil {
		return err
	}
	if who.Name != "" {
		s.say("Thank you, " + who.Name + ".")
	}
	return nil
}

// startCycle makes a cycle with its title, asks for the rest of its first step
// and opens it. Without a title nothing is made.
func (s *session) startCycle() error {
	who, err := s.store.Person()
	if err != nil {
		return err
	}
	f, _ := cycle.FieldByKey("title")
	c := cycle.Begin(change.NewID(), who.School, who.Name, s.today())
	answered, err := s.put(question{field: f, keep: func(typed string) error {
		value, _, err := f.Parse(strings.TrimSpace(typed), s.today())
		if err != nil {
			return err
		}
		c.Apply(cycle.SetField(f.Key, value))
		_, s.failed = s.store.Create(c)
		if s.failed == nil {
			s.say("Saved.")
		}
		return s.failed
	}})
	if err != nil || !answered {
		if stay(err) == nil {
			s.say("No cycle was started.")
		}
		return stay(err)
	}
	d, err := s.open(c.ID)
	if err != nil {
		return err
	}
	if err := d.runStep(0, 1); err != nil {
		return err
	}
	return d.run()
}
