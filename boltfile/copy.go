package boltfile

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"

	"go.etcd.io/bbolt"
)

// Copy writes the database as the transaction sees it over the file to, which is there
// already, and brings it to the disk. progress, when not nil, is told how many bytes
// are written, of how many. When ctx ends, Copy stops and returns its error.
func Copy(ctx context.Context, tx *bbolt.Tx, to string, progress func(done, total int64)) error {
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = tx.WriteTo(&copying{ctx: ctx, to: f, total: tx.Size(), progress: progress}); err != nil {
		err = cmp.Or(ctx.Err(), err) // bbolt hands an error on as text
	} else {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// copying writes, tells how far it is, and stops when it is told to.
type copying struct {
	ctx         context.Context
	to          io.Writer
	done, total int64
	progress    func(done, total int64)
}

func (c *copying) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.to.Write(p)
	c.done += int64(n)
	if c.progress != nil {
		c.progress(c.done, c.total)
	}
	return n, err
}

// Duplicate copies a file that nobody writes, whatever it holds, to a name that must be
// free, for this user only, and brings the copy to the disk. Error: fs.ErrExist.
func Duplicate(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}
