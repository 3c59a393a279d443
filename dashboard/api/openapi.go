package api

import (
	_ "embed" // the description
	"encoding/json"
)

// Description is the OpenAPI 3.1 description of the API.
//
//go:embed openapi.json
var Description []byte

// description answers GET /openapi.json.
func (a *api) description(*call) (answer, error) {
	return answer{body: json.RawMessage(Description)}, nil
}
