package conformance

import (
	"context"
	"fmt"
	"net/http"

	"github.com/cqi-pdsa/pdsa/cycle/change"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// pages are the checks of how a stream is read.
var pages = []check{
	{"paging", wire.LevelStream, checkPaging},
	{"unchanged", wire.LevelStream, checkUnchanged},
}

// checkPaging: pages of any size give the whole stream, and any cursor that was
// given out goes on where it stood.
func checkPaging(ctx context.Context, s *session) error {
	const n = 7
	before, err := s.end(ctx)
	if err != nil {
		return err
	}
	w := s.writer()
	if _, err := s.push(ctx, w.some(n)...); err != nil {
		return err
	}
	whole, end, err := s.pullAll(ctx, before, wire.MaxChanges)
	if err != nil {
		return err
	}
	for limit := 1; limit <= n+1; limit++ {
		paged, at, err := s.pullAll(ctx, before, limit)
		if err != nil {
			return fmt.Errorf("with limit=%d: %w", limit, err)
		}
		// Others may have written in between.
		if err := same(fmt.Sprintf("the stream with limit=%d", limit), of(paged, w), of(whole, w)); err != nil {
			return err
		}
		if at < end {
			return mismatch("the last page", fmt.Sprintf("a cursor of at least %d", end), at.String())
		}
	}
	first, a, err := s.pull(ctx, before, 3)
	if err != nil {
		return err
	}
	if !first.More {
		return mismatch(a.what, "more", "the end, with changes behind it")
	}
	rest, _, err := s.pullAll(ctx, first.Next, wire.MaxChanges)
	if err != nil {
		return err
	}
	if err := same("the stream from a cursor in the middle", of(append(first.Changes, rest...), w), of(whole, w)); err != nil {
		return err
	}
	a, err = s.send(ctx, request{path: s.changesPath() + "?limit=1000000000&after=" + before.String()})
	if err != nil {
		return err
	}
	if a.status != http.StatusOK && a.status != http.StatusBadRequest {
		return fmt.Errorf("with a very high limit: %w", mismatch(a.what, "200 or 400", a.words()))
	}
	return nil
}

// checkUnchanged: who knows everything gets 304 and no body; who does not gets
// what is new.
func checkUnchanged(ctx context.Context, s *session) error {
	w := s.writer()
	if _, err := s.push(ctx, w.some(2)...); err != nil {
		return err
	}
	end, err := s.end(ctx)
	if err != nil {
		return err
	}
	page, a, err := s.pull(ctx, end, wire.MaxChanges)
	if err != nil {
		return err
	}
	tag := a.header.Get("ETag")
	if want := page.Next.ETag(s.meta.Epoch); tag != want {
		return mismatch(a.what, "ETag "+want, fmt.Sprintf("%q", tag))
	}
	look := func(tag string) (answer, error) {
		return s.send(ctx, request{path: s.changesPath() + "?after=" + page.Next.String(), header: map[string]string{"If-None-Match": tag}})
	}
	if a, err = look(tag); err != nil {
		return err
	}
	if a.status != http.StatusNotModified || len(a.body) > 0 {
		return mismatch(a.what+" with nothing new", "304 without a body", fmt.Sprintf("%s with %d bytes", a.words(), len(a.body)))
	}
	if a, err = look(end.ETag("another")); err != nil {
		return err
	}
	if a.status != http.StatusOK {
		return mismatch(a.what+" with the ETag of another epoch", "200", a.words())
	}
	fresh := w.next()
	if _, err := s.push(ctx, fresh); err != nil {
		return err
	}
	if a, err = look(tag); err != nil {
		return err
	}
	var news wire.Page
	if a.status != http.StatusOK {
		return mismatch(a.what+" with something new", "200", a.words())
	}
	if err := a.decode(&news); err != nil {
		return err
	}
	return same(a.what+" with something new", of(news.Changes, w), []change.Change{fresh})
}
