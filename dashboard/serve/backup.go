package serve

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
)

// BackupSum is the header with the SHA-256, in hex, of a backup's bytes.
const BackupSum = "X-Pdsa-Sha256"

// A Backuper is a database that copies itself into a file while it is in use: see
// bolt.DB.Backup.
type Backuper interface {
	dashboard.Backend
	Backup(ctx context.Context, to string, progress func(done, total int64)) error
}

// Backup answers GET /v1/backup: admins get a checked copy of the whole database.
// Where it goes is the admin's business; the server only keeps it beside the
// database until it is sent.
func Backup(d *dashboard.Dashboard, b Backuper, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := sendBackup(w, r, d, b)
		var refused *wire.Error
		switch {
		case err == nil || r.Context().Err() != nil:
		case errors.As(err, &refused):
			refuse(w, refused.Code, refused.Message)
		default:
			log.Error("a backup failed", "error", err.Error())
			refuse(w, wire.CodeServer, "the backup could not be made; the dashboard itself goes on. The admin finds the reason in the log")
		}
	})
}

func sendBackup(w http.ResponseWriter, r *http.Request, d *dashboard.Dashboard, b Backuper) (err error) {
	ctx := r.Context()
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		secret = ""
	}
	who, err := d.SignIn(ctx, secret)
	if err != nil {
		return err
	}
	if !who.Person.Admin {
		return &wire.Error{Code: wire.CodeForbid, Message: "only an admin of the dashboard may do this"}
	}
	// A large database takes longer than other answers.
	if err := http.NewResponseController(w).SetWriteDeadline(time.Time{}); err != nil {
		return err
	}
	temp := b.Name() + ".backup-" + change.NewID()
	if err := b.Backup(ctx, temp, nil); err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp) }()
	f, err := os.Open(temp)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := d.Record(ctx, dashboard.Audit{Who: who.Person.Name, What: "made a backup"}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set(BackupSum, hex.EncodeToString(sum.Sum(nil)))
	if _, err := io.Copy(w, f); err != nil {
		panic(http.ErrAbortHandler) // half a copy is out: let it be seen as broken
	}
	return nil
}
