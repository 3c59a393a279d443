package change

import (
	"slices"
	"strings"
)

// Combined returns one text that holds what all versions of the conflict say,
// paragraph by paragraph, see Combine. The base is the value that all versions
// replaced, looked up in the document's changes; where there is none they are
// simply put together. The result does not depend on the order of the versions,
// so that two laptops that combine apart write equal text.
func (c Conflict) Combined(changes []Change) string {
	base := c.base(changes)
	values := make([]string, len(c.Versions))
	for i, w := range c.Versions {
		values[i] = w.Value
	}
	slices.Sort(values)
	text := values[0]
	for _, v := range values[1:] {
		text = Combine(base, text, v)
	}
	return text
}

// base finds the newest value that every version of the conflict replaced.
func (c Conflict) base(changes []Change) string {
	byID := make(map[ID]*Change, len(changes))
	for i := range changes {
		byID[changes[i].ID] = &changes[i]
	}
	var common []ID
	for i, w := range c.Versions {
		op, ok := c.opOf(byID[w.ID])
		if !ok {
			return ""
		}
		if i == 0 {
			common = slices.Clone(op.Replaces)
			continue
		}
		common = slices.DeleteFunc(common, func(id ID) bool { return !slices.Contains(op.Replaces, id) })
	}
	var newest Write
	for _, id := range common {
		// What a seal stands for is one line, and nothing to combine.
		if op, ok := c.opOf(byID[id]); ok && !IsSeal(op.Value) {
			if w := (Write{ID: id, At: byID[id].At, Value: op.Value}); newest.ID == "" || newer(w, newest) < 0 {
				newest = w
			}
		}
	}
	return newest.Value
}

// opOf returns the op by which the change wrote at the conflict's path.
func (c Conflict) opOf(from *Change) (Op, bool) {
	if from == nil {
		return Op{}, false
	}
	for _, op := range slices.Backward(from.Ops) {
		if op.Do == DoSet && op.List == c.Path.List && op.Item == c.Path.Item && op.Field == c.Path.Field {
			return op, true
		}
	}
	return Op{}, false
}

// Combine merges two texts that were written apart from the base. A paragraph is
// a line of text; the result holds every paragraph of both that the base has
// not, and those of the base that neither of them took out. Combine(base, a, b)
// is Combine(base, b, a).
//
// Where both wrote something new in the same place, a paragraph that both have
// comes once.
func Combine(base, a, b string) string {
	// From here on the order of the two is fixed by what they say, which makes
	// all that follows symmetric.
	if a > b {
		a, b = b, a
	}
	from, left, right := paragraphsOf(base), paragraphsOf(a), paragraphsOf(b)
	keptLeft, keptRight := align(from.lines, left.lines), align(from.lines, right.lines)
	var out []string
	i, j := 0, 0
	for k := range len(from.lines) + 1 {
		endLeft, endRight := len(left.lines), len(right.lines)
		if k < len(from.lines) {
			endLeft, endRight = keptLeft[k], keptRight[k]
			if endLeft < 0 || endRight < 0 {
				continue
			}
		}
		added := fresh(left.lines, i, endLeft, keptLeft)
		out = append(out, added...)
		for _, line := range fresh(right.lines, j, endRight, keptRight) {
			if !slices.Contains(added, line) {
				out = append(out, line)
			}
		}
		if k < len(from.lines) {
			out = append(out, from.lines[k])
		}
		i, j = endLeft+1, endRight+1
	}
	gap := "\n"
	if left.spaced || right.spaced {
		gap = "\n\n"
	}
	return strings.Join(out, gap)
}

// paragraphs are the lines of a text that hold something; spaced says whether
// empty lines stand between them.
type paragraphs struct {
	lines  []string
	spaced bool
}

func paragraphsOf(text string) paragraphs {
	var p paragraphs
	empty := false
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimRight(line, " "); line == "" {
			empty = true
			continue
		}
		p.spaced = p.spaced || empty && len(p.lines) > 0
		empty = false
		p.lines = append(p.lines, line)
	}
	return p
}

// align finds a longest common subsequence: for each line of a the index of its
// partner in b, or -1.
func align(a, b []string) []int {
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	partner := make([]int, len(a))
	j := 0
	for i := range a {
		partner[i] = -1
		for j < len(b) && length[i][j] > length[i+1][j] {
			if a[i] == b[j] {
				partner[i] = j
				j++
				break
			}
			j++
		}
	}
	return partner
}

// fresh returns the lines from i to end that are not kept from the base.
func fresh(lines []string, i, end int, kept []int) []string {
	var out []string
	for ; i < end; i++ {
		if !slices.Contains(kept, i) {
			out = append(out, lines[i])
		}
	}
	return out
}
