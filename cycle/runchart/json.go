package runchart

import "encoding/json"

// MarshalJSON writes a phase flat, as one object of the chart's JSON: numbers of
// the Anhøj rules beside the center line and the limits, null for what cannot
// be computed. The IHI reading is written apart, see [Analysis.IHI].
func (p Phase) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		First         int               `json:"first"`
		Last          int               `json:"last"`
		Centre        Optional[float64] `json:"centre"`
		NObs          int               `json:"n_obs"`
		NUseful       int               `json:"n_useful"`
		LongestRun    Optional[int]     `json:"longest_run"`
		LongestRunMax Optional[int]     `json:"longest_run_max"`
		Crossings     Optional[int]     `json:"n_crossings"`
		CrossingsMin  Optional[int]     `json:"n_crossings_min"`
		Signal        bool              `json:"signal"`
		Lower         Limit             `json:"lcl"`
		Upper         Limit             `json:"ucl"`
		SigmaSignal   []int             `json:"sigma_signal"`
	}{
		p.First, p.Last, p.Centre, p.NObs, p.NUseful,
		p.Anhoej.LongestRun, p.Anhoej.LongestRunMax, p.Anhoej.Crossings, p.Anhoej.CrossingsMin, p.Anhoej.Signal,
		p.Lower, p.Upper, p.SigmaSignal,
	})
}
