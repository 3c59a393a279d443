package dashboard

import "cmp"

// The orders in which back ends list records. Names are compared byte by byte, so
// that no database's idea of an alphabet gets in the way.

// CompareSchools orders schools by name, then id.
func CompareSchools(a, b School) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

// ComparePeople orders people by name, then id.
func ComparePeople(a, b Person) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

// CompareTokens orders tokens by age, oldest first, then hash.
func CompareTokens(a, b Token) int {
	return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.Hash, b.Hash))
}

// CompareInvites orders invites by age, oldest first, then hash.
func CompareInvites(a, b Invite) int {
	return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.Hash, b.Hash))
}

// CompareWaiting orders changes by document, replica and number.
func CompareWaiting(a, b Waiting) int {
	return cmp.Or(cmp.Compare(a.Change.Doc, b.Change.Doc), cmp.Compare(a.Change.Replica, b.Change.Replica), cmp.Compare(a.Change.Seq, b.Change.Seq))
}
