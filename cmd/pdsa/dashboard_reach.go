package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
	"github.com/cqi-pdsa/pdsa/dashboard"
	"github.com/cqi-pdsa/pdsa/dashboard/api"
	"github.com/cqi-pdsa/pdsa/dashboard/serve"
)

// errNotAnswered says that a dashboard could not be reached.
var errNotAnswered = errors.New("the dashboard does not answer")

// dashboardAdmin asks a dashboard in the name of its admin. Whether a server runs
// or the database is opened here, it is the same API with the same rules.
type dashboardAdmin struct {
	base, token string
	client      *http.Client
	running     bool // a server runs
	close       func() error
}

// reach finds the dashboard: the server that runs on this machine, or else the
// database itself.
func (p *dashboardPlace) reach(ctx context.Context) (*dashboardAdmin, error) {
	token, err := p.token()
	if err != nil {
		return nil, err
	}
	if admin, err := p.server(ctx, token); admin != nil || err != nil {
		return admin, err
	}
	back, err := p.open(ctx)
	if err != nil {
		return nil, err
	}
	logger := slog.New(slog.NewTextHandler(p.app.messages, nil))
	d := dashboard.New(back, dashboard.Options{Now: p.app.now, Log: logger})
	return &dashboardAdmin{
		base: "http://dashboard", token: token, close: back.Close,
		client: &http.Client{Transport: inProcess{api.New(d, api.Options{Now: p.app.now, Log: logger})}},
	}, nil
}

// server returns the running server; nil when there is none.
func (p *dashboardPlace) server(ctx context.Context, token string) (*dashboardAdmin, error) {
	path, err := p.addressFile()
	if err != nil || path == "" {
		return nil, err
	}
	address, err := serve.ReadAddress(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	client, err := address.Client()
	if err != nil {
		return nil, err
	}
	admin := &dashboardAdmin{base: address.URL, token: token, client: client, running: true, close: func() error { client.CloseIdleConnections(); return nil }}
	if resp, err := admin.send(ctx, http.MethodGet, "/healthz", nil); err == nil {
		return admin, resp.Body.Close()
	}
	return nil, ctx.Err() // left behind by a server that was killed
}

// withDashboard calls fn with the dashboard and lets go of it.
func (p *dashboardPlace) withDashboard(ctx context.Context, fn func(*dashboardAdmin) error) error {
	admin, err := p.reach(ctx)
	if err != nil {
		return err
	}
	return errors.Join(fn(admin), admin.close())
}

// ask sends a request and reads the answer. What the dashboard refuses is a
// *wire.Error.
func (d *dashboardAdmin) ask(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
	}
	resp, err := d.send(ctx, method, path, body)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return refusalOf(resp)
	}
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
		return fmt.Errorf("the answer of the dashboard cannot be read: %w", err)
	}
	return nil
}

func (d *dashboardAdmin) send(ctx context.Context, method, path string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, d.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+d.token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := d.client.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: %w", errNotAnswered, err)
	}
	return resp, nil
}

// refusalOf reads why the dashboard refused.
func refusalOf(resp *http.Response) error {
	refused := new(wire.Error)
	err := json.NewDecoder(io.LimitReader(resp.Body, wire.MaxBody)).Decode(refused)
	if err != nil || refused.Code == "" {
		return fmt.Errorf("the dashboard answered %q and did not say why", resp.Status)
	}
	return refused
}

// inProcess carries requests to a handler in this process.
type inProcess struct{ handler http.Handler }

func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	w := &answerBuffer{header: http.Header{}, code: http.StatusOK}
	r.Body = io.NopCloser(r.Body)
	t.handler.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", w.code, http.StatusText(w.code)), StatusCode: w.code, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

// answerBuffer is a ResponseWriter in memory.
type answerBuffer struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (w *answerBuffer) Header() http.Header         { return w.header }
func (w *answerBuffer) WriteHeader(code int)        { w.code = code }
func (w *answerBuffer) Write(b []byte) (int, error) { return w.body.Write(b) }
