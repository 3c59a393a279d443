package cycle

import (
	"iter"
	"slices"
	"sync"
)

// Steps is the organizer: every step, list and field of a cycle in the order in
// which a team meets them. Forms, commands, reports and the review read it; it
// must not be changed. A new field is one new row here.
var Steps = slices.Concat(planSteps(), goalSteps(), doSteps(), studySteps())

// A Row is one field of the organizer with the place where it stands.
type Row struct {
	Step  *Step
	List  *List // the list the field belongs to, or nil
	Field *Field
}

// Key gives the full name of the row: "problem.who" for a field of the cycle,
// "causes[].text" for a field that every item of a list has.
func (r Row) Key() string {
	if r.List == nil {
		return r.Field.Key
	}
	return r.List.Key + "[]." + r.Field.Key
}

// Fields yields every field of the organizer in order, those of lists and
// internal ones included.
func Fields() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for i := range Steps {
			step := &Steps[i]
			for _, part := range step.Parts {
				if part.Field != nil {
					if !yield(Row{Step: step, Field: part.Field}) {
						return
					}
					continue
				}
				for j := range part.List.Fields {
					if !yield(Row{Step: step, List: part.List, Field: &part.List.Fields[j]}) {
						return
					}
				}
			}
		}
	}
}

// FieldByKey finds a field by its key: "problem.who", or list and field joined
// by a dot as in "causes.text". It reports false for a key that no field has.
func FieldByKey(key string) (Field, bool) {
	f, ok := organizerIndex().fields[key]
	if !ok {
		return Field{}, false
	}
	return *f, true
}

// ListByKey finds a list by its key, "causes". It reports false for a key that
// no list has.
func ListByKey(key string) (List, bool) {
	l, ok := organizerIndex().lists[key]
	if !ok {
		return List{}, false
	}
	return *l, true
}

// StepOf finds the step that holds a field ("problem.who"), a list ("causes")
// or a list's field ("causes.text"). A step's own key ("fishbone") finds the
// step itself. It reports false for any other key.
func StepOf(key string) (Step, bool) {
	s, ok := organizerIndex().steps[key]
	if !ok {
		return Step{}, false
	}
	return *s, true
}

// StepLabel gives the label of the step with the key, or the key where there is no
// such step.
func StepLabel(key string) string {
	for i := range Steps {
		if Steps[i].Key == key {
			return Steps[i].Label
		}
	}
	return key
}

// Option finds the option with the given key. It reports false when the field
// has none, as for an answer of the team's own in a Line field.
func (f Field) Option(key string) (Option, bool) {
	i := slices.IndexFunc(f.Options, func(o Option) bool { return o.Key == key })
	if i < 0 {
		return Option{}, false
	}
	return f.Options[i], true
}

// Field finds a field of the list by its key, "text". It reports false for a
// key that the list's items do not have.
func (l List) Field(key string) (Field, bool) {
	i := slices.IndexFunc(l.Fields, func(f Field) bool { return f.Key == key })
	if i < 0 {
		return Field{}, false
	}
	return l.Fields[i], true
}

// keyIndex points into Steps by key.
type keyIndex struct {
	fields map[string]*Field
	lists  map[string]*List
	steps  map[string]*Step
}

// organizerIndex is built at the first look-up: commands that look nothing up
// should not pay for it at their start.
var organizerIndex = sync.OnceValue(func() keyIndex {
	index := keyIndex{
		fields: make(map[string]*Field),
		lists:  make(map[string]*List),
		steps:  make(map[string]*Step),
	}
	for row := range Fields() {
		key := row.Field.Key
		if row.List != nil {
			key = row.List.Key + "." + key
			index.lists[row.List.Key] = row.List
			index.steps[row.List.Key] = row.Step
		}
		index.fields[key] = row.Field
		index.steps[key] = row.Step
	}
	for i := range Steps {
		index.steps[Steps[i].Key] = &Steps[i]
	}
	return index
})

func fieldPart(f Field) Part { return Part{Field: &f} }

func listPart(l List) Part { return Part{List: &l} }
