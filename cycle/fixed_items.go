package cycle

// A FixedItem is a list item that every cycle has from the start. Its id is the
// same on every laptop, so that two people who fill in the same row apart from
// each other write into one item and not into two.
type FixedItem struct {
	ID    string // the item's id, also the key of an option of Field
	Field string // the field whose value is given: "source"
	Value string // that value
}

// FixedItems gives the fixed items of a list in the order in which they are
// shown: one a usual source for evidence, one a question for goal_checks. Other
// lists have none.
func FixedItems(list string) []FixedItem {
	var key string
	switch list {
	case "evidence":
		key = "source"
	case "goal_checks":
		key = "check"
	default:
		return nil
	}
	f, _ := FieldByKey(list + "." + key)
	items := make([]FixedItem, 0, len(f.Options))
	for _, option := range f.Options {
		items = append(items, FixedItem{ID: option.Key, Field: key, Value: option.Key})
	}
	return items
}
