package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cqi-pdsa/pdsa/dashboard/api"
)

// A contract holds requests and answers against openapi.json.
type contract struct {
	doc      map[string]any
	compiler *jsonschema.Compiler
	mu       sync.Mutex
	used     map[string]bool // "GET /v1/meta"
}

const descriptionURL = "file:///openapi.json"

func newContract(t testing.TB) *contract {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(api.Description))
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{doc: doc.(map[string]any), compiler: jsonschema.NewCompiler(), used: map[string]bool{}}
	c.compiler.AssertFormat()
	if err := c.compiler.AddResource(descriptionURL, doc); err != nil {
		t.Fatal(err)
	}
	return c
}

// at follows a JSON pointer, given in parts, and references on the way. It returns
// the value and its own pointer.
func (c *contract) at(parts ...string) (any, []string) {
	var value any = c.doc
	var where []string
	for _, part := range parts {
		m, ok := value.(map[string]any)
		if !ok {
			return nil, nil
		}
		value, where = m[part], append(slices.Clip(where), part)
		if m, ok := value.(map[string]any); ok {
			if ref, ok := m["$ref"].(string); ok {
				value, where = c.at(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
			}
		}
	}
	return value, where
}

func (c *contract) object(parts ...string) map[string]any {
	value, _ := c.at(parts...)
	m, _ := value.(map[string]any)
	return m
}

// validate holds a JSON value against the schema at the pointer.
func (c *contract) validate(value any, parts ...string) error {
	schema, where := c.at(parts...)
	if schema == nil {
		return fmt.Errorf("the description has nothing at %v", parts)
	}
	pointer := ""
	for _, part := range where {
		pointer += "/" + url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(part))
	}
	compiled, err := c.compiler.Compile(descriptionURL + "#" + pointer)
	if err != nil {
		return err
	}
	return compiled.Validate(value)
}

// path finds the described path that fits.
func (c *contract) path(actual string) string {
	best := ""
	for path := range c.object("paths") {
		want, got := strings.Split(path, "/"), strings.Split(actual, "/")
		fits := len(want) == len(got)
		for i := 0; fits && i < len(want); i++ {
			fits = want[i] == got[i] || strings.HasPrefix(want[i], "{") && got[i] != ""
		}
		if fits && (best == "" || strings.Count(path, "{") < strings.Count(best, "{")) {
			best = path
		}
	}
	return best
}

// methodOf names the method as the description does; HEAD goes with GET.
func methodOf(r *http.Request) string {
	if r.Method == http.MethodHead {
		return "get"
	}
	return strings.ToLower(r.Method)
}

// parameters returns those of an operation by "in name".
func (c *contract) parameters(path, method string) map[string]map[string]any {
	out := map[string]map[string]any{}
	for _, of := range []map[string]any{c.object("paths", path), c.object("paths", path, method)} {
		list, _ := of["parameters"].([]any)
		for _, p := range list {
			m := p.(map[string]any)
			if ref, ok := m["$ref"].(string); ok {
				m = c.object(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
			}
			out[m["in"].(string)+" "+m["name"].(string)] = m
		}
	}
	return out
}

// request checks what a well-behaved client sends.
func (c *contract) request(r *http.Request, body []byte) error {
	path, method := c.path(r.URL.Path), methodOf(r)
	if c.object("paths", path, method) == nil {
		return fmt.Errorf("%s %s is not described", r.Method, r.URL.Path)
	}
	known := c.parameters(path, method)
	for name, values := range r.URL.Query() {
		p := known["query "+name]
		if p == nil {
			return fmt.Errorf("%s %s does not take %s", method, path, name)
		}
		if err := c.query(p["schema"].(map[string]any), values[0]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if len(body) == 0 {
		return nil
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return c.validate(value, "paths", path, method, "requestBody", "content", "application/json", "schema")
}

func (c *contract) query(schema map[string]any, text string) error {
	var value any = text
	switch schema["type"] {
	case "integer":
		value = json.Number(text)
	case "boolean":
		b, err := strconv.ParseBool(text)
		if err != nil {
			return err
		}
		value = b
	}
	one := jsonschema.NewCompiler()
	if err := one.AddResource("file:///one.json", schema); err != nil {
		return err
	}
	compiled, err := one.Compile("file:///one.json")
	if err != nil {
		return err
	}
	return compiled.Validate(value)
}

// response checks an answer. It may be to a request that was none of the API's.
func (c *contract) response(r *http.Request, res *http.Response, body []byte) error {
	path, method := c.path(r.URL.Path), methodOf(r)
	status := strconv.Itoa(res.StatusCode)
	if c.object("paths", path, method) == nil {
		if res.StatusCode != http.StatusNotFound && res.StatusCode != http.StatusMethodNotAllowed {
			return fmt.Errorf("%s %s: status %s of what is not described", r.Method, r.URL.Path, status)
		}
		return c.json(res, body, "components", "responses", "Error")
	}
	c.mu.Lock()
	c.used[strings.ToUpper(method)+" "+path] = true
	c.mu.Unlock()
	if c.object("paths", path, method, "responses", status) == nil {
		if res.StatusCode < 400 {
			return fmt.Errorf("%s %s: status %s is not described", r.Method, path, status)
		}
		status = "default"
	}
	for name := range c.object("paths", path, method, "responses", status, "headers") {
		if err := c.validate(res.Header.Get(name), "paths", path, method, "responses", status, "headers", name, "schema"); err != nil {
			return fmt.Errorf("header %s: %w", name, err)
		}
	}
	if c.object("paths", path, method, "responses", status, "content") == nil {
		if len(body) > 0 {
			return fmt.Errorf("%s %s: status %s has a body", r.Method, path, status)
		}
		return nil
	}
	if r.Method == http.MethodHead {
		return nil
	}
	return c.json(res, body, "paths", path, method, "responses", status)
}

func (c *contract) json(res *http.Response, body []byte, parts ...string) error {
	if kind := res.Header.Get("Content-Type"); kind != "application/json" {
		return fmt.Errorf("the body is %q", kind)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%w: %s", err, body)
	}
	if err := c.validate(value, append(parts, "content", "application/json", "schema")...); err != nil {
		return fmt.Errorf("%w\n%s", err, body)
	}
	return nil
}

// A checked transport holds all that goes through it against the contract.
type checked struct {
	testing.TB
	*contract
	lax bool // requests need not be good ones
}

func (t *checked) RoundTrip(r *http.Request) (*http.Response, error) {
	var sent []byte
	if r.Body != nil {
		sent, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(sent))
	}
	if !t.lax {
		if err := t.request(r, sent); err != nil {
			t.Errorf("the test's own request: %v", err)
		}
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.Header.Get("Content-Encoding") == "" {
		if err := t.response(r, res, body); err != nil {
			t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
		}
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

// Every route is described, with its parameters. That nothing else is described is
// held by the server, which has routes of its own.
func TestRoutesAreDescribed(t *testing.T) {
	c := newContract(t)
	var described []string
	operations := map[string]bool{}
	for path, item := range c.object("paths") {
		for method, op := range item.(map[string]any) {
			if method == "parameters" {
				continue
			}
			described = append(described, strings.ToUpper(method)+" "+path)
			id, _ := op.(map[string]any)["operationId"].(string)
			if id == "" || operations[id] {
				t.Errorf("%s %s has the operation id %q", method, path, id)
			}
			operations[id] = true
			for in := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '/' }) {
				if name, ok := strings.CutPrefix(in, "{"); ok && c.parameters(path, method)["path "+strings.TrimSuffix(name, "}")] == nil {
					t.Errorf("%s does not describe %s", path, in)
				}
			}
		}
	}
	for _, route := range api.Routes() {
		if !slices.Contains(described, route) {
			t.Errorf("%s is not described", route)
		}
	}
	for name := range c.object("components", "schemas") {
		if !bytes.Contains(api.Description, []byte(`"#/components/schemas/`+name+`"`)) {
			t.Errorf("nothing uses the schema %s", name)
		}
		if _, err := c.compiler.Compile(descriptionURL + "#/components/schemas/" + name); err != nil {
			t.Error(err)
		}
	}
	for _, item := range slices.Sorted(maps.Keys(c.object("components", "responses"))) {
		if !bytes.Contains(api.Description, []byte(`"#/components/responses/`+item+`"`)) {
			t.Errorf("nothing uses the response %s", item)
		}
	}
}
