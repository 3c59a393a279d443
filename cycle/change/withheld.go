package change

import (
	"crypto/rand"
	"crypto/sha256"
	"maps"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle"
)

// What is written about a student group stays on the laptop until it is known that
// the group is large enough. The change that is sent carries a seal in place of the
// text: a hash of the text and of a random salt, which tells nothing about it. The
// laptop keeps the text beside the log. When it may be told, a further change tells
// it, and everyone puts it where its seal stands. Since only that text matches the
// seal, nobody can tell another one, and the order in which things arrive makes no
// difference.

// DoTell is the op that tells the text of a seal: Field is the seal, Item the salt
// and Value the text.
const DoTell = "tell"

// A seal begins with sealMark, a control character that nobody can type, and has
// sealLength bytes in all.
const (
	sealMark   = "\x1f"
	sealLength = len(sealMark) + 26
)

// A Secret is a text that stays on this laptop, with the seal that stands for it in
// the changes.
type Secret struct {
	Seal string
	Salt string
	Text string
}

func newSecret(text string) Secret {
	// Read never fails on the systems we build for; it ends the program instead.
	var b [16]byte
	_, _ = rand.Read(b[:])
	salt := idEncoding.EncodeToString(b[:])
	return Secret{Seal: sealOf(salt, text), Salt: salt, Text: text}
}

// sealOf returns the seal of a text: 128 bits of the SHA-256 of salt and text.
func sealOf(salt, text string) string {
	sum := sha256.Sum256([]byte(salt + "\x00" + text))
	return sealMark + idEncoding.EncodeToString(sum[:16])
}

// Matches reports whether the text and the salt are those of the seal.
func (k Secret) Matches() bool { return k.Seal == sealOf(k.Salt, k.Text) }

// Op returns the op that tells the text.
func (k Secret) Op() Op { return Op{Do: DoTell, Field: k.Seal, Item: k.Salt, Value: k.Text} }

// IsSeal reports whether a value stands for a text that is told elsewhere or not at
// all.
func IsSeal(value string) bool {
	return len(value) == sealLength && strings.HasPrefix(value, sealMark) && strings.Trim(value[len(sealMark):], idLetters) == ""
}

// text returns what a person reads where the value is written: for a seal the text,
// or cycle.Withheld where it is not known here.
func (s *State) text(value string) string {
	if !IsSeal(value) {
		return value
	}
	if text, told := s.Told[value]; told {
		return text
	}
	if k, kept := s.kept[value]; kept {
		return k.Text
	}
	return cycle.Withheld
}

// shown is what the register shows: its value, or the newest text that is known here
// where the value is not.
func (s *State) shown(r *register, field string) string {
	text := s.text(r.value(field))
	if text != cycle.Withheld {
		return text
	}
	for _, w := range r.Live {
		if known := s.text(w.Value); known != cycle.Withheld {
			return known
		}
	}
	return text
}

// read returns the write with its text.
func (s *State) read(w Write) Write {
	w.Value = s.text(w.Value)
	return w
}

// Keeping returns the state with secrets. With its secrets a laptop reads what it has written itself. The state that is
// returned shares all else with s, which stays as it is.
func (s *State) Keeping(secrets []Secret) *State {
	if len(secrets) == 0 {
		return s
	}
	next := *s
	next.kept = make(map[string]Secret, len(s.kept)+len(secrets))
	maps.Copy(next.kept, s.kept)
	for _, k := range secrets {
		next.kept[k.Seal] = k
	}
	return &next
}

// Showing returns the state with the smallest student group whose numbers may be shown
// in the district (0: none was chosen); it goes into the cycle, see cycle.MinGroup.
func (s *State) Showing(minGroup int) *State {
	if s.minGroup == minGroup {
		return s
	}
	next := *s
	next.minGroup = minGroup
	return &next
}

// Outside returns the state as those see it who have the changes and not the secrets
// of this laptop.
func (s *State) Outside() *State {
	next := *s
	next.kept = nil
	return &next
}

// Private returns the ids of the data points of which something is known on this laptop
// alone.
func (s *State) Private() map[string]bool {
	out := map[string]bool{}
	if len(s.kept) == 0 {
		return out
	}
	for id, it := range s.Lists[cycle.PointsList] {
		for field, r := range it.Fields {
			value := r.value(field)
			if _, kept := s.kept[value]; !kept || !it.alive() {
				continue
			}
			if _, told := s.Told[value]; !told {
				out[id] = true
			}
		}
	}
	return out
}

// Seal puts seals in place of what the ops write about student groups, and returns
// the ops with the secrets that were taken out. Where the ops make a point one of a
// group, what stands in it already is sealed from then on. The ops given are not
// altered.
func (s *State) Seal(ops []Op) ([]Op, []Secret) {
	groups := s.groupsWith(ops)
	if len(groups) == 0 {
		return ops, nil
	}
	var secrets []Secret
	out := slices.Clone(ops)
	written := map[cycle.Path]bool{}
	for i, op := range out {
		p := cycle.Path{List: op.List, Item: op.Item, Field: op.Field}
		if op.Do != DoSet || !groups[op.Item] || !cycle.TellsOfGroup(p) {
			continue
		}
		written[p] = true
		if op.Value == "" || IsSeal(op.Value) {
			continue
		}
		k := newSecret(op.Value)
		out[i].Value = k.Seal
		secrets = append(secrets, k)
	}
	b := builder{state: s}
	for _, id := range slices.Sorted(maps.Keys(groups)) {
		it := s.Lists[cycle.PointsList][id]
		if it == nil {
			continue
		}
		for _, field := range slices.Sorted(maps.Keys(it.Fields)) {
			p := cycle.Path{List: cycle.PointsList, Item: id, Field: field}
			r := it.Fields[field]
			if v := r.value(field); !cycle.TellsOfGroup(p) || written[p] || v == "" || IsSeal(v) || len(r.versions(field)) > 1 {
				continue
			}
			k := newSecret(r.value(field))
			out = append(out, Op{Do: DoSet, List: p.List, Item: p.Item, Field: p.Field, Value: k.Seal, Replaces: b.live(r)})
			secrets = append(secrets, k)
		}
	}
	return out, secrets
}

// groupsWith returns the data points that the ops write in and that are about a
// student group, now or with the ops.
func (s *State) groupsWith(ops []Op) map[string]bool {
	group := map[string]bool{}
	for _, op := range ops {
		if op.List != cycle.PointsList || op.Do != DoSet {
			continue
		}
		switch it := s.Lists[op.List][op.Item]; {
		case op.Field == cycle.GroupField:
			if op.Value != "" {
				group[op.Item] = true
			}
		case it != nil && it.Fields[cycle.GroupField] != nil && !group[op.Item]:
			if slices.ContainsFunc(it.Fields[cycle.GroupField].Live, func(w Write) bool { return w.Value != "" }) {
				group[op.Item] = true
			}
		}
	}
	return group
}

// Tell returns the ops that tell what this laptop has kept to itself and what may be
// known outside: all that it wrote about groups which do not count as small, see
// cycle.WithheldPoints. A day in which something was written after the time since (milliseconds since 1970 UTC) is
// left until later: its other groups may still be on their way.
func (s *State) Tell(since int64) []Op {
	if len(s.kept) == 0 {
		return nil
	}
	c := s.Cycle()
	withheld := c.WithheldPoints()
	fresh := s.freshDays(c, since)
	var ops []Op
	for _, it := range c.Lists[cycle.PointsList] {
		if withheld[it.ID] || fresh[dayOf(it)] {
			continue
		}
		point := s.Lists[cycle.PointsList][it.ID]
		for _, field := range slices.Sorted(maps.Keys(point.Fields)) {
			for _, w := range point.Fields[field].Live {
				k, kept := s.kept[w.Value]
				if _, told := s.Told[w.Value]; kept && !told {
					ops = append(ops, k.Op())
				}
			}
		}
	}
	return ops
}

// A measured day is what the numbers of several groups have in common.
type measuredDay struct{ measure, date string }

func dayOf(it cycle.Item) measuredDay { return measuredDay{it.Values["measure"], it.Values["date"]} }

// freshDays returns the days in whose points something was written after since.
func (s *State) freshDays(c *cycle.Cycle, since int64) map[measuredDay]bool {
	fresh := map[measuredDay]bool{}
	for _, it := range c.Lists[cycle.PointsList] {
		for _, r := range s.Lists[cycle.PointsList][it.ID].Fields {
			if slices.ContainsFunc(r.Live, func(w Write) bool { return w.At.MS > since }) {
				fresh[dayOf(it)] = true
			}
		}
	}
	return fresh
}

// tell takes in a text; one that does not match its seal is none.
func (s *State) tell(op *Op) {
	if k := (Secret{Seal: op.Field, Salt: op.Item, Text: op.Value}); !k.Matches() {
		return
	}
	if s.Told == nil {
		s.Told = map[string]string{}
	}
	s.Told[op.Field] = op.Value
}

// TellsOnly reports whether the change does nothing but tell: nothing was written.
func (c *Change) TellsOnly() bool {
	return len(c.Ops) > 0 && !slices.ContainsFunc(c.Ops, func(op Op) bool { return op.Do != DoTell })
}
