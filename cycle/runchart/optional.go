package runchart

import (
	"encoding/json"
	"math"
)

// Optional is a number that may be absent: a missing value, or a statistic that
// cannot be computed. Value is 0 when Present is false, and finite always.
type Optional[T int | float64] struct {
	Value   T
	Present bool
}

// Some gives a present number; NaN and the infinities give an absent one.
func Some[T int | float64](v T) Optional[T] {
	if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
		return Optional[T]{}
	}
	return Optional[T]{Value: v, Present: true}
}

// MarshalJSON writes the number, or null when it is absent.
func (o Optional[T]) MarshalJSON() ([]byte, error) {
	if !o.Present {
		return []byte("null"), nil
	}
	return json.Marshal(o.Value)
}
