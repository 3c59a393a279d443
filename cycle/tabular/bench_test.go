package tabular_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/tabular"
)

// file is 5 MB such as a student information system exports.
func file() []byte {
	var b bytes.Buffer
	b.WriteString("Date,School Name,DESE ID,Grade,Students,Absent,Rate\n")
	day := time.Date(2020, 9, 1, 0, 0, 0, 0, time.UTC)
	for i := range 80_000 {
		fmt.Fprintf(&b, "%s,Lowell - School Number %d,0160%04d,%d,%d,%d,%.1f\n", day.AddDate(0, 0, i/40).Format(time.DateOnly), i%40, i%40, i%8, 400+i%90, i%37, float64(i%37)/4)
	}
	return b.Bytes()
}

func BenchmarkFloorEncodingCSV(b *testing.B) {
	data := file()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(data))
		for {
			if _, err := r.Read(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkRows(b *testing.B) {
	data := file()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := tabular.Open("f", bytes.NewReader(data), tabular.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for {
			if _, err := r.Next(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func benchmarkSeries(b *testing.B, m tabular.Mapping) {
	data := file()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := tabular.Open("f", bytes.NewReader(data), tabular.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := tabular.ReadSeries(r, m); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOneSchool(b *testing.B) {
	benchmarkSeries(b, tabular.Mapping{X: "Date", Y: "Rate", N: "Students", Where: []tabular.Filter{{Column: "DESE ID", Value: "1600012"}}})
}

func BenchmarkEveryRow(b *testing.B) {
	benchmarkSeries(b, tabular.Mapping{X: "Date", Y: "Rate", N: "Students", By: "School Name"})
}

func BenchmarkOneColumn(b *testing.B) {
	benchmarkSeries(b, tabular.Mapping{X: "Date", Y: "Rate"})
}
