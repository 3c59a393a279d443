package dashboard

// Records go into a database with their times in UTC, so that they come out of
// every back end alike.

// UTC returns the school with its time in UTC.
func (s School) UTC() School {
	s.Created = s.Created.UTC()
	return s
}

// UTC returns the person with all times in UTC.
func (p Person) UTC() Person {
	p.Created, p.Revoked = p.Created.UTC(), p.Revoked.UTC()
	return p
}

// UTC returns the token with all times in UTC.
func (t Token) UTC() Token {
	t.Created, t.LastSeen = t.Created.UTC(), t.LastSeen.UTC()
	t.Expires, t.Revoked = t.Expires.UTC(), t.Revoked.UTC()
	return t
}

// UTC returns the invite with all times in UTC.
func (i Invite) UTC() Invite {
	i.Created, i.Expires, i.Used = i.Created.UTC(), i.Expires.UTC(), i.Used.UTC()
	return i
}

// UTC returns the line with its time in UTC.
func (a Audit) UTC() Audit {
	a.At = a.At.UTC()
	return a
}
