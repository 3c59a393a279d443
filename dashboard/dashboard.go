package dashboard

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// Options are what a dashboard needs besides its database. The zero value is
// good for a server.
type Options struct {
	Now func() time.Time // nil: time.Now
	Log *slog.Logger     // nil: slog.Default. It is told no names, tokens or contents.
	// Idle is how long a laptop may stay away before it has to join again; 0 is
	// half a year.
	Idle time.Duration
}

// A Dashboard keeps the rules of what its database holds. It may be used by
// several goroutines, and several of them may share one PostgreSQL database.
//
// Errors that are for the one who asked are *wire.Error; all others are faults of
// the server, which say nothing of what is stored.
type Dashboard struct {
	back Backend
	now  func() time.Time
	log  *slog.Logger
	idle time.Duration
	row  func(*change.State) Row // rowOf, but for tests
	rows rowCache
	uses uses
}

// settingName is the setting that holds the dashboard's name.
const settingName = "name"

const usualIdle = 183 * 24 * time.Hour

// New returns the dashboard that the database holds.
func New(b Backend, o Options) *Dashboard {
	d := &Dashboard{back: b, now: o.Now, log: o.Log, idle: o.Idle, row: rowOf}
	if d.now == nil {
		d.now = time.Now
	}
	if d.log == nil {
		d.log = slog.Default()
	}
	if d.idle == 0 {
		d.idle = usualIdle
	}
	return d
}

// Init sets a new database up: its name, its epoch and a first person, who sees
// the district and may do what admins do. It returns the secret of that person's
// token. Error: ErrExists.
func (d *Dashboard) Init(ctx context.Context, name, admin string) (secret string, err error) {
	name, err = properName("the dashboard", name)
	if err != nil {
		return "", err
	}
	if admin, err = properName("the admin", admin); err != nil {
		return "", err
	}
	secret, hash := newSecret()
	epoch, person, token := change.NewID(), change.NewID(), change.NewID()
	err = d.back.Update(ctx, "", func(tx Tx) error {
		if old, err := tx.Setting(SettingEpoch); err != nil || old != "" {
			return errors.Join(err, ErrExists)
		}
		now := d.now()
		return errors.Join(
			tx.SetSetting(SettingEpoch, epoch),
			tx.SetSetting(settingName, name),
			tx.PutPerson(Person{ID: person, Name: admin, Role: wire.District, Admin: true, Created: now}),
			tx.PutToken(Token{Hash: hash, ID: token, Person: person, Use: ForDevice, Device: "the server", Created: now}),
			tx.AddAudit(Audit{At: now, Who: theServer, What: "set up", Detail: name}),
		)
	})
	return secret, outward(err)
}

// NewEpoch begins a new epoch, as after the database came back from a backup:
// every laptop then sends all that it holds, and for 90 days those of readers, coaches
// and the district return what they read. It returns the epoch.
func (d *Dashboard) NewEpoch(ctx context.Context) (string, error) {
	epoch := change.NewID()
	err := d.back.Update(ctx, "", func(tx Tx) error {
		if _, err := epochIn(tx); err != nil {
			return err
		}
		return errors.Join(
			tx.SetSetting(SettingEpoch, epoch),
			tx.SetSetting(settingRestored, d.now().UTC().Format(time.RFC3339)),
			tx.AddAudit(Audit{At: d.now(), Who: theServer, What: "restored from a backup"}),
		)
	})
	return epoch, outward(err)
}

// Meta says what kind of server this is. Error: CodeDown before Init.
func (d *Dashboard) Meta(ctx context.Context) (wire.Meta, error) {
	m := wire.Meta{
		Level: wire.LevelFolded, SchemaMin: 1, SchemaMax: change.Schema,
		Limits: wire.Limits{Changes: wire.MaxChanges, Body: wire.MaxBody, Change: wire.MaxChange},
		Time:   d.now().UTC().Truncate(time.Millisecond),
	}
	err := d.back.View(ctx, func(r Reader) (err error) {
		if m.Epoch, err = epochIn(r); err != nil {
			return err
		}
		if m.Returns, err = d.returnsUntil(r); err != nil {
			return err
		}
		m.Name, err = r.Setting(settingName)
		return err
	})
	return m, outward(err)
}

// Ready reports whether the dashboard is set up and its database answers.
func (d *Dashboard) Ready(ctx context.Context) error {
	if err := d.back.Ready(ctx); err != nil {
		return err
	}
	_, err := d.Meta(ctx)
	return err
}

// epochIn returns the epoch.
func epochIn(r Reader) (string, error) {
	epoch, err := r.Setting(SettingEpoch)
	if err == nil && epoch == "" {
		err = &wire.Error{Code: wire.CodeDown, Message: "this dashboard is not set up yet. `pdsa dashboard init` on the server does that"}
	}
	return epoch, err
}

// checkEpoch compares the epoch that a client knows with that of the database.
func checkEpoch(r Reader, known string) (string, error) {
	epoch, err := epochIn(r)
	if err == nil && known != "" && known != epoch {
		err = &wire.Error{
			Code: wire.CodeEpoch, Epoch: epoch,
			Message: "the dashboard came back from a backup. Your laptop has to send again what it holds; nothing on it was lost",
		}
	}
	return epoch, err
}

func (d *Dashboard) today() cycle.Day { return cycle.DayOf(d.now()) }
