package serve

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/bolt"
)

// filled is a dashboard with one school, watched by metrics.
func filled(t *testing.T, m *Metrics) (file *bolt.DB, d *dashboard.Dashboard, admin, team, school string) {
	t.Helper()
	file, err := bolt.Open(filepath.Join(t.TempDir(), "dashboard.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	d = dashboard.New(m.Watch(file), dashboard.Options{})
	ctx := t.Context()
	if admin, err = d.Init(ctx, "District", "Dana Cole"); err != nil {
		t.Fatal(err)
	}
	dana, err := d.SignIn(ctx, admin)
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.AddSchool(ctx, dana, "Butler Middle", "")
	if err != nil {
		t.Fatal(err)
	}
	code, err := d.Invite(ctx, dana, dashboard.Invitation{Name: "Ana Ruiz", Role: wire.Team, School: s.ID})
	if err != nil {
		t.Fatal(err)
	}
	if team, _, err = d.Join(ctx, code, "laptop", dashboard.ForDevice); err != nil {
		t.Fatal(err)
	}
	return file, d, admin, team, s.ID
}

func TestBackupOverTheNetwork(t *testing.T) {
	file, d, admin, team, _ := filled(t, NewMetrics())
	o := options(http.NotFound, io.Discard)
	o.Backup = Backup(d, file, o.Log)
	s := start(t, o)
	for token, want := range map[string]int{"": 401, "pdsa_wrong": 401, team: 403, admin: 200} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/v1/backup", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != want {
			t.Errorf("with the token %.9q: %d, want %d (%v)", token, resp.StatusCode, want, err)
		}
		if want != 200 {
			continue
		}
		if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != resp.Header.Get(BackupSum) {
			t.Error("the sum is not that of the bytes")
		}
		to := filepath.Join(t.TempDir(), "copy.db")
		write(t, to, body)
		db, err := bolt.Open(to)
		if err != nil {
			t.Fatal(err)
		}
		if schools, err := dashboard.New(db, dashboard.Options{}).Schools(t.Context(), dashboard.Caller{Person: dashboard.Person{Admin: true}}); err != nil || len(schools) != 1 {
			t.Errorf("the copy holds %v, %v", schools, err)
		}
		_ = db.Close()
	}
	left, err := os.ReadDir(filepath.Dir(file.Name()))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		if strings.Contains(e.Name(), "backup") {
			t.Errorf("%s is left behind", e.Name())
		}
	}
}

func TestChangesAreCounted(t *testing.T) {
	m := NewMetrics()
	file, d, _, team, school := filled(t, m)
	ana, err := d.SignIn(t.Context(), team)
	if err != nil {
		t.Fatal(err)
	}
	push := func(seqs ...uint64) error {
		var p wire.Push
		for _, seq := range seqs {
			c := change.Change{ID: change.MakeID("r", seq), Replica: "r", Seq: seq, Doc: "d", Kind: change.KindCycle, Schema: change.Schema}
			if err := c.Seal(); err != nil {
				t.Fatal(err)
			}
			p.Changes = append(p.Changes, c)
		}
		_, err := d.Push(context.Background(), ana, school, p)
		return err
	}
	if err := push(1, 2); err != nil {
		t.Fatal(err)
	}
	if err := push(1, 2, 3); err != nil {
		t.Fatal(err)
	}
	if err := push(9); err == nil {
		t.Fatal("a gap was taken")
	}
	broken := errors.New("broken off")
	err = m.Watch(file).Update(t.Context(), school, func(tx dashboard.Tx) error {
		if _, err := tx.Append(school, []change.Change{{ID: "x-1", Replica: "x", Seq: 1, Doc: "d"}}); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := m.write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"pdsa_changes_total 3\n", `transaction_duration_seconds_count{kind="read"}`, `refused_transactions_total{kind="write"} 2` + "\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}
