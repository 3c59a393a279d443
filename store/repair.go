package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/cqi-pdsa/pdsa/boltfile"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

// RepairOptions say how a store is repaired.
type RepairOptions struct {
	// Now is the wall clock; nil is time.Now.
	Now func() time.Time
}

// A RepairReport says what Repair did.
type RepairReport struct {
	Path string
	// Nothing is set when the store was sound and was left as it was.
	Nothing bool
	// CacheOnly is set when only the overview was wrong: it was made anew in
	// place, and everything is there.
	CacheOnly bool
	// Aside is where the damaged file stands now, unaltered; empty when it was
	// not set aside.
	Aside string
	// Backup is the backup that the new store began from; empty when there was
	// none that is sound.
	Backup     string
	FromBackup int // changes that came from the backup
	Salvaged   int // changes beyond these that the damaged file still gave
	Docs       int // cycles in the new store
	// Lost are the changes that the damaged file speaks of and that neither gave,
	// in order. LostKnown is false when the file no longer says which there were.
	Lost      []change.ID
	LostKnown bool
}

// Repair mends the store at path.
//
// Where only the overview is wrong, it is made anew in place. Otherwise the
// damaged file is set aside unaltered under a name that carries the date, and a
// new store takes its place: it begins from the newest sound backup and takes in
// every change that the damaged file still gives and that matches its hash. It
// has a new replica id, since the numbers of lost changes must not be given out
// again, and nothing of what a dashboard had acknowledged: the next sync brings
// back what the dashboard has. Person and settings stay. At no moment is there no
// file at path.
//
// progress, when not nil, is told how many documents are done. Errors, after
// each of which the file is as it was: ErrNotFound, ErrForeign, ErrNewer,
// ErrFull, *InUseError, the error of ctx.
func Repair(ctx context.Context, path string, o RepairOptions, progress func(done, of int)) (RepairReport, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	out := RepairReport{Path: path}
	report, err := Examine(ctx, path, nil)
	if err != nil && !errors.Is(err, ErrForeign) {
		return out, err
	}
	foreign := err
	if foreign == nil {
		if report.Good {
			out.Nothing, out.LostKnown, out.Docs = true, true, report.Docs
			return out, nil
		}
		if _, bad := report.first(Damage); !bad {
			out.CacheOnly, out.LostKnown, out.Docs = true, true, report.Docs
			return out, rebuildAt(path, o, progress)
		}
	}
	r := &repair{path: path, now: o.Now, out: &out, changes: map[change.ID]change.Change{}}
	if err := r.gather(ctx, foreign); err != nil {
		return out, err
	}
	return out, r.replace(ctx, progress)
}

func rebuildAt(path string, o RepairOptions, progress func(done, of int)) error {
	s, err := Open(path, Options{Now: o.Now, MustExist: true})
	if err != nil {
		return err
	}
	return errors.Join(s.RebuildView(progress), s.Close())
}

// repair is the work on one damaged store.
type repair struct {
	path     string
	now      func() time.Time
	out      *RepairReport
	changes  map[change.ID]change.Change
	settings map[string]string
	secrets  map[string][]byte
}

// gather collects the changes: those of the backup first, then what else the
// damaged file gives. foreign is why the file seems not to be a store at all; it
// stands unless a change is found in it.
func (r *repair) gather(ctx context.Context, foreign error) error {
	if err := r.fromBackup(ctx); err != nil {
		return err
	}
	file := newContent()
	file.keep = func(c change.Change) {
		if _, known := r.changes[c.ID]; !known && c.Verify() == nil {
			r.changes[c.ID] = c
			r.out.Salvaged++
		}
	}
	whole, err := salvage(ctx, r.path, &file, true)
	if err != nil {
		return err
	}
	if foreign != nil && len(file.records) == 0 {
		return foreign
	}
	// The settings of the file are newer, where they can be read.
	if r.settings == nil {
		r.settings = map[string]string{}
	}
	maps.Copy(r.settings, file.settings)
	if r.secrets == nil {
		r.secrets = map[string][]byte{}
	}
	maps.Copy(r.secrets, file.secrets)
	r.out.LostKnown = whole || r.onlyOwn(&file)
	for id := range file.knownIDs() {
		if _, there := r.changes[id]; !there {
			r.out.Lost = append(r.out.Lost, id)
		}
	}
	slices.Sort(r.out.Lost)
	return nil
}

// onlyOwn reports whether nobody but this laptop wrote in the store: what it has
// numbered is then all that there was.
func (r *repair) onlyOwn(file *content) bool {
	for _, c := range r.changes {
		if c.Replica != file.replica {
			return false
		}
	}
	return file.replica != "" && file.seq > 0
}

// fromBackup takes in the newest backup that is sound.
func (r *repair) fromBackup(ctx context.Context) error {
	all, err := backupsOf(r.path)
	if err != nil {
		return err
	}
	for _, b := range all {
		x, err := examineContent(ctx, b.Path)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			continue
		}
		if _, bad := x.report.first(Damage); bad {
			continue
		}
		backup := newContent()
		backup.keep = func(c change.Change) { r.changes[c.ID] = c }
		if _, err := salvage(ctx, b.Path, &backup, false); err != nil {
			return err
		}
		r.out.Backup, r.out.FromBackup = b.Path, len(r.changes)
		r.settings, r.secrets = backup.settings, backup.secrets
		return nil
	}
	return nil
}

// salvage reads what a file gives: first by its tree, which tells what was saved
// from what a failed save left behind; then, when it is damaged, byte by byte.
// whole says that the tree could be read to its end, so that it names all changes
// there were.
func salvage(ctx context.Context, path string, into *content, isDamaged bool) (whole bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, openError(path, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return false, openError(path, err)
	}
	pages, err := openPages(f, info.Size())
	whole = err == nil
	if pages != nil {
		if err := into.walk(ctx, pages, func(error) { whole = false }); err != nil {
			return false, err
		}
	}
	if !isDamaged {
		return whole, nil
	}
	return whole, into.scan(ctx, f, info.Size())
}

// replace builds the new store beside the damaged one and puts it in its place.
func (r *repair) replace(ctx context.Context, progress func(done, of int)) error {
	temp, err := boltfile.Temp(r.path)
	if err != nil {
		return writeError(err)
	}
	defer func() { _ = os.Remove(temp) }()
	if err := r.build(ctx, temp, progress); err != nil {
		return fmt.Errorf("%s could not be mended and is as it was: %w", r.path, err)
	}
	db, err := lookInto(r.path)
	if err != nil {
		return err
	}
	if err := db.close(); err != nil {
		return err
	}
	if r.out.Aside, err = setAside(r.path, r.now()); err != nil {
		return fmt.Errorf("%s could not be set aside and is as it was: %w", r.path, writeError(err))
	}
	if err := os.Rename(temp, r.path); err != nil {
		return fmt.Errorf("%s could not be replaced and is as it was: %w", r.path, writeError(err))
	}
	boltfile.SyncFolder(r.path)
	return nil
}

func (r *repair) build(ctx context.Context, path string, progress func(done, of int)) error {
	if err := fill(path, examineWait); err != nil {
		return writeError(err)
	}
	s, err := Open(path, Options{Now: r.now, MustExist: true})
	if err != nil {
		return err
	}
	if err = s.update(func(tx *bbolt.Tx) error { return putSalvaged(tx, r.secrets) }); err == nil {
		_, err = s.Merge(ctx, slices.Collect(maps.Values(r.changes)), progress)
	}
	if err == nil {
		err = s.update(func(tx *bbolt.Tx) error {
			settings := tx.Bucket(bucketMeta).Bucket(bucketSetting)
			for key, value := range r.settings {
				if err := settings.Put([]byte(key), []byte(value)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	report, err := Examine(ctx, path, nil)
	if err != nil {
		return err
	}
	if !report.Good {
		return fmt.Errorf("the new store is not sound: %s", report.Findings[0].What)
	}
	r.out.Docs = report.Docs
	return nil
}

// setAside gives the file a second name with the date in it. The file itself is
// not touched; where the disk knows no second names it is copied.
func setAside(path string, now time.Time) (string, error) {
	stamp := path + ".damaged-" + now.Local().Format("2006-01-02-150405")
	aside := stamp
	for n := 2; ; n++ {
		if _, err := os.Lstat(aside); err != nil {
			break
		}
		aside = fmt.Sprintf("%s-%d", stamp, n)
	}
	if os.Link(path, aside) == nil {
		return aside, nil
	}
	return aside, boltfile.Duplicate(path, aside)
}
