package backendtest

import "testing"

func TestMemory(t *testing.T) {
	Run(t, func(testing.TB) Database { return Database{Backend: NewMemory()} })
}
