package api

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
)

// An answer is what a handler gives: a body that is written as JSON, or
// json.RawMessage as it is.
type answer struct {
	body   any
	status int    // 0: 200
	etag   string // empty: that of the body, on GET
	data   []byte
}

// ready encodes the answer and turns one that the client has already into a 304.
func (ans answer) ready(r *http.Request) (answer, error) {
	if ans.status == http.StatusNotModified {
		return ans, nil
	}
	data, err := encode(ans.body)
	if err != nil {
		return answer{}, err
	}
	ans.data = data
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		if ans.etag == "" {
			sum := sha256.Sum256(data)
			ans.etag = `"` + hex.EncodeToString(sum[:12]) + `"`
		}
		if has(r, ans.etag) {
			return answer{status: http.StatusNotModified, etag: ans.etag}, nil
		}
	}
	return ans, nil
}

// encoded is ready for what always can be encoded.
func (ans answer) encoded() answer {
	ans.data, _ = encode(ans.body)
	return ans
}

func encode(body any) ([]byte, error) {
	if raw, ok := body.(json.RawMessage); ok {
		return raw, nil
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(body)
	return buf.Bytes(), err
}

// has reports whether the client says that it has the entity.
func has(r *http.Request, etag string) bool {
	for _, field := range r.Header.Values("If-None-Match") {
		for tag := range strings.SplitSeq(field, ",") {
			if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
				return true
			}
		}
	}
	return false
}

// worthZipping is the size from which a body is sent compressed.
const worthZipping = 1 << 10

func (ans answer) write(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Accept-Encoding, Authorization")
	h.Set("X-Content-Type-Options", "nosniff")
	if ans.etag != "" {
		h.Set("ETag", ans.etag)
	}
	if ans.status == http.StatusNotModified {
		w.WriteHeader(ans.status)
		return nil
	}
	h.Set("Content-Type", "application/json")
	data := ans.data
	if len(data) >= worthZipping && takesGzip(r) {
		var err error
		if data, err = zipped(data); err != nil {
			return err
		}
		h.Set("Content-Encoding", "gzip")
	}
	w.WriteHeader(cmp.Or(ans.status, http.StatusOK))
	if r.Method == http.MethodHead {
		return nil
	}
	_, err := w.Write(data)
	return err
}

// takesGzip reports whether the client takes bodies compressed with gzip.
func takesGzip(r *http.Request) bool {
	for _, field := range r.Header.Values("Accept-Encoding") {
		for coding := range strings.SplitSeq(strings.ToLower(field), ",") {
			name, params, _ := strings.Cut(coding, ";")
			params = strings.ReplaceAll(params, " ", "")
			if strings.TrimSpace(name) == "gzip" && strings.Trim(strings.TrimPrefix(params, "q="), "0.") != "" || strings.TrimSpace(name) == "gzip" && params == "" {
				return true
			}
		}
	}
	return false
}

var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return z
}}

func zipped(data []byte) ([]byte, error) {
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	var buf bytes.Buffer
	z.Reset(&buf)
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
