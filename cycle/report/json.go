package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// Format names the form of the JSON documents that this version writes and
// reads.
const Format = "pdsa-cycle/1"

const formatName = "pdsa-cycle/"

// JSON returns the cycle as an indented JSON object: cycle.Document, the facts
// beside it (nil for none), the format, and the changes of the document (nil for
// none) sorted by replica and number, each once. ReadJSON reads it back.
func JSON(c *cycle.Cycle, facts map[string]any, changes []change.Change) ([]byte, error) {
	doc := c.Document()
	maps.Copy(doc, facts)
	doc["format"] = Format
	if changes != nil {
		doc["changes"] = sorted(changes)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

func sorted(changes []change.Change) []change.Change {
	out := slices.Clone(changes)
	slices.SortFunc(out, func(a, b change.Change) int {
		return cmp.Or(cmp.Compare(a.Replica, b.Replica), cmp.Compare(a.Seq, b.Seq))
	})
	return slices.CompactFunc(out, func(a, b change.Change) bool { return a.ID == b.ID && a.Hash == b.Hash })
}

// ReadJSON reads a cycle from JSON, with its changes where it carries them. Hand-
// written documents are taken too; newID gives ids to items without one.
//
// What the document mentions and leaves empty is there as an empty value or an
// empty list, so that it can be told from what it does not mention.
//
// The error is a *cycle.SyntaxError with line and column, or says that a newer
// version wrote the document.
func ReadJSON(data []byte, newID func() string) (*cycle.Cycle, []change.Change, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	c, err := cycle.ParseDocument(data, newID)
	if err != nil {
		return nil, nil, err
	}
	var more struct {
		Format  string          `json:"format"`
		Changes json.RawMessage `json:"changes"`
	}
	var mentioned map[string]any
	if err := errors.Join(json.Unmarshal(data, &more), json.Unmarshal(data, &mentioned)); err != nil {
		return nil, nil, place(data, 0, err)
	}
	if more.Format != "" && more.Format != Format {
		if strings.HasPrefix(more.Format, formatName) {
			return nil, nil, fmt.Errorf("a newer version of pdsa wrote this document (%s). Get the new version, then read it again", cycle.Clean(more.Format, false))
		}
		return nil, nil, fmt.Errorf("this is no cycle: its format is %q, and that of a cycle is %q", cycle.Clean(more.Format, false), Format)
	}
	mention(c, "", mentioned)
	changes, err := readChanges(data, more.Changes)
	return c, changes, err
}

// mention puts an empty value or list for everything that the document names
// and leaves empty.
func mention(c *cycle.Cycle, prefix string, members map[string]any) {
	for key, value := range members {
		key = prefix + key
		switch value := value.(type) {
		case map[string]any:
			mention(c, key+".", value)
		case []any:
			if _, known := cycle.ListByKey(key); known && c.Lists[key] == nil {
				c.Lists[key] = []cycle.Item{}
			}
		default:
			if _, known := cycle.FieldByKey(key); known && c.Values[key] == "" {
				c.Values[key] = ""
			}
		}
	}
}

func readChanges(data []byte, raw json.RawMessage) ([]change.Change, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	start := bytes.Index(data, raw)
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		return nil, place(data, start, errors.New("changes is a list: it begins with ["))
	}
	changes := make([]change.Change, len(elements))
	for i, el := range elements {
		if err := json.Unmarshal(el, &changes[i]); err != nil {
			return nil, place(data, start+bytes.Index(raw, el), fmt.Errorf("change %d cannot be read: %w", i+1, err))
		}
	}
	return changes, nil
}

// place puts the line and column of the offset before the error.
func place(data []byte, offset int, err error) error {
	before := data[:max(offset, 0)]
	start := bytes.LastIndexByte(before, '\n') + 1
	return &cycle.SyntaxError{
		Line:   bytes.Count(before, []byte{'\n'}) + 1,
		Column: utf8.RuneCount(before[start:]) + 1,
		Msg:    err.Error(),
	}
}
