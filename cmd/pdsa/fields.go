package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

var kindNames = map[cycle.Kind]string{
	cycle.Line: "line", cycle.Text: "text", cycle.Choice: "choice", cycle.Date: "date", cycle.Number: "number",
	cycle.Count: "count", cycle.YesNo: "yes or no", cycle.Weeks: "weeks", cycle.ByWeek: "by week", cycle.Ref: "item",
}

// fieldInfo is a field in the JSON of `pdsa fields`.
type fieldInfo struct {
	Key     string      `json:"key"`
	Label   string      `json:"label"`
	Kind    string      `json:"kind"`
	Step    string      `json:"step"`
	Phase   cycle.Phase `json:"phase"`
	Prompt  string      `json:"prompt"`
	List    string      `json:"list,omitempty"`
	Refers  string      `json:"refers_to,omitempty"`
	Options []string    `json:"options,omitempty"`
}

func (a *app) fieldsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "fields",
		Short: "List every field: key, label, kind and step",
		Long:  "List every field: key, label, kind and step. A key with [] is a field of a list's items: `causes[].text` is written as causes/ITEM.text.",
		Args:  takes(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			var all []fieldInfo
			for row := range cycle.Fields() {
				if !row.Field.Internal {
					all = append(all, infoOf(row))
				}
			}
			if a.json {
				return a.printJSON(all)
			}
			rows := make([][]string, len(all))
			for i, f := range all {
				rows[i] = []string{f.Key, f.Label, f.Kind, f.Step, strings.Join(f.Options, " ")}
			}
			a.columns(rows)
			return nil
		},
	}
}

func infoOf(row cycle.Row) fieldInfo {
	f := fieldInfo{
		Key: row.Key(), Label: row.Field.Label, Kind: kindNames[row.Field.Kind], Step: row.Step.Label, Phase: row.Step.Phase,
		Prompt: row.Field.Prompt, Refers: row.Field.Ref,
	}
	if row.List != nil {
		f.List = row.List.Key
	}
	for _, o := range row.Field.Options {
		f.Options = append(f.Options, o.Key)
	}
	return f
}

// field reads a field as typed: KEY, LIST/ITEM.FIELD, or LIST/ITEM, the item
// shortened at will. An item that every cycle may have (a usual source of
// evidence, a week of the diary) need not be there yet.
func field(c *cycle.Cycle, typed string) (cycle.Path, error) {
	p, err := cycle.ParsePath(typed)
	if err != nil {
		return p, wrongUse(err)
	}
	if p.List == "" {
		if p.Field == "phase" {
			p.Field = "team_phase"
		}
		if _, ok := p.Row(); !ok {
			return p, unknownField(p.Field)
		}
		return p, nil
	}
	if _, ok := cycle.ListByKey(p.List); !ok {
		return p, unknownField(typed)
	}
	if _, ok := p.Row(); p.Field != "" && !ok {
		return p, unknownField(p.List + "[]." + p.Field)
	}
	if _, ok := naturalItem(p.List, p.Item); ok {
		return p, nil
	}
	p.Item, err = findItem(c, p.List, p.Item)
	return p, err
}

// naturalItem gives the value that makes the item what it is, for items whose id
// is given by what they say.
func naturalItem(list, item string) (cycle.Edit, bool) {
	for _, fixed := range cycle.FixedItems(list) {
		if fixed.ID == item {
			return cycle.SetIn(list, item, fixed.Field, fixed.Value), true
		}
	}
	for week := 1; list == "diary" && week <= cycle.MaxWeeks; week++ {
		if cycle.DiaryID(week) == item {
			return cycle.SetIn(list, item, "week", fmt.Sprint(week)), true
		}
	}
	return cycle.Edit{}, false
}

// findItem returns the id of the item that is meant by an id, a unique beginning
// of one, or its own words.
func findItem(c *cycle.Cycle, list, typed string) (string, error) {
	l, _ := cycle.ListByKey(list)
	var hits []string
	for _, it := range c.Lists[list] {
		if it.ID == typed {
			return typed, nil
		}
		if strings.HasPrefix(it.ID, typed) || strings.EqualFold(it.Name(l), typed) {
			hits = append(hits, it.ID)
		}
	}
	switch len(hits) {
	case 0:
		return "", fmt.Errorf("%w: there is no %s %q in this cycle. `pdsa get ID %s` lists them", store.ErrNotFound, l.One, typed, list)
	case 1:
		return hits[0], nil
	}
	return "", fmt.Errorf("%w: %d items begin with %q: %s. Type more of it", store.ErrNotFound, len(hits), typed, strings.Join(hits, ", "))
}

// unknownField names the field that was probably meant.
func unknownField(typed string) error {
	err := &cycle.UnknownFieldError{Key: typed}
	best, distance := "", max(len(typed)/2, 2)+1
	for row := range cycle.Fields() {
		keys := []string{row.Key()}
		if row.List != nil {
			keys = append(keys, row.List.Key)
		}
		for _, key := range keys {
			d := edits(strings.ToLower(typed), key)
			if strings.HasPrefix(key, strings.ToLower(typed)+".") {
				d = 0
			}
			if d < distance {
				best, distance = key, d
			}
		}
	}
	if best == "" {
		return err
	}
	return fmt.Errorf("%w. Did you mean %s?", err, strings.Replace(best, "[]", "/ITEM", 1))
}

// edits counts the letters to put in, take out or change to make b of a.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost++
			}
			corner = row[j+1]
			row[j+1] = min(cost, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}

// write turns a value as typed into edits and says on the side how an ambiguous
// one was read.
func (a *app) write(c *cycle.Cycle, p cycle.Path, typed string) ([]cycle.Edit, error) {
	edits, note, err := c.Write(p, typed, a.today())
	if err != nil {
		return nil, wrongUse(err)
	}
	if note != "" {
		f, _ := p.Row()
		a.note("%s: %s", f.Label, note)
	}
	return edits, nil
}

// saveEdits saves what a person did after reading the state.
func saveEdits(s *store.Store, st *change.State, edits ...cycle.Edit) error {
	_, err := s.Save(st.Doc, st.Seen, edits...)
	return err
}
