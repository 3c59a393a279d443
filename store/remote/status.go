package remote

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// A State is how a store stands to the dashboard, for the line on the screen.
type State string

// The states. Where several hold, the one that comes first here is shown.
const (
	NeverJoined   State = "never joined"
	SignInAgain   State = "sign in again" // the dashboard does not know the laptop any more
	ClockIsWrong  State = "clock looks wrong"
	LaptopCopied  State = "laptop copied"
	ServerBack    State = "server restored"
	OfflineSince  State = "offline"
	ChangesToSend State = "to send"
	AllSent       State = "all sent"
)

// Status is how a store stands to the dashboard.
type Status struct {
	State     State           `json:"state"`
	Dashboard store.Dashboard `json:"dashboard,omitzero"`
	Schools   []string        `json:"schools,omitempty"` // by name
	ToSend    int             `json:"to_send"`
	Synced    time.Time       `json:"synced,omitzero"` // when a sync last went through for all
	Trouble   string          `json:"trouble,omitempty"`
	Event     Event           `json:"-"` // what a watcher told last and still holds
}

// showFor is how long it is shown that a laptop was copied or a server restored.
const showFor = 24 * time.Hour

// StatusOf reads how the store stands. last is the newest ClockWrong, Offline or
// Trouble that a watcher has told since the last Synced, or nil. It reads the store
// only, in a few microseconds.
func StatusOf(s *store.Store, last Event) (Status, error) {
	out := Status{Event: last}
	d, err := s.Dashboard()
	if errors.Is(err, store.ErrNotJoined) {
		out.State = NeverJoined
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.Dashboard = d
	streams, err := s.Streams()
	if err != nil {
		return out, err
	}
	var copied, restored time.Time
	for i, st := range streams {
		n, err := s.Pending(st.School)
		if err != nil {
			return out, err
		}
		out.ToSend += n
		out.Schools = append(out.Schools, st.Name)
		out.Trouble = cmp.Or(out.Trouble, st.Trouble)
		if i == 0 || st.Contact.Before(out.Synced) {
			out.Synced = st.Contact
		}
		copied, restored = later(copied, st.Copied), later(restored, st.Restored)
	}
	out.State = stateOf(out, s.Now(), copied, restored)
	return out, nil
}

func stateOf(st Status, now, copied, restored time.Time) State {
	recent := func(at time.Time) bool { return !at.IsZero() && now.Sub(at) < showFor }
	switch last := st.Event.(type) {
	case ClockWrong:
		return ClockIsWrong
	case Trouble:
		if codeOf(last.Err) == wire.CodeSignIn {
			return SignInAgain
		}
	}
	_, isOffline := st.Event.(Offline)
	switch {
	case recent(copied):
		return LaptopCopied
	case recent(restored):
		return ServerBack
	case isOffline || st.Trouble != "":
		return OfflineSince
	case st.ToSend > 0 || st.Synced.IsZero():
		return ChangesToSend
	}
	return AllSent
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// String is the line for people. Times are for the caller to add: Synced says when.
func (st Status) String() string {
	toSend := ""
	if st.ToSend > 0 {
		toSend = ", " + count(st.ToSend, "change") + " to send"
	}
	switch st.State {
	case NeverJoined:
		return "not joined: `pdsa join` shares cycles with the district"
	case SignInAgain:
		return "the dashboard does not know this laptop any more" + toSend
	case ClockIsWrong:
		return st.Event.String()
	case LaptopCopied:
		return Copied{}.String() + toSend
	case ServerBack:
		return Restored{}.String() + toSend
	case OfflineSince:
		return "offline" + toSend
	case ChangesToSend:
		return fmt.Sprintf("%s to send", count(st.ToSend, "change"))
	}
	return "all sent"
}
