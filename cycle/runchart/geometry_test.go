package runchart

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestAxis(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		ticks     int
		want      []float64
		labels    []string
	}{
		{51, 75, 6, []float64{50, 55, 60, 65, 70, 75}, []string{"50", "55", "60", "65", "70", "75"}},
		{0, 97, 6, []float64{0, 20, 40, 60, 80, 100}, []string{"0", "20", "40", "60", "80", "100"}},
		{0.1, 0.3, 5, []float64{0.1, 0.15, 0.2, 0.25, 0.3}, []string{"0.10", "0.15", "0.20", "0.25", "0.30"}},
		{math.Copysign(0, -1), 1, 4, []float64{0, 0.5, 1}, []string{"0.0", "0.5", "1.0"}},
		{-3, 4, 5, []float64{-4, -2, 0, 2, 4}, []string{"-4", "-2", "0", "2", "4"}},
		{7, 7, 5, []float64{6.6, 6.8, 7, 7.2, 7.4}, []string{"6.6", "6.8", "7.0", "7.2", "7.4"}},
		{0, 0, 3, []float64{0, 0.5, 1}, []string{"0.0", "0.5", "1.0"}},
		{9, 3, 4, []float64{2, 4, 6, 8, 10}, nil},
	} {
		a := NewAxis(c.low, c.high, c.ticks)
		if c.labels == nil { // swapped bounds: only that it is the same
			if b := NewAxis(c.high, c.low, c.ticks); !reflect.DeepEqual(a, b) {
				t.Errorf("%v to %v differs from %v to %v", c.low, c.high, c.high, c.low)
			}
			continue
		}
		if !reflect.DeepEqual(a.Ticks, c.want) {
			t.Errorf("ticks of %v to %v: %v, want %v", c.low, c.high, a.Ticks, c.want)
		}
		var labels []string
		for _, tick := range a.Ticks {
			labels = append(labels, a.Label(tick))
		}
		if !reflect.DeepEqual(labels, c.labels) {
			t.Errorf("labels of %v to %v: %v, want %v", c.low, c.high, labels, c.labels)
		}
	}
}

func TestAxisRows(t *testing.T) {
	a := NewAxis(50, 75, 6)
	if got := a.Height(17); got != 15 {
		t.Errorf("height %d, want 15: three rows a tick", got)
	}
	if got := a.Height(4); got != 0 {
		t.Errorf("height %d where the ticks do not fit", got)
	}
	for v, want := range map[float64]int{75: 0, 70: 3, 54.5: 12, 50: 15, 90: 0, 10: 15} {
		if got := a.Row(v, 15); got != want {
			t.Errorf("row of %v = %d, want %d", v, got, want)
		}
	}
	if got := a.Fraction(math.NaN()); got != 0 {
		t.Errorf("fraction of NaN = %v", got)
	}
	if got := (Axis{}).Height(10); got != 0 {
		t.Errorf("height of no axis = %d", got)
	}
}

func checkAxis(t interface{ Errorf(string, ...any) }, a Axis, low, high float64) {
	if n := len(a.Ticks); n < 2 || n > 100 || a.Ticks[0] != a.Low || a.Ticks[n-1] != a.High {
		t.Errorf("axis of %v to %v: %+v", low, high, a)
		return
	}
	for i, tick := range a.Ticks {
		if math.IsNaN(tick) || math.IsInf(tick, 0) || i > 0 && tick <= a.Ticks[i-1] || a.Label(tick) == "" {
			t.Errorf("axis of %v to %v: %+v", low, high, a)
		}
	}
	if size := max(math.Abs(low), math.Abs(high)); size < axisReach && size > 1/axisReach {
		if room := 1e-9*(a.High-a.Low) + 1e-14*size; a.Low > low+room || a.High < high-room {
			t.Errorf("axis %v to %v does not show %v to %v", a.Low, a.High, low, high)
		}
	}
}

func TestAxisShowsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low, high := rapid.Float64().Draw(t, "low"), rapid.Float64().Draw(t, "high")
		most := rapid.IntRange(-1, 200).Draw(t, "ticks")
		low, high = min(low, high), max(low, high)
		a := NewAxis(low, high, most)
		checkAxis(t, a, low, high)
		if len(a.Ticks) > max(3, most) {
			t.Fatalf("%d ticks, at most %d asked for", len(a.Ticks), most)
		}
	})
}

func TestColumns(t *testing.T) {
	for _, c := range []struct {
		n, width, end, most int
		want                Columns
	}{
		{12, 66, 0, 0, Columns{1, 12, 5, 66}},
		{12, 66, 0, 4, Columns{1, 12, 4, 66}},
		{66, 66, 0, 4, Columns{1, 66, 1, 66}},
		{100, 66, 0, 4, Columns{35, 100, 1, 66}},
		{100, 66, 70, 4, Columns{5, 70, 1, 66}},
		{100, 66, 3, 4, Columns{1, 66, 1, 66}},
		{100, 66, 400, 4, Columns{35, 100, 1, 66}},
		{0, 66, 0, 4, Columns{1, 0, 1, 66}},
		{5, 0, 0, 4, Columns{1, 0, 1, 0}},
		{-5, -3, -1, -1, Columns{1, 0, 1, 0}},
	} {
		if got := NewColumns(c.n, c.width, c.end, c.most); got != c.want {
			t.Errorf("NewColumns(%d, %d, %d, %d) = %+v, want %+v", c.n, c.width, c.end, c.most, got, c.want)
		}
	}
	c := NewColumns(12, 66, 0, 0)
	if col, ok := c.Column(2); col != 7 || !ok {
		t.Errorf("column of point 2 = %d, want 7", col)
	}
	if _, ok := c.Column(13); ok {
		t.Error("a point past the end has a column")
	}
	if got := Across(1, 2); got != 0.25 {
		t.Errorf("Across(1, 2) = %v", got)
	}
	if got := Across(1, 0); got != 0 {
		t.Errorf("Across(1, 0) = %v", got)
	}
}

func TestThinLabels(t *testing.T) {
	four := func(int) int { return 4 }
	c := NewColumns(12, 36, 0, 0) // three columns a point
	got := c.ThinLabels(1, four)
	want := []Label{{1, 0}, {3, 5}, {5, 11}, {7, 17}, {9, 23}, {11, 29}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
	// A window further on labels the same points.
	for _, l := range NewColumns(100, 20, 77, 0).ThinLabels(1, four) {
		if (l.Point-1)%5 != 0 {
			t.Errorf("point %d is labeled, want every fifth from point 1", l.Point)
		}
	}
	if got := NewColumns(3, 3, 0, 0).ThinLabels(1, four); got != nil {
		t.Errorf("labels %v where none fits", got)
	}
	if got := NewColumns(0, 30, 0, 0).ThinLabels(1, four); got != nil {
		t.Errorf("labels %v of no points", got)
	}
}

func TestPlaceNotes(t *testing.T) {
	c := NewColumns(12, 60, 0, 0) // five columns a point; point 1 at column 2
	got := c.PlaceNotes([]Mark{{1, 10}, {4, 30}, {5, 3}, {5, 3}, {11, 6}, {12, 2}})
	want := []Note{
		{Point: 1, Column: 2, Inline: true, TextColumn: 4},
		{Point: 4, Column: 17, Number: 1},
		{Point: 5, Column: 22, Number: 2},
		{Point: 5, Column: 22, Number: 2},
		{Point: 11, Column: 52, Number: 3},
		{Point: 12, Column: 57, Number: 4},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("notes\n%+v, want\n%+v", got, want)
	}
	for width, inline := range map[int]bool{12: true, 13: false} {
		if got := c.PlaceNotes([]Mark{{1, width}, {4, 1}}); got[0].Inline != inline {
			t.Errorf("a text of %d columns with 13 before the next mark: inline %v", width, got[0].Inline)
		}
	}
	// The number 10 covers the column of the mark after it.
	var marks []Mark
	for point := 1; point <= 10; point++ {
		marks = append(marks, Mark{point, 50})
	}
	got = NewColumns(30, 30, 0, 0).PlaceNotes(append(marks, Mark{11, 4}))
	if last := got[10]; last.Inline || last.Number != 11 || last.Level != 1 {
		t.Errorf("note %+v, want number 11 a row down", last)
	}
	if got := NewColumns(100, 10, 0, 0).PlaceNotes([]Mark{{3, 2}, {95, 2}}); !got[0].Outside || got[0].Number != 0 || !got[1].Inline {
		t.Errorf("notes %+v: the first is outside of the window", got)
	}
}

func TestNotesNeverCollide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		c := NewColumns(n, rapid.IntRange(1, 80).Draw(t, "width"), 0, 4)
		var marks []Mark
		for point := 1; point <= n; point += rapid.IntRange(0, 5).Draw(t, "step") {
			marks = append(marks, Mark{point, rapid.IntRange(0, 30).Draw(t, "text")})
			if len(marks) > 40 {
				break
			}
		}
		taken := map[[2]int]int{} // level, column -> point
		take := func(level, from, to, point int) {
			for col := from; col < to; col++ {
				if was, used := taken[[2]int{level, col}]; used && was != point {
					t.Fatalf("points %d and %d both use column %d of level %d", was, point, col, level)
				}
				taken[[2]int{level, col}] = point
			}
		}
		for i, note := range c.PlaceNotes(marks) {
			switch {
			case note.Outside:
			case note.Inline:
				take(0, note.Column, note.TextColumn+marks[i].Width, note.Point)
				if end := note.TextColumn + marks[i].Width; end > c.Width {
					t.Fatalf("a text ends at column %d of %d", end, c.Width)
				}
			case note.Number < 1:
				t.Fatalf("note %+v is nowhere", note)
			default:
				take(note.Level, note.Column, note.Column+digits(note.Number), note.Point)
			}
		}
	})
}
