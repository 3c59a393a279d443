package remote

import (
	"errors"
	"fmt"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/store"
)

// An Event is something that a watcher has to tell: one of Synced, Sent, Got,
// Offline, ClockWrong, Copied, Restored, Refused and Trouble.
type Event interface {
	// String is one sentence for people.
	String() string
}

// Synced says that a sync went through; it follows the other events of the sync.
type Synced struct {
	At   time.Time `json:"-"`
	Left int       `json:"to_send"` // changes that are still to be sent
}

// Sent says that so many changes went to the dashboard.
type Sent struct {
	Changes int `json:"changes"`
}

// Got says that so many changes came, and what others did in them.
type Got struct {
	Changes int    `json:"changes"`
	News    []News `json:"news"`
}

// Offline says that the dashboard cannot be reached since then. It is told once.
type Offline struct {
	Since time.Time `json:"since"`
	Err   error     `json:"-"`
}

// ClockWrong says that a clock looks wrong. Ahead is how far the dashboard's is
// ahead of this laptop's; 0 when it is some other laptop's.
type ClockWrong struct {
	Ahead time.Duration `json:"-"`
}

// Copied says that this laptop's store was found to be a copy.
type Copied struct {
	Reissued int `json:"reissued"`
}

// Restored says that the dashboard came back from a backup.
type Restored struct{}

// Refused says that a school takes nothing from this person any more.
type Refused struct {
	Schools []string `json:"schools"`
}

// Trouble says that a sync failed for a reason that does not pass by itself.
type Trouble struct {
	Err error `json:"-"`
}

func (e Synced) String() string {
	if e.Left > 0 {
		return count(e.Left, "change") + " to send"
	}
	return "all sent"
}

func (e Sent) String() string { return count(e.Changes, "change") + " sent" }

func (e Got) String() string {
	if len(e.News) == 0 {
		return count(e.Changes, "change") + " received"
	}
	s := e.News[0].String()
	if more := len(e.News) - 1; more > 0 {
		s += ", and " + count(more, "more cycle") + " changed"
	}
	return s
}

func (e Offline) String() string {
	return "the dashboard cannot be reached. What you write is saved here and goes out later"
}

func (e ClockWrong) String() string {
	switch {
	case e.Ahead > 0:
		return fmt.Sprintf("this laptop's clock looks wrong: the dashboard's is %s ahead. Set it right; nothing is lost", hours(e.Ahead))
	case e.Ahead < 0:
		return fmt.Sprintf("this laptop's clock looks wrong: the dashboard's is %s behind. Set it right; nothing is lost", hours(-e.Ahead))
	}
	return "the clock of another laptop looks wrong: a change is dated more than an hour ahead. Nothing is lost"
}

func (e Copied) String() string {
	return "this laptop's cycles are a copy of another's, or an older copy of their own. It goes on under a new name; nothing is lost"
}

func (e Restored) String() string {
	return "the dashboard came back from a backup and got again what is here"
}

func (e Refused) String() string {
	return fmt.Sprintf("you cannot write any more for %s. What you wrote stays here; ask the district", joined(e.Schools))
}

func (e Trouble) String() string { return Explain(e.Err) }

// Passes reports whether the error of a sync passes by itself: no answer, or a server
// that is too busy.
func Passes(err error) bool {
	switch codeOf(err) {
	case wire.CodeBusy, wire.CodeDown, wire.CodeServer:
		return true
	}
	return errors.Is(err, ErrUnreachable)
}

// Explain gives an error of a sync the words a person can act on.
func Explain(err error) string {
	switch {
	case err == nil:
		return ""
	case codeOf(err) == wire.CodeSignIn:
		return "the dashboard does not know this laptop any more. Ask the district for a new code, then `pdsa join`. What is here is safe"
	case errors.Is(err, ErrUnreachable):
		return err.Error() + ". What is here is safe and goes out later"
	case errors.Is(err, store.ErrNotJoined):
		return store.ErrNotJoined.Error()
	}
	return err.Error()
}

// Events returns what a sync that ended at that time has to tell, Synced last.
func (r Result) Events(at time.Time) []Event {
	var out []Event
	if r.Restored {
		out = append(out, Restored{})
	}
	if r.Copied {
		out = append(out, Copied{r.Reissued})
	}
	if r.ClockWrong() {
		out = append(out, ClockWrong{r.Skew})
	}
	if r.Got > 0 {
		out = append(out, Got{r.Got, r.News})
	}
	if r.Sent > 0 {
		out = append(out, Sent{r.Sent})
	}
	if len(r.Refused) > 0 {
		out = append(out, Refused{r.Refused})
	}
	return append(out, Synced{at, r.Left})
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func hours(d time.Duration) string {
	if d < 48*time.Hour {
		return count(int(d.Round(time.Hour)/time.Hour), "hour")
	}
	return count(int(d.Round(24*time.Hour)/(24*time.Hour)), "day")
}

func joined(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	return names[0] + " and " + count(len(names)-1, "more school")
}
