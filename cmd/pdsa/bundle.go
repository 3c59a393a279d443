package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/store"
)

// isBundle reports whether a .pdsa file is read: by its name, and from standard input
// because it is compressed and JSON is not.
func isBundle(name string, in *bufio.Reader) bool {
	if strings.EqualFold(filepath.Ext(name), ".pdsa") {
		return true
	}
	start, _ := in.Peek(2) // a file that is too short is no bundle
	return bytes.Equal(start, []byte{0x1f, 0x8b})
}

// readBundle reads a .pdsa file and returns what takes it in: the same merge as a
// sync.
func (a *app) readBundle(ctx context.Context, from io.Reader) (func(context.Context, *store.Store) ([]string, store.Merged, error), error) {
	b, err := store.ReadBundle(ctx, from)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, s *store.Store) ([]string, store.Merged, error) {
		merged, err := s.Merge(ctx, b.Changes, a.progress("taking in cycle"))
		ids := []string{}
		for _, c := range b.Changes {
			if !slices.Contains(ids, c.Doc) {
				ids = append(ids, c.Doc)
			}
		}
		return ids, merged, err
	}, nil
}

func (a *app) asBundle(s *store.Store, st *change.State, _ exporting) ([]byte, error) {
	ramp, err := s.Ramp(st.Doc)
	if err != nil {
		return nil, err
	}
	for _, c := range ramp {
		if _, err := told(s, c.ID); err != nil {
			return nil, err
		}
	}
	b, err := s.Bundle(st.Doc)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	_, err = b.WriteTo(&buf)
	return buf.Bytes(), err
}
