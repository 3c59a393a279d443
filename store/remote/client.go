package remote

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/cqi-pdsa/pdsa/cycle"
	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// ErrUnreachable says that no answer came from the dashboard. What is here is safe
// and goes out with the next sync.
var ErrUnreachable = errors.New("the dashboard could not be reached")

// ErrInsecure says that an address is not secure enough to send a token to.
var ErrInsecure = errors.New("not secure")

const (
	requestTimeout = time.Minute
	maxAnswer      = 8 << 20 // bytes of one answer, inflated
	zipFrom        = 1 << 10 // bytes from which a body is compressed
)

// Options are those of a Client. The zero Options are right for the app.
type Options struct {
	// Insecure allows plain HTTP to other machines, for a network that is protected
	// otherwise. Certificates are always checked.
	Insecure bool
	// Transport carries the requests; nil is one of net/http with time limits.
	Transport http.RoundTripper
	// Tries is how often a request is tried in all; 0 is 5.
	Tries uint
	// Wait says how long to wait between tries; nil begins at half a second and
	// grows. A server's Retry-After goes before it.
	Wait func() backoff.BackOff
	// Now is the laptop's clock; nil is time.Now.
	Now func() time.Time
}

// A Client talks to one dashboard. Its methods may be called by several goroutines.
// They return ErrUnreachable, a *wire.Error with the dashboard's words, or the error
// of the context.
type Client struct {
	base  *url.URL
	token string
	http  *http.Client
	o     Options
	skew  atomic.Int64 // of the server's clock against this one, in the last answer
}

// NewClient returns a client of the dashboard at the address. token may be empty for
// Meta and Join. The error is ErrInsecure for an http:// address beyond this machine
// without Options.Insecure.
func NewClient(address, token string, o Options) (*Client, error) {
	base, err := parseAddress(address, o.Insecure)
	if err != nil {
		return nil, err
	}
	if o.Transport == nil {
		o.Transport = newTransport()
	}
	if o.Tries == 0 {
		o.Tries = 5
	}
	if o.Wait == nil {
		o.Wait = func() backoff.BackOff { return backoff.NewExponentialBackOff() }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Client{base: base, token: token, o: o, http: &http.Client{Transport: o.Transport, Timeout: requestTimeout}}
	// A token is for the address it was given for.
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c, nil
}

// parseAddress reads the address of a dashboard as people type it.
func parseAddress(address string, insecure bool) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("%q is not the address of a dashboard. It looks like https://pdsa.example.org", cycle.Clean(address, false))
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("the address of a dashboard has no name, password or question mark in it. It looks like https://pdsa.example.org")
	}
	if u.Scheme == "http" && !isLoopback(u.Hostname()) && !insecure {
		return nil, fmt.Errorf("%w: %s would send cycles and your sign-in readable to everyone on the way. Use https://, or --insecure-http where the network is protected otherwise", ErrInsecure, u.Redacted())
	}
	u.Path = strings.TrimRight(u.Path, "/")
	return u, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func newTransport() http.RoundTripper {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   2,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 30 * time.Second,
		DisableCompression:    true, // done here, so that what is inflated is bounded
	}
}

// WithToken returns a client of the same dashboard with another token.
func (c *Client) WithToken(token string) *Client {
	return &Client{base: c.base, token: token, http: c.http, o: c.o}
}

// Address returns where the dashboard is.
func (c *Client) Address() string { return c.base.String() }

// Skew returns how far the server's clock was ahead of this laptop's in the last
// answer, to the second.
func (c *Client) Skew() time.Duration { return time.Duration(c.skew.Load()) }

// request is one request to the API.
type request struct {
	method string
	path   string
	query  url.Values
	etag   string
	body   any
	once   bool // trying again could do harm
}

// answer is what came back.
type answer struct {
	unchanged bool // 304
	etag      string
}

// do carries out a request, again where that can help, and decodes the answer into
// out.
func (c *Client) do(ctx context.Context, r request, out any) (answer, error) {
	body, zipped, err := encode(r.body)
	if err != nil {
		return answer{}, err
	}
	tries := c.o.Tries
	if r.once {
		tries = 1
	}
	a, err := backoff.Retry(ctx, func() (answer, error) { return c.try(ctx, r, body, zipped, out) },
		backoff.WithBackOff(c.o.Wait()), backoff.WithMaxTries(tries), backoff.WithMaxElapsedTime(3*requestTimeout))
	return a, plain(err)
}

// plain takes off what is said to the retry library only.
func plain(err error) error {
	var permanent *backoff.PermanentError
	if errors.As(err, &permanent) {
		err = permanent.Err
	}
	if refused := (*wire.Error)(nil); errors.As(err, &refused) {
		return refused
	}
	return err
}

func (c *Client) try(ctx context.Context, r request, body []byte, zipped bool, out any) (answer, error) {
	target := c.base.String() + r.path
	if len(r.query) > 0 {
		target += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.method, target, bytes.NewReader(body))
	if err != nil {
		return answer{}, backoff.Permanent(err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Accept-Encoding", "gzip")
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if r.etag != "" {
		req.Header.Set("If-None-Match", r.etag)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if zipped {
		req.Header.Set("Content-Encoding", "gzip")
	}
	res, err := c.http.Do(req)
	if err != nil {
		return answer{}, c.lost(ctx, err)
	}
	defer func() { _ = res.Body.Close() }()
	if at, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		c.skew.Store(int64(at.Sub(c.o.Now())))
	}
	return c.read(ctx, res, out)
}

// lost turns a failure on the way into one that is tried again, unless the person
// stopped it or the address is not who it says it is.
func (c *Client) lost(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return backoff.Permanent(ctx.Err())
	}
	var inURL *url.Error
	if errors.As(err, &inURL) {
		err = inURL.Err
	}
	err = fmt.Errorf("%w at %s: %w", ErrUnreachable, c.base.Host, err)
	if wrong := (*tls.CertificateVerificationError)(nil); errors.As(err, &wrong) {
		return backoff.Permanent(err)
	}
	return err
}

// read judges an answer and decodes it.
func (c *Client) read(ctx context.Context, res *http.Response, out any) (answer, error) {
	a := answer{etag: res.Header.Get("ETag")}
	if res.StatusCode == http.StatusNotModified {
		a.unchanged = true
		return a, nil
	}
	if res.StatusCode >= 300 && res.StatusCode < 400 {
		return a, backoff.Permanent(fmt.Errorf("%w: %s sends on to another address (%s). If the dashboard has moved, join it again there", ErrUnreachable, c.base.Host, cycle.Clean(res.Header.Get("Location"), false)))
	}
	if kind, _, err := mime.ParseMediaType(res.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		// Such as the sign-in page of a guest network, or a proxy without a server.
		return a, fmt.Errorf("%w: something else answered at %s (status %d). Does this network ask to sign in?", ErrUnreachable, c.base.Host, res.StatusCode)
	}
	data, err := inflate(res)
	switch {
	case errors.Is(err, errTooLong):
		return a, backoff.Permanent(fmt.Errorf("%w: the answer of %s is longer than it may be", ErrUnreachable, c.base.Host))
	case err != nil:
		return a, c.lost(ctx, err)
	case res.StatusCode != http.StatusOK && res.StatusCode != http.StatusCreated:
		return a, refusal(res, data)
	}
	if err := json.Unmarshal(data, out); err != nil {
		return a, backoff.Permanent(fmt.Errorf("%w: the answer of %s cannot be read: %w", ErrUnreachable, c.base.Host, err))
	}
	return a, nil
}

// refusal turns an answer that is no success into a *wire.Error. Those that pass by
// themselves are tried again.
func refusal(res *http.Response, data []byte) error {
	refused := &wire.Error{}
	if json.Unmarshal(data, refused) != nil || refused.Code == "" {
		refused = &wire.Error{Code: wire.CodeServer, Message: fmt.Sprintf("the dashboard answered with status %d", res.StatusCode)}
	}
	refused.Message = cycle.Clean(refused.Message, false)
	switch refused.Code {
	case wire.CodeBusy, wire.CodeDown, wire.CodeServer:
		if wait, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && wait >= 0 {
			return errors.Join(refused, backoff.RetryAfter(wait))
		}
		return refused
	}
	return backoff.Permanent(refused)
}

var errTooLong = errors.New("the answer is too long")

// inflate reads the body of an answer, up to maxAnswer bytes.
func inflate(res *http.Response) ([]byte, error) {
	from := io.Reader(res.Body)
	if res.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(from)
		if err != nil {
			return nil, err
		}
		from = z
	}
	data, err := io.ReadAll(io.LimitReader(from, maxAnswer+1))
	if err == nil && len(data) > maxAnswer {
		err = errTooLong
	}
	return data, err
}

// encode writes a body as JSON, compressed where that saves something.
func encode(body any) (data []byte, zipped bool, err error) {
	if body == nil {
		return nil, false, nil
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		return nil, false, err
	}
	if buf.Len() < zipFrom {
		return buf.Bytes(), false, nil
	}
	var small bytes.Buffer
	z := gzip.NewWriter(&small)
	_, err = z.Write(buf.Bytes())
	err = errors.Join(err, z.Close())
	return small.Bytes(), true, err
}
