package api

// Datasets is the answer of GET /v1/datasets: school-quality data that the
// district offers its schools.
type Datasets struct {
	Datasets []Dataset `json:"datasets"`
}

// A Dataset is one of them.
type Dataset struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// datasets answers GET /v1/datasets.
func (a *api) datasets(*call) (answer, error) {
	return answer{body: Datasets{Datasets: []Dataset{}}}, nil
}
