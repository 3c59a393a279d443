// Package serve is the process around a dashboard: it listens, speaks TLS, tells
// clients behind a proxy apart, slows down who asks too much or guesses, answers
// health checks, counts, logs without names or secrets, and stops without cutting
// anybody off.
package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"github.com/cqi-pdsa/pdsa/cycle/change/wire"
)

// DefaultListen is where a dashboard listens unless told otherwise.
const DefaultListen = "127.0.0.1:8080"

// How long a client may take. A push of 1 MiB over a slow school line needs most
// of a minute.
const (
	headerTime = 10 * time.Second
	readTime   = time.Minute
	writeTime  = 2 * time.Minute
	idleTime   = 2 * time.Minute
	graceTime  = 10 * time.Second // for what runs when the server is to stop
	maxHeader  = 32 << 10
)

// Options say what to serve and where.
type Options struct {
	API  http.Handler // everything below /v1/ and /openapi.json
	Page http.Handler // everything else; nil: there is no page
	// Refuse answers a browser whose request does not come as far as the page; nil:
	// it is answered like a program.
	Refuse func(http.ResponseWriter, *wire.Error)
	Ready  func(context.Context) error // whether the database answers
	// Backup answers GET /v1/backup; nil: the database has tools of its own.
	Backup http.Handler

	Listen            string // host:port; empty: DefaultListen. Port 0 is any free one.
	CertFile, KeyFile string // both for TLS; read again when they change
	// InsecureHTTP allows plain HTTP on an address that other machines reach.
	InsecureHTTP bool
	// BehindProxy trusts what a proxy says about its client, if the proxy is on
	// this machine or in one of Proxies.
	BehindProxy bool
	Proxies     []netip.Prefix

	// MetricsListen is an address of its own for /metrics. Empty: /metrics is
	// at the main address, for this machine only, and nowhere behind a proxy.
	MetricsListen string
	Metrics       *Metrics // nil: its own

	// AddressFile is where the server notes how commands on this machine reach
	// it, while it runs; empty: nowhere. See ReadAddress.
	AddressFile string

	Log *slog.Logger // nil: slog.Default
	// Started is called with the server's URL when it takes requests.
	Started func(url string)
}

// PlainHTTPError says that the server would be open to other machines without
// encryption.
type PlainHTTPError struct{ Listen string }

func (e *PlainHTTPError) Error() string {
	return fmt.Sprintf("%s is reached by other machines, and without encryption anybody on the way reads the tokens and the cycles. "+
		"Give --tls-cert and --tls-key; or listen on 127.0.0.1 behind a proxy that has a certificate; or, in a closed test network only, --insecure-http", e.Listen)
}

// Run serves until ctx ends. It then takes no more requests, lets those that run
// finish for ten seconds, and returns nil. Errors before that: a *PlainHTTPError,
// or why it cannot listen or read the certificate.
func Run(ctx context.Context, o Options) error {
	if o.Listen == "" {
		o.Listen = DefaultListen
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Metrics == nil {
		o.Metrics = NewMetrics()
	}
	secure := o.CertFile != "" || o.KeyFile != ""
	if err := checkPlain(o, secure); err != nil {
		return err
	}
	var config *tls.Config
	if secure {
		cert, err := newCertificate(o.CertFile, o.KeyFile, o.Log)
		if err != nil {
			return err
		}
		config = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: cert.get}
	}
	listener, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return fmt.Errorf("the dashboard cannot listen on %s: %w", o.Listen, err)
	}
	main := newServer(handler(o, secure), o.Log)
	main.TLSConfig = config
	main.ConnState = o.Metrics.connection
	return o.serve(ctx, main, listener)
}

// serve runs the main server and that of the metrics until ctx ends or one fails.
func (o Options) serve(ctx context.Context, main *http.Server, listener net.Listener) error {
	secure := main.TLSConfig != nil
	servers := []*http.Server{main}
	failed := make(chan error, 2)
	if o.MetricsListen != "" {
		beside, err := net.Listen("tcp", o.MetricsListen)
		if err != nil {
			return errors.Join(fmt.Errorf("the dashboard cannot listen on %s for metrics: %w", o.MetricsListen, err), listener.Close())
		}
		mux := http.NewServeMux()
		mux.Handle(routeMetrics, o.Metrics)
		servers = append(servers, newServer(mux, o.Log))
		go func() { failed <- servers[1].Serve(beside) }()
	}
	go func() {
		if secure {
			failed <- main.ServeTLS(listener, "", "")
			return
		}
		failed <- main.Serve(listener)
	}()
	address := Address{URL: localURL(listener.Addr(), secure), Certificate: o.CertFile}
	if o.AddressFile != "" {
		if err := address.write(o.AddressFile); err != nil {
			o.Log.Warn("commands on this machine will not find the server", "error", err.Error())
		}
		defer address.remove(o.AddressFile)
	}
	o.Log.Info("started", "url", address.URL)
	if o.Started != nil {
		o.Started(address.URL)
	}
	select {
	case <-ctx.Done():
		o.Log.Info("stopping")
		stop(servers, graceTime, o.Log)
		return nil
	case err := <-failed:
		stop(servers, graceTime, o.Log)
		return err
	}
}

// stop lets running requests finish, for as long as grace, and cuts off the rest.
func stop(servers []*http.Server, grace time.Duration, logger *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	for _, s := range servers {
		if err := s.Shutdown(ctx); err != nil {
			logger.Warn("some requests were cut off; their senders will repeat them", "error", err.Error())
			_ = s.Close()
		}
	}
	logger.Info("stopped")
}

func newServer(h http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeader, ErrorLog: connectionLog(logger),
	}
}

// connectionLog takes what net/http says about broken connections: of no
// interest unless someone looks for it.
func connectionLog(logger *slog.Logger) *log.Logger {
	return slog.NewLogLogger(logger.Handler(), slog.LevelDebug)
}

// checkPlain refuses plain HTTP where other machines could reach it.
func checkPlain(o Options, secure bool) error {
	if secure || o.InsecureHTTP {
		return nil
	}
	addr, err := net.ResolveTCPAddr("tcp", o.Listen)
	if err != nil {
		return fmt.Errorf("%q is not an address to listen on, such as %s: %w", o.Listen, DefaultListen, err)
	}
	if !addr.IP.IsLoopback() {
		return &PlainHTTPError{o.Listen}
	}
	return nil
}

// localURL is how this machine reaches an address that is listened on.
func localURL(addr net.Addr, secure bool) string {
	u := url.URL{Scheme: "http", Host: addr.String()}
	if secure {
		u.Scheme = "https"
	}
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		u.Host = net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return u.String()
}
