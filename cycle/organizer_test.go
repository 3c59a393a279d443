package cycle

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// fieldKeys are the names that commands, exports and the change log agree on.
// They are written out here because renaming one would orphan what teams have
// saved under it.
const fieldKeys = `
title school team start weeks network sharing team_phase previous archived
evidence[].source evidence[].consulted evidence[].finding evidence[].link strengths
priority problem.who problem.does problem.what
bones[].name causes[].bone causes[].text causes[].root causes[].votes whys[].cause whys[].text
point_a.what point_a.for_whom point_a.by_when point_a.how_much
point_b.what point_b.for_whom point_b.by_when point_b.how_much
goal_checks[].check goal_checks[].answer
drivers[].text drivers[].kind drivers[].rationale activities[].driver activities[].text
prediction scope
actions[].what actions[].names actions[].weeks actions[].status actions[].note actions[].notes
measures[].name measures[].kind measures[].unit measures[].definition measures[].owner
measures[].rhythm measures[].direction measures[].baseline measures[].goal
measures[].rules measures[].freeze measures[].change measures[].phases measures[].limits
diary[].week diary[].text
points[].measure points[].date points[].value points[].n points[].subgroup points[].note points[].excluded
annotations[].measure annotations[].date annotations[].text
study.results study.variation study.prediction study.learned study.for_whom
act.decision act.why
requests[].text requests[].owner requests[].promised requests[].state requests[].answer
checkpoints[].date checkpoints[].text checkpoints[].done
comments[].step comments[].kind comments[].text comments[].author
progress`

func TestKeysAreTheAgreedOnesInOrder(t *testing.T) {
	var got []string
	for row := range Fields() {
		got = append(got, row.Key())
	}
	want := strings.Fields(fieldKeys)
	for _, key := range got {
		if !slices.Contains(want, key) {
			t.Errorf("%s is in the table and not among the agreed keys", key)
		}
	}
	for _, key := range want {
		if !slices.Contains(got, key) {
			t.Errorf("%s is agreed and not in the table", key)
		}
	}
	if !t.Failed() && !slices.Equal(got, want) {
		t.Errorf("the keys are out of order or repeated:\n got %v\nwant %v", got, want)
	}
}

func TestStepsAreTheAgreedOnesInOrder(t *testing.T) {
	want := []struct {
		key   string
		phase Phase
	}{
		{"about", Plan},
		{"evidence", Plan},
		{"problem", Plan},
		{"fishbone", Plan},
		{"goals", Plan},
		{"drivers", Plan},
		{"prediction", Plan},
		{"plan", Do},
		{"measures", Do},
		{"diary", Do},
		{"data", Study},
		{"learn", Study},
		{"next", Act},
		{"support", Act},
	}
	if len(Steps) != len(want) {
		t.Fatalf("there are %d steps, want %d", len(Steps), len(want))
	}
	for i, w := range want {
		if Steps[i].Key != w.key || Steps[i].Phase != w.phase {
			t.Errorf("step %d is %s in %s, want %s in %s", i+1, Steps[i].Key, Steps[i].Phase, w.key, w.phase)
		}
	}
}

func TestKeysAreUnique(t *testing.T) {
	seen := make(map[string]string)
	claim := func(key, what string) {
		if before, taken := seen[key]; taken {
			t.Errorf("%q names both %s and %s", key, before, what)
		}
		seen[key] = what
	}
	for _, step := range Steps {
		for _, part := range step.Parts {
			if (part.Field == nil) == (part.List == nil) {
				t.Errorf("a part of step %s must be a field or a list, and one of them only", step.Key)
				continue
			}
			if part.Field != nil {
				claim(part.Field.Key, "a field")
				continue
			}
			claim(part.List.Key, "a list")
			for _, f := range part.List.Fields {
				claim(part.List.Key+"."+f.Key, "a list's field")
			}
		}
	}
	for _, step := range Steps {
		owner, _ := StepOf(step.Key)
		if owner.Key != step.Key {
			t.Errorf("StepOf(%q) finds step %s", step.Key, owner.Key)
		}
		if part, taken := seen[step.Key]; taken && !hasPart(step, step.Key) {
			t.Errorf("step %s bears the name of %s in another step", step.Key, part)
		}
	}
}

func hasPart(step Step, key string) bool {
	return slices.ContainsFunc(step.Parts, func(p Part) bool {
		return p.Field != nil && p.Field.Key == key || p.List != nil && p.List.Key == key
	})
}

func TestEveryFieldIsExplained(t *testing.T) {
	for row := range Fields() {
		f := row.Field
		if f.Label == "" || f.Prompt == "" || f.Help == "" {
			t.Errorf("%s needs a label, a prompt and a help text", row.Key())
		}
		if n := sentences(f.Help); n < 2 || n > 3 {
			t.Errorf("the help of %s has %d sentences, want two or three: %s", row.Key(), n, f.Help)
		}
		if !slices.Contains([]rune{'.', '?'}, lastRune(f.Prompt)) {
			t.Errorf("the prompt of %s is no sentence: %s", row.Key(), f.Prompt)
		}
		if (f.Strong == "") != (f.Weak == "") || (f.Strong == "") != (f.Why == "") {
			t.Errorf("%s needs a strong example, a weak one and why, or none of them", row.Key())
		}
		if f.Weight < 0 || f.Weight > 1 || f.Internal && f.Weight != 0 {
			t.Errorf("%s has weight %d", row.Key(), f.Weight)
		}
	}
}

func TestStepsAndListsAreExplained(t *testing.T) {
	for _, step := range Steps {
		if step.Label == "" || step.Prompt == "" || step.Help == "" || len(step.Parts) == 0 {
			t.Errorf("step %s needs a label, a prompt, a help text and parts", step.Key)
		}
		if n := sentences(step.Help); n < 2 || n > 3 {
			t.Errorf("the help of step %s has %d sentences, want two or three", step.Key, n)
		}
		for _, part := range step.Parts {
			l := part.List
			if l == nil {
				continue
			}
			if l.Label == "" || l.One == "" || l.Prompt == "" || l.Help == "" || l.Empty == "" || len(l.Fields) == 0 {
				t.Errorf("list %s needs a label, a word for one, a prompt, a help text, an invitation and fields", l.Key)
			}
			if len(FixedItems(l.Key)) == 0 && !strings.HasSuffix(l.Empty, " Press a.") {
				t.Errorf("the invitation of %s does not say how to begin: %s", l.Key, l.Empty)
			}
			if l.Weight == 0 && l.Want != 0 {
				t.Errorf("list %s may stay empty and still wants %d items", l.Key, l.Want)
			}
		}
	}
}

func TestProseHasExamples(t *testing.T) {
	lines := []string{
		"title", "team", "problem.who", "problem.does", "problem.what", "causes[].text", "whys[].text",
		"point_a.for_whom", "point_a.by_when", "point_a.how_much",
		"point_b.for_whom", "point_b.by_when", "point_b.how_much",
		"drivers[].text", "activities[].text", "actions[].what", "actions[].names",
		"measures[].name", "measures[].unit", "annotations[].text",
	}
	for row := range Fields() {
		f := row.Field
		prose := f.Kind == Text || slices.Contains(lines, row.Key())
		if prose && (f.Strong == "" || f.Weak == "" || f.Why == "") {
			t.Errorf("%s is written in the team's own words and needs a strong and a weak example, and why", row.Key())
		}
		if f.Strong != "" && f.Strong == f.Weak {
			t.Errorf("%s has the same example twice", row.Key())
		}
	}
}

func TestChoicesAndRefs(t *testing.T) {
	for row := range Fields() {
		f := row.Field
		if f.Kind == Choice && len(f.Options) < 2 {
			t.Errorf("%s has %d options to choose from", row.Key(), len(f.Options))
		}
		var keys []string
		for _, o := range f.Options {
			if o.Key == "" || o.Label == "" || o.Help == "" {
				t.Errorf("option %q of %s needs a key, a label and a help text", o.Key, row.Key())
			}
			if slices.Contains(keys, o.Key) {
				t.Errorf("%s has option %q twice", row.Key(), o.Key)
			}
			keys = append(keys, o.Key)
		}
		if (f.Kind == Ref) != (f.Ref != "") {
			t.Errorf("%s: only a Ref field names a list, and always", row.Key())
		}
		if _, ok := ListByKey(f.Ref); f.Ref != "" && !ok {
			t.Errorf("%s refers to %q, which is no list", row.Key(), f.Ref)
		}
	}
}

func TestOptionKeysAreTheAgreedOnes(t *testing.T) {
	want := map[string]string{
		"sharing":            "team coach district",
		"team_phase":         "plan do study act done",
		"evidence.source":    "interviews hals oa mcas diagnostic rounds student_work other",
		"goal_checks.check":  "undesirable gap feasible defined",
		"goal_checks.answer": "yes not_yet",
		"drivers.kind":       "system motivation readiness research",
		"actions.status":     "done missed",
		"measures.kind":      "outcome driver process balance",
		"measures.direction": "up down",
		"measures.rules":     "anhoej ihi",
		"measures.limits":    "none i i-unscreened p pp u c",
		"act.decision":       "repeat adapt replan restart",
		"requests.state":     "open promised done declined",
		"comments.kind":      "plus delta question",
		"progress":           "0.5 1 1.5 2 2.5 3 3.5 4 4.5 5",
	}
	for key, options := range want {
		f, ok := FieldByKey(key)
		if !ok {
			t.Errorf("there is no field %s", key)
			continue
		}
		var got []string
		for _, o := range f.Options {
			got = append(got, o.Key)
		}
		if strings.Join(got, " ") != options {
			t.Errorf("%s has the options %v, want %s", key, got, options)
		}
	}
}

// The screens are laid out for these widths: a label stands in a column, a
// prompt on one line of 80.
func TestTextsFitTheirPlace(t *testing.T) {
	const labelWidth, promptWidth = 24, 76
	fits := func(where, text string, width int) {
		if n := utf8.RuneCountInString(text); n > width {
			t.Errorf("%s is %d characters long, at most %d fit: %s", where, n, width, text)
		}
	}
	for _, step := range Steps {
		fits("label of "+step.Key, step.Label, labelWidth)
		fits("prompt of "+step.Key, "Next: "+step.Prompt, promptWidth)
		for _, part := range step.Parts {
			if l := part.List; l != nil {
				fits("label of "+l.Key, l.Label, labelWidth)
				fits("prompt of "+l.Key, l.Prompt, promptWidth)
				fits("invitation of "+l.Key, l.Empty, promptWidth)
			}
		}
	}
	for row := range Fields() {
		fits("label of "+row.Key(), row.Field.Label, labelWidth)
		fits("prompt of "+row.Key(), row.Field.Prompt, promptWidth)
		for _, o := range row.Field.Options {
			fits("option of "+row.Key(), o.Label, labelWidth)
		}
	}
}

func TestTextsArePlain(t *testing.T) {
	banned := []string{
		"operational", "operationalize", "stakeholder", "stakeholders", "leverage", "fidelity", "kpi", "smart",
		"schema", "metric", "metrics", "subgroup", "disaggregate", "disaggregated", "implement", "implementation",
		"intervention", "interventions", "rubric", "actionable", "deliverable", "deliverables", "iterative",
		"robust", "holistic", "synergy", "paradigm", "modality", "pedagogy", "facilitate", "utilize", "rationale",
		"string", "null", "boolean", "json", "replica", "sync", "field", "fields",
	}
	for where, text := range allTexts() {
		if strings.ContainsFunc(text, unicode.IsControl) {
			t.Errorf("%s has a control character: %q", where, text)
		}
		if strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
			t.Errorf("%s has stray spaces: %q", where, text)
		}
		words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
		for _, word := range words {
			if slices.Contains(banned, word) && !strings.HasSuffix(where, ".Weak") {
				t.Errorf("%s says %q: %s", where, word, text)
			}
		}
	}
}

// allTexts gives every text that a person may read, by the place where it
// stands.
func allTexts() map[string]string {
	texts := make(map[string]string)
	for _, step := range Steps {
		at := "step " + step.Key
		texts[at+".Label"], texts[at+".Prompt"], texts[at+".Help"] = step.Label, step.Prompt, step.Help
		for _, part := range step.Parts {
			if l := part.List; l != nil {
				at := "list " + l.Key
				texts[at+".Label"], texts[at+".One"], texts[at+".Prompt"] = l.Label, l.One, l.Prompt
				texts[at+".Help"], texts[at+".Empty"] = l.Help, l.Empty
			}
		}
	}
	for row := range Fields() {
		f, at := row.Field, row.Key()
		texts[at+".Label"], texts[at+".Prompt"], texts[at+".Help"] = f.Label, f.Prompt, f.Help
		texts[at+".Strong"], texts[at+".Weak"], texts[at+".Why"] = f.Strong, f.Weak, f.Why
		for _, o := range f.Options {
			texts[at+"="+o.Key+".Label"], texts[at+"="+o.Key+".Help"] = o.Label, o.Help
		}
	}
	return texts
}

func sentences(text string) int {
	n := 0
	for word := range strings.FieldsSeq(text) {
		word = strings.TrimSuffix(word, `"`)
		if slices.Contains([]rune{'.', '?', '!'}, lastRune(word)) {
			n++
		}
	}
	return n
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

func TestLookUps(t *testing.T) {
	for row := range Fields() {
		key := strings.Replace(row.Key(), "[]", "", 1)
		f, ok := FieldByKey(key)
		if !ok || f.Prompt != row.Field.Prompt {
			t.Errorf("FieldByKey(%q) = %q, %v", key, f.Prompt, ok)
		}
		if s, ok := StepOf(key); !ok || s.Key != row.Step.Key {
			t.Errorf("StepOf(%q) = %q, %v; want %s", key, s.Key, ok, row.Step.Key)
		}
		if row.List == nil {
			continue
		}
		if l, ok := ListByKey(row.List.Key); !ok || l.Label != row.List.Label {
			t.Errorf("ListByKey(%q) = %q, %v", row.List.Key, l.Label, ok)
		}
		if s, ok := StepOf(row.List.Key); !ok || s.Key != row.Step.Key {
			t.Errorf("StepOf(%q) = %q, %v; want %s", row.List.Key, s.Key, ok, row.Step.Key)
		}
		if f, ok := row.List.Field(row.Field.Key); !ok || f.Prompt != row.Field.Prompt {
			t.Errorf("%s.Field(%q) = %q, %v", row.List.Key, row.Field.Key, f.Prompt, ok)
		}
		for _, want := range row.Field.Options {
			if o, ok := row.Field.Option(want.Key); !ok || o != want {
				t.Errorf("%s: Option(%q) = %v, %v", row.Key(), want.Key, o, ok)
			}
		}
	}
}

func TestLookUpsOfUnknownKeys(t *testing.T) {
	for _, key := range []string{"", "problem.whom", "causes.", "causes[].text", ".text", "text"} {
		if f, ok := FieldByKey(key); ok {
			t.Errorf("FieldByKey(%q) finds %s", key, f.Key)
		}
		if l, ok := ListByKey(key); ok {
			t.Errorf("ListByKey(%q) finds %s", key, l.Key)
		}
		if s, ok := StepOf(key); ok {
			t.Errorf("StepOf(%q) finds %s", key, s.Key)
		}
	}
	if _, ok := FieldByKey("causes"); ok {
		t.Error("FieldByKey takes the key of a list for that of a field")
	}
	if _, ok := ListByKey("title"); ok {
		t.Error("ListByKey takes the key of a field for that of a list")
	}
	causes, _ := ListByKey("causes")
	if _, ok := causes.Field("name"); ok {
		t.Error("causes has a field that belongs to bones")
	}
	source, _ := FieldByKey("evidence.source")
	if _, ok := source.Option("a talk at lunch"); ok {
		t.Error("an answer of the team's own is taken for an option")
	}
}

func TestFieldsStopsWhenAsked(t *testing.T) {
	for _, last := range []string{"title", "evidence[].source"} {
		for row := range Fields() {
			if row.Key() == last {
				break
			}
		}
	}
}
