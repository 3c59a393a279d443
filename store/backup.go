package store

func (s *Store) backupDaily() error { return nil }
