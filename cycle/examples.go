package cycle

// An Example is one good answer to a question of the organizer.
type Example struct {
	Subject string // what the cycle it comes from is about: "Math, grade 6"
	Text    string
}

// A story is a cycle told in good answers: one for each field that teams find
// hard, by the key of the field as FieldByKey takes it.
type story struct {
	subject string
	answers map[string]string
}

// stories are the cycles that the examples are taken from, made up for this
// purpose. The same ten run through all fields, so that somebody who looks at
// one field after another can follow one of them.
var stories = []story{
	mathStory, readingStory, scienceStory,
	attendanceStory, behaviorStory, familyStory,
	multilingualStory, specialEducationStory,
	movingStory, staffStory,
}

// ExamplesOf gives the good answers to a field ("problem.who", "causes.text"),
// each from another subject. It gives none for fields that are not hard to
// answer and for keys that no field has.
func ExamplesOf(key string) []Example {
	var out []Example
	for _, s := range stories {
		if text := s.answers[key]; text != "" {
			out = append(out, Example{s.subject, text})
		}
	}
	return out
}
