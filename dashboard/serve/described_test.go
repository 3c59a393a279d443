package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cqi-pdsa/pdsa/dashboard/api"
)

// An operation is what openapi.json says about one route.
type operation struct {
	Responses map[string]struct {
		Headers map[string]any
		Content map[string]any
	}
}

// described returns the operations by their routes, such as "GET /v1/me".
func described(t *testing.T) map[string]operation {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(api.Description, &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string]operation{}
	for path, item := range doc.Paths {
		for method, data := range item {
			if method == "parameters" {
				continue
			}
			var op operation
			if err := json.Unmarshal(data, &op); err != nil {
				t.Fatal(err)
			}
			out[strings.ToUpper(method)+" "+path] = op
		}
	}
	return out
}

// everything is a server with all that it can serve but pages.
func everything(t *testing.T) (h http.Handler, admin string) {
	t.Helper()
	file, d, admin, _, _ := filled(t, NewMetrics())
	o := options(nil, io.Discard)
	o.API, o.Backup = api.New(d, api.Options{Log: o.Log}), Backup(d, file, o.Log)
	return handler(o, false), admin
}

// Everything that is described is there, and nothing is there that is not described.
func TestTheDescriptionIsThatOfTheServer(t *testing.T) {
	operations := described(t)
	want := slices.Sorted(maps.Keys(operations))
	if have := slices.Sorted(slices.Values(slices.Concat(api.Routes(), ownRoutes))); !slices.Equal(have, want) {
		t.Errorf("the server has %v, described are %v", have, want)
	}
	h, _ := everything(t)
	parameter := regexp.MustCompile(`\{\w+\}`)
	for route := range operations {
		// Without a token, which is what those that are there ask for first.
		method, path, _ := strings.Cut(route, " ")
		w := ask(h, request(method, parameter.ReplaceAllString(path, "x"), "127.0.0.1"))
		if w.Code == http.StatusNotFound || w.Code == http.StatusMethodNotAllowed {
			t.Errorf("%s is described, and answered with %d %s", route, w.Code, w.Body)
		}
	}
}

// What the server answers itself is as the description says. The API's tests do that
// for the rest.
func TestOwnAnswersAreAsDescribed(t *testing.T) {
	operations := described(t)
	h, admin := everything(t)
	server := httptest.NewServer(h)
	defer server.Close()
	for _, route := range ownRoutes {
		method, path, _ := strings.Cut(route, " ")
		req, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+admin)
		resp, err := server.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err := errors.Join(err, resp.Body.Close()); err != nil {
			t.Fatal(err)
		}
		want := operations[route].Responses["200"]
		kind := resp.Header.Get("Content-Type")
		if _, there := want.Content[kind]; !there || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s with a body of the kind %q, described is %v", route, resp.Status, kind, want.Content)
		}
		for name := range want.Headers {
			if resp.Header.Get(name) == "" {
				t.Errorf("%s: the header %s is missing", route, name)
			}
		}
		if kind == "application/json" {
			holds(t, body, path, method)
		}
	}
}

// holds checks a JSON answer against its schema in the description.
func holds(t *testing.T, body []byte, path, method string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(api.Description))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("file:///openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	at := strings.ReplaceAll(path, "/", "~1") + "/" + strings.ToLower(method) + "/responses/200/content/application~1json/schema"
	schema, err := compiler.Compile("file:///openapi.json#/paths/" + at)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s %s: %v", method, path, err)
	}
}
