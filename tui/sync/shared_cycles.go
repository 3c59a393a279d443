package sync

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/cqi-pdsa/pdsa/store/remote"
)

// freshen brings what other schools share up to date, at most once an hour.
func (l *Link) freshen(engine *remote.Engine) tea.Cmd {
	s := &l.shared
	return l.work(func(ctx context.Context) tea.Msg {
		n, err := s.open(l.st.Path())
		if err == nil {
			err = engine.RefreshOpen(ctx, n, nil)
		}
		if ctx.Err() != nil {
			return nil
		}
		return networkRead{err}
	})
}

// open opens what other schools share once, for as long as the app runs.
func (s *shared) open(path string) (*remote.Network, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.network != nil {
		return s.network, nil
	}
	n, err := remote.OpenNetwork(path)
	if err == nil {
		s.network = n
	}
	return n, err
}

// Network returns a function that gives what other schools share, for a command to
// call.
func (l *Link) Network() func() (*remote.Network, error) {
	s, path := &l.shared, l.st.Path()
	return func() (*remote.Network, error) { return s.open(path) }
}
