package word

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// The bounds of a file. A long report with photos stays far below them.
const (
	MaxFile = 50 << 20 // bytes of the file

	maxUnpacked  = 64 << 20 // bytes of all parts that are read
	maxRatio     = 200      // unpacked to packed bytes, from freeRatio on
	freeRatio    = 4 << 20
	maxDirectory = 4 << 20 // bytes read to find the parts
	maxParts     = 2000
)

// An archive is the open file.
type archive struct {
	ctx   context.Context
	parts map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

// openArchive lists the parts of the file. The error says why it cannot be read, or
// is the one of r.
func openArchive(ctx context.Context, r io.ReaderAt, size int64) (*archive, error) {
	if size > MaxFile {
		return nil, fmt.Errorf("this file is larger than %d megabytes. Take the pictures out of it, save it and try again", MaxFile>>20)
	}
	if err := otherKind(r, size); err != nil {
		return nil, err
	}
	directory := &metered{in: r, left: maxDirectory}
	z, err := zip.NewReader(directory, size)
	switch {
	case directory.left < 0:
		return nil, errors.New("this file has far more parts than a document has: it was not read")
	case directory.err != nil:
		return nil, directory.err
	case err != nil:
		return nil, errors.New("this file is cut off or damaged. Open it in Word or Google Docs, save it as .docx once more and try again")
	case len(z.File) > maxParts:
		return nil, fmt.Errorf("this file has more than %d parts: it is no document that was typed, and it was not read", maxParts)
	}
	a := &archive{ctx: ctx, parts: make(map[string]*zip.File, len(z.File)), left: maxUnpacked}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		if path.Base(name) == "vbaproject.bin" {
			return nil, errMacros
		}
		if _, twice := a.parts[name]; twice {
			return nil, fmt.Errorf("this file is damaged: it has the part %q twice", name)
		}
		a.parts[name] = f
	}
	// The parts are read from the file itself, each within its own bounds.
	directory.left = 2*MaxFile + maxUnpacked
	return a, nil
}

var errMacros = errors.New("this file has macros (small programs) in it: it was not read. Save it in Word as \"Word Document (.docx)\" and try again")

// A metered reader counts what is read.
type metered struct {
	in   io.ReaderAt
	left int64
	err  error // of in, which the archive package does not pass on
}

func (m *metered) ReadAt(p []byte, off int64) (int, error) {
	m.left -= int64(len(p))
	if m.left < 0 {
		return 0, errors.New("too much is read")
	}
	n, err := m.in.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err
}

func (a *archive) has(part string) bool { return a.parts[strings.ToLower(part)] != nil }

// open opens a part. What it unpacks to is taken off what is left.
func (a *archive) open(part string) (io.ReadCloser, error) {
	f := a.parts[strings.ToLower(part)]
	if f == nil {
		return nil, brokenPart(part, errors.New("it is missing"))
	}
	if f.Flags&1 != 0 {
		return nil, errPassword
	}
	in, err := f.Open()
	if err != nil {
		return nil, brokenPart(part, err)
	}
	return &unpacking{ReadCloser: in, a: a, packed: int64(f.CompressedSize64)}, nil
}

// An unpacking reader keeps a part within the bounds.
type unpacking struct {
	io.ReadCloser
	a            *archive
	packed, done int64
}

func (u *unpacking) Read(p []byte) (int, error) {
	if err := u.a.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := u.ReadCloser.Read(p)
	u.done += int64(n)
	u.a.left -= int64(n)
	if u.a.left < 0 || u.done > freeRatio && u.done > maxRatio*u.packed {
		return 0, errTooLarge
	}
	return n, err
}

var errTooLarge = errors.New("this file unpacks to far more than a document holds: it was not read")

// brokenPart names the part that cannot be read. Errors that speak for themselves
// stay as they are.
func brokenPart(part string, err error) error {
	if errors.Is(err, errTooLarge) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("this file is damaged: its part %s cannot be read (%w). Open it in Word or Google Docs, save it as .docx once more and try again", part, err)
}

// The reasons why a file is no .docx.
var (
	errPassword = errors.New("this file is protected with a password. Open it in Word, take the password off (File, Info, Protect Document), save it and try again")
	errOldWord  = errors.New("this is an old Word file (.doc). Open it in Word or Google Docs, save it as .docx and try again")
)

// oleHeader begins both old Word files and files with a password.
var oleHeader = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

// otherKind says what the file is when it is no zip archive.
func otherKind(r io.ReaderAt, size int64) error {
	head := make([]byte, min(size, 512))
	if n, err := r.ReadAt(head, 0); err != nil && (n < len(head) || !errors.Is(err, io.EOF)) {
		return err
	}
	text := bytes.ToLower(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"))
	switch {
	case len(head) == 0:
		return errors.New("this file is empty")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil
	case bytes.HasPrefix(head, oleHeader):
		encrypted, err := contains(r, size, utf16("EncryptedPackage"))
		if err != nil {
			return err
		}
		if encrypted {
			return errPassword
		}
		return errOldWord
	case bytes.HasPrefix(text, []byte("%pdf")):
		return errors.New("this is a PDF. Open it in Word or Google Docs, save it as .docx and try again")
	case bytes.HasPrefix(text, []byte("{\\rtf")), bytes.HasPrefix(text, []byte("<html")), bytes.HasPrefix(text, []byte("<!doctype html")):
		return errors.New("this file is named .docx and is written in another form. Open it in Word, save it as \"Word Document (.docx)\" and try again")
	}
	return errors.New("this is no Word document. Open it in Word or Google Docs, save it as .docx and try again")
}

// contains looks for a few bytes in a whole file.
func contains(r io.ReaderAt, size int64, want []byte) (bool, error) {
	buf := make([]byte, 1<<20)
	for at := int64(0); at < size; at += int64(len(buf) - len(want)) {
		n, err := r.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if bytes.Contains(buf[:n], want) {
			return true, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
	}
	return false, nil
}

// utf16 writes ASCII in two bytes a letter, the low one first.
func utf16(s string) []byte {
	var out []byte
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}
