package runchart

import (
	"encoding/json"
	"testing"
)

func TestJSON(t *testing.T) {
	for _, c := range []struct {
		series Series
		opts   Options
		want   string
	}{
		{
			Series{Y: []float64{1, missing, 3}},
			Options{},
			`[{"first":1,"last":3,"centre":2,"n_obs":3,"n_useful":2,"longest_run":1,"longest_run_max":4,"n_crossings":1,` +
				`"n_crossings_min":0,"signal":false,"lcl":null,"ucl":null,"sigma_signal":[]}]`,
		},
		{
			Series{Y: []float64{4, 1, missing}, N: []float64{4, 4, 4}},
			Options{Limits: LimitsP, Centre: Some(1.0)},
			`[{"first":1,"last":3,"centre":1,"n_obs":3,"n_useful":1,"longest_run":1,"longest_run_max":3,"n_crossings":0,` +
				`"n_crossings_min":0,"signal":false,"lcl":[1,1,null],"ucl":[1,1,null],"sigma_signal":[2]}]`,
		},
	} {
		got, err := json.Marshal(mustAnalyze(t, c.series, c.opts).Phases)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	got, err := json.Marshal(mustAnalyze(t, Series{Y: ramp(1, 1, 12)}, Options{}).IHI())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"shifts":[{"side":"below","points":[1,2,3,4,5,6]},{"side":"above","points":[7,8,9,10,11,12]}],` +
		`"trends":[{"direction":"up","n_points":12,"moves":[2,3,4,5,6,7,8,9,10,11,12]}],` +
		`"runs":{"n":12,"runs":2,"lower":3,"upper":11,"signal":true}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, _ := json.Marshal(Analysis{}.IHI()); string(got) != `{"shifts":[],"trends":[],"runs":{"n":0,"runs":0,"lower":null,"upper":null,"signal":false}}` {
		t.Errorf("IHI of nothing: %s", got)
	}
}
