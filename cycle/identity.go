package cycle

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// PointID returns the id of the data point of a measure on a date for a
// subgroup (empty for all). It follows from the three alone, so that two people
// who enter the same week on two laptops meet in one point.
func PointID(measure string, date Day, subgroup string) string {
	sum := sha256.Sum256([]byte(measure + "\x00" + date.String() + "\x00" + subgroup))
	return "p" + hex.EncodeToString(sum[:8])
}

// DiaryID returns the id of the diary's entry for a week.
func DiaryID(week int) string { return "week-" + strconv.Itoa(week) }

// NaturalID returns the id that an item has by what it says, in lists in which
// there can be only one such item: a data point by measure, date and subgroup, a
// diary entry by its week, evidence by its source, a goal check by its question.
// ok is false where the id is free.
func NaturalID(list string, values map[string]string) (id string, ok bool) {
	switch list {
	case "points":
		d, ok := ParseDay(values["date"])
		return PointID(values["measure"], d, values["subgroup"]), ok && values["measure"] != ""
	case "diary":
		n, err := strconv.Atoi(values["week"])
		return DiaryID(n), err == nil
	}
	for _, fixed := range FixedItems(list) {
		if values[fixed.Field] == fixed.Value {
			return fixed.ID, true
		}
	}
	return "", false
}
