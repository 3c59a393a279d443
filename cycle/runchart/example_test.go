package runchart_test

import (
	"fmt"

	"github.com/cqi-pdsa/pdsa/cycle/runchart"
)

// A team counted late arrivals for ten weeks, then began to greet students at
// the door.
func ExampleAnalyze() {
	late := []float64{31, 27, 29, 26, 33, 28, 30, 27, 31, 28, 24, 22, 25, 21, 23, 20, 22, 21}
	a, err := runchart.Analyze(runchart.Series{Y: late}, runchart.Options{Freeze: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	phase := a.Phases[0]
	fmt.Printf("median %s, longest run %d (at most %d by chance)\n",
		runchart.FormatValue(phase.Centre.Value), phase.Anhoej.LongestRun.Value, phase.Anhoej.LongestRunMax.Value)

	reading := a.Read(runchart.ReadOptions{
		Wanted: runchart.Down,
		Where:  func(first, last int) string { return fmt.Sprintf("weeks %d-%d", first, last) },
	})
	for _, sentence := range reading.Sentences {
		fmt.Println(sentence)
	}
	// Output:
	// median 28.5, longest run 9 (at most 7 by chance)
	// Signal (long run): 9 points in a row below the baseline median, weeks 10-18; chance alone rarely gives more than 7.
	// That is unlikely to be chance, and it is the direction you want.
}

func ExampleNewAxis() {
	axis := runchart.NewAxis(51, 75, 6)
	for _, tick := range axis.Ticks {
		fmt.Printf("%s on row %d\n", axis.Label(tick), axis.Row(tick, axis.Height(11)))
	}
	// Output:
	// 50 on row 10
	// 55 on row 8
	// 60 on row 6
	// 65 on row 4
	// 70 on row 2
	// 75 on row 0
}
