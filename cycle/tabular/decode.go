package tabular

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// An Encoding is how the letters of a text stand as bytes.
type Encoding string

// The encodings that are read. Latin-1 is read as Windows-1252, which has its
// letters and is what files that call themselves Latin-1 are written in.
const (
	UTF8        Encoding = "UTF-8"
	UTF16LE     Encoding = "UTF-16 LE"
	UTF16BE     Encoding = "UTF-16 BE"
	Windows1252 Encoding = "Windows-1252"
)

// ParseEncoding reads the name of an encoding, in any of its usual spellings.
func ParseEncoding(s string) (Encoding, error) {
	switch strings.ToLower(strings.NewReplacer("-", "", " ", "", "_", "").Replace(s)) {
	case "utf8", "ascii", "usascii":
		return UTF8, nil
	case "utf16", "utf16le", "unicode":
		return UTF16LE, nil
	case "utf16be":
		return UTF16BE, nil
	case "windows1252", "cp1252", "1252", "ansi", "latin1", "iso88591":
		return Windows1252, nil
	}
	return "", fmt.Errorf("%s is no encoding that can be read. Type one of: utf-8, utf-16le, utf-16be, windows-1252", quote(s))
}

var (
	bomUTF8 = []byte("\xef\xbb\xbf")
	bomLE   = []byte("\xff\xfe")
	bomBE   = []byte("\xfe\xff")
)

// guessEncoding tells the encoding by the start of a file. whole says that head
// is all of it.
func guessEncoding(head []byte, whole bool) Encoding {
	switch {
	case bytes.HasPrefix(head, bomUTF8):
		return UTF8
	case bytes.HasPrefix(head, bomLE):
		return UTF16LE
	case bytes.HasPrefix(head, bomBE):
		return UTF16BE
	}
	// Text of the West in UTF-16 has a zero in most pairs of bytes.
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch pairs := len(head) / 2; {
	case zeros[1] > pairs/2 && zeros[0] == 0:
		return UTF16LE
	case zeros[0] > pairs/2 && zeros[1] == 0:
		return UTF16BE
	}
	if !whole { // the last letter may be cut in two
		for i := 0; i < utf8.UTFMax && len(head) > 0 && !utf8.Valid(head); i++ {
			head = head[:len(head)-1]
		}
	}
	if utf8.Valid(head) {
		return UTF8
	}
	return Windows1252
}

// decoded gives the text as UTF-8, its byte order mark taken off. UTF-8 passes
// as it is.
func decoded(r io.Reader, e Encoding) io.Reader {
	switch e {
	case UTF16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case UTF16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	case Windows1252:
		return transform.NewReader(r, charmap.Windows1252.NewDecoder())
	default:
		return r
	}
}

// notText says why the start of a file cannot be a table, and what to do.
func notText(head []byte) error {
	start := bytes.ToLower(bytes.TrimSpace(head[:min(len(head), 512)]))
	switch {
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return fmt.Errorf("it is an old Excel file (.xls), or one with a password. Open it in Excel and save it as .xlsx or CSV")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return fmt.Errorf("it is a PDF, which holds no table that can be read. Ask for the numbers as CSV or Excel")
	case bytes.HasPrefix(start, []byte("<html")), bytes.HasPrefix(start, []byte("<!doctype html")), bytes.HasPrefix(start, []byte("<table")), bytes.HasPrefix(start, []byte("<?xml")):
		return fmt.Errorf("it is a web page or XML under another name. Open it in Excel and save it as .xlsx or CSV")
	case bytes.HasPrefix(start, []byte("{")) || bytes.HasPrefix(start, []byte(`[{`)):
		return fmt.Errorf("it is JSON and no table. Use a CSV or Excel file")
	}
	return nil
}
