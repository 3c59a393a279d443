package wire

import "github.com/cqi-pdsa/pdsa/cycle/change"

// A Role says what a person may do.
type Role string

// The roles.
const (
	Team     Role = "team"     // writes the cycles of one school
	Reader   Role = "reader"   // reads them
	Coach    Role = "coach"    // reads what the assigned schools share, comments, answers
	District Role = "district" // reads what is shared with the district, comments, answers
)

// Roles lists them in the order in which they are offered.
var Roles = []Role{Team, Reader, Coach, District}

// An Audience is a group that a cycle is shared with: the values of a cycle's
// field "sharing". Each includes those before it.
type Audience string

// The audiences.
const (
	ForTeam     Audience = "team"     // the school's own people
	ForCoach    Audience = "coach"    // and its coaches
	ForDistrict Audience = "district" // and the district and all its schools
)

// rank orders audiences by size; what is not known counts as the smallest, so
// that nothing is shown by mistake.
func (a Audience) rank() int {
	switch a {
	case ForCoach:
		return 1
	case ForDistrict:
		return 2
	default:
		return 0
	}
}

// Reaches reports whether what is shared with a may be read by those of reader:
// a cycle shared with coaches reaches the team and the coaches.
func (a Audience) Reaches(reader Audience) bool { return reader.rank() <= a.rank() }

// Audience returns the group that the role reads a school's cycles as.
func (r Role) Audience() Audience {
	switch r {
	case Team, Reader:
		return ForTeam
	case Coach:
		return ForCoach
	default:
		return ForDistrict
	}
}

// openLists are what people from outside the team may write in.
var openLists = map[string]bool{"comments": true, "requests": true}

// MayWrite reports whether the role may push the change: a team anything; a
// coach and the district comments and answers to support requests in a cycle that
// is there; a reader nothing. The laptop asks before it writes, the server before
// it accepts.
func (r Role) MayWrite(c change.Change) bool {
	switch r {
	case Team:
		return true
	case Coach, District:
		for _, op := range c.Ops {
			if !openLists[op.List] {
				return false
			}
		}
		return true
	default:
		return false
	}
}

// SharedWith returns the group that a document is shared with: the team alone
// until someone chose. While two people have set it differently the smaller group
// holds.
func SharedWith(st *change.State) Audience {
	values := st.Values("sharing")
	if len(values) == 0 {
		return ForTeam
	}
	shared := ForDistrict
	for _, v := range values {
		if a := Audience(v); a.rank() < shared.rank() {
			shared = a
		}
	}
	if shared.rank() == 0 {
		return ForTeam
	}
	return shared
}
