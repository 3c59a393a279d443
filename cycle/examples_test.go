package cycle

import (
	"slices"
	"testing"
)

// hard are the fields for which a team finds ten good answers.
var hard = []string{
	"evidence.finding", "strengths", "problem.who", "problem.does", "problem.what", "causes.text", "whys.text",
	"point_a.what", "point_a.how_much", "point_b.what", "point_b.how_much",
	"drivers.text", "drivers.rationale", "activities.text", "prediction", "scope", "measures.name", "measures.definition",
	"study.results", "study.variation", "study.prediction", "study.learned", "study.for_whom", "act.why", "requests.text",
}

func TestTenExamplesOfEachHardField(t *testing.T) {
	const ten, longest = 10, 200
	for _, key := range hard {
		f, ok := FieldByKey(key)
		if !ok {
			t.Errorf("there is no field %q", key)
		}
		subjects, texts := map[string]bool{}, map[string]bool{f.Strong: true}
		for _, e := range ExamplesOf(key) {
			if subjects[e.Subject] || texts[e.Text] {
				t.Errorf("%s: %q (%s) is there twice", key, e.Text, e.Subject)
			}
			subjects[e.Subject], texts[e.Text] = true, true
			if e.Text != Clean(e.Text, false) || len(e.Text) > longest {
				t.Errorf("%s: %q is not a clean line of %d bytes at most: %d", key, e.Text, longest, len(e.Text))
			}
		}
		if len(subjects) != ten {
			t.Errorf("%s has %d examples", key, len(subjects))
		}
	}
	for _, s := range stories {
		for key := range s.answers {
			if !slices.Contains(hard, key) {
				t.Errorf("%s answers %q, which is nowhere asked for", s.subject, key)
			}
		}
	}
	if len(ExamplesOf("start")) != 0 || len(ExamplesOf("nothing")) != 0 {
		t.Error("examples of what needs none")
	}
}
