package picture_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/report"
	"github.com/cqi-pdsa/pdsa/cycle/report/picture"
	"github.com/cqi-pdsa/pdsa/cycle/report/reporttest"
	"github.com/cqi-pdsa/pdsa/examples"
)

// pictures gives every drawing of a whole cycle.
func pictures(c *cycle.Cycle) []*report.Picture {
	var out []*report.Picture
	for _, s := range report.New([]*cycle.Cycle{c}, report.Options{Today: examples.Day()}).Papers[0].Sections {
		for _, b := range s.Blocks {
			if b.Picture != nil {
				out = append(out, b.Picture)
			}
		}
	}
	return out
}

func paint(t *testing.T, svg []byte, scale float64) image.Image {
	t.Helper()
	p, err := picture.Parse(svg)
	if err != nil {
		t.Fatal(err)
	}
	data, err := p.PNG(scale)
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.PNG(scale)
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("the second painting differs (%v)", err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestEveryDrawingCanBePainted(t *testing.T) {
	for _, c := range []*cycle.Cycle{reporttest.Story(examples.Cycles()), reporttest.Hostile()} {
		all := pictures(c)
		if len(all) < 3 {
			t.Errorf("%d drawings", len(all))
		}
		for _, d := range all {
			p, err := picture.Parse(d.SVG)
			if err != nil {
				t.Errorf("%s: %v", d.Title, err)
				continue
			}
			drawn := 0
			for _, s := range p.Shapes {
				if s.Text != "" {
					drawn++
				}
			}
			if drawn < 3 {
				t.Errorf("%s has %d words", d.Title, drawn)
			}
		}
	}
}

// dark gives the share of the pixels of an area that are darker than gray.
func dark(img image.Image, x0, y0, x1, y1 int) float64 {
	n := 0
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
				n++
			}
		}
	}
	return float64(n) / float64((x1-x0)*(y1-y0))
}

func TestShapesStandWhereTheyAreDrawn(t *testing.T) {
	img := paint(t, []byte(`<svg width="100" height="60" font-size="20" fill="#000"><rect width="100" height="60" fill="#fff"/>`+
		`<g transform="translate(10 0)"><rect x="0" y="10" width="20" height="20"/></g>`+
		`<line x1="50" y1="20" x2="90" y2="20" stroke="#111" stroke-width="4"/>`+
		`<line x1="50" y1="30" x2="90" y2="30" stroke="#111" stroke-width="4" stroke-dasharray="4 4"/>`+
		`<g role="table"><text x="50" y="58">hidden</text></g>`+
		`<circle cx="20" cy="45" r="8" fill="#fff" stroke="#000" stroke-width="2"/>`+
		`<text x="95" y="58" text-anchor="end" font-weight="bold">W</text></svg>`), 2)
	if img.Bounds() != image.Rect(0, 0, 200, 120) {
		t.Fatalf("the size is %v", img.Bounds())
	}
	for _, area := range []struct {
		what           string
		x0, y0, x1, y1 int
		least, most    float64
	}{
		{"the moved square", 22, 22, 58, 58, 1, 1},
		{"left of it", 0, 0, 19, 80, 0, 0},
		{"the line", 102, 37, 178, 43, 1, 1},
		{"below the line", 102, 46, 178, 54, 0, 0},
		{"the dashes", 100, 57, 180, 63, 0.4, 0.75},
		{"in the circle", 34, 84, 46, 96, 0, 0},
		{"the circle", 20, 70, 60, 110, 0.05, 0.4},
		{"the letter", 140, 80, 190, 120, 0.05, 0.6},
		{"right of the letter", 192, 70, 200, 120, 0, 0},
		{"where the table would be", 100, 90, 130, 120, 0, 0},
	} {
		if share := dark(img, area.x0, area.y0, area.x1, area.y1); share < area.least || share > area.most {
			t.Errorf("%s: %.2f is dark", area.what, share)
		}
	}
}

func TestALargePictureIsPaintedSmaller(t *testing.T) {
	if size := paint(t, []byte(`<svg width="90000" height="10"><rect width="90000" height="10"/></svg>`), 2).Bounds(); size.Dx() > picture.MostPixels {
		t.Errorf("it is %d pixels wide", size.Dx())
	}
}

func TestWhatIsUnknownIsRefused(t *testing.T) {
	for _, bad := range []string{
		"", "<svg", `<svg width="0" height="3"/>`, `<svg width="9" height="9"><ellipse/></svg>`, `<svg width="9" height="9"><path d="M1 1C2 2 3 3 4 4"/></svg>`,
		`<svg width="9" height="9"><path d="l1 1"/></svg>`, `<svg width="9" height="9"><path d="M1 x"/></svg>`, `<svg width="9" height="9"><path d="é"/></svg>`,
		`<svg width="9" height="9"><g transform="rotate(3)"/></svg>`, `<svg width="9" height="9"><rect fill="red"/></svg>`, `<svg width="9" height="9"><rect fill="#é"/></svg>`,
		`<svg width="9" height="9"><line stroke="#000" stroke-dasharray="0"/></svg>`,
	} {
		if _, err := picture.Parse([]byte(bad)); err == nil || !strings.Contains(err.Error(), "picture") {
			t.Errorf("%s is taken: %v", bad, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, p := range pictures(reporttest.Story(examples.Cycles())) {
		f.Add(p.SVG)
	}
	f.Add([]byte(`<svg width="9" height="9"><path d="M1 1l2 2z"/><g transform="translate(1 2)"><text x="1">x</text></g></svg>`))
	f.Fuzz(func(t *testing.T, svg []byte) {
		p, err := picture.Parse(svg)
		if err == nil && (p.Width <= 0 || p.Height <= 0) {
			t.Errorf("it is %g by %g", p.Width, p.Height)
		}
	})
}
