package runchart

import (
	"math/rand/v2"
	"testing"
)

func randomSeries(n int) Series {
	source := rand.New(rand.NewPCG(1, 2))
	y := make([]float64, n)
	for i := range y {
		y[i] = source.NormFloat64()
	}
	return Series{Y: y}
}

func BenchmarkMillionPoints(b *testing.B) {
	s := randomSeries(1_000_000)
	for b.Loop() {
		if _, err := Analyze(s, Options{Limits: LimitsI}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkManySeries is a dashboard's worth: 10,000 series of 24 points.
func BenchmarkManySeries(b *testing.B) {
	s := randomSeries(24)
	for b.Loop() {
		for range 10_000 {
			a, err := Analyze(s, Options{})
			if err != nil {
				b.Fatal(err)
			}
			a.Read(ReadOptions{})
		}
	}
}
