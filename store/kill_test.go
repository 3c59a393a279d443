package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change"
)

func init() {
	// write saves without end and says after each save which change it was.
	children["write"] = func(path string) error {
		s, err := Open(path, Options{Wait: 1 << 40})
		if err != nil {
			return err
		}
		for n := 0; ; n++ {
			text := strings.Repeat(strconv.Itoa(n)+" ", n%400)
			st, err := s.Save(fmt.Sprintf("c%d", n%7), nil, cycle.SetField("title", text+"."), cycle.SetIn("diary", fmt.Sprint("d", n%40), "text", text))
			if err != nil {
				return err
			}
			if _, err := fmt.Println(change.MakeID(s.Replica(), st.Seen[s.Replica()])); err != nil {
				return err
			}
		}
	}
}

// A process that is killed at any moment, also while it makes the store, loses
// nothing that it was told is saved.
func TestKillLosesNothingThatWasSaved(t *testing.T) {
	kills := 20
	if testing.Short() {
		kills = 4
	}
	path := storePath(t)
	var saved []string
	for n := range kills {
		p := start(t, "write", path)
		for range rand.IntN(60) {
			if !p.out.Scan() {
				t.Fatalf("the child ended: %v", p.out.Err())
			}
			saved = append(saved, p.out.Text())
		}
		_ = p.Process.Kill()
		for p.out.Scan() { // what it said before it was killed
			saved = append(saved, p.out.Text())
		}
		_ = p.Wait()
		if _, err := os.Stat(path); err != nil {
			continue // killed before the store was made
		}
		report := examine(t, path)
		if !report.Good {
			t.Fatalf("after kill %d: %v", n+1, report)
		}
	}
	all := contents(t, path)
	for _, id := range saved {
		if _, there := all.changes[change.ID(id)]; !there {
			t.Errorf("change %s was saved and is gone", id)
		}
	}
	if len(saved) == 0 {
		t.Error("nothing was saved at all")
	}
	t.Logf("%d kills, %d saves", kills, len(saved))
}
