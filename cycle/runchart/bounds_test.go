package runchart

import (
	"math/big"
	"testing"
)

func TestPublishedBounds(t *testing.T) {
	anhoej := map[int][2]int{
		1: {3, 0}, 2: {4, 0}, 10: {6, 2}, 11: {6, 2}, 12: {7, 3}, 20: {7, 6}, 22: {7, 7}, 23: {8, 7},
		24: {8, 8}, 30: {8, 10}, 40: {8, 14}, 60: {9, 23},
	}
	for n, want := range anhoej {
		if got := [2]int{LongestRunMax(n), CrossingsMin(n)}; got != want {
			t.Errorf("%d useful: longest run, crossings = %v, want %v", n, got, want)
		}
	}
	runs := map[int][2]int{10: {3, 9}, 20: {6, 16}, 30: {11, 21}, 40: {15, 27}, 50: {19, 33}, 60: {24, 38}}
	for n, want := range runs {
		lower, upper := RunBounds(n)
		if got := [2]int{lower.Value, upper.Value}; got != want {
			t.Errorf("%d useful: runs = %v, want %v", n, got, want)
		}
	}
	for _, n := range []int{-1, 0, 1, 2, 3, 4} {
		if lower, upper := RunBounds(n); lower.Present || upper.Present {
			t.Errorf("%d useful: bounds %v %v, want none: no count is unlikely", n, lower, upper)
		}
	}
	if LongestRunMax(0) != 0 || CrossingsMin(0) != 0 || CrossingsMin(-5) != 0 {
		t.Error("no useful observations must give no bounds")
	}
}

// The floating-point bounds are held against whole numbers of any size.
func TestBoundsAreExact(t *testing.T) {
	for _, n := range []int{400, 401, 777, 1000, 1501} {
		checkBounds(t, n)
	}
	for n := 1; n <= 160; n++ {
		checkBounds(t, n)
	}
}

func checkBounds(t *testing.T, n int) {
	t.Helper()
	if got, want := CrossingsMin(n), exactCrossingsMin(n); got != want {
		t.Errorf("%d useful: crossings = %d, want %d", n, got, want)
	}
	lower, upper := RunBounds(n)
	wantLower, wantUpper := exactRunBounds(n)
	if lower != wantLower || upper != wantUpper {
		t.Errorf("%d useful: runs = %v %v, want %v %v", n, lower, upper, wantLower, wantUpper)
	}
}

func choose(n, k int) *big.Int {
	if k < 0 || n < k {
		return new(big.Int)
	}
	return new(big.Int).Binomial(int64(n), int64(k))
}

// unlikely says whether part is at most a twentieth of whole.
func unlikely(part, whole *big.Int) bool {
	return new(big.Int).Mul(part, big.NewInt(20)).Cmp(whole) <= 0
}

func exactCrossingsMin(useful int) int {
	whole := new(big.Int).Lsh(big.NewInt(1), uint(useful-1))
	reached := new(big.Int)
	for k := 0; ; k++ {
		reached.Add(reached, choose(useful-1, k))
		if new(big.Int).Mul(reached, big.NewInt(20)).Cmp(whole) >= 0 {
			return k
		}
	}
}

func exactRunBounds(useful int) (lower, upper Optional[int]) {
	a, b := useful/2, useful-useful/2
	ways := func(r int) *big.Int {
		k := r / 2
		if r%2 == 0 {
			w := new(big.Int).Mul(choose(a-1, k-1), choose(b-1, k-1))
			return w.Lsh(w, 1)
		}
		w := new(big.Int).Mul(choose(a-1, k), choose(b-1, k-1))
		return w.Add(w, new(big.Int).Mul(choose(a-1, k-1), choose(b-1, k)))
	}
	whole, most := choose(useful, a), 2*a
	if b > a {
		most++
	}
	sum := new(big.Int)
	for r := 2; r <= most && a > 0; r++ {
		if sum.Add(sum, ways(r)); unlikely(sum, whole) {
			lower = Some(r)
		}
	}
	sum.SetInt64(0)
	for r := most; r >= 2; r-- {
		if sum.Add(sum, ways(r)); unlikely(sum, whole) {
			upper = Some(r)
		}
	}
	return lower, upper
}

// For very long series the bounds come close to what the normal approximation
// gives.
func TestBoundsOfLongSeries(t *testing.T) {
	for _, n := range []int{1_000_000, 100_000_000} {
		root := new(big.Float).Sqrt(big.NewFloat(float64(n)))
		sd, _ := root.Float64()
		near := func(what string, got int, want float64) {
			t.Helper()
			if d := float64(got) - want; d < -3 || d > 3 {
				t.Errorf("%d useful: %s = %d, want about %.0f", n, what, got, want)
			}
		}
		near("crossings", CrossingsMin(n), float64(n)/2-1.6448536*sd/2)
		lower, upper := RunBounds(n)
		near("fewest runs", lower.Value, float64(n)/2-1.6448536*sd/2)
		near("most runs", upper.Value, float64(n)/2+1.6448536*sd/2)
	}
}
