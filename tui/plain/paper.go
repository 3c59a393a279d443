package plain

import (
	"github.com/cqi-pdsa/pdsa/cycle/paper"
	"github.com/cqi-pdsa/pdsa/tui/filepick"
	"github.com/cqi-pdsa/pdsa/tui/paperfile"
)

// takePaper makes a cycle of an organizer that was filled in on paper, and opens it.
// Nothing is written before the last question is answered with yes.
func (s *session) takePaper() error {
	if s.store.ReadOnly() {
		s.say("", upperFirst(sentence(paperfile.ReadOnly)))
		return nil
	}
	who, err := s.store.Person()
	if err != nil {
		return err
	}
	s.say("", paperfile.Question+" "+paperfile.Help)
	var p *paper.Proposal
	name := ""
	err = s.askFile(func(path string) (err error) {
		_, name = filepick.Split(path)
		p, err = paperfile.Propose(s.lines.ctx, paperfile.Disk{}, path, who.School, who.Name, s.today())
		return err
	})
	if err != nil {
		return err
	}
	s.sayProposal(p)
	s.say("")
	wanted, err := s.yes("Make a new cycle of this?")
	if err != nil {
		return err
	}
	if !wanted {
		s.say("Nothing was written.")
		return nil
	}
	if _, s.failed = s.store.Create(p.Cycle); s.failed != nil {
		s.say("No cycle was made. " + upperFirst(sentence(s.failed.Error())) + " The document is as it was.")
		return nil
	}
	s.say("Saved. " + upperFirst(sentence(paperfile.Made(name, p))))
	d, err := s.open(p.Cycle.ID)
	if err != nil {
		return err
	}
	return d.run()
}

// sayProposal reads out what would become of a document: first what needs a look
// and what found no place, then each step with its texts.
func (s *session) sayProposal(p *paper.Proposal) {
	s.say("", upperFirst(sentence(p.Summary())))
	for _, note := range p.Notes {
		s.say(upperFirst(sentence(note)))
	}
	if len(p.Kept) > 0 {
		s.say("", paperfile.LeftOver+":")
	}
	for _, k := range p.Kept {
		s.say(entry(k.Under, k.Text))
		if k.Why != "" {
			s.say("   " + upperFirst(sentence(k.Why)))
		}
	}
	step := ""
	for _, row := range p.Shown() {
		if row.Step != step {
			step = row.Step
			s.say("", step+":")
		}
		s.say(entry(row.Where, row.Text))
	}
}

// entry is a text with its label, as one entry of a list.
func entry(label, text string) string {
	if label == "" {
		return " " + oneLine(text)
	}
	return " " + oneLine(label) + ": " + oneLine(text)
}
