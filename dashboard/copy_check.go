package dashboard

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// contents is what two databases that hold the same have in common: how much
// there is, and the SHA-256 of all of it.
type contents struct {
	schools, people, audits, changes, docs int
	sum                                    string
}

func (p contents) String() string {
	return fmt.Sprintf("%d schools, %d people, %d lines of the audit log, %d changes, %d documents (SHA-256 %.8s..)", p.schools, p.people, p.audits, p.changes, p.docs, p.sum)
}

// contentsOf reads everything.
func contentsOf(ctx context.Context, r Reader) (contents, error) {
	var p contents
	hash := sha256.New()
	out := json.NewEncoder(hash)
	err := errors.Join(p.addRecords(ctx, r, out), p.addStreams(ctx, r, out))
	if err != nil {
		return p, err
	}
	err = eachDoc(ctx, r, func(d Doc) error {
		p.docs++
		return out.Encode(d)
	})
	p.sum = hex.EncodeToString(hash.Sum(nil))
	return p, err
}

func (p *contents) addRecords(ctx context.Context, r Reader, out *json.Encoder) error {
	settings, err1 := r.Settings()
	schools, err2 := r.Schools()
	people, err3 := r.People()
	tokens, err4 := r.Tokens()
	invites, err5 := r.Invites()
	audits, err6 := oldestFirst(ctx, r)
	p.schools, p.people, p.audits = len(schools), len(people), len(audits)
	for i := range audits {
		audits[i].N = 0 // one back end leaves gaps, the other does not
	}
	return errors.Join(err1, err2, err3, err4, err5, err6,
		out.Encode(settings), out.Encode(schools), out.Encode(people), out.Encode(tokens), out.Encode(invites), out.Encode(audits))
}

func (p *contents) addStreams(ctx context.Context, r Reader, out *json.Encoder) error {
	schools, err := r.Schools()
	if err != nil {
		return err
	}
	for _, s := range schools {
		have, err := r.Have(s.ID)
		if err := errors.Join(err, out.Encode(s.ID), out.Encode(have)); err != nil {
			return err
		}
		err = eachEntries(ctx, r, s.ID, func(entries []Entry) error {
			p.changes += len(entries)
			return encodeEach(out, entries)
		})
		if err != nil {
			return err
		}
		waiting, err := r.WaitsIn(s.ID, nil)
		if err := errors.Join(err, out.Encode(len(waiting)), encodeEach(out, waiting)); err != nil {
			return err
		}
		for _, reader := range []wire.Audience{wire.ForCoach, wire.ForDistrict} {
			err := eachPublished(ctx, r, s.ID, reader, func(ids []change.ID) error { return encodeEach(out, ids) })
			if err := errors.Join(err, out.Encode(reader)); err != nil {
				return err
			}
		}
	}
	return nil
}

// encodeEach writes values one by one, so that it does not matter how many are
// read at a time.
func encodeEach[T any](out *json.Encoder, values []T) error {
	var err error
	for _, v := range values {
		err = errors.Join(err, out.Encode(v))
	}
	return err
}
